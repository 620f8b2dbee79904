"""The steps that make an installation ready; each may be run again."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from pahunch.collection.actions import import_counts, recover
from pahunch.directives.load import load_directives, read_directives
from pahunch.registry.shipped import load_madhya_pradesh
from pahunch.staff.actions import create_user, grant_role
from pahunch.staff.models import Role, User
from pahunch.ui.charts import write_bundle
from pahunch.ui.messages import compile_all

DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, in words, and the doing, which says what came of it."""

    words: str
    do: Callable[[datetime], str]


def steps() -> Iterator[Step]:
    """Give the steps of `pahunch setup`, in order."""
    yield Step("translations", lambda _now: f"{compile_all()} compiled")
    yield Step("charts for the browser", _bundle)
    yield Step("database", _migrate)
    yield Step("what a crash left", lambda now: f"{recover(now)} imports finished")
    yield Step("Madhya Pradesh", _registry)
    yield Step("directives", _directives)
    yield Step("reported counts", _counts)


def _bundle(_now: datetime) -> str:
    return "ready" if write_bundle(settings.CHARTS) else "already there"


def _migrate(_now: datetime) -> str:
    call_command("migrate", verbosity=0, interactive=False)
    return str(settings.DATABASES["default"]["ENGINE"]).rsplit(".", maxsplit=1)[-1]


def _registry(now: datetime) -> str:
    loaded = load_madhya_pradesh(by=None, at=now)
    return f"{loaded.new} new, {loaded.changed} changed, {loaded.same} same"


def _directives(now: datetime) -> str:
    rows = read_directives(DATA / "mp" / "directives.csv")
    loaded = load_directives(rows, by=None, at=now)
    return f"{loaded.new} new, {loaded.changed} changed, {loaded.same} same"


def _counts(now: datetime) -> str:
    path = DATA / "mp" / "followers_reported.csv"
    imported = import_counts(path, state="mp", by=None, now=now)
    return "already there" if imported.already else f"{imported.rows} observations"


DEMONSTRATION = "demo"


def demonstration_sign_in(now: datetime) -> tuple[str, str]:
    """Give the name and password of the demonstration's user, made on first use.

    The user sees both states with the rights of a state cell. The password is drawn for
    this installation and kept, readable by its owner alone, in the home's `keys` folder.
    """
    path = Path(settings.HOME, "keys", "demonstration")
    if not User.objects.filter(username=DEMONSTRATION).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9), encoding="ascii")
        user = create_user(
            username=DEMONSTRATION,
            name="Demonstration",
            name_hi="प्रदर्शन",
            password=path.read_text(encoding="ascii"),
            by=None,
            at=now,
        )
        grant_role(user=user, role=Role.STATE_CELL, by=None, at=now)
    return DEMONSTRATION, path.read_text(encoding="ascii")
