"""The activity of an account over a period is how many posts a week it made and on how many days,
the median over its posts of interactions to followers on the day of the post, how soon and how
often it answered what was written to it, and what its posts are of.

Interactions are what every platform's own list below adds up, as Rival IQ defines it for public
figures (help.rivaliq.com, "What is included in engagement metrics?"): a figure that is not told
makes the sum unknown, which is not zero. Figures are intervals and so are rates. The rate is per
post and by followers (Rival IQ); Fanpage Karma's, per day and averaged over days, is a rival
definition and is given beside it by `rate_by_day`, never in one ranking with it.

The median first answer is over what was answered (Fanpage Karma). It flatters whoever leaves much
open, so that the share unanswered stands beside it, and the time in which half of everything was
answered, counting what is still open for as long as it has been open (Kaplan and Meier 1958).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pahunch.facts import Platform

NAME = "activity"
REVISION = "activity-1"
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

WEEK = 7.0
LIKED, SPOKEN, PASSED_ON = "likes", "comments", "shares"
_ALL = (LIKED, SPOKEN, PASSED_ON)

INTERACTIONS: Mapping[Platform, tuple[str, ...]] = MappingProxyType(
    {
        Platform.FACEBOOK: _ALL,  # reactions, comments, shares of the post itself
        Platform.INSTAGRAM: (LIKED, SPOKEN),
        Platform.X: _ALL,  # likes, replies, reposts; quotes are not told of everybody
        Platform.YOUTUBE: (LIKED, SPOKEN),
        Platform.THREADS: _ALL,
        Platform.BLUESKY: _ALL,
        Platform.MASTODON: _ALL,
        Platform.LINKEDIN: _ALL,
    }
)
"""What counts as an interaction. The first four as Rival IQ has them, the others as X has.
A platform that is not here tells no interactions: there is no rate for it."""
WEIGHTS: Mapping[str, int] = MappingProxyType({LIKED: 1, SPOKEN: 2, PASSED_ON: 3})
"""Fanpage Karma's for a weighted rate. No rate here is weighted unless it says so."""
FRESH_DAYS = 7
"""A count of followers that is older on the day of a post does not stand for it."""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often each of n accounts posted."""

    posts: Whole
    weekly: Floats
    """Posts a week."""
    active_days: Whole
    """Days of the period with a post."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """The median rate of each of n accounts, as shares of one; NaN where no post has a rate."""

    low: Floats
    high: Floats
    rated: Whole
    """Posts whose interactions and followers are both known."""


@dataclass(frozen=True, slots=True)
class Response:
    """How each of n accounts answered; times in the unit given, NaN where there is none."""

    written: Whole
    answered: Whole
    median: Floats
    """Median time to the first answer, over what was answered."""
    half: Floats
    """The time in which half of everything was answered; NaN where that never came."""
    unanswered: Floats
    """Share of what was written and is still open."""


def frequency(account: Whole, day: Whole, number: int, days: int) -> Frequency:
    """Count the posts of `number` accounts in a period of so many days.

    `account` and `day` have an entry a post: whose it is, and its day counted from the first of
    the period. Raises ValueError where a post is outside the period.
    """
    if days < 1 or (len(day) and not 0 <= day.min() <= day.max() < days):
        raise ValueError("every post must be on a day of the period")
    posts = np.bincount(account, minlength=number).astype(np.int64)
    on = np.unique(account * days + day) // days
    active = np.bincount(on, minlength=number).astype(np.int64)
    weekly = posts.astype(np.float64) * (WEEK / days)
    return Frequency(posts, weekly, active)


def interactions(figures: Mapping[str, Floats], platform: Platform) -> Floats:
    """Add up a platform's figures of each post; NaN where one of them is not known.

    `figures` has an array a figure, all of one length. Raises KeyError for a figure missing.
    """
    asked = INTERACTIONS.get(platform, ())
    if not asked:
        return np.full(len(next(iter(figures.values()), np.zeros(0))), np.nan)
    total: Floats = np.sum([figures[name] for name in asked], axis=0, dtype=np.float64)
    return total


def weighted(figures: Mapping[str, Floats]) -> Floats:
    """Add up likes, comments twice and shares three times (Fanpage Karma)."""
    parts = [figures[name] * weight for name, weight in WEIGHTS.items()]
    total: Floats = np.sum(parts, axis=0, dtype=np.float64)
    return total


def rates(interactions: Floats, followers: Floats) -> Floats:
    """Give interactions over followers, as shares of one; NaN where either is not known.

    For the low end of a rate give the low interactions and the high followers. A post of an
    account without followers has no rate.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(followers > 0, interactions / followers, np.nan)


