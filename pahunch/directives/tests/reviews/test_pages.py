"""The pages and the command of reviews: allowed, refused, stranger."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from pahunch.directives.models import Review
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.reviews.actions import Undertaking, make_commitment
from pahunch.directives.tests.conftest import DAY, State
from pahunch.directives.tests.reviews.conftest import DUE, NOW, commitment, suspicion
from pahunch.staff.models import Role
from tests.people import Cast, give, person


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


def test_a_reviewer_holds_a_one_to_one_and_is_offered_no_freezing(
    client: Client, state: State, planned: Review, people: Cast
) -> None:
    path = state.directive.state.path
    client.force_login(give(person("rita", "Rita", "रीता"), Role.REVIEWER, division_path=path))
    client.cookies["django_language"] = "en"
    page = f"/published/reviews/r/{planned.code}/"
    assert "It was held" not in client.get(page).content.decode()
    assert client.post(f"{page}hold/", {"as_of": "2023-08-25"}).status_code == 403
    new = f"/published/reviews/new/{state.directive.code}/one_to_one/"
    typed = {"day": "2023-08-26", "title": "t", "who": state.memberships[0].code}
    page = client.post(new, typed).headers["Location"]
    shown = client.get(page).content.decode()
    assert "It was held" in shown
    assert "Publish the verdict" not in shown
    assert client.post(f"{page}hold/", {"as_of": "2023-08-25"}).status_code == 302
    assert "It froze no verdict" in client.get(page).content.decode()


def test_a_review_names_what_took_the_place_of_its_verdict(
    client: Client, state: State, held: Review, people: Cast
) -> None:
    client.force_login(people.asha)
    client.cookies["django_language"] = "en"
    page = f"/published/reviews/r/{held.code}/"
    assert "takes its place" not in client.get(page).content.decode()
    draft = Draft(DAY, "Corrected", "A wrong count", corrects=held.published)
    later = publish_verdict(state.directive, draft, by=people.asha, at=NOW)
    shown = client.get(page).content.decode()
    assert "A later one takes its place" in shown
    assert later.code in shown


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
    call_command("reviews", "agenda", "--directive", held.directive.code, "--review", held.code)
    assert "Nothing to talk about" in capsys.readouterr().out
    for wrong in (["--directive", "nothing"], [*asked, "--review", "nothing"]):
        with pytest.raises(CommandError):
            call_command("reviews", "agenda", *wrong)


def test_without_a_planned_review_the_agenda_is_of_today(
    held: Review, capsys: pytest.CaptureFixture[str]
) -> None:
    suspicion("x:1", datetime(2023, 9, 1, tzinfo=UTC))
    asked = ["agenda", "--directive", held.directive.code, "--format", "json"]
    call_command("reviews", *asked)
    found = json.loads(capsys.readouterr().out)
    assert {row["change"] for row in found} == {"unmeasured", "asked"}
    Review.objects.filter(pk=held.pk).update(day=timezone.localdate())
    call_command("reviews", *asked)
    assert "unmeasured" in capsys.readouterr().out
