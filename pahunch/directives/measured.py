"""What is measured of everyone whom a directive binds, beside the verdict.

One reading of the lake for all of them; what one page shows of one representative is taken out
of the same answer as the overview's columns, so that they never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
from django.conf import settings

from pahunch.directives.judge import Judgement, facts_revision, judge, lake
from pahunch.directives.kept import Kept
from pahunch.directives.models import Directive
from pahunch.measures.daily import Daily, daily
from pahunch.observations import LakeVersion
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten
from pahunch.rules import growth as growing
from pahunch.rules.prospect import Prospect, courses, prospect
from pahunch.rules.shared_moves import Moves, shared_moves, without

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

HISTORY_DAYS = 180
"""Days that are looked back upon: forecasts learn from them how far they miss."""
PERIOD_DAYS = 28
"""The period whose growth pages show."""
AHEAD_DAYS = 28
"""How far is looked ahead where a directive has no due date to come."""
POINTS = 12
"""Days ahead on which a forecast is drawn."""
KEPT = 16


@dataclass(frozen=True, slots=True)
class Bound:
    """The accounts that count of everyone bound, in the order of the roster: n of them."""

    keys: tuple[str, ...]
    platforms: tuple[str, ...]
    of: Places
    """Whose each is, as a place in the judgement's rows."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of everyone bound, as of the end of a day."""

    judgement: Judgement
    bound: Bound
    counts: Daily
    """Of the accounts in `bound`, in their order."""
    lower: Floats
    upper: Floats
    """What is judged of each representative, day by day up to `counted_to` (rule `prospect`)."""
    by_account: growing.Growth
    growth: growing.Growth
    """By representative."""
    grown_of: Places
    """Accounts of each representative that were counted at both ends of the period."""
    moved: Floats
    """Followers that each account gained by its platform's own moves in the period."""
    moves: Mapping[str, Moves]
    """By platform, where enough of its accounts are bound."""
    prospect: Prospect
    """Its days are counted from `counted_to`."""
    is_due: bool
    """Whether the last day looked ahead to is the directive's due date."""
    counted_to: date
    """The newest day on which anybody was counted: on the day judged nobody may have been yet,
    and a day without counts is no day without growth."""

    @property
    def until(self) -> date:
        """The last day that is looked ahead to."""
        return self.counted_to + timedelta(days=self.prospect.days[-1])

    def place(self, membership: Membership) -> int | None:
        """Give the place of somebody in every array by representative; None: not bound."""
        codes = [row.membership.code for row in self.judgement.rows]
        return codes.index(membership.code) if membership.code in codes else None


_kept: Kept[Measured] = Kept(KEPT)


def measured(directive: Directive, as_of: date, *, version: LakeVersion | None = None) -> Measured:
    """Measure everyone whom a directive binds on a day; the lake is read once.

    The same lake version and roster give the same answer. Raises
    `observations.NoSuchVersion` for a version that the lake never had.
    """
    judgement = judge(directive, as_of, version=version)
    key = (
        settings.LAKE,
        facts_revision(),
        directive.code,
        as_of,
        judgement.lake_version,
        judgement.roster_digest,
        directive.due_on,
        directive.terms,
    )
    found = _kept.get(key)
    if found is None:
        found = _measure(judgement)
        _kept.put(key, found)
    return found


def forget() -> None:
    """Drop what is kept in memory (tests that write past the actions need it)."""
    _kept.clear()


def _measure(judgement: Judgement) -> Measured:
    directive, as_of = judgement.directive, judgement.as_of
    number = len(judgement.rows)
    bound = _bound(judgement)
    counts = daily(
        lake().at(judgement.lake_version),
        bound.keys,
        as_of,
        HISTORY_DAYS,
        ZoneInfo(settings.TIME_ZONE),
    )
    end = counts.days - 1
    found = growing.ends(counts.low, counts.high, end - PERIOD_DAYS, end)
    together, grown_of = growing.growth_together(found, bound.of, number)
    terms = directive.terms
    ago = uncounted(counts)
    kept = counts.days - ago
    fresh = None if terms.fresh_days is None else max(terms.fresh_days - ago, 0)
    low, high = counts.low[:, :kept], counts.high[:, :kept]
    lower, upper = courses(low, high, bound.of, number, terms.adding, fresh=fresh)
    moves, moved = _moves(counts, bound, found)
    targets = np.array([row.verdict.target or np.nan for row in judgement.rows], dtype=np.float64)
    left = (directive.due_on - as_of).days if directive.due_on else 0
    return Measured(
        judgement=judgement,
        bound=bound,
        counts=counts,
        lower=lower,
        upper=upper,
        by_account=growing.growth(found),
        growth=together,
        grown_of=grown_of,
        moved=moved,
        moves=moves,
        prospect=prospect(
            lower, upper, targets, days_ahead((left if left > 0 else AHEAD_DAYS) + ago)
        ),
        is_due=left > 0,
        counted_to=as_of - timedelta(days=ago),
    )


def uncounted(counts: Daily) -> int:
    """Give how many days ago anybody was counted last; 0 where nobody ever was."""
    seen = np.flatnonzero(~np.isnan(counts.low).all(axis=0))
    return counts.days - 1 - int(seen[-1]) if len(seen) else 0


def days_ahead(last: int) -> list[int]:
    """Give at most POINTS days ahead, evenly, the last among them."""
    return sorted({max(1, round(last * part / POINTS)) for part in range(1, POINTS + 1)})


def _bound(judgement: Judgement) -> Bound:
    memberships = Membership.objects.filter(pk__in=[row.membership.pk for row in judgement.rows])
    directive = judgement.directive
    places = {row.membership.code: place for place, row in enumerate(judgement.rows)}
    terms = directive.terms
    rows = [
        row
        for row in flatten(memberships, on=judgement.as_of, roll=directive.roll).to_pylist()
        if row["account"]
        and row["kind"] in terms.kinds
        and (not terms.platforms or row["platform"] in terms.platforms)
    ]
    return Bound(
        keys=tuple(row["account"] for row in rows),
        platforms=tuple(row["platform"] for row in rows),
        of=np.array([places[row["representative"]] for row in rows], dtype=np.int64),
    )


def _moves(counts: Daily, bound: Bound, period: growing.Ends) -> tuple[dict[str, Moves], Floats]:
    """Find what each platform did, and how much of each account's growth that was."""
    middle = np.where(np.isinf(counts.high), counts.low, (counts.low + counts.high) / 2)
    moves: dict[str, Moves] = {}
    moved = np.zeros(len(bound.keys))
    names = np.array(bound.platforms)
    for platform in sorted(set(bound.platforms)):
        mine = np.flatnonzero(names == platform)
        moves[platform] = found = shared_moves(middle[mine])
        own = without(middle[mine], found)
        moved[mine] = _gained(middle[mine], own, period.first_day[mine], period.last_day[mine])
    return moves, np.where(period.known, moved, 0)


def _gained(seen: Floats, own: Floats, first: Places, last: Places) -> Floats:
    """Give what of each row's growth is not its own, in followers of the first day."""
    rows = np.arange(len(seen))
    # Counts after a move are scaled; a move before the period scales both of its ends.
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.nan_to_num(seen[rows, first] / own[rows, first], nan=1.0)
    grown = seen[rows, last] - seen[rows, first]
    return np.asarray(grown - scale * (own[rows, last] - own[rows, first]))
