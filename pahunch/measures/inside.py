"""Followers inside their constituencies, of everyone on a roster, out of the lake.

Only accounts whose owners connected them are told places, and only by some platforms. Of every
other account nothing is said: its followers widen the interval.
"""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.facts import Count, Standing, Terms, Verdict
from pahunch.measures.gazetteer import Found, Gazetteer
from pahunch.measures.places import gazetteer_of
from pahunch.observations import Snapshot
from pahunch.registry.models import Division, Electors, Roll
from pahunch.rules import inside as rule

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
HAIR = 1e-6
"""What is less than this is an error of floating-point arithmetic and no follower."""


class Part(StrEnum):
    """What can be said of the followers in a place."""

    INSIDE = "inside"
    """In the constituency, but for those who live around the place."""
    SHARED = "shared"
    ELSEWHERE = "elsewhere"
    """Not in it, but for those who live around the place."""
    UNPLACED = "unplaced"
    """The name is on no map that is known here."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One place as a platform told it."""

    place: str
    count: Count
    part: Part
    least: float
    most: float
    """Between which parts of its followers are inside, 0 to 1."""
    found: Found
    """What the name may mean."""


@dataclass(frozen=True, slots=True)
class AccountInside:
    """The followers of one account by where they are. Parts are whole numbers of followers."""

    account: str
    platform: str
    kind: str
    count: Count | None
    """All followers; None where no count is usable."""
    told_at: datetime | None
    """When the places were told; None where none are."""
    certain: int
    shared: int
    elsewhere: int
    unplaced: int | None
    """None where it is not known how many there are."""
    low: int
    high: int | None
    point: int | None
    """None where no place was told."""
    places: tuple[Listed, ...]
    """The largest first. Only the largest are ever told: see the rule's page."""

    @property
    def tells(self) -> bool:
        """Whether any place was told that is known."""
        return self.point is not None


@dataclass(frozen=True, slots=True)
class PersonInside:
    """The followers of one representative inside the constituency."""

    representative: str
    low: int
    high: int | None
    point: int | None
    """Of the accounts that tell places; None where none does."""
    tells: bool
    accounts: tuple[AccountInside, ...]
    """Those that count under the terms, by key."""

    def part(self, name: str) -> int | None:
        """Add up `certain`, `shared`, `elsewhere` or `unplaced` over the accounts; None: open."""
        numbers = [getattr(account, name) for account in self.accounts]
        return None if None in numbers else sum(numbers)


@dataclass(frozen=True, slots=True)
class InsideOf:
    """Everyone on a roster, by representative, and what the places were."""

    people: Mapping[str, PersonInside]
    digest: str
    """16 hex digits that change when any of the places told does."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is measured, and as of when."""

    roster: pa.Table
    """The registry flattened, with the columns of `observations.ROSTER`."""
    seats: Mapping[str, str]
    """The code of each representative's constituency; one without has none."""
    state: Division
    roll: Roll
    terms: Terms
    on: date
    until: datetime
    """The first moment after the day."""


def measure_inside(snapshot: Snapshot, asked: Asked) -> InsideOf:
    """Measure followers inside the constituency, of everyone on a roster."""
    terms = asked.terms
    lines = [
        line
        for line in asked.roster.to_pylist()
        if line["account"]
        and line["kind"] in terms.kinds
        and (not terms.platforms or line["platform"] in terms.platforms)
    ]
    keys = [line["account"] for line in lines]
    told = _told(snapshot, keys, asked.until)
    totals, counts = _totals(snapshot, keys, told, asked)
    book = gazetteer_of(asked.state, asked.on)
    laid = _lay(book, told, lines, asked.seats, asked.roll)
    found = rule.inside(laid.told, totals)
    people = list(dict.fromkeys(asked.roster["representative"].to_pylist()))
    number_of = {code: number for number, code in enumerate(people)}
    owner = np.array([number_of[line["representative"]] for line in lines], dtype=np.int64)
    all_of = rule.together(found, owner, len(people), terms.adding)
    accounts: list[list[AccountInside]] = [[] for _ in people]
    when = dict.fromkeys(keys) | {str(row["account"]): row["seen_at"] for row in told}
    for number, line in enumerate(lines):
        accounts[owner[number]].append(
            _account(
                line, counts[number], found, number, laid.listed[number], when[line["account"]]
            )
        )
    return InsideOf(
        people={
            code: PersonInside(
                code,
                *_ends(all_of.low[n], all_of.high[n], all_of.point[n]),
                tells=bool(all_of.tells[n]),
                accounts=tuple(sorted(accounts[n], key=lambda one: one.account)),
            )
            for code, n in number_of.items()
        },
        digest=_digest(told),
    )


