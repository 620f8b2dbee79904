"""Files of people as offices send them: which column is which, and each row read or named.

Columns are known by their heads in either script; the head may stand below a few titles.
Needed are the name and the block. A row of which something is wrong is not taken and is named
with its row and column; the other rows are taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pahunch.lib.tables import BadTable, Limits, Row, read_table
from pahunch.measures.gazetteer import exact
from pahunch.training.errors import WrongTraining
from pahunch.training.people.phones import numbers_in
from pahunch.training.people.places import Blocks, Found

LIMITS = Limits(rows=200_000, lossy=True)
LONGEST = 120
MOST_PHONES = 4
TEXTS = ("name", "guardian", "village", "work")
HEADS = {
    "name": (
        "name", "full name", "name of trainee", "trainee name", "participant name",
        "name of participant", "employee name", "name of employee", "name of worker", "नाम",
        "पूरा नाम", "प्रशिक्षणार्थी का नाम", "प्रतिभागी का नाम", "कर्मचारी का नाम", "हितग्राही का नाम",
    ),
    "guardian": (
        "father", "father name", "fathers name", "father's name", "husband name", "guardian",
        "father/husband name", "father / husband name", "father's/husband's name", "name of father",
        "पिता का नाम", "पति का नाम", "पिता/पति का नाम", "पिता / पति का नाम", "पिता/पति", "पिता",
        "पिता या पति का नाम",
    ),
    "phone": (
        "phone", "phone no", "phone number", "mobile", "mobile no", "mobile number", "mobile no.",
        "contact", "contact no", "contact number", "whatsapp", "whatsapp no", "whatsapp number",
        "mob", "mob no", "मोबाइल", "मोबाइल नंबर", "मोबाइल नम्बर", "मोबाईल", "मोबाईल नंबर",
        "मोबाईल नम्बर", "मोबाइल नं", "दूरभाष", "फोन", "फ़ोन", "फोन नंबर", "संपर्क", "संपर्क नंबर",
        "व्हाट्सएप नंबर", "मो. नं.", "मो.",
    ),
    "block": (
        "block", "block name", "name of block", "janpad", "janpad panchayat", "development block",
        "विकासखंड", "विकासखण्ड", "विकास खंड", "विकास खण्ड", "ब्लॉक", "ब्लाक", "ब्लॉक का नाम",
        "विकासखंड का नाम", "जनपद", "जनपद पंचायत",
    ),
    "district": (
        "district", "district name", "name of district", "dist", "जिला", "ज़िला", "जिले का नाम",
    ),
    "village": (
        "village", "gram panchayat", "panchayat", "village/ward", "gram", "ward", "address",
        "ग्राम", "गांव", "गाँव", "ग्राम पंचायत", "पंचायत", "वार्ड", "ग्राम का नाम", "पता",
    ),
    "work": (
        "post", "designation", "work", "role", "position", "पद", "पदनाम",
        "पद नाम", "कार्य", "दायित्व",
    ),
    "consent": ("consent", "phone consent", "सहमति", "फोन की सहमति", "मोबाइल की सहमति"),
}  # fmt: skip
_FIELD = {exact(head): name for name, heads in HEADS.items() for head in heads}
_COUNTED = re.compile(r"[\s\-_(]*\d+\)?$")
YES = frozenset(("yes", "y", "1", "true", "हाँ", "हां", "हा", "हॉ", "है", "सहमत"))
NO = frozenset(("no", "n", "0", "false", "नहीं", "नही", "असहमत"))
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that can be taken."""

    number: int
    name: str
    guardian: str
    village: str
    work: str
    block: int
    district: int
    phones: tuple[str, ...]
    consents: bool | None
    """Whether the holder agreed that the phone is kept; None: the file does not say."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row was not taken: its number, the head of its column, a word of `WHY_NOT`."""

    row: int
    column: str
    why: str
    said: str = ""
    """What stood there."""
    fits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """A file, read: nothing is stored."""

    lines: tuple[Line, ...]
    troubles: tuple[Trouble, ...]
    columns: tuple[tuple[str, str], ...]
    """Each known column: what it is, and its head in the file."""
    ignored: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of the file."""
        return len(self.lines) + len({one.row for one in self.troubles})


@dataclass(slots=True)
class _Columns:
    """Where each field stands; phones may stand in several."""

    heads: Sequence[str]
    places: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, head in enumerate(self.heads):
            name = field_of(head)
            if name and (name == "phone" or name not in self.places):
                self.places.setdefault(name, []).append(place)

    def cell(self, row: Row, name: str) -> str:
        places = self.places.get(name)
        return row.cells[places[0]] if places else ""

    def trouble(
        self, row: Row, name: str, why: str, said: str, fits: tuple[str, ...] = ()
    ) -> Trouble:
        head = self.heads[self.places[name][0]] if name in self.places else name
        return Trouble(row.number, head, why, said[:40], fits)


def field_of(head: str) -> str:
    """Give what a column is by its head: a field's name, or nothing."""
    return _FIELD.get(exact(head)) or _FIELD.get(exact(_COUNTED.sub("", head))) or ""


