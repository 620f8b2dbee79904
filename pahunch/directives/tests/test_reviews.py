"""Reviews: planned, held and frozen, cancelled; agendas, notes, commitments; who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from pahunch.directives.judge import forget
from pahunch.directives.models import (
    Commitment,
    ElectionPeriod,
    PublishedVerdict,
    Review,
    ReviewKind,
    ReviewNote,
)
from pahunch.directives.publishing.actions import Draft, publish_verdict
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
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.measures.models import Suspicion
from pahunch.registry.models import Account
from pahunch.staff.models import Deed, Role
from pahunch.staff.rights import Refused
from pahunch.staff.sealed import broken_seals
from tests.people import Cast, assemble, give, person

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)
MEETING_DAY = date(2023, 8, 26)
NEXT_DAY = date(2023, 9, 26)
NEXT = datetime(2023, 9, 26, 6, 0, tzinfo=UTC)
MEETING = Plan(
    ReviewKind.MEETING, MEETING_DAY, "August meeting", "अगस्त बैठक", "Mantralaya", "मंत्रालय"
)
DUE = date(2023, 9, 10)


@pytest.fixture
def people(state: State) -> Cast:
    path = state.directive.state.path
    return assemble(state=path, district=f"{path}nowhere/")


@pytest.fixture
def planned(state: State, people: Cast) -> Review:
    return plan_review(state.directive, MEETING, by=people.asha, at=NOW)


@pytest.fixture
def held(planned: Review, people: Cast) -> Review:
    return hold_review(planned, DAY, by=people.asha, at=NOW)


@pytest.fixture
def later(state: State, people: Cast, held: Review) -> Review:
    """A month later Anita lost many, Balram reached it, Chhaya was counted for the first time."""
    day = date(2023, 9, 25)
    append(
        "day-2",
        seen("x:1", 8_000, 8_000, day, "day-2"),
        seen("youtube:1", 1_000, 1_009, day, "day-2"),
        seen("x:2", 9_500, 9_500, day, "day-2"),
        seen("youtube:2", 990, 999, day, "day-2"),
        seen("x:3", 20_000, 20_000, day, "day-2"),
        seen("youtube:3", 10, 10, day, "day-2"),
    )
    forget()
    plan = Plan(ReviewKind.MEETING, NEXT_DAY, "September meeting")
    return plan_review(state.directive, plan, by=people.asha, at=NEXT)


def one_to_one(state: State, people: Cast, number: int = 0, day: date = NEXT_DAY) -> Review:
    plan = Plan(ReviewKind.ONE_TO_ONE, day, "One-to-one", participants=[state.memberships[number]])
    return plan_review(state.directive, plan, by=people.asha, at=NEXT)


def points(review: Review, people: Cast, now: datetime = NEXT) -> list[str]:
    with translation.override("en"):
        return [item.words for item in agenda_of(review, user=people.asha, now=now).items]


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


def test_a_one_to_one_freezes_only_where_it_is_asked_to(state: State, people: Cast) -> None:
    first, second = (one_to_one(state, people, number) for number in (0, 1))
    assert hold_review(first, DAY, freezes=False, by=people.asha, at=NEXT).published is None
    assert hold_review(second, DAY, by=people.asha, at=NEXT).published is not None


def test_the_first_agenda_has_nothing_to_compare_with(planned: Review, people: Cast) -> None:
    agenda = agenda_of(planned, user=people.asha, now=NOW)
    assert agenda.before is None
    assert agenda.items == ()
    assert agenda.as_of == MEETING_DAY


def test_the_agenda_says_what_changed_since(later: Review, people: Cast, held: Review) -> None:
    agenda = agenda_of(later, user=people.asha, now=NEXT)
    assert agenda.before == held
    assert points(later, people) == [
        "Anita fell behind (on target before): 9,000–9,009 / 10,000",
        "Balram reached the target (behind before): 10,490–10,499 / 10,000",
        "Chhaya is measured for the first time or again: on target, 20,010 / 10,000",
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


def suspicion(account: str, asked_at: datetime, **more: object) -> Suspicion:
    return Suspicion.objects.create(
        account=Account.objects.get(key=account),
        first_day=DAY,
        last_day=DAY,
        evidence=[],
        score=0.9,
        gained=10,
        rule="made-up",
        lake_version="o1w0",
        asked_at=asked_at,
        **more,
    )


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


def commitment(review: Review, people: Cast, text: str = "Send two trainers") -> Commitment:
    given = Undertaking(text, DUE, owner=people.ravi)
    return make_commitment(review, given, by=people.asha, at=NOW)


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


def test_a_meeting_is_planned_held_noted_and_committed_on_its_pages(
    client: Client, state: State, people: Cast
) -> None:
    client.force_login(people.asha)
    client.cookies["django_language"] = "en"
    new = f"/published/reviews/new/{state.directive.code}/meeting/"
    assert "Who takes part" in client.get(new).content.decode()
    typed = {"day": "2023-08-26", "title": "August", "title_hi": "अगस्त", "place": "Bhopal"}
    assert client.post(new, typed | {"title": ""}).status_code == 422
    page = client.post(new, typed).headers["Location"]
    assert "nothing to compare with" in client.get(page).content.decode()
    assert client.post(f"{page}hold/", {"as_of": "2023-08-27"}).status_code == 422
    assert client.post(f"{page}hold/", {"as_of": "2023-08-25"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "33.3% met: 1 of 3, as of 25-08-2023, 2023, rule reach-1, counted 2 of 3" in shown
    assert "It was held" not in shown
    assert client.post(f"{page}note/", {"item": "", "text": "All came"}).status_code == 302
    given = {"text": "Train ten", "owner_post": "Collector", "due_on": "2023-09-10"}
    assert client.post(f"{page}commit/", given | {"owner": "ravi"}).status_code == 422
    assert client.post(f"{page}commit/", given).status_code == 302
    shown = client.get(page).content.decode()
    for words in ("All came", "Train ten", "overdue", "Collector"):
        assert words in shown
    listed = client.get("/published/reviews/").content.decode()
    assert "1 of 3" in listed
    client.cookies["django_language"] = "hi"
    assert "अगस्त" in client.get(page).content.decode()


def test_a_planned_review_is_cancelled_with_a_reason(
    client: Client, planned: Review, people: Cast
) -> None:
    client.force_login(people.asha)
    page = f"/published/reviews/r/{planned.code}/"
    client.post(f"{page}cancel/", {"reason": " "})
    planned.refresh_from_db()
    assert planned.state == "planned"
    client.post(f"{page}cancel/", {"reason": "Flood"})
    assert "Flood" in client.get(page).content.decode()


def test_the_owner_sees_and_closes_the_own_commitment_alone(
    client: Client, held: Review, people: Cast
) -> None:
    mine = commitment(held, people)
    given = Undertaking("Of another", DUE, owner_post="Collector")
    other = make_commitment(held, given, by=people.asha, at=NOW)
    client.force_login(people.ravi)
    client.cookies["django_language"] = "en"
    page = "/published/commitments/"
    shown = client.get(page).content.decode()
    assert "Send two trainers" in shown
    assert "Of another" not in shown
    assert client.post(f"{page}{other.pk}/done/", {"note": "x"}).status_code == 403
    assert client.post(f"{page}{mine.pk}/drop/", {"note": "x"}).status_code == 403
    client.post(f"{page}{mine.pk}/done/", {"note": " "})
    mine.refresh_from_db()
    assert mine.state == "open"
    client.post(f"{page}{mine.pk}/done/", {"note": "They came"})
    mine.refresh_from_db()
    assert (mine.state, mine.closed_by, mine.note) == ("done", people.ravi, "They came")
    client.force_login(people.asha)
    client.post(f"{page}{other.pk}/drop/", {"note": "Not wanted"})
    other.refresh_from_db()
    assert other.state == "dropped"


def test_a_stranger_signs_in_and_others_are_refused(
    client: Client, held: Review, state: State, people: Cast
) -> None:
    page = f"/published/reviews/r/{held.code}/"
    new = f"/published/reviews/new/{state.directive.code}/meeting/"
    for address in (page, new, "/published/reviews/", "/published/commitments/"):
        assert client.get(address).status_code == 302
    for user in (people.guest, people.ravi, people.meena):
        client.force_login(user)
        for address in (page, new, "/published/reviews/"):
            assert client.get(address).status_code == 403
    client.force_login(people.om)
    shown = client.get(page)
    assert shown.status_code == 200
    assert '<form method="post" action="/published/' not in shown.content.decode()
    assert client.get(new).status_code == 403
    assert client.post(f"{page}note/", {"text": "x"}).status_code == 403
    client.force_login(people.asha)
    assert client.get(new.replace("meeting", "nothing")).status_code == 404


def test_the_command_lists_reviews_the_agenda_and_commitments(
    later: Review, held: Review, people: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    commitment(held, people)
    asked = ["--directive", held.directive.code, "--format", "json"]

    def said(*words: str) -> list[dict[str, object]]:
        capsys.readouterr()
        call_command("reviews", *words)
        found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return found

    rows = said("list", "--format", "json")
    assert [(row["code"], row["state"]) for row in rows] == [
        (later.code, "planned"),
        (held.code, "held"),
    ]
    points_said = said("agenda", *asked)
    assert points_said[0]["change"] == "fell_behind"
    assert said("agenda", *asked, "--review", held.code) == []
    (row,) = said("commitments", "--format", "json")
    assert (row["text"], row["owner"], row["is_overdue"]) == ("Send two trainers", "ravi", True)
    call_command("reviews", "agenda", "--directive", held.directive.code)
    assert "Anita fell behind" in capsys.readouterr().out
    for wrong in (["--directive", "nothing"], [*asked, "--review", "nothing"]):
        with pytest.raises(CommandError):
            call_command("reviews", "agenda", *wrong)


def test_without_a_planned_review_the_agenda_is_of_today(
    held: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("reviews", "agenda", "--directive", held.directive.code, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert {row["change"] for row in found} == {"unmeasured"}
    assert timezone.localdate() > held.day