def measure_lists(
    told: Sequence[Mapping[str, object]],
    counts: Mapping[str, Count | None],
    seat: Division,
    roll: Roll,
    on: date,
) -> list[AccountInside]:
    """Measure lists of places that did not come out of the lake, for one constituency.

    `told` has the columns `account`, `place`, `breakdown`, `low` and `high`; `counts` the
    followers of every account in it. Gives the accounts in the order of `counts`.
    """
    state = Division.objects.get(code=seat.state_code)
    lines = [{"account": key, "representative": "", "platform": "", "kind": ""} for key in counts]
    laid = _lay(gazetteer_of(state, on), [{**row} for row in told], lines, {"": seat.code}, roll)
    low = np.array([count.low if count else 0 for count in counts.values()], dtype=np.float64)
    high = np.array(
        [
            math.inf if count is None or count.high is None else count.high
            for count in counts.values()
        ]
    )
    found = rule.inside(laid.told, rule.Totals(low, high, np.zeros(len(low))))
    return [
        _account(line, count, found, number, laid.listed[number], None)
        for number, (line, count) in enumerate(zip(lines, counts.values(), strict=True))
    ]


def _told(snapshot: Snapshot, keys: Sequence[str], until: datetime) -> list[dict[str, object]]:
    """Give each account's newest list of places of followers, not older than it may be."""
    since = until - timedelta(days=rule.PLACES_FRESH_DAYS)
    rows = snapshot.places(keys, since=since, until=until)
    rows = rows.filter(pc.is_in(rows["breakdown"], pa.array(rule.BREAKDOWNS)))
    newest = rows.group_by("account").aggregate([("seen_at", "max")])
    moments = newest["seen_at_max"].take(pc.index_in(rows["account"], newest["account"]))
    found = rows.filter(pc.equal(rows["seen_at"], moments)).to_pylist()
    # The same moment told twice, as by a run that was taken up again, is one list.
    once = {(row["account"], row["breakdown"], row["place"]): row for row in found}
    return [once[key] for key in sorted(once)]


def _totals(
    snapshot: Snapshot, keys: Sequence[str], told: Sequence[dict[str, object]], asked: Asked
) -> tuple[rule.Totals, list[Count | None]]:
    """Give every account's followers, and how many it lost since its places were told."""
    latest = {row["account"]: row for row in snapshot.latest(keys, until=asked.until).to_pylist()}
    fresh = asked.terms.fresh_days
    since = None if fresh is None else asked.until - timedelta(days=fresh)
    counts: list[Count | None] = []
    for key in keys:
        row = latest.get(key)
        usable = row and not row["withheld"] and (since is None or row["seen_at"] >= since)
        counts.append(Count(row["low"], row["high"]) if row and usable else None)
    low = np.array([count.low if count else 0 for count in counts], dtype=np.float64)
    high = np.array(
        [math.inf if count is None or count.high is None else count.high for count in counts]
    )
    then = _followers_then(snapshot, told)
    before = np.array([then.get(key, 0) for key in keys], dtype=np.float64)
    # Without a usable count nobody knows how many of those who were told are left.
    lost = np.where([count is None for count in counts], math.inf, np.maximum(before - low, 0))
    return rule.Totals(low, high, lost), counts


def _followers_then(snapshot: Snapshot, told: Sequence[dict[str, object]]) -> dict[str, int]:
    """Give how many followers each account had at most on the day its places were told."""
    days: dict[date, dict[str, datetime]] = defaultdict(dict)
    for row in told:
        if isinstance(row["seen_at"], datetime):
            days[row["seen_at"].date()][str(row["account"])] = row["seen_at"]
    found: dict[str, int] = {}
    for moments in days.values():
        until = max(moments.values()) + timedelta(microseconds=1)
        for row in snapshot.latest(sorted(moments), until=until).to_pylist():
            if row["low"] is not None:
                found[row["account"]] = row["low"] if row["high"] is None else row["high"]
    for row in told:
        if isinstance(row["of_total"], int):
            found[str(row["account"])] = row["of_total"]
    return found


@dataclass(frozen=True, slots=True)
class _Laid:
    told: rule.Told
    listed: list[list[Listed]]
    """Of each account, every place that was told."""


