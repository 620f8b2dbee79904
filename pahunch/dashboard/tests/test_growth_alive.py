from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from pahunch.dashboard import representative
from pahunch.dashboard.tests.conftest import DAY, State, append, seen
from pahunch.directives.judge import lake
from tests.people import NOW


def points(client: Client, address: str) -> list[dict[str, str]]:
    """Give what the living chart says, one row a point."""
    answer = client.get(address)
    assert answer.status_code == 200
    told = answer.json()["usermeta"]
    return [one | {"account": told["lines"][one["line"]]} for one in told["points"]]


def test_the_points_of_the_chart_are_the_dated_counts_of_the_table(
    english: Client, state: State
) -> None:
    append("past", seen("x:dinesh", 1_23_456, 1_23_456, NOW.date().replace(day=9)))
    append("wrong", seen("x:dinesh", 7, 7, NOW.date().replace(day=10)))
    lake().withdraw("wrong", reason="typed twice", at=NOW)
    for slug in ("anita", "balram", "chhaya", "dinesh"):
        page = english.get(state.page(slug))
        table = sorted(
            (one.seen_on, one.title, one.count)
            for one in page.context["counts"].object_list
            if one.is_dated and not one.is_withdrawn
        )
        told = points(english, f"{state.page(slug)}growth.json")
        accounts = [one for one in told if one["account"] != "judged"]
        assert sorted((one["date"], one["account"], one["count"]) for one in accounts) == table


def test_the_last_point_judged_is_the_verdict_of_the_page(english: Client, state: State) -> None:
    told = points(english, f"{state.page('anita')}growth.json")
    judged = [one for one in told if one["account"] == "judged"]
    assert (judged[-1]["date"], judged[-1]["count"]) == ("25-08-2023", "11,000–11,099")


def test_the_chart_speaks_the_language_of_the_page(hindi: Client, state: State) -> None:
    told = points(hindi, f"{state.page('anita')}growth.json")
    assert told[0]["account"] == "जिस पर निर्णय"
    in_hindi = hindi.get(state.page("anita")).context["version"]
    hindi.cookies["django_language"] = "en"
    assert hindi.get(state.page("anita")).context["version"] != in_hindi


def test_a_long_course_comes_compressed(english: Client, state: State) -> None:
    append(
        "past", *[seen("x:balram", 3_000 + day, None, DAY - timedelta(day)) for day in range(90)]
    )
    address = f"{state.page('balram')}growth.json"
    small = english.get(address, headers={"accept-encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.content) * 4 < len(english.get(address).content)


def test_a_reader_gets_the_points_of_those_whom_the_reader_may_see(
    client: Client, state: State
) -> None:
    client.force_login(state.cast.meena)
    assert client.get(f"{state.page('anita')}growth.json").status_code == 404
    assert points(client, f"{state.page('balram')}growth.json")


def test_the_page_offers_life_only_where_the_bundle_was_made(
    english: Client, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = english.get(state.page("anita")).content.decode()
    assert "<picture>" in body
    assert "growth.js" not in body
    monkeypatch.setattr(representative, "bundle_address", lambda: "/static/ui/made.js")
    body = english.get(state.page("anita")).content.decode()
    assert "<picture>" in body
    assert 'data-bundle="/static/ui/made.js"' in body
    found = re.search(r'data-growth="([^"]+)"', body)
    assert found
    assert points(english, found[1].replace("&amp;", "&"))
    assert re.search(r'<script type="module" src="/static/ui/growth[^"]*\.js">', body)
