from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from pahunch.observations import OBSERVATIONS, ROSTER
from pahunch.simulation.followers import draw_block
from pahunch.simulation.plan import Plan
from pahunch.simulation.tables import DAILY, daily, observations, roster

PLAN = Plan(7, 230, 120, date(2025, 6, 30))


def seen(plan: Plan = PLAN, run: str = "r") -> pa.Table:
    """Give all observations of a plan."""
    batches = [
        observations(draw_block(plan, number), run, range(plan.all_days))
        for number in range(plan.blocks)
    ]
    return pa.Table.from_batches(batches).cast(OBSERVATIONS)


@pytest.fixture(scope="module")
def rows():
    return seen()


@pytest.fixture(scope="module")
def truth():
    return pa.Table.from_batches([daily(draw_block(PLAN, 0))])


def joined(rows: pa.Table, truth: pa.Table) -> pa.Table:
    """Put the truth beside each observation."""
    local = pc.cast(pc.assume_timezone(pc.local_timestamp(rows["seen_at"]), "UTC"), pa.date32())
    return rows.append_column("day", local).join(truth, ["account", "day"])


def test_the_rows_are_what_the_lake_takes(rows):
    rows.validate(full=True)

    assert rows.num_rows > 100_000
    assert pc.count_distinct(rows["account"]).as_py() > 1000


def test_every_row_says_that_it_is_made_up(rows):
    assert rows["source"].unique().to_pylist() == ["made-up, pahunch simulate --seed 7"]


def test_rows_come_by_account_and_then_by_day(rows):
    order = [("account", "ascending"), ("seen_at", "ascending")]

    assert rows.select(["account", "seen_at"]).equals(
        rows.sort_by(order).select(["account", "seen_at"])
    )


def test_the_same_plan_gives_the_same_bytes():
    sinks = []
    for _ in range(2):
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, OBSERVATIONS) as writer:
            writer.write_table(seen(replace(PLAN, days=30)))
        sinks.append(sink.getvalue())

    assert sinks[0].equals(sinks[1])


def test_every_interval_contains_the_truth_and_only_youtube_rounds(rows, truth):
    both = joined(rows.filter(pc.invert(rows["withheld"])), truth)
    low, high, true = (np.asarray(both[name]) for name in ("low", "high", "followers"))
    youtube = np.asarray(pc.starts_with(both["account"], "youtube:"))

    assert both.num_rows == both["followers"].drop_null().length()
    assert ((low <= true) & (true <= high)).all()
    assert (low == high)[~youtube].all()
    assert (low < high)[youtube & (true >= 1000)].all()


def test_a_withheld_count_is_null_and_not_zero(rows):
    withheld = rows.filter(rows["withheld"])

    assert withheld.num_rows > 100
    assert withheld["low"].null_count == withheld["high"].null_count == withheld.num_rows
    assert pc.min(rows["low"]).as_py() > 0


def test_a_gap_is_an_absent_row(rows, truth):
    block = draw_block(PLAN, 0)

    assert rows.num_rows == block.seen.sum()
    assert truth.num_rows == block.open.sum() > rows.num_rows
    assert truth.schema == DAILY


def test_counts_are_seen_in_the_evening_of_their_day_in_india(rows):
    first, last = (
        end.astimezone(ZoneInfo("Asia/Kolkata"))
        for end in (pc.min(rows["seen_at"]).as_py(), pc.max(rows["seen_at"]).as_py())
    )

    assert first.date() == PLAN.first_day
    assert last.date() == PLAN.until
    assert last - first < timedelta(days=PLAN.days)
    assert datetime(2025, 6, 30, 15, 30, tzinfo=UTC) <= last.astimezone(UTC)


def test_days_can_be_given_in_parts(rows):
    block = draw_block(PLAN, 0)
    parts = [observations(block, "r", range(40)), observations(block, "r", range(40, 120))]
    order = [("account", "ascending"), ("seen_at", "ascending")]

    assert pa.Table.from_batches(parts).cast(OBSERVATIONS).sort_by(order).equals(rows)


def test_the_roster_names_each_account_that_still_counts():
    table = pa.Table.from_batches(list(roster(PLAN)))
    reach = draw_block(PLAN, 0).reach

    assert table.schema == ROSTER
    assert pc.count_distinct(table["representative"]).as_py() == 230
    assert "koo" not in table["platform"].unique().to_pylist()
    assert pc.count_distinct(table["account"]).as_py() == table["account"].drop_null().length()
    electors = dict(
        zip(table["representative"].to_pylist(), table["electors"].to_pylist(), strict=True)
    )
    assert list(electors.values()) == reach.electors[:, -1].tolist()


def test_a_representative_without_an_account_keeps_one_row():
    table = pa.Table.from_batches(list(roster(replace(PLAN, representatives=2000, days=2))))
    alone = table.filter(pc.is_null(table["account"]))

    assert alone.num_rows > 5
    assert alone["platform"].null_count == alone["kind"].null_count == alone.num_rows
    others = table.filter(pc.is_valid(table["account"]))["representative"].unique()
    assert not set(alone["representative"].to_pylist()) & set(others.to_pylist())


def test_the_roster_of_ministers_has_the_ministers_alone():
    heard: list[int] = []
    table = pa.Table.from_batches(list(roster(PLAN, ministers=True, watch=heard.append)))

    assert pc.count_distinct(table["representative"]).as_py() == 31
    assert table["representative"][0].as_py().startswith("udaharan-minister-")
    assert sum(heard) == 230
