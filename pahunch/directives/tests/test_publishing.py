"""A published verdict: what is frozen, what is refused, and that nothing changes it unseen."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation

from pahunch.directives.models import PublishedVerdict
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.publishing.words import heading
from pahunch.directives.tests.conftest import DAY, State, append, seen
from pahunch.staff import guards
from pahunch.staff.deeds import verify
from pahunch.staff.errors import SealedIsFinal
from pahunch.staff.models import Deed
from pahunch.staff.rights import Refused
from pahunch.staff.sealed import broken_seals
from tests.people import Cast, assemble

NOW = datetime(2023, 8, 26, 6, 0, tzinfo=UTC)
DRAFT = Draft(DAY, "Ministers, August", "The meeting of 26 August", title_hi="मंत्री, अगस्त")


@pytest.fixture
def people(state: State) -> Cast:
    path = state.directive.state.path
    return assemble(state=path, district=f"{path}nowhere/")


@pytest.fixture
def published(state: State, people: Cast) -> PublishedVerdict:
    return publish_verdict(state.directive, DRAFT, by=people.asha, at=NOW)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_all_that_a_verdict_was_computed_from_is_frozen(
    state: State, published: PublishedVerdict
) -> None:
    said = published.said
    assert said["headline"]["bound"] == len(said["rows"]) == 3
    assert said["computed"]["rule"] == "reach-1"
    assert said["computed"]["as_of"] == DAY.isoformat()
    assert said["published_by"] == "asha"
    deed = Deed.objects.get(verb=PublishedVerdict.VERB)
    assert (deed.subject, deed.detail["seal"]) == (published.subject, published.seal)
    assert broken_seals() == []


def test_later_counts_and_names_change_nothing(state: State, published: PublishedVerdict) -> None:
    before = published.text
    append("later", seen("x:other", 10, 10, DAY, "later"))
    person = state.memberships[0].person
    person.name = "Another Name"
    person.save()
    found = PublishedVerdict.objects.get()
    assert (found.text, found.seal) == (before, published.seal)
    assert "Another Name" not in found.text


def test_a_heading_never_stands_alone(published: PublishedVerdict) -> None:
    head = published.said["headline"]
    with translation.override("en"):
        words = heading(published)
    for part in (f"{head['met']} of 3", "25-08-2023", "reach-1", "counted 2 of 3"):
        assert part.lower() in words.lower()


def test_no_way_through_the_program_changes_it(published: PublishedVerdict) -> None:
    published.text = "{}"
    rows = PublishedVerdict.objects.all()
    for attempt in (
        published.save,
        published.delete,
        rows.delete,
        lambda: rows.update(text="{}"),
        lambda: rows.bulk_update([published], ["text"]),
    ):
        with pytest.raises(SealedIsFinal):
            attempt()


def test_the_database_itself_refuses(published: PublishedVerdict) -> None:
    guards.install(connection, "directives_publishedverdict")
    for statement in (
        "UPDATE directives_publishedverdict SET text = '{}'",
        "DELETE FROM directives_publishedverdict",
    ):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
            sql(statement)
    guards.remove(connection, "directives_publishedverdict")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE directives_publishedverdict SET text = '{}'", "changed"),
        ("UPDATE directives_publishedverdict SET seal = 'x'", "changed"),
        ("DELETE FROM directives_publishedverdict", "removed"),
        ("UPDATE directives_publishedverdict SET code = 'other'", "put there"),
    ],
)
def test_whoever_owns_the_database_is_found_by_the_audit(
    published: PublishedVerdict, statement: str, why: str
) -> None:
    sql(statement)
    assert why in " ".join(one.why for one in broken_seals())
    assert verify().is_whole
    with pytest.raises(CommandError, match=why):
        call_command("audit", "verify")


def test_a_correction_names_what_it_corrects_and_both_stay(
    state: State, published: PublishedVerdict, people: Cast
) -> None:
    draft = Draft(DAY, "Corrected", "A count was wrong", corrects=published)
    later = publish_verdict(state.directive, draft, by=people.asha, at=NOW)
    assert later.said["corrects"] == published.code
    assert PublishedVerdict.objects.count() == 2
    with pytest.raises(WrongPublication, match="corrected"):
        publish_verdict(state.directive, draft, by=people.asha, at=NOW)


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (Draft(DAY, " ", "for"), "no_title"),
        (Draft(DAY, "t", " "), "no_reason"),
        (Draft(date(2023, 8, 27), "t", "for"), "future"),
        (Draft(date(1990, 1, 1), "t", "for"), "nobody"),
    ],
)
def test_a_refusal_leaves_no_trace(state: State, people: Cast, draft: Draft, why: str) -> None:
    before = Deed.objects.count()
    with pytest.raises(WrongPublication, match=why):
        publish_verdict(state.directive, draft, by=people.asha, at=NOW)
    assert (PublishedVerdict.objects.count(), Deed.objects.count()) == (0, before)


def test_only_the_cell_publishes(state: State, people: Cast) -> None:
    for user in (people.ravi, people.meena, people.om, people.admin, people.guest):
        with pytest.raises(Refused):
            publish_verdict(state.directive, DRAFT, by=user, at=NOW)


def test_the_pages_show_publish_and_give_a_file(client: Client, state: State, people: Cast) -> None:
    client.force_login(people.asha)
    client.cookies["django_language"] = "en"
    new = f"/published/new/{state.directive.code}/"
    assert "cannot be changed or taken back" in client.get(new).content.decode()
    typed = {"as_of": "2023-08-25", "title": "August", "title_hi": "अगस्त", "reason": "meeting"}
    assert client.post(new, typed | {"reason": ""}).status_code == 422
    sent = client.post(new, typed)
    assert sent.status_code == 302
    page = client.get(sent.headers["Location"]).content.decode()
    assert "3 representatives as published" in page
    assert "August" in client.get("/published/").content.decode()
    file = client.get(f"{sent.headers['Location']}verdict.csv").content.decode("utf-8-sig")
    assert file.count("\n") == 4
    client.cookies["django_language"] = "hi"
    assert "अगस्त" in client.get("/published/").content.decode()


def test_a_stranger_signs_in_and_others_are_refused(
    client: Client, published: PublishedVerdict, state: State, people: Cast
) -> None:
    address = f"/published/v/{published.code}/"
    assert client.get(address).status_code == 302
    client.force_login(people.guest)
    assert client.get(address).status_code == 403
    client.force_login(people.om)
    assert client.get(address).status_code == 200
    assert client.get(f"/published/new/{state.directive.code}/").status_code == 403


def test_the_command_publishes_lists_and_shows(
    state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--directive", state.directive.code, "--as-of", "2023-08-25"]
    call_command("verdicts", "publish", *asked, "--title", "t", "--reason", "for")
    code = PublishedVerdict.objects.get().code
    capsys.readouterr()
    call_command("verdicts", "list", "--format", "json")
    assert [one["code"] for one in json.loads(capsys.readouterr().out)] == [code]
    call_command("verdicts", "show", code)
    assert capsys.readouterr().out.strip() == PublishedVerdict.objects.get().text
    for wrong in (["show", "nothing"], ["publish", *asked, "--title", " ", "--reason", "x"]):
        with pytest.raises(CommandError):
            call_command("verdicts", *wrong)
