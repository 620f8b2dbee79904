from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from pahunch.collection.actions import import_counts
from pahunch.collection.tests.town import NOW
from pahunch.observations import Lake
from pahunch.registry.models import Account
from pahunch.registry.shipped import load_madhya_pradesh

SHIPPED = Path(__file__).parents[2] / "data" / "mp" / "followers_reported.csv"
pytestmark = pytest.mark.django_db


@pytest.fixture
def brought():
    load_madhya_pradesh(by=None, at=NOW)
    return import_counts(SHIPPED, state="mp", by=None, now=NOW)


def test_the_shipped_figures_come_in_through_the_same_door(brought):
    assert (brought.rows, brought.already) == (17, False)
    again = import_counts(SHIPPED, state="mp", by=None, now=NOW)
    assert (again.already, again.run) == (True, brought.run)


def test_each_shipped_figure_is_about_whom_it_was_printed(brought):
    owners = {
        reading.row: str(Account.objects.get(key=reading.account).owner)
        for reading in brought.readings
    }
    written = {reading.row: reading.owner["person_en"] for reading in brought.readings}
    assert len(set(owners.values())) == len(set(written.values())) == 10
    for row, name in written.items():
        assert owners[row].split()[-1] == name.split()[-1]


def test_what_the_source_does_not_say_stays_unsaid(brought):
    keys = [reading.account for reading in brought.readings]
    rows = Lake(settings.LAKE).at().series(sorted(set(keys))).to_pylist()
    assert len(rows) == 17
    assert sum(row["seen_at"] is None for row in rows) == 4
    assert sum(row["account"].startswith("unstated:") for row in rows) == 4
    assert {row["precision"] for row in rows} == {"day", "month", "year", "unknown"}
    assert all(row["wording"] and row["source"].startswith("https://") for row in rows)
    (akash,) = [row for row in rows if row["wording"] == "5 लाख फालोअर्स"]
    assert (akash["low"], akash["high"]) == (500_000, None)
