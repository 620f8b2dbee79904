"""Pages: allowed, refused in words, stranger; and the last door."""

from __future__ import annotations

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from pahunch.staff.deeds import record
from pahunch.staff.middleware import OPEN, operations_of
from pahunch.staff.models import Deed, User
from pahunch.staff.tests import rooms
from tests.people import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.urls("pahunch.staff.tests.rooms")]


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


def test_a_stranger_is_sent_to_sign_in_and_back(client) -> None:
    answer = client.get("/staff/deeds/?subject=user:asha")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Fstaff%2Fdeeds%2F%3Fsubject%3Duser%3Aasha"


def test_a_stranger_behind_a_fragment_is_sent_as_a_whole_page(client) -> None:
    answer = client.get("/staff/deeds/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"].startswith("/account/login/?next=")


def test_who_has_no_right_reads_so_in_words(client, asha) -> None:
    client.force_login(asha)
    answer = client.get("/staff/deeds/")
    assert answer.status_code == 403
    assert "Your account has no right to do this." in answer.text
    assert "Nothing was changed." in answer.text


def test_a_refusal_is_in_hindi_on_a_hindi_page(client, asha) -> None:
    client.force_login(asha)
    answer = client.get("/staff/deeds/", headers={"accept-language": "hi"})
    assert "आपके खाते को यह करने का अधिकार नहीं है।" in answer.text


def test_a_view_without_a_rule_is_refused_even_to_the_state_cell(client, asha) -> None:
    client.force_login(asha)
    answer = client.get("/ruleless/")
    assert answer.status_code == 403
    assert "secret" not in answer.text
    assert "no rule" in answer.text


def test_an_api_without_a_rule_is_refused(client, asha) -> None:
    client.force_login(asha)
    assert client.get("/ruleless-api/secret").status_code == 403


def test_the_api_answers_in_its_own_way(client, om, asha) -> None:
    assert client.get("/api/deeds").status_code == 401
    client.force_login(asha)
    refused = client.get("/api/deeds")
    assert (refused.status_code, refused.json()) == (
        403,
        {"detail": "Your account has no right to do this."},
    )
    client.force_login(om)
    assert client.get("/api/deeds").json() == {"who": "om"}


def test_an_action_that_refuses_becomes_a_page_and_leaves_no_trace(client, asha, admin) -> None:
    before = (User.objects.count(), Deed.objects.count())
    client.force_login(asha)
    assert client.get("/add/").status_code == 403
    assert (User.objects.count(), Deed.objects.count()) == before
    client.force_login(admin)
    assert client.get("/add/").text == "added"


def test_a_view_names_its_rule() -> None:
    assert operations_of(rooms.home) == ["staff.see_own_account"]
    assert operations_of(rooms.ruleless) is None
    assert operations_of(resolve("/api/deeds").func) == ["staff.see_deeds"]


def test_every_open_view_has_a_reason() -> None:
    assert all(len(reason) > 20 for reason in OPEN.values())


def test_the_auditor_reads_the_book_newest_first_and_finds_deeds(
    client, om, django_assert_max_num_queries
) -> None:
    for number in range(5):
        record("test.wrote", f"page:{number}", by=None, at=NOW, reason="new order")
    record("test.read", "user:asha", by=om, at=NOW, detail={"colour": "blue"})
    client.force_login(om)
    with django_assert_max_num_queries(8):
        answer = client.get(reverse("staff-deeds"))
    assert [deed.seq for deed in answer.context["deeds"]] == [6, 5, 4, 3, 2, 1]
    assert "new order" in answer.text
    assert "colour: blue" in answer.text
    assert "26-08-2023" in answer.text
    found = client.get("/staff/deeds/?subject=user:&who=om&since=2023-08-26")
    assert [deed.seq for deed in found.context["deeds"]] == [6]
    assert "No deed fits." in client.get("/staff/deeds/?who=nobody").text


def test_a_long_book_has_pages(client, om) -> None:
    for number in range(101):
        record("test.wrote", f"page:{number}", by=None, at=NOW)
    client.force_login(om)
    first = client.get("/staff/deeds/?subject=page:")
    assert "?subject=page%3A&amp;page=2" in first.text
    second = client.get("/staff/deeds/?subject=page:&page=2")
    assert [deed.seq for deed in second.context["deeds"]] == [1]


def test_the_book_is_checked_on_request(client, om) -> None:
    record("test.wrote", "page:1", by=None, at=NOW)
    client.force_login(om)
    assert "1 deed, nothing broken." in client.get("/staff/deeds/?check=1").text
    Deed(seq=7, at=NOW, by_name="x", verb="v", subject="s", previous="", hash="h").save()
    assert "broken at deed 2: it was removed" in client.get("/staff/deeds/?check=1").text


def test_a_wrong_day_is_said_and_not_obeyed(client, om) -> None:
    client.force_login(om)
    answer = client.get("/staff/deeds/?since=yesterday")
    assert answer.status_code == 200
    assert "Enter a valid date." in answer.text


def test_the_first_day_of_all_days_finds_every_deed(client, om) -> None:
    client.force_login(om)
    assert client.get("/staff/deeds/?since=0001-01-01").status_code == 200


def test_the_book_is_only_read(client, om) -> None:
    client.force_login(om)
    assert client.post("/staff/deeds/").status_code == 405


def test_my_account_says_what_i_may_do_in_words(client, meena) -> None:
    client.force_login(meena)
    answer = client.get(reverse("staff-account"))
    assert "District officer: everything below up/up-d-1/" in answer.text
    assert reverse("mfa_index") in answer.text
    assert reverse("staff-deeds") not in answer.text


def test_each_kind_of_scope_has_words(cast) -> None:
    words = {person.grants.get().words for person in (cast.asha, cast.ravi, cast.meena)}
    assert words == {
        "the whole installation",
        "representative ravi-looks-after-her",
        "everything below up/up-d-1/",
    }


def test_a_guest_reads_whom_to_ask(client, guest) -> None:
    client.force_login(guest)
    assert "nobody has given you a role" in client.get("/staff/account/").text


def test_a_language_is_kept_and_spoken_at_once(client, guest) -> None:
    client.force_login(guest)
    answer = client.post("/staff/account/", {"language": "hi"}, follow=True)
    assert "आप क्या कर सकते हैं" in answer.text
    guest.refresh_from_db()
    assert guest.language == "hi"
    assert client.post("/staff/account/", {"language": "tlh"}).status_code == 200
    guest.refresh_from_db()
    assert guest.language == "hi"
