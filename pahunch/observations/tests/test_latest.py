"""Which of several counts of one account is the latest; checkpoints never change it."""

from __future__ import annotations

import itertools
import random
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pahunch.observations import Lake
from pahunch.observations.lake import day_ends
from pahunch.observations.reading import OPENED, SKIPPED
from pahunch.observations.tests.made import START, day, row, table

AT = day(5)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (row("x:1", 9, AT - timedelta(microseconds=1)), row("x:1", 1, AT)),
        (row("x:1", 9, None), row("x:1", 1, day(1))),
        (row("x:1", 9, AT, precision="day"), row("x:1", 1, AT, precision="moment")),
        (row("x:1", 9, AT, precision="month"), row("x:1", 1, AT, precision="day")),
        (row("x:1", 9, AT, precision="year"), row("x:1", 1, AT, precision="month")),
        (row("x:1", 9, AT, run="a"), row("x:1", 1, AT, run="b")),
        (row("x:1", None, AT), row("x:1", 0, AT)),
        (row("x:1", 1, AT), row("x:1", 2, AT)),
        (row("x:1", 2, AT, high=5), row("x:1", 2, AT, high=6)),
        (row("x:1", 2, AT, high=6), row("x:1", 2, AT, high=None)),
        (row("x:1", 2, AT), row("x:1", 2, AT, wording="a")),
        (row("x:1", 2, AT, source="a"), row("x:1", 2, AT, source="b")),
    ],
)
def test_the_order_of_counts_is_a_matter_of_what_they_say(tmp_path, older, newer):
    for number, pair in enumerate(itertools.permutations((older, newer))):
        lake = Lake(tmp_path / str(number))
        for run in sorted({one["run"] for one in pair}, reverse=bool(number)):
            lake.append(run, table(*(one for one in pair if one["run"] == run)))
        assert lake.at().latest(["x:1"], until=day(9)).to_pylist() == [newer]


def test_the_latest_is_seen_before_the_moment_asked_for(lake):
    lake.append("r", table(row("x:1", 1, day(1)), row("x:1", 2, AT)))
    assert lake.at().latest(["x:1"], until=AT)["low"].to_pylist() == [1]
    after = AT + timedelta(microseconds=1)
    assert lake.at().latest(["x:1"], until=after)["low"].to_pylist() == [2]


def test_a_withheld_answer_is_the_latest_and_is_not_zero(lake):
    lake.append("r", table(row("x:1", 1, day(1)), row("x:1", None, AT)))
    (found,) = lake.at().latest(["x:1"], until=day(9)).to_pylist()
    assert (found["withheld"], found["low"], found["high"]) == (True, None, None)


def test_each_metric_has_its_own_latest(lake):
    lake.append("r", table(row("x:1", 1, day(1)), row("x:1", 7, AT, metric="posts")))
    lake.checkpoint(day(8).date())
    for metric, low in (("followers", 1), ("posts", 7), ("likes", None)):
        found = lake.at().latest(["x:1"], metric=metric, until=day(10))
        assert found["low"].to_pylist() == ([] if low is None else [low])


def test_a_day_ends_in_the_zone_of_the_state():
    assert day_ends(START.date()).isoformat() == "2025-01-01T18:30:00+00:00"


def test_a_checkpoint_is_made_once(lake):
    assert lake.checkpoint(day(5).date()) == 0
    lake.append("r", table(row("x:1", 1, day(1))))
    assert lake.checkpoint(day(5).date(), day(0).date(), day(5).date()) == 2
    assert lake.checkpoint(day(5).date()) == 0
    assert lake.checkpoint(day(6).date()) == 0
    lake.append("s", table(row("x:1", 2, day(2)), run="s"))
    assert lake.checkpoint(day(5).date()) == 1


def test_a_checkpoint_spares_the_history_before_it(lake):
    for number in range(10):
        rows = [row(f"x:{n}", number, day(number), run=f"r{number}") for n in range(200)]
        lake.append(f"r{number}", table(*rows))
    lake.checkpoint(day(6).date())
    tables = lake.at()._tables
    assert tables.reading(lake.version(), day_ends(day(6).date())).cost == 200 + OPENED
    assert (
        tables.reading(lake.version(), day_ends(day(7).date())).cost
        == 200 + 200 * SKIPPED + 2 * OPENED
    )
    assert tables.reading(lake.version(), day_ends(day(5).date())).cost == 1200 + 6 * OPENED
    lake.compact()
    reading = tables.reading(lake.version(), day_ends(day(7).date()))
    assert reading.checkpoint is not None
    assert reading.cost == 200 + 2000 * SKIPPED + 2 * OPENED
    assert lake.at().latest(["x:3"], until=day(7.5))["low"].to_pylist() == [7]


