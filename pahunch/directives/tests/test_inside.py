"""A directive that asks for followers inside the constituency, and one that does not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError

from pahunch.directives import inside as inside_module
from pahunch.directives.inside import inside_of
from pahunch.directives.judge import forget, judge, lake
from pahunch.directives.models import Directive
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.facts import Count, Standing, Terms, Where
from pahunch.observations import AUDIENCE, Extra
from pahunch.registry.models import Account, Division, Placement, Source

NOON = datetime(2023, 8, 25, 12, tzinfo=UTC)


def tell(account: str, places: dict[str, int], run: str) -> None:
    """Add a list of places of followers."""
    rows = [
        {
            "account": account,
            "breakdown": "city",
            "place": place,
            "low": followers,
            "high": followers,
            "of_total": None,
            "seen_at": NOON,
            "run": run,
        }
        for place, followers in places.items()
    ]
    lake().add(Extra.AUDIENCE, run, pa.Table.from_pylist(rows, schema=AUDIENCE))


@pytest.fixture
def asks(state: State) -> Directive:
    """Let the small state's directive ask for followers inside; give each seat a district."""
    forget()
    inside_module.forget()
    source = Source.objects.get(text="made-up")
    for number, seat in enumerate(state.seats, start=1):
        Division.objects.filter(pk=seat.pk).update(name=f"Tarangpur {'ABC'[number - 1]}")
        home = Division.objects.create(
            code=f"up-d-{number}",
            kind="district",
            name=f"Zila {['Pehla', 'Doosra', 'Teesra'][number - 1]}",
            path=f"up/up-d-{number}/",
            source=source,
        )
        Placement.objects.create(child=seat, parent=home, source=source)
        Account.objects.create(
            key=f"facebook:{number}",
            platform="facebook",
            platform_id=str(number),
            kind="office",
            person=state.memberships[number - 1].person,
            source=source,
        )
    Directive.objects.filter(pk=state.directive.pk).update(where="inside")
    return Directive.objects.with_terms().get(pk=state.directive.pk)


def standings(directive: Directive) -> list[tuple[str, Count | None, Standing]]:
    return [
        (row.person.name, row.verdict.count, row.verdict.standing)
        for row in judge(directive, DAY).rows
    ]


def test_the_verdict_is_by_the_interval_inside(asks: Directive) -> None:
    append(
        "pages",
        seen("facebook:1", 30_000, 30_000, DAY, "pages"),
        seen("facebook:2", 12_000, 12_000, DAY, "pages"),
    )
    tell("facebook:1", {"Tarangpur A, Up": 15_000, "Pune, Maharashtra": 9_000}, "p1")
    tell("facebook:2", {"Tarangpur B, Up": 100, "Pune, Maharashtra": 11_900}, "p2")
    found = {name: (count, standing) for name, count, standing in standings(asks)}
    # 10,000 is the target; the accounts that tell nothing have 10,009 and 9,999 followers.
    assert found["Anita"] == (Count(15_000, 31_009), Standing.MET)
    assert found["Balram"][1] is Standing.UNDECIDED
    assert found["Balram"][0] == Count(100, 100 + 9_999)
    assert found["Chhaya"] == (None, Standing.NOT_MEASURED)


def test_followers_of_whom_nobody_tells_the_place_are_not_measured_inside(asks: Directive) -> None:
    append("pages", seen("facebook:1", 30_000, 30_000, DAY, "pages"))
    found = {name: (count, standing) for name, count, standing in standings(asks)}
    assert found["Anita"] == (None, Standing.NOT_MEASURED)
    anywhere = Directive.objects.with_terms().get(pk=asks.pk)
    anywhere.where = "anywhere"
    assert anywhere.terms.where is Where.ANYWHERE


def test_new_places_are_a_new_judgement_though_the_lake_version_is_the_same(
    asks: Directive,
) -> None:
    append("pages", seen("facebook:1", 30_000, 30_000, DAY, "pages"))
    before = judge(asks, DAY)
    tell("facebook:1", {"Tarangpur A, Up": 15_000}, "p1")
    after = judge(asks, DAY)
    assert before.lake_version == after.lake_version
    assert before.computed["places"] != after.computed["places"]
    assert judge(asks, DAY) is after
    assert after.computed["inside"] == "inside-1"


