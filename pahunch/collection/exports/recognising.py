"""Which export a header belongs to, and what each of its columns means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from pahunch.collection.columns import place_columns
from pahunch.collection.exports.formats import FORMATS, Format
from pahunch.collection.exports.meanings import Meaning
from pahunch.collection.exports.troubles import Trouble


def plain(heading: str) -> str:
    """Bring a heading to one spelling: small letters, single spaces, no marks around it."""
    text = unicodedata.normalize("NFKC", heading).strip("\ufeff\"' \t\r\n")
    return re.sub(r"\s+", " ", text).lower()


@dataclass(frozen=True, slots=True)
class Recognised:
    """A header that is known: the export, and what is in which place."""

    format: Format
    header: tuple[str, ...]
    meanings: tuple[Meaning | None, ...]
    """A meaning a column; None: not kept."""
    post_made: str = ""
    """What the header says of the one post that the file is about."""
    post_link: str = ""

    @property
    def least(self) -> int:
        """How many cells a row has at least."""
        if self.format.post_in_header:
            return [plain(name) for name in self.header].index(self.format.post_in_header)
        return len(self.header)

    def has(self, meaning: Meaning) -> bool:
        """Tell whether a column says this."""
        return meaning in self.meanings


def recognise(header: Sequence[str]) -> Recognised | None:
    """Give the export whose columns these are: of several that fit, the one that needs most."""
    names = [plain(name) for name in header]
    fitting = [known for known in FORMATS if _fits(known, names)]
    if not fitting:
        return None
    known = max(fitting, key=lambda each: len(each.needs))
    made, link = _post_named(known, names, header)
    return Recognised(
        known, tuple(header), tuple(known.names.get(name) for name in names), made, link
    )


def is_plain_sheet(header: Sequence[str]) -> bool:
    """Tell whether a header is that of a plain file of counts."""
    return not place_columns(list(header))[1]


def least_cells(header: Sequence[str]) -> int | None:
    """Give how many cells the rows below a header have; None where it is no known header."""
    if found := recognise(header):
        return found.least
    return len(header) if is_plain_sheet(header) else None


def _fits(known: Format, names: Sequence[str]) -> bool:
    there = set(names)
    if not set(known.needs) <= there or there & set(known.never):
        return False
    return not known.is_closed or there <= known.names.keys()


def _post_named(known: Format, names: list[str], header: Sequence[str]) -> tuple[str, str]:
    if not known.post_in_header:
        return "", ""
    after = [cell.strip() for cell in header[names.index(known.post_in_header) + 1 :]]
    links = [cell for cell in after if cell.lower().startswith(("http://", "https://"))]
    others = [cell for cell in after if cell and cell not in links]
    return (others[0] if others else ""), (links[0] if links else "")


def unknown(header: Sequence[str], row: int) -> list[Trouble]:
    """Say what was found, what comes nearest to it, and what is known."""
    names = {plain(name) for name in header}
    near = max(FORMATS, key=lambda known: len(names & set(known.needs)) / len(known.needs))
    shared = names & set(near.needs)
    troubles = [
        Trouble(
            row,
            None,
            _("these columns belong to no export that is known here: %(found)s"),
            {"found": ", ".join(header)[:600]},
        )
    ]
    if len(shared) > 1:
        missing = ", ".join(name for name in near.needs if name not in names)
        words = (
            _("nearest comes %(label)s, which also has: %(missing)s")
            if missing
            else _("nearest comes %(label)s, which has other columns beside these")
        )
        troubles.append(Trouble(row, None, words, {"label": (near.label,), "missing": missing}))
    known = tuple(each.label for each in FORMATS)
    words = _("known are: %(known)s; and a plain sheet of counts")
    return [*troubles, Trouble(None, None, words, {"known": known})]
