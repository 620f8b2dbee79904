"""Made-up posts: what each account posted, the figures read of them, and what their words told.

There are no words. Each account has a pace, a median of interactions by followers, a mix of
kinds and languages and a share of posts that tell of government work, all drawn once; each day
draws its posts from a stream of its own, so that further days change no past post. Figures are
read on days 1, 7 and 28, as collecting does it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.facts import Platform
from pahunch.observations import POST_CLASSES, POST_METRICS, POSTS, Extra, Lake
from pahunch.rules.activity import INTERACTIONS
from pahunch.simulation.followers import Block
from pahunch.simulation.geography import CODE
from pahunch.simulation.plan import SLOTS, Plan, Stream
from pahunch.simulation.tables import SWEEP, SWEEP_SECONDS, account_keys

POSTED_DAYS = 90
"""Days up to the last planned one that have posts, and all days after it."""
READ_ON = np.array([1, 7, 28])
"""Days after its own on which the figures of a post are read."""
GROWN = np.array([0.62, 0.93, 1.0])
"""Parts of a post's interactions that are there on those days."""
NOT_READ = 0.08
"""Posts whose words were not read."""
HIDDEN = 0.04
"""Accounts on Instagram that hide their likes."""
KINDS = ("post", "photo", "video", "link", "reply", "reel")
_MIX = {
    Platform.FACEBOOK: (0.25, 0.5, 0.2, 0.05, 0.0, 0.0),
    Platform.X: (0.5, 0.25, 0.1, 0.05, 0.1, 0.0),
    Platform.INSTAGRAM: (0.0, 0.6, 0.1, 0.0, 0.0, 0.3),
    Platform.YOUTUBE: (0.0, 0.0, 1.0, 0.0, 0.0, 0.0),
    Platform.KOO: (1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
}
LANGUAGES = ("hi", "hinglish", "en", "mixed")
_USUAL_RATE = {
    Platform.FACEBOOK: 0.006,
    Platform.X: 0.003,
    Platform.INSTAGRAM: 0.012,
    Platform.YOUTUBE: 0.009,
    Platform.KOO: 0.002,
}
FIGURES = ("likes", "comments", "shares")
_PARTS = np.array([0.82, 0.12, 0.06])
"""Of interactions; where shares are not told, the others are as many."""
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_MORNING, _EVENING = 2 * 3_600, 15 * 3_600
"""Seconds of the day, UTC, between which posts are made."""
_ACCOUNTS = 2**40
"""The part of the stream from which the accounts' own numbers come; days have their number."""
COLUMNS = ("account", "posts_a_week", "median_rate", "government_work", "in_constituency")


@dataclass(frozen=True, slots=True)
class Habits:
    """How each account of a block posts; arrays of one entry an account."""

    weekly: np.ndarray
    rate: np.ndarray
    """Median interactions of a post over followers, in the end."""
    work: np.ndarray
    """Share of posts that tell of government work."""
    here: np.ndarray
    """Of those, the share in the constituency."""
    languages: np.ndarray
    """Cumulated shares, accounts by LANGUAGES."""
    kinds: np.ndarray
    """Cumulated shares, accounts by KINDS."""
    hides: np.ndarray


@dataclass(frozen=True, slots=True)
class Drawn:
    """Posts; arrays of one entry a post."""

    account: np.ndarray
    day: np.ndarray
    number: np.ndarray
    """Which of its account's posts of the day, from 0."""
    second: np.ndarray
    kind: np.ndarray
    language: np.ndarray
    work: np.ndarray
    here: np.ndarray
    is_read: np.ndarray
    interactions: np.ndarray


def habits_of(block: Block) -> Habits:
    """Draw how each account posts."""
    chance = block.plan.chance(Stream.POSTS, _ACCOUNTS)
    size = len(block.slots)
    platforms = [slot.platform for slot in SLOTS]
    usual = np.array([_USUAL_RATE[each] for each in platforms])[block.slots]
    shown = np.array([_MIX[each] for each in platforms])[block.slots]
    photos = np.array([each is Platform.INSTAGRAM for each in platforms])[block.slots]
    return Habits(
        weekly=np.clip(2.2 * np.exp(0.8 * chance.standard_normal(size)), 0.2, 35),
        rate=usual * np.exp(0.5 * chance.standard_normal(size)),
        work=chance.beta(3, 5, size),
        here=chance.beta(6, 2, size),
        languages=np.cumsum(chance.dirichlet((6, 2.5, 1, 0.5), size), axis=1),
        kinds=np.cumsum(shown, axis=1),
        hides=photos & (chance.random(size) < HIDDEN),
    )


def first_posts(plan: Plan) -> int:
    """Give the number of the first day with posts."""
    return max(plan.days - POSTED_DAYS, 0)


def draw_posts(block: Block, habits: Habits, days: range) -> Drawn:
    """Draw the posts of some days; those before the first day with posts have none."""
    first = max(days.start, first_posts(block.plan))
    parts = [_day(block, habits, day) for day in range(first, days.stop)] or [
        _day(block, habits, max(days.stop - 1, 0), none=True)
    ]
    names = [field.name for field in fields(Drawn)]
    return Drawn(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _day(block: Block, habits: Habits, day: int, *, none: bool = False) -> Drawn:
    chance = block.plan.chance(Stream.POSTS, day)
    made = chance.poisson(habits.weekly / 7) * block.open[:, day] * (not none)
    account = np.repeat(np.arange(len(made)), made)
    size = len(account)
    begins = np.repeat(np.cumsum(made) - made, made)
    kind, language, work, here, read = chance.random((5, size))
    spread = np.exp(0.7 * chance.standard_normal(size))
    tells = work < habits.work[account]
    return Drawn(
        account=account,
        day=np.full(size, day),
        number=np.arange(size) - begins,
        second=chance.integers(_MORNING, _EVENING, size),
        kind=(kind[:, None] > habits.kinds[account]).sum(axis=1),
        language=(language[:, None] > habits.languages[account]).sum(axis=1),
        work=tells,
        here=tells & (here < habits.here[account]),
        is_read=read >= NOT_READ,
        interactions=block.true[account, day] * habits.rate[account] * spread,
    )


def add_posts(lake: Lake, block: Block, run: str, days: range) -> int:
    """Append the posts of some days, and the figures read on them; give how many posts."""
    habits = habits_of(block)
    earlier = range(max(days.start - int(READ_ON.max()), 0), days.stop)
    drawn = draw_posts(block, habits, earlier)
    keys = account_keys(block.plan, block.reach.numbers[block.rows], block.slots)
    names = _names(drawn, keys)
    new = np.flatnonzero(drawn.day >= days.start)
    if len(new):
        lake.add(Extra.POSTS, run, _posts(block, drawn, keys, names, new, run))
        told = new[drawn.is_read[new]]
        lake.add(Extra.POST_CLASSES, run, _classes(block, drawn, keys, names, told, run))
    figures = _figures(block, habits, drawn, keys, names, days, run)
    if figures.num_rows:
        lake.add(Extra.POST_METRICS, run, figures)
    return len(new)


def write_truth(folder: Path, block: Block) -> None:
    """Write how each account posts, whole or not at all."""
    habits = habits_of(block)
    keys = account_keys(block.plan, block.reach.numbers[block.rows], block.slots).to_pylist()
    path = folder / f"{CODE}-posts.csv"
    beside = path.with_suffix(".csv.part")
    numbers = (habits.weekly, habits.rate, habits.work, habits.work * habits.here)
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in zip(keys, *numbers, strict=True):
            writer.writerow([row[0], *(f"{value:.6f}" for value in row[1:])])
    beside.replace(path)


def _names(drawn: Drawn, keys: pa.Array) -> pa.Array:
    """Give the name of each post: its account's, its day's and its own number."""
    parts = [pa.array(values).cast(pa.string()) for values in (drawn.day, drawn.number)]
    return pc.binary_join_element_wise(keys.take(pa.array(drawn.account)), *parts, "-")


def _posts(
    block: Block, drawn: Drawn, keys: pa.Array, names: pa.Array, which: np.ndarray, run: str
) -> pa.Table:
    made = _midnight(block.plan) + drawn.day[which] * _DAY + drawn.second[which] * _SECOND
    return _table(
        POSTS,
        {
            "account": keys.take(pa.array(drawn.account[which])),
            "post": names.take(pa.array(which)),
            "made_at": made,
            "kind": pa.array(KINDS).take(pa.array(drawn.kind[which])),
            "link": pa.repeat("", len(which)),
            "seen_at": _swept(block, drawn.account[which], drawn.day[which]),
            "run": pa.repeat(run, len(which)),
        },
    )


def _classes(
    block: Block, drawn: Drawn, keys: pa.Array, names: pa.Array, which: np.ndarray, run: str
) -> pa.Table:
    return _table(
        POST_CLASSES,
        {
            "account": keys.take(pa.array(drawn.account[which])),
            "post": names.take(pa.array(which)),
            "language": pa.array(LANGUAGES).take(pa.array(drawn.language[which])),
            "government_work": pa.array(drawn.work[which]),
            "in_constituency": pa.array(drawn.here[which]),
            "revision": pa.repeat(block.plan.source, len(which)),
            "seen_at": _swept(block, drawn.account[which], drawn.day[which]),
            "run": pa.repeat(run, len(which)),
        },
    )


def _figures(
    block: Block,
    habits: Habits,
    drawn: Drawn,
    keys: pa.Array,
    names: pa.Array,
    days: range,
    run: str,
) -> pa.Table:
    """Give the figures read on some days, of posts of those days and of the four weeks before."""
    read_on = drawn.day[:, None] + READ_ON
    post, reading = np.nonzero((read_on >= days.start) & (read_on < days.stop))
    account = drawn.account[post]
    there = drawn.interactions[post] * GROWN[reading]
    values = np.rint(there[:, None] * _PARTS).astype(np.int64)
    told = np.array(
        [[name in INTERACTIONS.get(slot.platform, ()) for name in FIGURES] for slot in SLOTS]
    )[block.slots][account]
    told[:, 0] &= ~habits.hides[account]
    which, metric = np.nonzero(told)
    value = pa.array(values[which, metric])
    return _table(
        POST_METRICS,
        {
            "account": keys.take(pa.array(account[which])),
            "post": names.take(pa.array(post[which])),
            "metric": pa.array(FIGURES).take(pa.array(metric)),
            "low": value,
            "high": value,
            "withheld": pa.repeat(False, len(which)),  # noqa: FBT003
            "seen_at": _swept(block, account[which], read_on[post, reading][which]),
            "run": pa.repeat(run, len(which)),
        },
    )


def _table(schema: pa.Schema, columns: dict[str, pa.Array | np.ndarray]) -> pa.Table:
    arrays = [pa.array(columns[field.name]).cast(field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _midnight(plan: Plan) -> int:
    begun = datetime.combine(plan.first_day, time(), tzinfo=UTC)
    return int(begun.timestamp()) * _SECOND


def _swept(block: Block, account: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Give when an account's turn came in the sweep of a day, in microseconds."""
    turn = (block.reach.numbers[block.rows] * 7 + block.slots * 131) % SWEEP_SECONDS
    begins = _midnight(block.plan) + (SWEEP[0] * 3_600 + SWEEP[1] * 60) * _SECOND
    moments: np.ndarray = begins + day * _DAY + turn[account] * _SECOND
    return moments
