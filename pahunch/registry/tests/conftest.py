"""What the tests of the registry share: the shipped state, and a small one in files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from pahunch.registry.load import Loaded, load_folder
from pahunch.registry.shipped import load_madhya_pradesh

NOW = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
SAID = {"source": "the gazette of a made-up state", "as_of": "2024-01"}

Rows = list[dict[str, str]]
SMALL: dict[str, Rows] = {
    "divisions": [
        {"code": "zz", "kind": "state", "name": "Small"},
        {"code": "zz-d-1", "kind": "district", "name": "Purab", "name_hi": "पूरब"},
        {"code": "zz-d-2", "kind": "district", "name": "Pashchim"},
        {"code": "zz-ac-1", "kind": "constituency", "name": "Shivpur", "name_hi": "शिवपुर"},
        {"code": "zz-ac-2", "kind": "constituency", "name": "Rampur"},
    ],
    "placements": [
        {"child": "zz-d-1", "parent": "zz"},
        {"child": "zz-d-2", "parent": "zz"},
        {"child": "zz-ac-1", "parent": "zz-d-1"},
        {"child": "zz-ac-2", "parent": "zz-d-2"},
    ],
    "rolls": [{"code": "zz-2024", "state": "zz", "year": "2024", "name": "Roll 2024"}],
    "electors": [{"roll": "zz-2024", "division": "zz-ac-1", "electors": "200000"}],
    "people": [
        {"slug": "asha-one", "state": "zz", "name": "Asha One", "name_hi": "आशा"},
        {"slug": "bala-two", "state": "zz", "name": "Bala Two"},
    ],
    "posts": [{"code": "zz-member", "state": "zz", "kind": "member", "name": "Member"}],
    "memberships": [
        {
            "code": "zz-m-1",
            "person": "asha-one",
            "post": "zz-member",
            "division": "zz-ac-1",
            "starts": "2024-02-01",
            "ends": "2024-12-31",
        },
        {
            "code": "zz-m-2",
            "person": "bala-two",
            "post": "zz-member",
            "division": "zz-ac-2",
            "starts": "2024-02-01",
        },
    ],
    "departments": [{"code": "zz-water", "state": "zz", "kind": "department", "name": "Water"}],
    "accounts": [
        {
            "key": "x:1",
            "platform": "x",
            "platform_id": "1",
            "kind": "personal",
            "person": "asha-one",
        },
        {"key": "koo:~asha", "platform": "koo", "kind": "office", "person": "asha-one"},
        {
            "key": "x:2",
            "platform": "x",
            "platform_id": "2",
            "kind": "office",
            "department": "zz-water",
        },
    ],
    "handles": [{"account": "x:1", "handle": "AshaOne", "starts": "2024-01-01"}],
    "statuses": [{"account": "koo:~asha", "status": "closed", "since": "2024-07-03"}],
}

Edit = Callable[[dict[str, Rows]], None]


def write_folder(folder: Path, edit: Edit | None = None) -> Path:
    """Write the small state as files, edited first."""
    tables = {
        name: [{**row, **(SAID if name != "corrections" else {})} for row in rows]
        for name, rows in SMALL.items()
    }
    if edit:
        edit(tables)
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        heads = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


@pytest.fixture
def small(db: None, tmp_path: Path) -> Path:
    """Load the small state; give its folder."""
    folder = write_folder(tmp_path / "small")
    load_folder(folder, by=None, at=NOW)
    return folder


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Load the shipped state once for a module, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_madhya_pradesh(by=None, at=NOW)
        transaction.set_rollback(True)


@pytest.fixture
def mp(loaded_once: Loaded, db: None) -> Loaded:
    """Give what the loading of the shipped state said; its rows are there."""
    return loaded_once
