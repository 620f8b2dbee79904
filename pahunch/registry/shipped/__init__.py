"""The facts of Madhya Pradesh that come with the product, turned into registry files.

The files of `pahunch/data/mp` are kept as they were gathered, with their sources; here they
become the documented tables and go through the same door as any other state's. What was
decided about doubtful rows stands in `pahunch/data/README.md`.
"""

from __future__ import annotations

from datetime import datetime

from pahunch.registry.load import Loaded, load_sheets
from pahunch.registry.sheets import Sheet
from pahunch.registry.shipped import accounts, people, places
from pahunch.registry.shipped.rows import Rows
from pahunch.staff.models import User


def load_madhya_pradesh(*, by: User | None, at: datetime, dry_run: bool = False) -> Loaded:
    """Take in the shipped state. Doing it again changes nothing."""
    return load_sheets(read_madhya_pradesh(), by=by, at=at, dry_run=dry_run, name="mp")


def read_madhya_pradesh() -> list[Sheet]:
    """Give the shipped state as the documented tables."""
    rows = Rows()
    places.write(rows)
    cast = people.write(rows)
    accounts.write(rows, cast)
    return rows.sheets()
