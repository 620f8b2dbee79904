"""Agendas: what changed since the last review, what is carried over, what stays frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pahunch.directives.judge import forget
from pahunch.directives.models import Commitment, Review, ReviewKind
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.reviews.actions import (
    Plan,
    Undertaking,
    finish_commitment,
    hold_review,
    make_commitment,
    plan_review,
)
from pahunch.directives.reviews.agenda import agenda_of
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.directives.tests.reviews.conftest import (
    DUE,
    MEETING_DAY,
    NEXT,
    NEXT_DAY,
    NOW,
    commitment,
    one_to_one,
    points,
    suspicion,
)
from tests.people import Cast


def test_the_first_agenda_has_nothing_to_compare_with(planned: Review, people: Cast) -> None:
    agenda = agenda_of(planned, user=people.asha, now=NOW)
    assert agenda.before is None
    assert agenda.items == ()
    assert agenda.as_of == MEETING_DAY


def test_the_agenda_says_what_changed_since(later: Review, people: Cast, held: Review) -> None:
    agenda = agenda_of(later, user=people.asha, now=NEXT)
    assert agenda.before == held
    assert points(later, people) == [
        "Anita fell behind (on target before): 9,000–9,009 followers, target 10,000",
        "Balram reached the target (behind before): 10,490–10,499 followers, target 10,000",
        "Chhaya is newly measured: on target, 20,010 followers, target 10,000",
        "Balram grew most: 491–509 followers more",
        "Anita fell most: 991–1,009 followers fewer",
    ]
    page = f"/d/{later.directive.code}/r/up-minister-anita/?as_of=2023-09-26"
    assert agenda.items[0].address == page


def test_nothing_changed_is_said_by_an_empty_agenda(
    state: State, held: Review, people: Cast
) -> None:
    plan = Plan(ReviewKind.MEETING, MEETING_DAY, "The same day again")
    again = plan_review(state.directive, plan, by=people.asha, at=NOW)
    agenda = agenda_of(again, user=people.asha, now=NOW)
    assert (agenda.before, agenda.items) == (held, ())


def test_the_agenda_of_a_held_review_never_changes(
    state: State, later: Review, people: Cast
) -> None:
    hold_review(later, date(2023, 9, 25), by=people.asha, at=NEXT)
    later.refresh_from_db()
    before = points(later, people)
    append("day-3", seen("x:1", 99_000, 99_000, date(2023, 9, 25), "day-3"))
    forget()
    assert points(later, people) == before


def test_a_corrected_verdict_is_compared_with_in_its_corrected_form(
    state: State, held: Review, later: Review, people: Cast
) -> None:
    assert points(later, people)
    draft = Draft(date(2023, 9, 25), "Corrected", "A wrong day", corrects=held.published)
    publish_verdict(state.directive, draft, by=people.asha, at=NEXT)
    assert points(later, people) == []


def test_a_one_to_one_speaks_of_one_alone(state: State, later: Review, people: Cast) -> None:
    found = points(one_to_one(state, people, 0), people)
    assert len(found) == 2
    assert all("Anita" in point for point in found)


def test_questions_about_growth_are_points_since_the_last_review(
    later: Review, people: Cast
) -> None:
    suspicion("x:1", datetime(2023, 8, 1, tzinfo=UTC))
    suspicion("x:2", datetime(2023, 9, 1, tzinfo=UTC))
    suspicion(
        "x:3",
        datetime(2023, 8, 1, tzinfo=UTC),
        state="dismissed",
        decided_at=datetime(2023, 9, 2, tzinfo=UTC),
        reason="made up",
    )
    found = [point for point in points(later, people) if "growth" in point.lower()]
    assert found == [
        "Growth of Balram was asked about: 25-08-2023",
        "A question about the growth of Chhaya was decided: dismissed",
    ]


def test_what_is_asked_after_a_meeting_on_its_own_day_comes_to_the_next(
    held: Review, later: Review, people: Cast
) -> None:
    suspicion("x:2", NOW + timedelta(hours=1))
    found = [point for point in points(later, people) if "asked about" in point]
    assert found == ["Growth of Balram was asked about: 25-08-2023"]
    assert points(held, people) == []


def test_a_first_meeting_keeps_the_questions_that_were_open_then(
    planned: Review, people: Cast
) -> None:
    asked = suspicion("x:2", NOW - timedelta(days=9))
    assert len(points(planned, people, NOW)) == 1
    held = hold_review(planned, DAY, by=people.asha, at=NOW)
    asked.state, asked.decided_at, asked.reason = "dismissed", NEXT, "made up"
    asked.save()
    assert len(points(held, people)) == 1


def test_a_commitment_is_carried_until_it_is_closed(
    held: Review, later: Review, people: Cast
) -> None:
    made = commitment(held, people)
    agenda = agenda_of(later, user=people.asha, now=NEXT)
    assert agenda.carried == (made,)
    assert points(later, people)[-1] == "Overdue: Send two trainers, 10-09-2023 (Ravi)"
    assert Commitment.objects.count() == 1
    finish_commitment(made, note="They came", by=people.asha, at=NEXT)
    agenda = agenda_of(later, user=people.asha, now=NEXT)
    assert (agenda.carried, Commitment.objects.count()) == ((), 1)


def test_a_held_review_still_shows_what_was_open_then(
    held: Review, later: Review, people: Cast
) -> None:
    made = commitment(held, people)
    later = hold_review(later, date(2023, 9, 25), by=people.asha, at=NEXT)
    after = NEXT + timedelta(days=2)
    finish_commitment(made, note="They came", by=people.asha, at=after)
    agenda = agenda_of(later, user=people.asha, now=after)
    assert [one.pk for one in agenda.carried] == [made.pk]
    assert "Overdue" in points(later, people)[-1]


def test_a_one_to_one_carries_what_concerns_its_one(
    state: State, held: Review, later: Review, people: Cast
) -> None:
    for number in (0, 1):
        given = Undertaking(f"No. {number}", DUE, None, "Collector", state.memberships[number])
        make_commitment(held, given, by=people.asha, at=NOW)
    review = one_to_one(state, people, 1)
    carried = agenda_of(review, user=people.asha, now=NEXT).carried
    assert [(one.text, one.owner_name) for one in carried] == [("No. 1", "Collector")]
    own = make_commitment(review, Undertaking("x", NEXT_DAY, people.ravi), by=people.asha, at=NEXT)
    assert own.membership == state.memberships[1]
