"""The pages of support: allowed, refused in words, stranger; and no more queries for more rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pahunch.directives.judge import facts_revision
from pahunch.registry.models import Account, Membership, Person, Post, Source
from pahunch.staff.models import User
from pahunch.support.assigning.actions import add_analyst, assign, make_team
from pahunch.support.means.actions import approve_means, ask_means, check_means, deliver_means
from pahunch.support.models import Analyst, Assignment, MeansRequest, Team
from pahunch.support.models.means import MeansKind
from pahunch.support.tests.conftest import NOW, TODAY, Room, days, profile, usual_ask, wanted
from tests.people import person

Asked = Callable[..., MeansRequest]


def as_(client: Client, user: User, language: str = "en") -> Client:
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def shown(client: Client, address: str, **question: str) -> str:
    page = client.get(address, question)
    assert page.status_code == 200, page.status_code
    return page.content.decode()


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def more_people(room: Room, number: int) -> list[Person]:
    """Add made-up members without a constituency of their own."""
    fact = {"source": Source.objects.get()}
    post = Post.objects.get()
    found = []
    for each in range(number):
        slug = f"more-{each}"
        made = Person.objects.create(slug=slug, name=slug, state=room.state, **fact)
        Membership.objects.create(code=slug, person=made, post=post, starts=days(-900), **fact)
        found.append(made)
    return found


def test_the_list_says_who_supports_whom_on_which_accounts(
    client: Client, room: Room, ravi: Analyst
) -> None:
    assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    page = shown(as_(client, room.asha), "/support/who/")
    assert "1 representative is supported today" in page
    for word in ("Anita Verma", "Ravi", "Office account", ">10<"):
        assert word in page
    assert "अनीता वर्मा" in shown(as_(client, room.asha, "hi"), "/support/who/")
    assert "Anita" not in shown(as_(client, room.asha), "/support/who/", when="coming")
    assert "Anita" in shown(client, "/support/who/", when="all")


def test_a_district_officer_sees_the_assignments_of_the_district_only(
    client: Client, room: Room, ravi: Analyst
) -> None:
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    other = assign(room.balram, wanted(ravi), by=room.asha, now=NOW)
    page = shown(as_(client, room.meena), "/support/who/")
    assert "Balram" in page
    assert "Anita" not in page
    assert client.get(f"/support/who/{made.pk}/").status_code == 404
    assert "Hand over" not in shown(client, f"/support/who/{other.pk}/")
    assert client.get("/support/analysts/").status_code == 403
    assert client.get("/support/means/").status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "who/", "who/assign/", "mine/", "analysts/", "analysts/add/", "teams/add/", "means/",
        "means/ask/", "means/file/csv/", "plans/",
    ],
)  # fmt: skip
def test_a_stranger_signs_in_first_and_who_has_no_right_is_told_so(
    client: Client, room: Room, address: str
) -> None:
    assert client.get(f"/support/{address}").status_code == 302
    answer = as_(client, room.guest).get(f"/support/{address}")
    assert answer.status_code == (404 if address == "mine/" else 403)


def test_the_cell_assigns_on_the_page_and_is_told_why_not(
    client: Client, room: Room, ravi: Analyst
) -> None:
    given = {
        "person": "anita", "worker": f"a:{ravi.pk}", "kinds": ["office"], "hours": "12",
        "starts": TODAY.isoformat(), "ends": days(60).isoformat(), "note": "",
    }  # fmt: skip
    as_(client, room.asha)
    assert 'name="kinds"' in shown(client, "/support/who/assign/", person="anita")
    for wrong, words in (
        ({"kinds": ["office", "party"]}, "State money serves office accounts only."),
        ({"hours": "41"}, "Ravi would have 41 of 40 hours a week."),
        ({"starts": days(61).isoformat()}, "These days are none"),
        ({"kinds": []}, "This field is required."),
    ):
        answer = client.post("/support/who/assign/", given | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Assignment.objects.exists()
    assert client.post("/support/who/assign/", given).status_code == 302
    made = Assignment.objects.get()
    assert (made.person, made.analyst, made.hours) == (room.anita, ravi, 12)


def test_a_handover_on_the_page_shows_the_notes_and_what_was_open(
    client: Client, room: Room, ravi: Analyst, asked: Asked
) -> None:
    asked()
    other = add_analyst(room.state, room.sita, profile(), by=room.asha, now=NOW)
    made = assign(room.anita, wanted(ravi, starts=days(-9)), by=room.asha, now=NOW)
    address = f"/support/who/{made.pk}/"
    as_(client, room.asha)
    assert "A camera" in shown(client, address)
    wrong = client.post(
        f"{address}handover/",
        {"worker": f"a:{ravi.pk}", "starts": TODAY.isoformat(), "notes": "Mind the token."},
    )
    assert wrong.status_code == 422
    assert "Whoever has it cannot take it over." in wrong.content.decode()
    sent = client.post(
        f"{address}handover/",
        {"worker": f"a:{other.pk}", "starts": TODAY.isoformat(), "notes": "Mind the token."},
    )
    assert sent.status_code == 302
    page = shown(client, sent.headers["Location"])
    assert "Taken over from Ravi" in page
    assert "Mind the token." in page
    ended = client.post(
        sent.headers["Location"] + "end/", {"ends": TODAY.isoformat(), "reason": "Left."}
    )
    assert ended.status_code == 302
    assert as_(client, room.kavi).post(f"{address}end/", {}).status_code == 403


def test_platforms_that_nobody_assigned_works_on_are_named(
    client: Client, room: Room, ravi: Analyst
) -> None:
    made = assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    source = Source.objects.get()
    for platform, kind in (("x", "office"), ("youtube", "office"), ("instagram", "personal")):
        Account.objects.create(
            key=f"{platform}:1", platform=platform, kind=kind, person=room.anita, source=source
        )
    page = shown(as_(client, room.asha), f"/support/who/{made.pk}/")
    assert "nobody assigned works on: YouTube<" in page


def test_a_deed_of_this_room_leaves_what_was_judged_in_memory(room: Room, ravi: Analyst) -> None:
    before = facts_revision()
    assign(room.anita, wanted(ravi), by=room.asha, now=NOW)
    ask_means(room.anita, usual_ask(), by=room.kavi, now=NOW)
    assert facts_revision() == before


def test_an_analyst_sees_the_own_work_and_the_cell_the_load(
    client: Client, room: Room, ravi: Analyst, asked: Asked
) -> None:
    asked()
    assign(room.anita, wanted(ravi, hours=40), by=room.asha, now=NOW)
    page = shown(as_(client, room.ravi), "/support/mine/")
    for word in ("My representatives", "Anita Verma", "A camera", "40 of 40 hours a week today"):
        assert word in page
    assert 'name="paid_by"' not in page
    page = shown(as_(client, room.asha), "/support/analysts/")
    for word in ("1 analyst", "full", "Hindi, Bundeli", "X, Facebook", "the state"):
        assert word in page
    address = f"/support/analysts/{ravi.pk}/"
    assert 'name="paid_by"' in shown(client, address)
    given = {"hours": "39", "paid_by": "state", "languages": ["hi"], "platforms": ["x"]}
    refused = client.post(f"{address}change/", given)
    assert refused.status_code == 422
    assert "Ravi would have 40 of 39 hours a week." in refused.content.decode()
    assert client.post(f"{address}change/", given | {"hours": "41"}).status_code == 302


def test_the_cell_adds_analysts_and_teams(client: Client, room: Room, ravi: Analyst) -> None:
    as_(client, room.asha)
    given = {
        "user": room.sita.pk, "state": room.state.pk, "hours": "20", "paid_by": "state",
        "languages": ["hi"], "platforms": ["x"],
    }  # fmt: skip
    assert client.post("/support/analysts/add/", given).status_code == 302
    sita = Analyst.objects.get(user=room.sita)
    named = {"code": "north", "name": "North", "name_hi": "उत्तर"}
    wrong = client.post("/support/teams/add/", named | {"lead": sita.pk, "members": [ravi.pk]})
    assert wrong.status_code == 422
    assert "one of them leads" in wrong.content.decode()
    right = named | {"lead": sita.pk, "members": [ravi.pk, sita.pk]}
    assert client.post("/support/teams/add/", right).status_code == 302
    assert client.post("/support/teams/add/", right).status_code == 422
    assert "उत्तर" in shown(as_(client, room.asha, "hi"), "/support/analysts/")
    address = "/support/teams/t/north/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"lead": ravi.pk, "members": [ravi.pk]}).status_code == 302
    assert list(Team.objects.get().members.all()) == [ravi]
    assert as_(client, room.om).get(address).status_code == 403
    assert client.get("/support/analysts/").status_code == 200


def test_the_office_asks_and_the_cell_goes_on_step_by_step(client: Client, room: Room) -> None:
    given = {
        "person": "anita", "kind": "equipment", "title": "A camera", "why": "Visits.",
        "account_kind": "office", "paid_by": "state", "amount": "30000",
    }  # fmt: skip
    as_(client, room.kavi)
    page = shown(client, "/support/means/ask/")
    assert "Anita Verma" in page
    assert "Balram" not in page
    for wrong, words in (
        ({"account_kind": "party"}, "may not pay for this: Party account"),
        ({"account_kind": "party", "kind": "advertising"}, "State money never pays for"),
        ({"needed_by": days(-1).isoformat()}, "is over"),
        ({"person": "balram"}, "Select a valid choice."),
    ):
        answer = client.post("/support/means/ask/", given | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    sent = client.post("/support/means/ask/", given)
    address = sent.headers["Location"]
    assert "It is in order" not in shown(client, address)
    as_(client, room.asha)
    for step, button in (
        ("check", "It is in order"),
        ("approve", "Approve"),
        ("deliver", "It was"),
    ):
        assert button in shown(client, address)
        assert client.post(f"{address}{step}/", {"note": ""}).status_code == 302
    assert client.post(f"{address}deliver/", {"note": ""}).status_code == 422
    assert client.post(f"{address}burn/", {"note": ""}).status_code == 404
    as_(client, room.kavi)
    assert "It came" in shown(client, address)
    refused = client.post(f"{address}dispute/", {"note": ""})
    assert refused.status_code == 422
    assert "Say why." in refused.content.decode()
    assert client.post(f"{address}confirm/", {"note": "Thanks."}).status_code == 302
    assert MeansRequest.objects.get().state == "confirmed"
    assert "You have nothing to decide here now." in shown(client, address)
    assert client.post(f"{address}check/", {"note": ""}).status_code == 403


def test_a_large_sum_waits_for_a_second_person_on_the_page(
    client: Client, room: Room, asked: Asked
) -> None:
    made = check_means(asked(amount=None), by=room.asha, now=NOW)
    address = f"/support/means/{made.pk}/"
    refused = as_(client, room.asha).post(f"{address}approve/", {"note": ""})
    assert refused.status_code == 422
    assert "another than the checker" in refused.content.decode()
    assert as_(client, room.bela).post(f"{address}approve/", {"note": ""}).status_code == 302


def test_the_board_is_filtered_and_its_file_has_the_same_rows(
    client: Client, room: Room, asked: Asked
) -> None:
    asked(title="=1+1")
    late = asked(title="Late", kind=MeansKind.DESIGN)
    MeansRequest.objects.filter(pk=late.pk).update(stepped_at=NOW - timedelta(days=300))
    done = check_means(asked(title="Done"), by=room.asha, now=NOW)
    approve_means(done, by=room.asha, now=NOW)
    deliver_means(done, by=room.asha, now=NOW)
    as_(client, room.asha)
    page = shown(client, "/support/means/")
    assert page.count('<th scope="row">') == 3
    for question, titles in (
        ({"overdue": "1"}, {"Late"}),
        ({"kind": "design"}, {"Late"}),
        ({"state": "delivered"}, {"Done"}),
        ({"paid_by": "party"}, set()),
        ({"state": "nonsense", "kind": "nonsense", "paid_by": "x"}, {"'=1+1", "Late", "Done"}),
    ):
        content = client.get("/support/means/file/csv/", question).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content)))
        assert {row[3] for row in rows[1:]} == titles
        assert shown(client, "/support/means/", **question).count('<th scope="row">') == len(titles)
    book = client.get("/support/means/file/xlsx/")
    assert book.content[:2] == b"PK"
    assert "means.xlsx" in book.headers["Content-Disposition"]
    assert client.get("/support/means/file/pdf/").status_code == 404


def test_who_sees_another_part_finds_no_request(client: Client, room: Room) -> None:
    made = ask_means(room.balram, usual_ask(), by=None, now=NOW)
    assert as_(client, room.kavi).get(f"/support/means/{made.pk}/").status_code == 404
    assert client.post(f"/support/means/{made.pk}/check/", {"note": ""}).status_code == 404
    assert "A camera" not in shown(client, "/support/means/")


def test_more_rows_ask_no_more_of_the_database(
    client: Client, room: Room, ravi: Analyst, asked: Asked
) -> None:
    addresses = ("/support/who/", "/support/analysts/", "/support/means/", "/support/mine/")
    assign(room.anita, wanted(ravi, hours=1), by=room.asha, now=NOW)
    other = add_analyst(room.state, room.sita, profile(), by=room.asha, now=NOW)
    team = make_team(room.state, "t", ("T", ""), [ravi, other], lead=ravi, by=None, now=NOW)
    assign(room.balram, wanted(team, hours=1), by=room.asha, now=NOW)
    asked()
    everyone = dict.fromkeys(addresses, room.asha) | {"/support/mine/": room.ravi}
    for address, user in everyone.items():
        queries(as_(client, user), address)
    few = {address: queries(as_(client, user), address) for address, user in everyone.items()}
    for number, each in enumerate(more_people(room, 6)):
        assign(each, wanted(ravi, hours=1), by=room.asha, now=NOW)
        ask_means(each, usual_ask(), by=None, now=NOW)
        added = person(f"analyst-{number}", f"Analyst {number}", "")
        add_analyst(room.state, added, profile(), by=room.asha, now=NOW)
    many = {address: queries(as_(client, user), address) for address, user in everyone.items()}
    assert many == few
