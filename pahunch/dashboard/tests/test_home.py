from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from pahunch.dashboard.question import Question
from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import PAGE, text
from pahunch.directives.judge import forget
from pahunch.directives.models import Directive
from pahunch.registry.models import Division, Source

MADE_UP = "This state, its people and its counts exist for demonstration only."


def invent(state: State) -> None:
    """Say of the whole state that it is made up."""
    source = Source.objects.create(text="made-up, pahunch simulate --seed 7")
    Division.objects.update(source=source)
    Directive.objects.update(source=source)


@pytest.fixture
def two(state: State) -> State:
    """Give a second directive, issued on a day before anything was counted."""
    first = Directive.objects.get(pk=state.directive.pk)
    first.pk, first.code, first.title = None, "up-second", "Second"
    first.usual_day = first.starts
    first.save()
    return state


def test_home_gives_the_answer_of_each_directive_in_a_line(english: Client, two: State) -> None:
    shown = text(english.get("/"))
    assert "1 of 4 ministers on target ● 1 on target ▲ 1 behind" in shown
    assert "○ 1 not measured as of 25-08-2023" in shown
    assert "0 of 5 ministers on target ○ 5 not measured as of 01-01-2020" in shown


def test_home_counts_only_those_whom_the_reader_may_see(client: Client, two: State) -> None:
    client.force_login(two.cast.meena)
    client.cookies["django_language"] = "en"
    assert "0 of 2 ministers on target" in text(client.get("/"))


def test_home_asks_one_question_more_for_each_directive(
    english: Client, two: State, django_assert_num_queries: object
) -> None:
    english.get("/")
    with django_assert_num_queries(8):  # type: ignore[operator]
        english.get("/")


def test_a_made_up_state_says_so_on_every_page_of_it(english: Client, two: State) -> None:
    pages = ("/", PAGE, two.page("anita"), "/place/up-ac-1/", "/district/up-d-1/")
    assert not any(MADE_UP in text(english.get(page)) for page in pages)
    invent(two)
    assert [page for page in pages if MADE_UP not in text(english.get(page))] == []
    assert "Udaharan Made up" in text(english.get("/districts/"))


def test_no_page_names_a_party(english: Client, state: State) -> None:
    membership = state.memberships["anita"]
    membership.party = "Palash Dal"
    membership.save()
    assert not any(
        "Palash" in text(english.get(page)) for page in (state.page("anita"), "/place/up-ac-1/")
    )


def test_the_day_before_and_after_are_a_click_away_with_the_filter_kept(english: Client) -> None:
    shown = english.get(f"{PAGE}?standing=met").content.decode()
    assert 'rel="prev" href="?standing=met&amp;as_of=2023-08-24"' in shown
    assert 'rel="next" href="?standing=met&amp;as_of=2023-08-26"' in shown
    assert '<input type="hidden" name="standing" value="met">' in shown


def test_the_calendar_has_a_first_and_a_last_day() -> None:
    assert Question(date.min).before is None
    assert Question(date.max).after is None
    assert Question(date(2024, 3, 1)).before == date(2024, 2, 29)
    assert Question(date(2024, 2, 29)).after == date(2024, 3, 1)


def test_words_in_latin_letters_are_marked_on_a_hindi_page(hindi: Client, state: State) -> None:
    membership = state.memberships["anita"]
    membership.portfolios = ["Home", "Law"]
    membership.save()
    assert '<span lang="en">Home, Law</span>' in hindi.get(state.page("anita")).content.decode()


def test_a_name_without_hindi_is_marked_in_the_list(hindi: Client, state: State) -> None:
    person = state.memberships["anita"].person
    person.name, person.name_hi = "Anita <Verma>", ""
    person.save()
    forget()
    assert '<span lang="en">Anita &lt;Verma&gt;</span></a>' in hindi.get(PAGE).content.decode()


def test_the_book_of_deeds_is_in_the_menu_of_auditors_only(client: Client, state: State) -> None:
    client.cookies["django_language"] = "en"
    for user, sees in ((state.cast.om, True), (state.cast.asha, False)):
        client.force_login(user)
        shown = client.get(PAGE).content.decode()
        assert ('href="/staff/deeds/"' in shown) is sees
        assert 'href="/staff/account/"' in shown
