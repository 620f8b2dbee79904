"""Activity of many accounts, out of the lake or a plain file: one dataclass of arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.facts import Platform
from pahunch.lib.language import Language
from pahunch.measures.daily import EPOCH, daily
from pahunch.observations import Lake
from pahunch.rules import activity as rule
from pahunch.rules.activity import Engagement, Frequency

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

USUAL_DAYS = 28
LANGUAGES: tuple[str, ...] = (*Language, "unknown")
UNKNOWN = len(LANGUAGES) - 1
"""A language that nobody told: the words were not read."""
NO, YES, NOT_READ = 0, 1, 2
FIGURES = ("likes", "comments", "shares")


@dataclass(frozen=True, slots=True)
class Posts:
    """Posts of some accounts in a period; every array has an entry a post."""

    account: Whole
    """Its account's place in the list."""
    day: Whole
    """Days since the first of the period."""
    kind: Whole
    """Its place in `kinds`."""
    kinds: tuple[str, ...]
    language: Whole
    """Its place in LANGUAGES."""
    low: Mapping[str, Floats]
    """Figures by name: likes, comments, shares. NaN: not known."""
    high: Mapping[str, Floats]
    followers_low: Floats
    """Of the account on the day of the post; NaN: not known."""
    followers_high: Floats
    work: Whole
    """Whether it tells of government work: NO, YES, NOT_READ."""
    here: Whole
    """Whether of work in its own constituency."""


@dataclass(frozen=True, slots=True)
class Share:
    """Posts of one account of which something was said, and those that were not read."""

    yes: int
    no: int
    not_read: int

    @property
    def ends(self) -> tuple[float, float] | None:
        """The share of all posts, at least and at most; None where there is no post."""
        every = self.yes + self.no + self.not_read
        return (self.yes / every, (self.yes + self.not_read) / every) if every else None


@dataclass(frozen=True, slots=True)
class Line:
    """The activity of one account, or of several together, in plain numbers."""

    posts: int
    weekly: float
    active_days: int
    days: int
    rate_low: float | None
    """Median interactions by followers and post, of one; None: not known, or of several."""
    rate_high: float | None
    rated: int
    """Posts that have a rate."""
    kinds: Mapping[str, int]
    languages: Mapping[str, int]
    work: Share
    here: Share


@dataclass(frozen=True, slots=True)
class Activity:
    """What can be said of the posts of n accounts in a period; arrays are of that length."""

    accounts: Sequence[str]
    first: date
    days: int
    frequency: Frequency
    engagement: Engagement
    by_kind: Whole
    """Accounts by `posts.kinds`."""
    by_language: Whole
    """Accounts by LANGUAGES."""
    by_work: Whole
    """Accounts by NO, YES, NOT_READ."""
    by_here: Whole
    posts: Posts

    @property
    def last(self) -> date:
        """The last day of the period."""
        return self.first + timedelta(days=self.days - 1)

    def line(self, account: str) -> Line:
        """Give one account's activity. ValueError: nobody asked for that account."""
        at = list(self.accounts).index(account)
        low, high = float(self.engagement.low[at]), float(self.engagement.high[at])
        return Line(
            posts=int(self.frequency.posts[at]),
            weekly=float(self.frequency.weekly[at]),
            active_days=int(self.frequency.active_days[at]),
            days=self.days,
            rate_low=None if math.isnan(low) else low,
            rate_high=None if math.isnan(high) else high,
            rated=int(self.engagement.rated[at]),
            kinds=_named(self.posts.kinds, self.by_kind[at]),
            languages=_named(LANGUAGES, self.by_language[at]),
            work=_share(self.by_work[at]),
            here=_share(self.by_here[at]),
        )

    def together(self, accounts: Sequence[str]) -> Line:
        """Give the activity of several accounts as of one.

        Without a rate: rates of different platforms are of different things.
        """
        wanted = set(accounts)
        mine = np.array([account in wanted for account in self.accounts], dtype=np.bool_)
        days = self.posts.day[mine[self.posts.account]]
        whole = rule.frequency(np.zeros(len(days), dtype=np.int64), days, 1, self.days)
        return Line(
            posts=int(whole.posts[0]),
            weekly=float(whole.weekly[0]),
            active_days=int(whole.active_days[0]),
            days=self.days,
            rate_low=None,
            rate_high=None,
            rated=int(self.engagement.rated[mine].sum()),
            kinds=_named(self.posts.kinds, self.by_kind[mine].sum(axis=0)),
            languages=_named(LANGUAGES, self.by_language[mine].sum(axis=0)),
            work=_share(self.by_work[mine].sum(axis=0)),
            here=_share(self.by_here[mine].sum(axis=0)),
        )