def _lay(
    book: Gazetteer,
    told: Sequence[dict[str, object]],
    lines: Sequence[dict[str, str]],
    of_seat: Mapping[str, str],
    roll: Roll,
) -> _Laid:
    """Lay what was told on the constituency of each account's owner."""
    counted = dict(Electors.objects.filter(roll=roll).values_list("division__code", "electors"))
    electors = np.array([counted.get(code, 0) for code in book.codes], dtype=np.float64)
    names = sorted({(str(row["place"]), str(row["breakdown"])) for row in told})
    found = [book.find(*name) for name in names]
    place_rows, shares = book.shares(found, electors)
    row_of = dict(zip(names, place_rows.tolist(), strict=True))
    meant = dict(zip(names, found, strict=True))
    seat_of = {code: number for number, code in enumerate(book.codes)}
    seats = {
        line["account"]: seat_of.get(of_seat.get(line["representative"], ""), -1) for line in lines
    }
    number_of = {line["account"]: number for number, line in enumerate(lines)}
    listed: list[list[Listed]] = [[] for _ in lines]
    laid = []
    for row in told:
        account = str(row["account"])
        name = str(row["place"]), str(row["breakdown"])
        place, seat = row_of[name], seats[account]
        low, high = int(str(row["low"])), row["high"]
        count = Count(low, int(str(high)) if high is not None else None)
        known = place >= 0 and seat >= 0
        least = float(shares.least[place, seat]) if known else 0.0
        most = float(shares.most[place, seat]) if known else 1.0
        point = float(shares.point[place, seat]) if known else 0.0
        part = _part(least, most) if known else Part.UNPLACED
        listed[number_of[account]].append(Listed(name[0], count, part, least, most, meant[name]))
        top = math.inf if count.high is None else count.high
        laid.append((number_of[account], low, top, least, point, most, known))
    table = np.array(laid, dtype=np.float64).reshape(-1, 7)
    rows = rule.Told(
        table[:, 0].astype(np.int64),
        table[:, 1],
        table[:, 2],
        rule.Shares(table[:, 3], table[:, 4], table[:, 5]),
        table[:, 6] > 0,
    )
    return _Laid(rows, listed)


def _part(least: float, most: float) -> Part:
    if least > 0:
        return Part.INSIDE
    return Part.SHARED if most == 1 else Part.ELSEWHERE


def _account(
    line: dict[str, str],
    count: Count | None,
    found: rule.Inside,
    number: int,
    listed: Sequence[Listed],
    when: object,
) -> AccountInside:
    parts = [round(part[number]) for part in (found.certain, found.shared, found.elsewhere)]
    unplaced = found.unplaced[number]
    low, high, point = _ends(found.low[number], found.high[number], found.point[number])
    return AccountInside(
        account=line["account"],
        platform=line["platform"],
        kind=line["kind"],
        count=count,
        told_at=when if isinstance(when, datetime) else None,
        certain=parts[0],
        shared=parts[1],
        elsewhere=parts[2],
        unplaced=round(unplaced) if math.isfinite(unplaced) else None,
        low=low,
        high=high,
        point=point,
        places=tuple(sorted(listed, key=lambda one: (-one.count.low, one.place))),
    )


def _ends(low: float, high: float, point: float) -> tuple[int, int | None, int | None]:
    """Give whole followers: an end is never rounded inwards."""
    least = math.floor(low + HAIR)
    most = math.ceil(high - HAIR) if math.isfinite(high) else None
    if math.isnan(point):
        return least, most, None
    middle = max(round(point), least)
    return least, most, middle if most is None else min(middle, most)


def _digest(told: Sequence[dict[str, object]]) -> str:
    names = ("account", "breakdown", "place", "low", "high", "of_total", "seen_at")
    lines = [tuple(str(row[name]) for name in names) for row in told]
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


def judged(verdict: Verdict, person: PersonInside) -> Verdict:
    """Judge by the interval inside what was judged by followers anywhere.

    Who was not measured at all stays so; who was, and of whom no account tells places, is not
    measured inside, unless there are too few followers anywhere.
    """
    if verdict.standing is Standing.NOT_MEASURED:
        return verdict
    found = rule.standing(person.low, person.high, verdict.target, tells=person.tells)
    count = None if found is Standing.NOT_MEASURED else Count(person.low, person.high)
    return replace(verdict, count=count, standing=found)