def test_of_many_checkpoints_the_nearest_ones_are_tried(lake, monkeypatch):
    for number in range(12):
        lake.append(f"r{number}", table(row("x:1", number, day(number), run=f"r{number}")))
        lake.checkpoint(day(number).date())
    tables, version = lake.at()._tables, lake.version()
    opened: list[str] = []
    load = tables.checkpoints.load

    def watched(name: str) -> object:
        opened.append(name[:8])
        return load(name)

    monkeypatch.setattr(tables.checkpoints, "load", watched)
    known = tables.reading(version, day_ends(day(8).date()))
    assert known.is_known
    assert opened == ["20250109"]
    opened.clear()
    near = tables.reading(version, day_ends(day(8).date()) + timedelta(hours=30))
    assert near.checkpoint is not None
    assert near.checkpoint.until == day_ends(day(9).date())
    assert opened == ["20250110", "20250109", "20250108", "20250107"]
    assert lake.at().latest(["x:1"], until=day(9.5))["low"].to_pylist() == [9]


def test_a_broken_or_foreign_file_among_the_checkpoints_is_not_read(lake, tmp_path):
    other = Lake(tmp_path / "other")
    other.append("r", table(row("x:1", 99, day(1))))
    other.checkpoint(day(2).date())
    lake.append("r", table(row("x:1", 1, day(1))))
    shutil.copytree(other.root / "checkpoints", lake.root / "checkpoints")
    assert lake.at().latest(["x:1"], until=day(9))["low"].to_pylist() == [1]


ACCOUNTS = ["x:1", "x:2", "youtube:1"]
DAYS = st.integers(0, 12)
COUNTS = st.builds(
    lambda account, low, when, precision: (
        row(
            account, low, None if when is None else day(when), precision=precision if when else None
        )
        | ({} if when is not None else {"precision": "unknown"})
        | ({"precision": precision} if when is not None else {})
    ),
    st.sampled_from(ACCOUNTS),
    st.none() | st.integers(0, 4),
    st.none() | st.integers(0, 48).map(lambda quarter: quarter / 4),
    st.sampled_from(["moment", "day", "month"]),
)
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.lists(COUNTS, max_size=6)),
        st.tuples(st.just("withdraw"), st.integers(0, 9)),
        st.tuples(st.just("checkpoint"), DAYS),
        st.tuples(st.just("compact"), st.none()),
    ),
    max_size=12,
)


def happen(lake, events):
    """Do the events, and give the version after each."""
    runs: list[str] = []
    gone: set[str] = set()
    versions = [lake.version()]
    for name, value in events:
        if name == "append":
            runs.append(f"run {len(runs)}")
            lake.append(runs[-1], table(*value, run=runs[-1]))
        elif name == "withdraw" and value < len(runs) and runs[value] not in gone:
            gone.add(runs[value])
            lake.withdraw(runs[value], reason="wrong", at=day(20))
        elif name == "checkpoint":
            lake.checkpoint(day(value).date())
        elif name == "compact":
            lake.compact()
        versions.append(lake.version())
    return versions


def by_hand(lake, version, until):
    """The latest rows by a plain walk over every row, as the package's docstring has it."""
    exactness = ["unknown", "year", "month", "day", "moment"]
    best: dict[str, Any] = {}
    for found in lake.at(version).series(ACCOUNTS).to_pylist():
        if found["withdrawn"] or found["seen_at"] is None or found["seen_at"] >= until:
            continue
        low = -1 if found["low"] is None else found["low"]
        key = (
            found["seen_at"],
            exactness.index(found["precision"]),
            found["run"],
            not found["withheld"],
            low,
        )
        if found["account"] not in best or key > best[found["account"]][0]:
            best[found["account"]] = (key, found)
    return {
        account: (found["seen_at"], found["run"], found["precision"], found["low"])
        for account, (_, found) in best.items()
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS, st.randoms(use_true_random=False))
def test_checkpoints_and_compaction_change_nothing_but_speed(events, chance: random.Random):
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder) / "lake")
        versions = happen(lake, events)
        questions = [
            (version, day(chance.randrange(0, 60) / 4))
            for version in chance.sample(versions, min(4, len(versions)))
        ]
        answers = [lake.at(version).latest(ACCOUNTS, until=until) for version, until in questions]
        for (version, until), answer in zip(questions, answers, strict=True):
            found = {
                one["account"]: (one["seen_at"], one["run"], one["precision"], one["low"])
                for one in answer.to_pylist()
            }
            assert found == by_hand(lake, version, until)
            history = lake.at(version).history(ACCOUNTS, until=until)
            assert history.latest(until=until).equals(answer)
        shutil.rmtree(Path(folder) / "lake" / "checkpoints", ignore_errors=True)
        for (version, until), answer in zip(questions, answers, strict=True):
            assert lake.at(version).latest(ACCOUNTS, until=until).equals(answer)
