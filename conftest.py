"""What every test stands on: a home of its own, Hindi compiled, nothing remembered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils.translation import trans_real

from pahunch.staff import guards
from pahunch.staff.sealed import Sealed
from pahunch.ui.messages import compile_all

pytest_plugins = ["tests.people"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let a test with transactions of its own empty what is final when it ends."""
    with django_db_blocker.unblock():
        for table in (guards.DEEDS, *(kind._meta.db_table for kind in Sealed.every())):
            guards.remove(connection, table)


def pytest_configure() -> None:
    """Compile the translations; what was read before there were any is read again."""
    if compile_all():
        vars(trans_real)["_translations"].clear()
        vars(trans_real)["_default"] = None
    # A live server starts before any test has a home, and warns where there are no styles.
    django_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that use the database, so that they can run on another one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"}:
            item.add_marker(pytest.mark.database)


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    """Give the test a home of its own, and an empty memory."""
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    settings.UPLOADS = settings.HOME / "uploads"
    settings.CHARTS = settings.HOME / "charts"
    settings.STATIC_ROOT = settings.HOME / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    settings.CHARTS = settings.HOME / "charts"
    settings.CHARTS.mkdir()
    settings.STATICFILES_DIRS = [settings.CHARTS]
    # Django's own is slow on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
