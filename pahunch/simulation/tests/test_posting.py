"""Made-up posts: the same again, the past stays, and measures find what was planted."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from pahunch.measures.activity import activity_of
from pahunch.observations import OBSERVATIONS, Extra, Lake
from pahunch.simulation.followers import draw_block
from pahunch.simulation.plan import SLOTS, Plan
from pahunch.simulation.posting import (
    READ_ON,
    add_posts,
    draw_posts,
    first_posts,
    habits_of,
    write_truth,
)
from pahunch.simulation.tables import account_keys, observations

LAST = date(2025, 6, 30)
PLAN = Plan(7, 60, 120, LAST)
IST = ZoneInfo("Asia/Kolkata")
TABLES = (Extra.POSTS, Extra.POST_METRICS, Extra.POST_CLASSES)


@pytest.fixture(scope="module")
def block():
    return draw_block(PLAN, 0)


@pytest.fixture(scope="module")
def lake(block, tmp_path_factory):
    found = Lake(tmp_path_factory.mktemp("lake"))
    batch = observations(block, "r", range(PLAN.days))
    found.append("r", pa.Table.from_batches([batch], OBSERVATIONS))
    add_posts(found, block, "r", range(PLAN.days))
    return found


def rows(lake, table):
    found = lake.rows(table).drop_columns(["run"]).to_pylist()
    return sorted(found, key=lambda row: [str(value) for value in row.values()])


def test_the_same_plan_gives_the_same_posts(block, lake, tmp_path):
    again = Lake(tmp_path / "again")
    add_posts(again, draw_block(PLAN, 0), "r", range(PLAN.days))
    assert all(lake.rows(table).equals(again.rows(table)) for table in TABLES)


def test_posts_that_come_later_change_no_earlier_one(block, lake, tmp_path):
    parts = Lake(tmp_path / "parts")
    for number, days in enumerate((range(100), range(100, 101), range(101, PLAN.days))):
        add_posts(parts, block, f"r{number}", days)
    assert all(rows(parts, table) == rows(lake, table) for table in TABLES)


def test_days_that_are_added_go_on_from_the_past(lake, tmp_path):
    longer = draw_block(Plan(7, 60, 120, LAST, extra_days=5), 0)
    grown = Lake(tmp_path / "grown")
    add_posts(grown, longer, "r", range(125))
    known = {row["post"] for row in rows(lake, Extra.POSTS)}
    later = [row for row in rows(grown, Extra.POSTS) if row["post"] not in known]
    assert later
    assert {row["made_at"].date() > LAST for row in later} == {True}
    assert known < {row["post"] for row in rows(grown, Extra.POSTS)}


def test_posts_begin_ninety_days_before_the_end_and_a_closed_platform_has_none(block, lake):
    made = lake.rows(Extra.POSTS)
    first = PLAN.day(first_posts(PLAN))
    assert min(made["made_at"].to_pylist()).date() >= first == LAST - timedelta(days=89)
    closed = PLAN.day(PLAN.closing)
    koo = [row for row in made.to_pylist() if row["account"].startswith("koo:")]
    assert all(row["made_at"].date() < closed for row in koo)


def test_figures_are_read_on_days_1_7_and_28_and_only_grow(lake):
    made = {row["post"]: row["made_at"].date() for row in rows(lake, Extra.POSTS)}
    seen: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in lake.rows(Extra.POST_METRICS).to_pylist():
        after = (row["seen_at"].date() - made[row["post"]]).days
        seen.setdefault((row["post"], row["metric"]), []).append((after, row["low"]))
    assert {after for each in seen.values() for after, _low in each} == set(READ_ON.tolist())
    for each in seen.values():
        assert [low for _after, low in sorted(each)] == sorted(low for _after, low in each)


def test_only_what_a_platform_tells_is_told(lake):
    told = {
        (row["account"].partition(":")[0], row["metric"])
        for row in lake.rows(Extra.POST_METRICS).to_pylist()
    }
    assert ("x", "shares") in told
    assert not told & {("instagram", "shares"), ("youtube", "shares"), ("koo", "likes")}


def test_measures_find_what_was_planted(block, lake):
    habits = habits_of(block)
    keys = account_keys(PLAN, block.reach.numbers[block.rows], block.slots).to_pylist()
    open_ones = [SLOTS[slot].counts_at_end for slot in block.slots]
    mine = [at for at, is_open in enumerate(open_ones) if is_open]
    found = activity_of(lake, [keys[at] for at in mine], LAST, IST, days=90)

    weekly, planted = found.frequency.weekly, habits.weekly[mine]
    assert weekly.mean() == pytest.approx(planted.mean(), rel=0.05)
    many = found.frequency.posts >= 20
    assert np.median(np.abs(weekly[many] / planted[many] - 1)) < 0.2

    read = found.by_work[:, :2].sum(axis=1)
    assert found.by_work[:, 1].sum() / read.sum() == pytest.approx(
        np.average(habits.work[mine], weights=read), abs=0.03
    )
    rated = found.engagement.rated >= 20
    ratio = found.engagement.low[rated] / habits.rate[mine][rated]
    assert 0.8 < np.median(ratio) < 1.1


def test_the_truth_has_a_row_an_account(block, tmp_path):
    write_truth(tmp_path, block)
    with (tmp_path / "udaharan-posts.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == len(block.slots)
    assert all(float(row["in_constituency"]) <= float(row["government_work"]) for row in found)


def test_a_day_without_posts_is_no_post(block):
    drawn = draw_posts(block, habits_of(block), range(first_posts(PLAN)))
    assert len(drawn.account) == 0
