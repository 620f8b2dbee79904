"""Places of made-up followers: what is true, what is told, and that nothing else changed."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pytest

from pahunch.observations import AUDIENCE, Extra, Lake
from pahunch.simulation.audiences import (
    EVERY_DAYS,
    LEAST_FOLLOWERS,
    LISTS,
    LONGEST,
    Audience,
    Manners,
    audiences,
    list_days,
    make_world,
)
from pahunch.simulation.followers import Block, draw_block
from pahunch.simulation.placing import COLUMNS, add_places, lists_of, table, write_truth
from pahunch.simulation.plan import SLOTS, Plan

PLAN = Plan(7, 60, 90, date(2026, 3, 31))


@pytest.fixture(scope="module")
def block() -> Block:
    return draw_block(PLAN, 0)


@pytest.fixture(scope="module")
def lists(block: Block) -> list[Audience]:
    return lists_of(block, range(PLAN.all_days))


def test_a_list_has_the_largest_places_and_no_more_followers_than_there_are(
    lists: list[Audience],
) -> None:
    assert len(lists) > 300
    for each in lists:
        counts = [count for _, count in each.listed]
        assert 0 < len(counts) <= LONGEST
        assert sum(counts) <= each.followers
        assert 0 <= each.inside <= each.followers
        assert each.followers >= LEAST_FOLLOWERS
        assert min(counts) > 0


def test_only_platforms_that_give_places_tell_them(block: Block, lists: list[Audience]) -> None:
    told = {SLOTS[block.slots[each.account]].platform.value for each in lists}
    assert told == {"facebook", "instagram"}


def test_some_accounts_are_not_connected(block: Block, lists: list[Audience]) -> None:
    could = np.isin([SLOTS[slot].platform.value for slot in block.slots], ["facebook", "instagram"])
    part = len({each.account for each in lists}) / could.sum()
    assert 0.4 < part < 0.8


def test_lists_are_a_week_apart_and_end_on_the_last_planned_day(lists: list[Audience]) -> None:
    days = sorted({each.day for each in lists})
    assert days == list_days(PLAN, range(PLAN.all_days))
    assert days[-1] == PLAN.days - 1
    assert len(days) == LISTS
    assert set(np.diff(days)) == {EVERY_DAYS}


def test_the_followers_are_those_of_the_day_and_instagram_is_late(
    block: Block, lists: list[Audience]
) -> None:
    for each in lists[:200]:
        late = 2 if SLOTS[block.slots[each.account]].platform.value == "instagram" else 0
        assert each.followers == block.true[each.account, each.day - late]


def test_names_come_in_both_scripts_and_in_more_than_one_spelling(lists: list[Audience]) -> None:
    names = {name for each in lists for name, _ in each.listed}
    assert any("उदाहरण प्रदेश" in name for name in names)
    assert any("Udaharan Pradesh" in name for name in names)
    assert any("," not in name for name in names)
    assert any(name.endswith(", India") for name in names)
    assert any("Maharashtra" in name for name in names)


def test_the_same_plan_gives_the_same_lists_and_another_seed_others(
    block: Block, lists: list[Audience]
) -> None:
    assert lists_of(draw_block(PLAN, 0), range(PLAN.all_days)) == lists
    other = lists_of(draw_block(replace(PLAN, seed=8), 0), range(PLAN.all_days))
    assert [each.inside for each in other] != [each.inside for each in lists]


def test_days_added_later_leave_the_past_as_it_was(lists: list[Audience]) -> None:
    longer = replace(PLAN, extra_days=20)
    found = lists_of(draw_block(longer, 0), range(longer.all_days))
    assert len(found) > len(lists)
    assert found[: len(lists)] == lists


def test_no_count_is_changed_by_the_drawing_of_places(block: Block) -> None:
    before = block.true.copy()
    electors = block.reach.electors[:, -1].astype(np.float64)
    world = make_world(PLAN, electors)
    list(audiences(block, world, range(PLAN.all_days)))
    again = draw_block(PLAN, 0)
    assert (block.true == before).all()
    assert (again.true == before).all()
    assert (again.seen == block.seen).all()


def test_everybody_is_told_somewhere_or_nowhere(block: Block) -> None:
    electors = block.reach.electors[:, -1].astype(np.float64)
    for manners in (Manners(), Manners(2, 3, 3, 4)):
        world = make_world(PLAN, electors, manners)
        assert world.told.sum(axis=1) == pytest.approx(1)
        assert (world.told >= 0).all()
        assert len(world.names) == world.told.shape[1] - 1


def test_the_rows_are_what_the_lake_takes_and_a_second_time_adds_none(
    block: Block, lists: list[Audience], settings: Any
) -> None:
    rows = table(block, "r", lists)
    assert rows.schema == AUDIENCE
    lake = Lake(settings.LAKE)
    assert add_places(lake, block, "r", lists) == rows.num_rows > 10_000
    assert add_places(lake, block, "r", lists) == 0
    back = lake.rows(Extra.AUDIENCE)
    assert back.num_rows == rows.num_rows
    assert pc.sum(back["low"]).as_py() == pc.sum(rows["low"]).as_py()


def test_the_truth_has_a_row_a_list(block: Block, lists: list[Audience], tmp_path: Any) -> None:
    write_truth(tmp_path, block, lists)
    with (tmp_path / "udaharan-inside.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(lists)
    assert [int(row["inside"]) for row in rows] == [each.inside for each in lists]
    assert not list(tmp_path.glob("*.part"))