def engagement(account: Whole, low: Floats, high: Floats, number: int) -> Engagement:
    """Give the median rate of `number` accounts, from the ends of the rate of each post."""
    known = ~(np.isnan(low) | np.isnan(high))
    whose = account[known]
    return Engagement(
        medians(whose, low[known], number),
        medians(whose, high[known], number),
        np.bincount(whose, minlength=number).astype(np.int64),
    )


def rate_by_day(interactions: Floats, followers: Floats) -> Floats:
    """Give Fanpage Karma's engagement of each row: the mean of its days' rates.

    Both arrays are accounts by days. A day without a post is a day with no interactions; one
    whose interactions or followers are not known is left out.
    """
    daily = rates(interactions, followers)
    known = ~np.isnan(daily)
    days = np.where(known.any(axis=-1), known.sum(axis=-1), np.nan)
    mean: Floats = np.where(known, daily, 0).sum(axis=-1) / days
    return mean


def rate_of_sums(interactions: Floats, followers: Floats) -> float:
    """Give Rival IQ's rate of several posts together: all interactions over all followers."""
    known = ~(np.isnan(interactions) | np.isnan(followers))
    below = float(followers[known].sum())
    return float(interactions[known].sum()) / below if below > 0 else float("nan")


def standing_followers(counts: Floats, account: Whole, day: Whole) -> Floats:
    """Give the followers of each post's account on the day of the post.

    `counts` is accounts by days with NaN for days without a count. The last count on or before
    the day stands for it, if it is not older than `FRESH_DAYS`; else it is not known.
    """
    columns = np.arange(counts.shape[1])
    seen = np.where(np.isnan(counts), -1, columns)
    last = np.maximum.accumulate(seen, axis=1)[account, day]
    found = counts[account, np.maximum(last, 0)]
    return np.where((last >= 0) & (day - last <= FRESH_DAYS), found, np.nan)


def response(account: Whole, waited: Floats, answered: Flags, number: int) -> Response:
    """Tell how `number` accounts answered.

    Entries are what was written to them: to whom, how long until the first answer or, where
    there is none yet, how long it has been open, and whether it was answered. Raises
    ValueError for a time below zero or not known.
    """
    if len(waited) and not (waited >= 0).all():
        raise ValueError("a time to an answer is known, and not below zero")
    written = np.bincount(account, minlength=number).astype(np.int64)
    done = np.bincount(account[answered], minlength=number).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        unanswered = np.where(written > 0, 1 - done / written, np.nan)
    return Response(
        written,
        done,
        medians(account[answered], waited[answered], number),
        _half(account, waited, answered, number),
        unanswered,
    )


def mix(account: Whole, which: Whole, number: int, kinds: int) -> Whole:
    """Count the posts of `number` accounts in each of `kinds` kinds: accounts by kinds."""
    counted = np.bincount(account * kinds + which, minlength=number * kinds)
    return counted.reshape(number, kinds).astype(np.int64)


def share(yes: Whole, no: Whole, unknown: Whole) -> tuple[Floats, Floats]:
    """Give the ends of a share of posts: those not known may all be no, or all yes."""
    every = yes + no + unknown
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(every > 0, yes / every, np.nan)
        high = np.where(every > 0, (yes + unknown) / every, np.nan)
    return low, high


def medians(account: Whole, values: Floats, number: int) -> Floats:
    """Give the median of the values of each of `number` accounts; NaN where it has none."""
    order = np.lexsort((values, account))
    ranked = values[order]
    size = np.bincount(account, minlength=number)
    start = np.cumsum(size) - size
    some = size > 0
    found = np.full(number, np.nan)
    lower, upper = start + (size - 1) // 2, start + size // 2
    found[some] = (ranked[lower[some]] + ranked[upper[some]]) / 2
    return found


def _half(account: Whole, waited: Floats, answered: Flags, number: int) -> Floats:
    """Give the first time by which Kaplan and Meier's estimate has half of each answered."""
    # Where an answer and a look at an open item fall on one moment, the answer came first.
    order = np.lexsort((~answered, waited, account))
    whose, done = account[order], answered[order]
    size = np.bincount(account, minlength=number)
    start = np.cumsum(size) - size
    at_risk = size[whose] - (np.arange(len(whose)) - start[whose])
    with np.errstate(divide="ignore"):
        steps = np.where(done, np.log1p(-1 / at_risk), 0.0)
    whole = np.cumsum(np.where(np.isinf(steps), 0, steps))
    before = np.concatenate([[0.0], whole])[start]
    left = np.where(np.isinf(steps), -np.inf, whole - before[whose])
    reached = done & (left <= np.log(0.5) + 1e-12)
    found = np.full(number, np.nan)
    first = np.flatnonzero(reached)[::-1]
    found[whose[first]] = waited[order][first]
    return found
