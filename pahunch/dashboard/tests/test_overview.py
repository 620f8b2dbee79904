from __future__ import annotations

import re
from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from pahunch.dashboard.question import Question, day
from pahunch.dashboard.tests.conftest import DAY, State
from pahunch.directives.judge import forget
from pahunch.registry.models import Division, Person

PAGE = "/d/up-ministers/"


def text(response: object) -> str:
    """Give what a reader sees: no tags, no runs of blanks."""
    shown = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))


def names(client: Client, address: str) -> list[str]:
    """Give the people in the table, in its order."""
    body = client.get(address).content.decode().split("<tbody>")
    return re.findall(r'<tr><th scope="row"><a [^>]+>([^<]+)</a>', body[1]) if len(body) > 1 else []


def test_the_answer_comes_first_with_its_coverage(english: Client) -> None:
    shown = text(english.get(PAGE))
    assert "1 of 4 ministers on target" in shown
    assert "counted by 25-08-2023: 3 of 4" in shown


def test_the_answer_in_hindi(hindi: Client) -> None:
    shown = text(hindi.get(PAGE))
    assert "4 में से 1 मंत्री लक्ष्य पर" in shown
    assert "25-08-2023 तक गिने गए: 4 में से 3" in shown


def test_each_standing_is_a_shape_a_number_and_a_word(english: Client) -> None:
    shown = text(english.get(PAGE))
    for words in ("● 1 on target", "▲ 1 behind", "◆ 1 undecided", "○ 1 not measured"):
        assert words in shown


def test_who_asks_for_a_decision_stands_first(english: Client) -> None:
    assert names(english, PAGE) == ["Balram Jain", "Chhaya Patel", "Anita Verma", "Dinesh Meena"]


@pytest.mark.parametrize("typed", ["शिवपुर", "shivpur", "Shiv Pur", "अनीता", "anita", "1"])
def test_a_search_finds_in_either_script_and_by_number(english: Client, typed: str) -> None:
    assert names(english, f"{PAGE}?q={typed}") == ["Anita Verma"]


def test_filters_narrow_and_add_up(english: Client) -> None:
    assert names(english, f"{PAGE}?standing=not_measured") == ["Dinesh Meena"]
    assert names(english, f"{PAGE}?district=up-d-2") == ["Chhaya Patel", "Anita Verma"]
    assert names(english, f"{PAGE}?district=up-d-2&standing=met") == ["Anita Verma"]
    assert "Nobody fits this search" in text(english.get(f"{PAGE}?q=nobody-at-all"))


def test_a_column_sorts_both_ways_and_the_unknown_come_last(english: Client) -> None:
    up = names(english, f"{PAGE}?sort=count")
    down = names(english, f"{PAGE}?sort=-count")
    assert up == ["Balram Jain", "Chhaya Patel", "Anita Verma", "Dinesh Meena"]
    assert down == ["Anita Verma", "Chhaya Patel", "Balram Jain", "Dinesh Meena"]
    assert names(english, f"{PAGE}?sort=-name")[0] == "Dinesh Meena"


def test_the_day_in_the_address_is_the_day_judged(english: Client) -> None:
    shown = text(english.get(f"{PAGE}?as_of=24-08-2023"))
    assert "0 of 4 ministers on target" in shown
    assert "counted by 24-08-2023: 0 of 4" in shown
    assert "nothing to draw" in shown


def test_what_is_no_day_is_said_and_the_usual_day_shown(english: Client) -> None:
    shown = text(english.get(f"{PAGE}?as_of=31-02-2023"))
    assert "“31-02-2023” is not a day" in shown
    assert "1 of 4 ministers on target" in shown


def test_somebody_who_left_is_not_bound(english: Client) -> None:
    assert "Ela Bhat" not in text(english.get(PAGE))


def test_nobody_bound_is_not_everyone_on_target(english: Client) -> None:
    shown = text(english.get(f"{PAGE}?as_of=1950-01-01"))
    assert "nobody was bound on this day" in shown
    assert "everyone is measured" not in shown


