"""Reviews and commitments: planned, held and frozen, refused without a trace; who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from pahunch.directives.models import (
    Commitment,
    ElectionPeriod,
    PublishedVerdict,
    Review,
    ReviewKind,
    ReviewNote,
)
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.reviews.actions import (
    Plan,
    Undertaking,
    cancel_review,
    drop_commitment,
    finish_commitment,
    finish_own_commitment,
    hold_review,
    make_commitment,
    note_review,
    plan_review,
)
from pahunch.directives.reviews.agenda import agenda_of
from pahunch.directives.reviews.errors import WrongReview
from pahunch.directives.tests.conftest import DAY, State
from pahunch.directives.tests.reviews.conftest import (
    DUE,
    MEETING,
    MEETING_DAY,
    NEXT,
    NOW,
    commitment,
    one_to_one,
)
from pahunch.staff.models import Deed, Role
from pahunch.staff.rights import Refused
from pahunch.staff.sealed import broken_seals
from tests.people import Cast, give, person


def test_a_meeting_is_of_everyone_who_is_bound(planned: Review, state: State) -> None:
    assert set(planned.participants.all()) == set(state.memberships)
    deed = Deed.objects.get(verb="directives.review_planned")
    assert deed.subject == f"review:{planned.code}"
    assert len(deed.detail["with"]) == 3


def test_holding_a_meeting_freezes_its_verdict(held: Review) -> None:
    assert held.published is not None
    said = held.published.said
    assert (said["title"], said["title_hi"]) == ("August meeting", "अगस्त बैठक")
    assert said["computed"]["as_of"] == DAY.isoformat()
    assert said["reason"] == "अगस्त बैठक, 26-08-2023"
    deed = Deed.objects.get(verb="directives.review_held")
    assert deed.detail["published"] == held.published.code
    assert broken_seals() == []


def test_a_review_of_the_past_is_entered_afterwards(state: State, people: Cast) -> None:
    review = plan_review(state.directive, MEETING, by=people.asha, at=NEXT)
    held = hold_review(review, DAY, by=people.asha, at=NEXT)
    assert held.published is not None
    assert (held.day, held.published.as_of) == (MEETING_DAY, DAY)
    assert held.published.published_at == NEXT


def test_a_one_to_one_freezes_only_where_it_is_asked_to(state: State, people: Cast) -> None:
    first, second = (one_to_one(state, people, number) for number in (0, 1))
    assert hold_review(first, DAY, freezes=False, by=people.asha, at=NEXT).published is None
    assert hold_review(second, DAY, by=people.asha, at=NEXT).published is not None


def test_the_owner_finishes_and_only_the_cell_drops(held: Review, people: Cast) -> None:
    mine, other = commitment(held, people), commitment(held, people, "Another")
    finish_own_commitment(mine, note="Done", by=people.ravi, at=NEXT)
    with pytest.raises(Refused):
        finish_own_commitment(other, note="Done", by=people.meena, at=NEXT)
    for act in (finish_commitment, drop_commitment):
        with pytest.raises(Refused):
            act(other, note="x", by=people.ravi, at=NEXT)
    assert drop_commitment(other, note="Not wanted", by=people.asha, at=NEXT).state == "dropped"
    with pytest.raises(WrongReview, match="state"):
        finish_commitment(mine, note="Again", by=people.asha, at=NEXT)
    verbs = set(Deed.objects.values_list("verb", flat=True))
    assert {f"directives.commitment_{what}" for what in ("made", "done", "dropped")} <= verbs


def test_notes_are_of_a_point_or_in_general(later: Review, people: Cast) -> None:
    key = agenda_of(later, user=people.asha, now=NEXT).items[0].key
    note_review(later, "Will be looked into", item=key, by=people.asha, at=NEXT)
    note_review(later, "All were there", by=people.asha, at=NEXT)
    assert list(ReviewNote.objects.values_list("item", flat=True)) == [key, ""]


Attempt = Callable[[State, Cast, Review], object]
OTHER = date(2023, 9, 1)


def plan_of(**given: object) -> Attempt:
    plan = Plan(**{"kind": ReviewKind.MEETING, "day": MEETING_DAY, "title": "t", **given})  # type: ignore[arg-type]
    return lambda state, people, _review: plan_review(state.directive, plan, by=people.asha, at=NOW)


def commit_of(**given: object) -> Attempt:
    wanted = {"text": "t", "due_on": DUE, "owner_post": "Collector", **given}
    return lambda _state, people, review: make_commitment(
        review,
        Undertaking(**wanted),  # type: ignore[arg-type]
        by=people.asha,
        at=NOW,
    )


def hold_of(as_of: date = DAY, at: datetime = NOW) -> Attempt:
    return lambda _state, people, review: hold_review(review, as_of, by=people.asha, at=at)


@pytest.mark.parametrize(
    ("attempt", "why"),
    [
        (plan_of(title=" "), "no_title"),
        (plan_of(kind=ReviewKind.ONE_TO_ONE), "one"),
        (plan_of(day=date(1990, 1, 1)), "nobody"),
        (hold_of(date(2023, 8, 27)), "after"),
        (hold_of(at=datetime(2023, 8, 20, tzinfo=UTC)), "early"),
        (commit_of(text=" "), "no_words"),
        (commit_of(owner_post=" "), "no_owner"),
        (commit_of(due_on=DAY), "past"),
        (lambda _s, people, review: note_review(review, " ", by=people.asha, at=NOW), "no_words"),
        (
            lambda _s, people, review: cancel_review(review, reason="", by=people.asha, at=NOW),
            "no_words",
        ),
    ],
)
def test_a_refusal_leaves_no_trace(
    state: State, people: Cast, planned: Review, attempt: Attempt, why: str
) -> None:
    before = (Deed.objects.count(), list(Review.objects.values()))
    with pytest.raises(WrongReview) as refused:
        attempt(state, people, planned)
    assert refused.value.why == why
    assert (Deed.objects.count(), list(Review.objects.values())) == before
    assert not PublishedVerdict.objects.exists()
    assert not Commitment.objects.exists()
    assert not ReviewNote.objects.exists()


def test_a_one_to_one_is_with_somebody_bound_on_its_day(state: State, people: Cast) -> None:
    member = state.memberships[0]
    member.ends = date(2023, 1, 1)
    member.save()
    with pytest.raises(WrongReview, match="not_bound"):
        one_to_one(state, people, 0)


def test_what_was_held_or_cancelled_stays_so(held: Review, people: Cast) -> None:
    with pytest.raises(WrongReview, match="state"):
        hold_review(held, DAY, by=people.asha, at=NOW)
    with pytest.raises(WrongReview, match="state"):
        cancel_review(held, reason="x", by=people.asha, at=NOW)
    assert PublishedVerdict.objects.count() == 1


def test_a_cancelled_review_takes_no_notes_nor_commitments(planned: Review, people: Cast) -> None:
    cancel_review(planned, reason="Flood", by=people.asha, at=NOW)
    with pytest.raises(WrongReview, match="cancelled"):
        note_review(planned, "x", by=people.asha, at=NOW)
    with pytest.raises(WrongReview, match="cancelled"):
        commitment(planned, people)
    assert agenda_of(planned, user=people.asha, now=NOW).before is None


def test_an_election_period_holds_a_meeting_back(
    state: State, planned: Review, people: Cast
) -> None:
    ElectionPeriod.objects.create(
        state=state.directive.state,
        starts=MEETING_DAY,
        ends=MEETING_DAY,
        reason="made up",
        ordered_at=NOW,
    )
    with pytest.raises(WrongPublication, match="period"):
        hold_review(planned, DAY, by=people.asha, at=NOW)
    planned.refresh_from_db()
    assert planned.state == "planned"


def test_the_database_holds_the_truths_itself(held: Review, planned: Review) -> None:
    for wrong in ({"published": None}, {"as_of": None}, {"as_of": date(2024, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=held.pk).update(**wrong)


def test_only_the_cell_and_the_reviewer_plan(state: State, people: Cast) -> None:
    path = state.directive.state.path
    reviewer = give(person("rita", "Rita", "रीता"), Role.REVIEWER, division_path=path)
    for user in (people.ravi, people.meena, people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            plan_review(state.directive, MEETING, by=user, at=NOW)
    review = plan_review(state.directive, MEETING, by=reviewer, at=NOW)
    before = Deed.objects.count()
    with pytest.raises(Refused):
        hold_review(review, DAY, by=reviewer, at=NOW)
    review.refresh_from_db()
    assert (review.state, Deed.objects.count()) == ("planned", before)
    single = Plan(ReviewKind.ONE_TO_ONE, MEETING_DAY, "t", participants=state.memberships[:1])
    review = plan_review(state.directive, single, by=reviewer, at=NOW)
    assert hold_review(review, DAY, freezes=False, by=reviewer, at=NOW).state == "held"
