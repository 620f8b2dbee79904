"""The pages of measures: what they say, what they leave open, who may see them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from pahunch.dashboard.panels.panel import chance, rate, signed
from pahunch.dashboard.tests.conftest import DAY, State, append, seen
from pahunch.dashboard.tests.test_overview import PAGE, text
from pahunch.directives.judge import lake
from pahunch.measures.peers.actions import freeze_peers
from pahunch.observations import Extra
from pahunch.observations.extra import POST_CLASSES, POSTS

NAN, OPEN = float("nan"), float("inf")


@pytest.fixture
def grown(state: State) -> State:
    """Balram gains 25 followers a day; Chhaya was counted once."""
    rows = [
        seen("x:balram", 4_000 - 25 * ago, 4_000 - 25 * ago, DAY - timedelta(days=ago))
        for ago in range(1, 61)
    ]
    append("history", *rows)
    state.directive.due_on = DAY + timedelta(days=100)
    state.directive.save()
    return state


def measures(state: State, slug: str) -> str:
    return f"{state.page(slug)}measures/"


def test_growth_and_prospect_stand_with_their_numbers(english: Client, grown: State) -> None:
    shown = text(english.get(measures(grown, "balram")))
    assert "+700 followers in four weeks" in shown
    assert "Chance of 10,000 by the due date, 03-12-2023: under 1%" in shown
    assert "6,000 are missing: 60 a day until 03-12-2023." in shown
    assert "pace, 25 a day, leads there on 21-04-2024." in shown
    assert "1 of 1 account that counts was counted at both ends." in shown


def test_the_fan_is_drawn_for_desk_and_phone_and_has_its_table(
    english: Client, grown: State
) -> None:
    page = english.get(measures(grown, "balram")).content.decode()
    assert page.count('class="fan wide"') == page.count('class="fan tall"') == 1
    assert "nan" not in page.lower().split("</style>")[-1].replace("nano", "")
    assert "In 80 of 100 cases between" in page


def test_what_was_counted_once_is_not_known_to_grow(english: Client, grown: State) -> None:
    shown = text(english.get(measures(grown, "chhaya")))
    assert "Not known: no account was counted at both ends of the four weeks." in shown


def test_who_was_not_counted_at_all_has_no_forecast(english: Client, grown: State) -> None:
    page = english.get(measures(grown, "dinesh"))
    assert "Chance of" not in text(page)
    assert page.status_code == 200


def test_the_representatives_page_and_the_overview_lead_there(
    english: Client, grown: State
) -> None:
    page = english.get(grown.page("balram")).content.decode()
    assert f'href="{measures(grown, "balram")}?as_of=2023-08-25"' in page
    assert f'href="{PAGE}measures/?as_of=2023-08-25"' in english.get(PAGE).content.decode()


def test_everyone_stands_in_the_order_asked_for_and_the_unknown_last(
    english: Client, grown: State
) -> None:
    def names(order: str) -> list[str]:
        rows = english.get(f"{PAGE}measures/", {"sort": order}).context["rows"]
        return [row.name for row in rows]

    assert names("-pace")[0] == "Balram Jain"
    assert names("name") == sorted(names("name"))
    assert names("growth")[-1] != "Balram Jain"
    assert names("nonsense") == names("near")
    for order in ("pace", "-pace"):
        assert names(order)[-1] == "Dinesh Meena"


def test_the_search_narrows_the_list_and_not_the_answer(english: Client, grown: State) -> None:
    page = english.get(f"{PAGE}measures/", {"q": "बलराम"})
    assert [row.name for row in page.context["rows"]] == ["Balram Jain"]
    assert "to be expected on target on 03-12-2023" in text(page)


def test_a_district_officer_sees_the_district(client: Client, grown: State) -> None:
    client.force_login(grown.cast.meena)
    client.cookies["django_language"] = "en"
    page = client.get(f"{PAGE}measures/")
    assert {row.name for row in page.context["rows"]} == {"Balram Jain", "Dinesh Meena"}
    assert client.get(measures(grown, "anita")).status_code == 404


def test_the_command_prints_the_same(grown: State, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("measure", "expected", "--directive", "up-ministers", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    (row,) = (one for one in found["rows"] if one["membership"] == "up-minister-balram")
    assert (row["net_low"], row["pace_a_day"], row["needed_a_day"]) == (700, 25, 60)
    assert row["there_on"] == "2024-04-21"
    assert (found["until"], found["is_due"]) == ("2023-12-03", True)
    assert found["computed"]["prospect"] == "prospect-1"
    call_command("measure", "expected", "--directive", "up-ministers")
    assert "the due date" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no directive"):
        call_command("measure", "expected", "--directive", "nowhere")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.001, 0.005, "under 1%"),
        (0.995, 1.0, "over 99%"),
        (0.4, 0.4, "40%"),
        (0.4, 0.61, "40% … 61%"),
        (0.3, NAN, "at least 30%"),
        (NAN, NAN, "—"),
        (0.004, 0.5, "1% … 50%"),
    ],
)
def test_a_chance_is_said_no_finer_than_it_is_known(low: float, high: float, said: str) -> None:
    with translation.override("en"):
        assert chance(low, high) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (5, 5, "+5"),
        (-3, -3, "-3"),
        (0, 0, "0"),
        (-2, 1_25_000, "-2 to +1,25,000"),
        (7, OPEN, "at least +7"),
        (NAN, NAN, "—"),
    ],
)
def test_a_gain_carries_its_sign(low: float, high: float, said: str) -> None:
    with translation.override("en"):
        assert signed(low, high) == said


def test_a_rate_carries_its_sign() -> None:
    with translation.override("en"):
        assert rate(0.0123, 0.0123) == "+1.2%"
        assert rate(-0.01, 0.02) == "-1.0% … +2.0%"
        assert rate(NAN, NAN) == "—"
        assert rate(0.5, OPEN) == "at least +50.0%"


def test_different_people_are_at_least_the_largest_and_at_most_all(
    english: Client, grown: State
) -> None:
    shown = text(english.get(measures(grown, "anita")))
    assert "9,000–11,099 different people" in shown
    assert "no survey was brought in" in shown
    assert "different people" not in text(english.get(measures(grown, "balram")))


def test_without_places_nothing_is_said_of_the_constituency(english: Client, grown: State) -> None:
    shown = text(english.get(measures(grown, "anita")))
    assert "Not known: no account of this person tells where its followers are." in shown


def posted(number: int, kind: str = "photo") -> dict[str, Any]:
    at = datetime(DAY.year, DAY.month, DAY.day, 6, tzinfo=UTC) - timedelta(days=number)
    return {
        "account": "x:anita",
        "post": f"p{number}",
        "made_at": at,
        "kind": kind,
        "link": None,
        "seen_at": at,
        "run": "posts",
        "language": "hi",
        "government_work": number % 2 == 0,
        "in_constituency": None,
        "revision": "made up",
    }


def test_activity_says_how_often_and_of_what(english: Client, grown: State) -> None:
    assert "posts a week" not in text(english.get(measures(grown, "anita")))
    for table, schema in ((Extra.POSTS, POSTS), (Extra.POST_CLASSES, POST_CLASSES)):
        rows = [{name: posted(n).get(name) for name in schema.names} for n in range(8)]
        lake().add(table, "posts", pa.Table.from_pylist(rows, schema=schema))
    shown = text(english.get(measures(grown, "anita")))
    assert "2.0 posts a week, on 8 of 28 days" in shown
    assert "Of government work: 50.0% of the posts." in shown
    assert "Kinds: picture 8." in shown
    assert "Languages: Hindi 8." in shown


def test_nobody_is_ranked_where_coverage_differs(english: Client, grown: State) -> None:
    assert "Among peers" not in text(english.get(measures(grown, "anita")))
    for seat in grown.seats.values():
        seat.reservation = "GEN"
        seat.save()
    freeze_peers(
        grown.directive.state,
        grown.directive.roll,
        by=None,
        at=datetime(2023, 8, 1, tzinfo=UTC),
    )
    shown = text(english.get(measures(grown, "anita")))
    assert "Compared by the sets frozen on 01-08-2023." in shown
    assert "Nobody is ranked" in shown


def test_a_directive_that_asks_inside_gets_no_forecast_of_followers_anywhere(
    english: Client, grown: State
) -> None:
    grown.directive.where = "inside"
    grown.directive.save()
    page = english.get(f"{PAGE}measures/")
    assert "of those inside nothing is foretold" in text(page)
    assert {row.chance for row in page.context["rows"]} == {"—"}
    assert "Chance of" not in text(english.get(measures(grown, "balram")))


def test_suspicions_are_shown_to_those_who_may_see_them(
    client: Client, english: Client, grown: State
) -> None:
    shown = text(english.get(measures(grown, "balram")))
    assert "No growth of these accounts was asked about." in shown
    client.force_login(grown.cast.meena)
    client.cookies["django_language"] = "en"
    assert "Suspicious growth" not in text(client.get(measures(grown, "balram")))


def test_everyone_stands_by_activity_people_and_places(english: Client, grown: State) -> None:
    page = english.get(f"{PAGE}measures/activity/")
    rows = {row.name: row for row in page.context["rows"]}
    assert rows["Anita Verma"].people == "9,000–11,099"
    assert rows["Anita Verma"].inside == "—"
    assert rows["Balram Jain"].posts == "none seen"
    assert rows["Balram Jain"].open == "0"
    by_people = english.get(f"{PAGE}measures/activity/", {"sort": "-people"}).context["rows"]
    assert [row.name for row in by_people][-1] == "Dinesh Meena"
    names = english.get(f"{PAGE}measures/activity/", {"sort": "name"}).context["rows"]
    assert [row.name for row in names] == sorted(row.name for row in names)


def test_open_questions_are_no_column_for_whoever_may_not_see_them(
    client: Client, grown: State
) -> None:
    client.force_login(grown.cast.meena)
    client.cookies["django_language"] = "en"
    page = client.get(f"{PAGE}measures/activity/")
    assert page.status_code == 200
    assert "Open questions about growth" not in text(page)
    assert {row.name for row in page.context["rows"]} == {"Balram Jain", "Dinesh Meena"}


def test_a_day_on_which_nobody_was_counted_yet_is_no_day_without_growth(
    english: Client, grown: State
) -> None:
    tomorrow = DAY + timedelta(days=1)
    page = english.get(measures(grown, "balram"), {"as_of": tomorrow.isoformat()})
    shown = text(page)
    assert "pace, 25 a day, leads there on 21-04-2024." in shown
    assert "6,000 are missing: 60 a day until 03-12-2023." in shown
