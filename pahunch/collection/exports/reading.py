"""The rows of an export, read: whose figures, of which day or post, and which figures.

Knows no database. Every row is read before anything is decided, because how numbers and
dates are written is a property of the whole file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop as _

from pahunch.collection.columns import PLATFORMS, plain
from pahunch.collection.exports import numbers, times
from pahunch.collection.exports.meanings import FIGURES, OF_POST, Meaning
from pahunch.collection.exports.posts import SHORTENED, is_post_id, kind_of, named_by
from pahunch.collection.exports.recognising import Recognised
from pahunch.collection.exports.times import BadTime, Stamp
from pahunch.collection.exports.troubles import Trouble
from pahunch.collection.reading import MOST
from pahunch.facts import Platform
from pahunch.lib.tables import Row
from pahunch.platforms.youtube import rounding_step

Watch = Callable[[int, int | None], None]
TOTALS = frozenset({"total", "totals", "gesamt", "कुल"})
WHOLE_TIME = frozenset({"", "lifetime"})


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody who knows the file says of it; empty: the file must show it."""

    decimals: str = ""
    """"point" or "comma"."""
    dates: str = ""
    """"dmy" or "mdy"."""
    exported_on: dt.date | None = None
    """The day on which the figures of its posts were read."""

    @property
    def mark(self) -> str:
        """The mark that begins decimals."""
        return {"point": numbers.POINT, "comma": numbers.COMMA}.get(self.decimals, "")


@dataclass(slots=True)
class Entry:
    """One row as it was understood."""

    row: int
    platform: Platform | None = None
    account_id: str = ""
    handle: str = ""
    day: Stamp | None = None
    """Of the figures; None: they are of the day of the export."""
    made: Stamp | None = None
    post: str = ""
    link: str = ""
    kind: str = "post"
    figures: dict[Meaning, tuple[int, int | None]] = field(default_factory=dict)
    account: str = ""
    """The key of the account, once it is found."""

    @property
    def seen(self) -> Stamp | None:
        """When the figures of the account are of."""
        return self.day or self.made


@dataclass(slots=True)
class Content:
    """What a file holds, and what of it cannot be used."""

    entries: list[Entry] = field(default_factory=list)
    left_out: list[Trouble] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    """What refuses the file."""


@dataclass(frozen=True, slots=True)
class _Raw:
    number: int
    cells: tuple[tuple[Meaning, str, str], ...]
    """Meaning, heading and text of each cell that is kept."""

    def text(self, meaning: Meaning) -> str:
        return next((text for said, _name, text in self.cells if said is meaning), "")