def test_the_printed_verdict_names_the_rule_and_the_places(asks: Directive) -> None:
    out = StringIO()
    call_command("judge", "--directive", "up-ministers", "--as-of", "2023-08-25", stdout=out)
    assert "followers inside by rule inside-1, places " in out.getvalue()


def test_an_ordinary_verdict_names_nothing_new(state: State) -> None:
    judgement = judge(state.directive, DAY)
    assert judgement.inside is None
    assert set(judgement.computed) == {
        "lake_version", "roll", "rule", "as_of", "directive", "roster",
    }  # fmt: skip


def test_any_directive_can_be_asked_for_the_measure(asks: Directive) -> None:
    append("pages", seen("facebook:1", 30_000, 30_000, DAY, "pages"))
    tell("facebook:1", {"Tarangpur A, Up": 15_000}, "p1")
    Directive.objects.filter(pk=asks.pk).update(where="anywhere")
    ordinary = Directive.objects.with_terms().get(pk=asks.pk)
    forget()
    found = inside_of(ordinary, DAY)
    assert found is inside_of(ordinary, DAY)
    assert found.people["up-minister-anita"].low == 15_000
    assert judge(ordinary, DAY).inside is None
    tell("facebook:2", {"Tarangpur B, Up": 5}, "p2")
    assert inside_of(ordinary, DAY) is not found


def test_the_command_prints_parts_and_ends(asks: Directive) -> None:
    append("pages", seen("facebook:1", 30_000, 30_000, DAY, "pages"))
    tell("facebook:1", {"Tarangpur A, Up": 15_000, "Nobody knows, Up": 70}, "p1")
    out = StringIO()
    asked = ("inside", "--directive", "up-ministers", "--as-of", "2023-08-25")
    call_command("measure", *asked, stdout=out)
    assert "15,000" in out.getvalue()
    assert "Of 1 of 3 some account tells places" in out.getvalue()
    out = StringIO()
    call_command("measure", *asked, "--format", "json", stdout=out)
    said: dict[str, Any] = json.loads(out.getvalue())
    anita = next(row for row in said["rows"] if row["person"] == "Anita")
    assert (anita["certain"], anita["shared"], anita["low"]) == (15_000, 0, 15_000)
    assert [place["part"] for place in anita["accounts"][0]["places"]] == ["inside", "unplaced"]
    assert said["computed"]["inside"] == "inside-1"
    assert len(said["computed"]["places"]) == 16


def test_the_command_refuses_a_roster_in_the_lake(state: State) -> None:
    Directive.objects.filter(pk=state.directive.pk).update(roster="large")
    with pytest.raises(CommandError, match="members lie in the lake"):
        call_command("measure", "inside", "--directive", "up-ministers")


def test_the_database_holds_that_a_roster_in_the_lake_has_no_places(state: State) -> None:
    with pytest.raises(IntegrityError):
        Directive.objects.filter(pk=state.directive.pk).update(roster="large", where="inside")


def test_terms_of_before_are_terms_of_anywhere() -> None:
    terms = Terms.__dataclass_fields__["where"].default
    assert terms is Where.ANYWHERE


def test_the_command_measures_a_plain_file(asks: Directive, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        'account,place,followers,total\na,"Tarangpur A, Up",600,1000\na,"Pune, Maharashtra",150,\n',
        encoding="utf-8",
    )
    out = StringIO()
    asked = ("inside", str(path), "--constituency", "up-ac-1")
    call_command("measure", *asked, "--format", "json", stdout=out)
    (account,) = json.loads(out.getvalue())["accounts"]
    assert (account["certain"], account["elsewhere"], account["unplaced"]) == (600, 150, 250)
    assert (account["low"], account["high"], account["point"]) == (600, 850, 800)
    out = StringIO()
    call_command("measure", *asked, stdout=out)
    assert "Inside Tarangpur A" in out.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "give either --directive"),
        (("a.csv", "--directive", "up-ministers"), "give either --directive"),
        (("a.csv", "--constituency", "up-ac-99"), "no constituency"),
    ],
)
def test_the_command_refuses_in_a_line(state: State, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("measure", "inside", *words)