def read_people(path: Path, blocks: Blocks) -> Read:
    """Read a file of people. Raises WrongTraining where it is no such file as a whole."""
    try:
        table = read_table(path, limits=LIMITS, allow_no_rows=True, is_header=_least)
        columns = _Columns(table.header)
        for needed in ("name", "block"):
            if needed not in columns.places:
                raise WrongTraining("column", name=needed)
        rows = list(table)
    except BadTable as bad:
        raise WrongTraining("table", said=str(bad)) from bad
    if not rows:
        raise WrongTraining("no_rows")
    lines: list[Line] = []
    troubles: list[Trouble] = []
    for row in rows:
        found = _line(row, columns, blocks)
        if isinstance(found, Line):
            lines.append(found)
        else:
            troubles += found
    known = tuple((name, table.header[at]) for name, ats in columns.places.items() for at in ats)
    taken = {head for _name, head in known}
    ignored = tuple(head for head in table.header if head not in taken)
    return Read(tuple(lines), tuple(troubles), known, ignored)


def _least(cells: Sequence[str]) -> int | None:
    fields = {field_of(cell) for cell in cells}
    return 1 if {"name", "block"} <= fields else None


def _line(row: Row, columns: _Columns, blocks: Blocks) -> Line | list[Trouble]:
    """Read a row; give everything that is wrong with it where something is."""
    troubles: list[Trouble] = []
    texts = {name: tidy(columns.cell(row, name)) for name in TEXTS}
    for name, text in texts.items():
        why = wrong_name(text) if name == "name" else "long" if len(text) > LONGEST else ""
        if why:
            troubles.append(columns.trouble(row, name, why, text))
    found: Found = blocks.find(columns.cell(row, "block"), columns.cell(row, "district"))
    if found.why:
        said = columns.cell(row, found.column)
        troubles.append(columns.trouble(row, found.column, found.why, said, found.fits))
    phones = _phones(row, columns, troubles)
    consent = columns.cell(row, "consent").casefold()
    if consent and consent not in YES | NO:
        troubles.append(columns.trouble(row, "consent", "consent", consent))
    if troubles:
        return troubles
    agreed = None if not consent else consent in YES
    words = (texts["name"], texts["guardian"], texts["village"], texts["work"])
    return Line(row.number, *words, found.block, found.district, phones, agreed)


def _phones(row: Row, columns: _Columns, troubles: list[Trouble]) -> tuple[str, ...]:
    phones: dict[str, None] = {}
    for place in columns.places.get("phone", ()):
        numbers, bad = numbers_in(row.cells[place])
        phones.update(dict.fromkeys(numbers))
        if bad:
            troubles.append(Trouble(row.number, columns.heads[place], "phone", bad))
    return tuple(phones)[:MOST_PHONES]


def tidy(text: str) -> str:
    """Give a text in one form: composed, with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def wrong_name(name: str) -> str:
    """Say why a text is no name, in a word of `WHY_NOT`; nothing where it is one."""
    if not name:
        return "name_empty"
    if len(name) > LONGEST:
        return "long"
    if _DIGIT.search(name) or sum(letter.isalpha() for letter in name) < 2:
        return "name"
    return ""