class Reader:
    """Reads the rows of one file."""

    def __init__(self, found: Recognised, said: Said, today: dt.date, zone: str) -> None:
        self.found = found
        self.said = said
        self.today = today
        self.zone = found.format.zone or zone
        self.content = Content()
        self.decimal = ""
        self.stamp: Callable[[str], Stamp] = times.reader("", self.zone)

    def read(
        self, rows: Iterable[Row], expected: int | None = None, watch: Watch | None = None
    ) -> Content:
        """Read every row; nothing is raised, what is wrong is noted."""
        kept = [
            (place, meaning, name)
            for place, (meaning, name) in enumerate(
                zip(self.found.meanings, self.found.header, strict=True)
            )
            if meaning
        ]
        raws = []
        for count, (number, cells) in enumerate(rows, start=1):
            raw = _Raw(number, tuple((meaning, name, cells[at]) for at, meaning, name in kept))
            if not self._leave_out(raw):
                raws.append(raw)
            if watch and count % 1000 == 0:
                watch(count, expected)
        if self._settle(raws):
            self.content.entries = [entry for raw in raws if (entry := self._entry(raw))]
            self._gained_or_not()
        return self.content

    def _leave_out(self, raw: _Raw) -> bool:
        why = self._why_not(raw)
        if why:
            self.content.left_out.append(why)
        return why is not None

    def _why_not(self, raw: _Raw) -> Trouble | None:
        for meaning, name, text in raw.cells:
            if meaning in {Meaning.POST, Meaning.DAY} and text.lower() in TOTALS:
                return Trouble(raw.number, name, _("the total of the table, not a row of it"))
            if meaning in {Meaning.POST, Meaning.ACCOUNT_ID} and SHORTENED.fullmatch(text):
                words = _("%(text)r was an id; a spreadsheet has lost its digits")
                return Trouble(raw.number, name, words, {"text": text})
            if meaning is Meaning.PERIOD and text.lower() not in WHOLE_TIME:
                words = _("figures of %(text)r only; export them for the lifetime of the posts")
                return Trouble(raw.number, name, words, {"text": text})
        return None

    def _settle(self, raws: Sequence[_Raw]) -> bool:
        """Settle how numbers and dates are written in this file; False: it cannot be told."""
        written = (
            numbers.Cell(raw.number, name, text, meaning is not Meaning.FRACTION)
            for raw in raws
            for meaning, name, text in raw.cells
            if meaning in FIGURES or meaning is Meaning.FRACTION
        )
        self.decimal, troubles = numbers.decimal_mark(written, self.said.mark)
        dates = (
            times.Cell(raw.number, name, text)
            for raw in raws
            for meaning, name, text in raw.cells
            if meaning in {Meaning.DAY, Meaning.MADE_AT}
        )
        order, more = times.day_order(
            dates, today=self.today, usual=self.found.format.order, said=self.said.dates
        )
        self.stamp = times.reader(order, self.zone)
        self.content.troubles += troubles + more
        return not self.content.troubles

    def _entry(self, raw: _Raw) -> Entry | None:
        known = self.found.format
        entry = Entry(raw.number, known.platform, link=raw.text(Meaning.LINK))
        entry.account_id = raw.text(Meaning.ACCOUNT_ID)
        entry.handle = raw.text(Meaning.HANDLE).removeprefix("@")
        entry.post = raw.text(Meaning.POST).removeprefix("'")
        self._network(entry, raw)
        self._times(entry, raw)
        self._figures(entry, raw)
        entry.kind = kind_of(entry.platform, raw.text(Meaning.KIND))
        return entry if self._post(entry) else None

    def _network(self, entry: Entry, raw: _Raw) -> None:
        if self.found.has(Meaning.NETWORK):
            text = raw.text(Meaning.NETWORK)
            entry.platform = PLATFORMS.get(plain(text))
            if entry.platform is None:
                self._leave(entry, _("%(text)r is no platform that is counted here"), text)

    def _leave(self, entry: Entry, words: str, text: str) -> None:
        self.content.left_out.append(Trouble(entry.row, None, words, {"text": text}))

    def _times(self, entry: Entry, raw: _Raw) -> None:
        entry.day = self._time(raw, Meaning.DAY)
        entry.made = self._time(raw, Meaning.MADE_AT)
        if self.found.post_made and not entry.made:
            try:
                entry.made = self.stamp(self.found.post_made)
            except BadTime as error:
                self._wrong(None, self.found.post_made, str(error), self.found.post_made)

    def _time(self, raw: _Raw, meaning: Meaning) -> Stamp | None:
        for said, name, text in raw.cells:
            if said is not meaning:
                continue
            try:
                stamp = self.stamp(text)
            except BadTime as error:
                self._wrong(raw.number, name, str(error), text)
                return None
            if stamp.day > self.today:
                self._wrong(raw.number, name, _("%(text)r is in the future"), text)
            return stamp
        return None

    def _wrong(self, row: int | None, column: str | None, words: str, text: str) -> None:
        self.content.troubles.append(Trouble(row, column, words, {"text": text}))

    def _figures(self, entry: Entry, raw: _Raw) -> None:
        known = self.found.format
        for meaning, name, text in raw.cells:
            if meaning not in FIGURES:
                continue
            try:
                number = numbers.read_whole(text, self.decimal)
            except ValueError:
                self._wrong(raw.number, name, _("%(text)r is not a whole number"), text)
                continue
            if number is None or (not number and meaning in known.zero_is_nothing):
                continue
            if number > MOST and meaning is Meaning.FOLLOWERS:
                words = _("%(text)r is more than any account has")
                self._wrong(raw.number, name, words, text)
            before = entry.figures.get(meaning, (0, None))[0]
            high = None if meaning in known.at_least else before + number
            entry.figures[meaning] = (before + number, high)
        if entry.platform is Platform.YOUTUBE and Meaning.FOLLOWERS in entry.figures:
            entry.figures[Meaning.FOLLOWERS] = rounded(entry.figures[Meaning.FOLLOWERS][0])

    def _post(self, entry: Entry) -> bool:
        """Find out which post a row is about; False: the row is left out."""
        link = entry.link or self.found.post_link
        named = named_by(entry.platform, link)
        entry.link = link if link.startswith(("http://", "https://")) else ""
        if not entry.account_id and not entry.handle and named.owner:
            if named.owner.isdecimal():
                entry.account_id = named.owner
            else:
                entry.handle = named.owner
        if entry.post and not is_post_id(entry.platform, entry.post):
            self._leave(entry, _("%(text)r is no id of a post"), entry.post)
            return False
        if entry.platform is Platform.X and entry.post and named.post not in {"", entry.post}:
            self._leave(entry, _("%(text)r is not the post that its address names"), entry.post)
            return False
        entry.post = entry.post or named.post
        if not entry.post and link and not entry.figures.get(Meaning.FOLLOWERS):
            self._leave(entry, _("the address %(text)r names no post"), link)
            return False
        return entry.platform is not None or not self.found.has(Meaning.NETWORK)

    def _gained_or_not(self) -> None:
        """Tell a running total from what was gained in a day, by the parts it is made of."""
        told = [e for e in self.content.entries if Meaning.FOLLOWERS_OR_GAINED in e.figures]
        sides: dict[Meaning, Entry] = {}
        for entry in told:
            total, _high = entry.figures.pop(Meaning.FOLLOWERS_OR_GAINED)
            parts, _high = entry.figures.pop(Meaning.GAINED, (0, None))
            meaning = Meaning.GAINED_IN_DAY if total == parts else Meaning.FOLLOWERS
            entry.figures[meaning] = (total, total)
            sides.setdefault(meaning, entry)
            if total < parts:
                self._wrong(entry.row, None, _("%(text)s followers are fewer than their parts"),
                            str(total))  # fmt: skip
        if len(sides) == 2:
            gained, counted = sides[Meaning.GAINED_IN_DAY], sides[Meaning.FOLLOWERS]
            words = _(
                "the total is what was gained that day, and in row %(other)s it is more: is it "
                "the number of followers or of new ones?"
            )
            self.content.troubles.append(Trouble(gained.row, None, words, {"other": counted.row}))


def rounded(number: int) -> tuple[int, int]:
    """Give what YouTube may mean by a number of subscribers: it cuts to three digits."""
    step = rounding_step(number)
    return number, number if number % step else number + step - 1


def has_post_figures(entry: Entry) -> bool:
    """Tell whether a row has figures of a post."""
    return bool(entry.post) and any(
        meaning in entry.figures for meaning in (*OF_POST, Meaning.VIEWS_IN_DAY)
    )
