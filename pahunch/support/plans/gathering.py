"""What is known of everyone whom a directive binds, as the rule `plan` reads it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.collection.connecting.health import Level, health
from pahunch.collection.models import Connection
from pahunch.directives.activity import ActivityOf, activity_bound
from pahunch.directives.judge import Row, lake
from pahunch.directives.measured import Measured, measured
from pahunch.directives.models import Directive
from pahunch.facts import Platform, Standing
from pahunch.measures.models import PeerSet
from pahunch.platforms.base import Ask
from pahunch.rules.plan import AccountSeen, Seen, Suggestion, suggest
from pahunch.support.plans.errors import WrongPlan

WEEKS = 4
DAYS = 7 * WEEKS
COUNTED = "counted"
"""What the lake keeps of an attempt that was answered, whatever was asked for."""
ENDED = frozenset({Level.BROKEN, Level.CONSENT_ENDED, Level.EXPIRED})
"""A connection like this lets nobody in any more."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What one lacks: followers, at least and at most, and a day until the last one."""

    low: int
    high: int
    days_left: int
    needed: float
    pace: float | None
    """None: not known, or of no use where followers inside the constituency are asked for."""


@dataclass(frozen=True, slots=True)
class Behind:
    """One who is behind, with what is suggested."""

    row: Row
    gap: Gap
    peers: tuple[str, ...]
    """Constituencies of the frozen set that the directive binds too."""
    steps: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everyone who is behind on a day, and what that was computed from."""

    directive: Directive
    as_of: date
    lake_version: str
    frozen: PeerSet | None
    behind: tuple[Behind, ...]
    unmeasured: int
    """Of those bound, how many nobody counted: they have no plan, for nothing is known."""


def gather(directive: Directive, as_of: date, *, now: datetime) -> Gathered:
    """Find who is behind and what the measures suggest. The lake is read a fixed number of times.

    Raises WrongPlan for a directive whose members lie in the lake only, and where the newest
    frozen peers were changed.
    """
    if directive.roster:
        raise WrongPlan("roster")
    found = measured(directive, as_of)
    frozen = newest_peers(directive)
    sets = {} if frozen is None else {one.code: one.peers for one in frozen.the_sets}
    seen = seen_of(found, now)
    places = {
        row.division.code: number
        for number, row in enumerate(found.judgement.rows)
        if row.division is not None
    }
    behind = []
    for number, row in enumerate(found.judgement.rows):
        if row.verdict.standing is not Standing.NOT_MET:
            continue
        code = row.division.code if row.division else ""
        peers = tuple(one for one in sets.get(code, ()) if one in places)
        steps = suggest(seen[number], [seen[places[one]] for one in peers])
        behind.append(Behind(row, gap_of(found, number), peers, steps))
    return Gathered(
        directive,
        as_of,
        str(found.judgement.lake_version),
        frozen,
        tuple(behind),
        found.judgement.headline[Standing.NOT_MEASURED.value],
    )


def newest_peers(directive: Directive) -> PeerSet | None:
    """Give the newest frozen comparison sets of the directive's state; None: there are none.

    Raises WrongPlan where they were changed past the program.
    """
    frozen = PeerSet.objects.filter(state=directive.state).order_by("-made_at", "-pk").first()
    if frozen is not None and not frozen.is_whole:
        raise WrongPlan("changed")
    return frozen


def gap_of(found: Measured, number: int) -> Gap:
    """Give what one who is behind lacks."""
    verdict = found.judgement.rows[number].verdict
    count, target = verdict.count, verdict.target
    assert target is not None
    assert count is not None
    assert count.high is not None, "who is behind has a high end below the target"
    left = found.prospect.days[-1]
    high = target - count.low
    needed, pace = float(found.prospect.needed[number]), float(found.prospect.pace[number])
    if found.judgement.inside is not None or math.isnan(needed):
        needed, pace = high / left, math.nan
    return Gap(target - count.high, high, left, needed, None if math.isnan(pace) else pace)


def seen_of(found: Measured, now: datetime) -> list[Seen]:
    """Give what is known of each representative, in the order of the judgement."""
    judgement = found.judgement
    ended = access_ended(found.bound.keys, now)
    weekly = posts_a_week(judgement.directive, judgement.as_of)
    accounts: dict[int, list[AccountSeen]] = defaultdict(list)
    platforms: dict[int, set[str]] = defaultdict(set)
    since = _days_since(found)
    for place, (key, platform, of) in enumerate(
        zip(found.bound.keys, found.bound.platforms, found.bound.of.tolist(), strict=True)
    ):
        low, high = found.by_account.net_low[place], found.by_account.net_high[place]
        accounts[of].append(
            AccountSeen(key, since[place], ended.get(key), _known(low), _known(high))
        )
        if platform != Platform.UNSTATED:
            platforms[of].add(platform)
    return [
        Seen(
            platforms=frozenset(platforms[number]),
            weekly=weekly.get(row.membership.code),
            accounts=tuple(accounts[number]),
        )
        for number, row in enumerate(judgement.rows)
    ]


def access_ended(keys: Sequence[str], now: datetime) -> dict[str, bool]:
    """Tell of accounts that somebody connected whether all their access is over.

    A connection that its owner withdrew is nobody's to open again, and is not told.
    """
    found: dict[str, bool] = {}
    rows = Connection.objects.filter(account__key__in=keys).select_related("account")
    for one in rows:
        level = health(one, now).level
        if level is Level.WITHDRAWN:
            continue
        key = one.account.key
        found[key] = found.get(key, True) and level in ENDED
    return found


def posts_a_week(directive: Directive, as_of: date) -> dict[str, float]:
    """Give posts a week over four weeks, by membership, of those whose posts are collected.

    They are, where a post was seen in these weeks or a platform answered when asked for posts.
    """
    found = activity_bound(directive, as_of, DAYS)
    asked = _asked_for_posts(as_of)
    numbers = _posts(found)
    weekly = {}
    for code, keys in found.keys.items():
        posts = sum(numbers.get(key, 0) for key in keys)
        if posts or asked & set(keys):
            weekly[code] = posts / WEEKS
    return weekly


def _posts(found: ActivityOf) -> Mapping[str, int]:
    accounts = found.activity.accounts
    return dict(zip(accounts, found.activity.frequency.posts.tolist(), strict=True))


def _asked_for_posts(as_of: date) -> set[str]:
    rows: pa.Table = lake().fetches_of(as_of - timedelta(days=DAYS - 1), as_of)
    good = pc.and_(pc.equal(rows["ask"], Ask.POSTS.value), pc.equal(rows["outcome"], COUNTED))
    return set(rows.filter(good)["account"].to_pylist())


def _days_since(found: Measured) -> list[int | None]:
    known = ~np.isnan(found.counts.low)
    back = np.where(known.any(axis=1), known[:, ::-1].argmax(axis=1), -1)
    return [None if days < 0 else int(days) for days in back]


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
