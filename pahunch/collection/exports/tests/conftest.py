from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pahunch.collection.exports.actions import Wish, import_export
from pahunch.collection.exports.reading import Said
from pahunch.observations import Extra, Lake
from pahunch.registry.models import Account, Department, Division, Handle, Source

NOW = datetime(2025, 4, 10, 6, 0, tzinfo=UTC)


@pytest.fixture
def town(db):
    """A made-up state with one office that has an account on every platform."""
    fact = {"source": Source.objects.create(text="made up", as_of="2025")}
    state = Division.objects.create(
        code="up", kind="state", name="Udaharan Pradesh", name_hi="उदाहरण प्रदेश", path="up/", **fact
    )
    office = Department.objects.create(
        code="up-office", state=state, kind="department", name="Udaharan Office", **fact
    )
    for platform, number, handle in (
        ("facebook", "100200300", "udaharanoffice"),
        ("instagram", "17841400000000001", "udaharan.office"),
        ("x", "101", "UdaharanOffice"),
        ("youtube", "UCudaharanoffice00000001", "udaharan"),
        ("linkedin", "9001", "udaharan"),
    ):
        account = Account.objects.create(
            key=f"{platform}:{number}",
            platform=platform,
            platform_id=number,
            kind="office",
            department=office,
            **fact,
        )
        Handle.objects.create(account=account, handle=handle, **fact)
    return state


@pytest.fixture
def export_file(tmp_path):
    """Write an export and give its path."""

    def write(text, name="download (3).csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def bring(town, export_file):
    """Bring an export in, and give what was done."""

    def bring_in(text, *accounts, said=None, by=None, dry_run=False, state=""):
        path = text if hasattr(text, "exists") else export_file(text)
        wish = Wish(path, accounts=accounts, said=said or Said(), state=state)
        return import_export(wish, by=by, now=NOW, dry_run=dry_run)

    return bring_in


@pytest.fixture
def lake(settings):
    """What the lake has."""

    class Looked:
        def series(self, account, metric="followers"):
            rows = Lake(settings.LAKE).at().series([account], metric=metric).to_pylist()
            return [(row["seen_at"], row["low"], row["high"]) for row in rows]

        def days(self, account, metric="followers"):
            return [(at.date(), low) for at, low, _high in self.series(account, metric)]

        def rows(self, table):
            return Lake(settings.LAKE).rows(table).to_pylist()

        def figures(self, post):
            return {
                row["metric"]: (row["low"], row["high"])
                for row in self.rows(Extra.POST_METRICS)
                if row["post"] == post
            }

    return Looked()


def day(text):
    return date.fromisoformat(text)
