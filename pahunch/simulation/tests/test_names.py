from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from pahunch.lib.names import fold
from pahunch.simulation.geography import make_geography
from pahunch.simulation.names import GIVEN, SECOND, people

REAL = Path(__file__).parents[2] / "data" / "mp"


def real(column: str, *files: str) -> set[str]:
    """Fold what the shipped lists of real people and places say in a column."""
    found = set()
    for name in files:
        path = REAL / name
        if not path.exists():
            pytest.skip(f"{name} is not shipped")
        with path.open(encoding="utf-8-sig", newline="") as file:
            found |= {fold(row[column]) for row in csv.DictReader(file) if row[column]}
    return found


@pytest.mark.parametrize("column", ["name_en", "name_hi"])
def test_no_pair_of_names_is_a_real_ministers_or_members(column):
    known = real(
        column, "ministers_2023.csv", "ministers_2025.csv", "members_2023.csv", "members_2025.csv"
    )
    made_up = {
        fold(
            f"{given.latin} {second.latin}"
            if column == "name_en"
            else f"{given.hindi} {second.hindi}"
        )
        for given, second in product(GIVEN, SECOND)
    }

    assert not made_up & known


def test_no_second_name_is_part_of_a_real_name():
    with_parts = set()
    for name in (
        "ministers_2023.csv",
        "ministers_2025.csv",
        "members_2023.csv",
        "members_2025.csv",
    ):
        path = REAL / name
        if not path.exists():
            pytest.skip(f"{name} is not shipped")
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                with_parts |= {fold(part) for part in row["name_en"].split()}

    assert not {fold(second.latin) for second in SECOND} & with_parts


def test_names_are_all_different_until_they_run_out_and_then_still_are():
    names = people(6000, np.random.default_rng(1))

    assert len(set(names)) == 6000


def test_a_name_is_the_same_in_both_scripts():
    for name in (*GIVEN, *SECOND):
        assert fold(name.latin)[0] == fold(name.hindi)[0], name


@pytest.mark.parametrize("script", ["latin", "hindi"])
def test_no_place_is_a_real_constituency_or_district(script):
    column = "name_en" if script == "latin" else "name_hi"
    known = real(column, "constituencies.csv", "districts.csv")
    places = make_geography(2000, np.random.default_rng(1)).everything()

    assert not {fold(getattr(place.name, script)) for place in places} & known
