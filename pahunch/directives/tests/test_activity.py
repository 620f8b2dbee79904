"""Posts of everyone bound: together, account by account, and by the terms of the directive."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pahunch.directives.activity import activity_bound
from pahunch.directives.judge import forget, lake
from pahunch.directives.models import Directive
from pahunch.directives.tests.conftest import DAY, State, seen
from pahunch.observations import POST_CLASSES, POST_METRICS, POSTS, Extra

pytestmark = pytest.mark.django_db


@pytest.fixture
def posted(state: State) -> Directive:
    """Let Anita post twice on X, once of government work, and once on a platform uncounted."""
    moment = seen("x:1", 1, 1, DAY, "p")["seen_at"]
    made = [("x:1", "p1"), ("x:1", "p2"), ("koo:1", "k1")]
    common: dict[str, Any] = {"seen_at": moment, "run": "p"}
    posts = [
        {"account": account, "post": post, "made_at": moment - timedelta(days=3), "kind": "post"}
        | {"link": ""}
        | common
        for account, post in made
    ]
    figures = [
        {"account": "x:1", "post": "p1", "metric": metric, "low": low, "high": low}
        | {"withheld": False}
        | common
        for metric, low in (("likes", 60), ("comments", 20), ("shares", 20))
    ]
    told = [
        {"account": "x:1", "post": "p1", "language": "hi", "government_work": True}
        | {"in_constituency": True, "revision": "made-up"}
        | common
    ]
    for table, rows, schema in (
        (Extra.POSTS, posts, POSTS),
        (Extra.POST_METRICS, figures, POST_METRICS),
        (Extra.POST_CLASSES, told, POST_CLASSES),
    ):
        lake().add(table, "p", pa.Table.from_pylist(rows, schema=schema))
    forget()
    return Directive.objects.with_terms().get()


def test_everyone_bound_has_an_activity_by_the_accounts_that_count(posted: Directive) -> None:
    found = activity_bound(posted, DAY)
    first, second, _third = (
        found.activity.together(found.keys[row.membership.code]) for row in found.judgement.rows
    )
    assert (first.posts, first.active_days) == (2, 1)
    assert first.work.ends == (0.5, 1.0)
    assert (second.posts, second.work.ends) == (0, None)
    assert all("koo:1" not in keys for keys in found.keys.values())


def test_the_command_prints_rows_and_data(posted: Directive) -> None:
    out = StringIO()
    call_command("measure", "posts", "--directive", posted.code, "--as-of", f"{DAY}", stdout=out)
    assert "Anita" in out.getvalue()
    assert "50%–100%" in out.getvalue().replace(".0", "")
    out = StringIO()
    call_command(
        "measure", "posts", "--directive", posted.code, "--as-of", f"{DAY}", "--format", "json",
        stdout=out,
    )  # fmt: skip
    first = json.loads(out.getvalue())["rows"][0]
    assert first["together"]["posts"] == 2
    assert first["together"]["rate_low"] is None
    assert any(account["posts"] == 2 for account in first["accounts"])


def test_a_period_that_is_none_is_refused(posted: Directive) -> None:
    with pytest.raises(CommandError, match="--days"):
        call_command("measure", "posts", "--directive", posted.code, "--days", "0")