def activity_of(
    lake: Lake, accounts: Sequence[str], last: date, zone: ZoneInfo, days: int = USUAL_DAYS
) -> Activity:
    """Measure accounts of the lake over so many days up to a day, the last one whole.

    `accounts` are keys, "platform:id". What was seen later than that day is not used.
    """
    first = last - timedelta(days=days - 1)
    since = datetime.combine(first, time.min, tzinfo=zone)
    until = datetime.combine(last + timedelta(days=1), time.min, tzinfo=zone)
    shift = until.utcoffset() or timedelta()
    rows = lake.post_rows(accounts, since=since, until=until, shift=shift)
    account = _whole(rows["place"])
    # Where clocks change, an hour of the day before may fall on the first day.
    day = np.clip(_whole(rows["day"]) - (first - EPOCH).days, 0, days - 1)
    before = rule.FRESH_DAYS
    counted = daily(lake.at(), accounts, last, days + before, zone)
    kind = pc.dictionary_encode(rows["kind"]).combine_chunks()
    posts = Posts(
        account=account,
        day=day,
        kind=_whole(kind.indices),
        kinds=tuple(kind.dictionary.to_pylist()),
        language=_language(rows["language"]),
        low={name: _floats(rows[f"{name}_low"], np.nan) for name in FIGURES},
        high={
            name: np.where(
                np.isnan(_floats(rows[f"{name}_low"], np.nan)),
                np.nan,
                _floats(rows[f"{name}_high"], np.inf),
            )
            for name in FIGURES
        },
        followers_low=rule.standing_followers(counted.low, account, day + before),
        followers_high=rule.standing_followers(counted.high, account, day + before),
        work=_told(rows["government_work"]),
        here=_told(rows["in_constituency"]),
    )
    return measure(accounts, [_platform(key) for key in accounts], first, days, posts)


def measure(
    accounts: Sequence[str],
    platforms: Sequence[Platform],
    first: date,
    days: int,
    posts: Posts,
) -> Activity:
    """Measure posts of some accounts, each on its platform, over so many days from a day."""
    number = len(accounts)
    low, high = _rates(posts, platforms)
    return Activity(
        accounts=accounts,
        first=first,
        days=days,
        frequency=rule.frequency(posts.account, posts.day, number, days),
        engagement=rule.engagement(posts.account, low, high, number),
        by_kind=rule.mix(posts.account, posts.kind, number, max(len(posts.kinds), 1)),
        by_language=rule.mix(posts.account, posts.language, number, len(LANGUAGES)),
        by_work=rule.mix(posts.account, posts.work, number, 3),
        by_here=rule.mix(posts.account, posts.here, number, 3),
        posts=posts,
    )


def _rates(posts: Posts, platforms: Sequence[Platform]) -> tuple[Floats, Floats]:
    """Give the ends of each post's rate."""
    names = list(Platform)
    which = np.array([names.index(platform) for platform in platforms], dtype=np.int64)
    of_post = which[posts.account]
    low, high = (np.full(len(of_post), np.nan) for _ in range(2))
    for number in np.unique(of_post):
        mine = of_post == number
        for total, figures in ((low, posts.low), (high, posts.high)):
            some = {name: values[mine] for name, values in figures.items()}
            total[mine] = rule.interactions(some, names[number])
    return rule.rates(low, posts.followers_high), rule.rates(high, posts.followers_low)


def _platform(key: str) -> Platform:
    name = key.partition(":")[0]
    return Platform(name) if name in set(Platform) else Platform.UNSTATED


def _whole(column: pa.Array | pa.ChunkedArray) -> Whole:
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _floats(column: pa.ChunkedArray, instead: float) -> Floats:
    found = np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
    return np.where(np.isnan(found), instead, found)


def _told(column: pa.ChunkedArray) -> Whole:
    return _whole(pc.fill_null(pc.cast(column, pa.int64()), NOT_READ))


def _language(column: pa.ChunkedArray) -> Whole:
    found = pc.index_in(column, value_set=pa.array(LANGUAGES))
    return _whole(pc.fill_null(found, UNKNOWN))


def _named(names: Sequence[str], counts: npt.NDArray[np.int64]) -> dict[str, int]:
    found = {name: int(count) for name, count in zip(names, counts, strict=False) if count}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _share(counts: npt.NDArray[np.int64]) -> Share:
    return Share(yes=int(counts[YES]), no=int(counts[NO]), not_read=int(counts[NOT_READ]))