def test_every_seat_is_on_the_map_bound_or_not(english: Client) -> None:
    body = english.get(PAGE).content.decode()
    assert 'aria-label="Sonpur · 5: nobody here is bound"' in body
    assert 'aria-label="Shivpur · 1: Anita Verma, on target, 11,000–11,099"' in body


def test_what_needs_a_decision_names_people_and_the_next_step(english: Client) -> None:
    shown = text(english.get(PAGE))
    assert "1 is behind The furthest needs up to 6,000 more." in shown
    assert "1 is undecided: the range of the count touches the line Enter an exact count" in shown
    assert "1 has accounts, but no usable count No dated count is fresh enough" in shown
    assert "3 memberships are unverified" in shown


def test_the_page_says_what_it_was_computed_from(english: Client) -> None:
    shown = text(english.get(PAGE))
    assert "lake version o" in shown
    assert "Roll 2023" in shown
    assert "reach-1" in shown


def test_a_name_that_only_latin_letters_know_is_read_out_so(hindi: Client, state: State) -> None:
    Person.objects.filter(memberships=state.memberships["anita"]).update(name_hi="")
    forget()
    assert '<span lang="en">Anita Verma</span></a><small>' in hindi.get(PAGE).content.decode()


@pytest.mark.parametrize("language", ["en", "hi"])
def test_words_from_a_file_are_never_markup(english: Client, state: State, language: str) -> None:
    hostile = '"><script>alert(1)</script>'
    seat = state.seats["anita"]
    blank = {"name_hi": ""}
    Division.objects.filter(pk=seat.pk).update(name=f"seat{hostile}", **blank)
    Division.objects.filter(code="up-d-2").update(name=f"district{hostile}", **blank)
    Person.objects.filter(memberships__division=seat).update(name=f"person{hostile}", **blank)
    forget()
    english.cookies["django_language"] = language
    body = english.get(PAGE).content.decode()
    assert "<script>alert" not in body
    for written in ("person", "seat", "district"):
        assert f"{written}&quot;&gt;&lt;script&gt;" in body


def test_a_seen_page_asks_a_settled_number_of_questions(
    english: Client, django_assert_num_queries: object
) -> None:
    english.get(PAGE)
    with django_assert_num_queries(8):  # type: ignore[operator]
        english.get(PAGE)
    with django_assert_num_queries(8):  # type: ignore[operator]
        english.get(f"{PAGE}?q=anita&sort=name")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2023-08-25", DAY),
        ("25-08-2023", DAY),
        ("25/8/2023", DAY),
        ("31-02-2023", None),
        ("9999-12-31", None),
        ("0001-01-01", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_day_is_read_in_both_orders(typed: str, found: date | None) -> None:
    assert day(typed) == found


def test_an_address_says_again_what_was_asked() -> None:
    asked = Question.of(QueryDict("q=a b&standing=met&sort=-share&district=d"), DAY)
    assert Question.of(QueryDict(asked.address()[1:]), date(2020, 1, 1)) == asked


def test_nonsense_in_the_address_is_the_usual_question() -> None:
    assert Question.of(QueryDict("standing=great&sort=colour"), DAY) == Question(DAY)


def test_a_directive_that_is_not_there_is_said_so(english: Client) -> None:
    response = english.get("/d/no-such/")
    assert response.status_code == 404
    assert "There is no such page here" in text(response)


def test_home_leads_to_the_one_directive(english: Client, state: State) -> None:
    assert english.get("/").headers["Location"] == PAGE
    state.directive.pk = None
    state.directive.code = "up-second"
    state.directive.save()
    with translation.override("en"):
        assert "Directives" in text(english.get("/"))


def test_who_sees_everyone_is_not_told_of_a_part(english: Client) -> None:
    assert "the part that you may see" not in text(english.get(PAGE))
