"""Users and grants: the deed, the refusal, and that a refusal leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from pahunch.staff.actions import (
    choose_language,
    close_user,
    create_user,
    grant_role,
    revoke_grant,
    set_password,
)
from pahunch.staff.errors import WrongStaff
from pahunch.staff.models import Deed, Grant, Role, User
from pahunch.staff.rights import Refused, may
from tests.people import DISTRICT, NOW, PASSWORD

pytestmark = pytest.mark.django_db


def last_deed() -> Deed:
    return Deed.objects.latest("seq")


def world() -> tuple[Any, ...]:
    """Everything that an action of this room can change."""
    users = list(User.objects.order_by("pk").values_list())
    return users, list(Grant.objects.order_by("pk").values_list()), Deed.objects.count()


def test_a_new_user_can_sign_in_and_see_nothing(admin) -> None:
    user = create_user("sita", password=PASSWORD, name="Sita", name_hi="सीता", by=admin, at=NOW)
    assert user.check_password(PASSWORD)
    assert not may(user, "dashboard.see_overview")
    deed = last_deed()
    assert (deed.verb, deed.subject, deed.by) == ("staff.user_created", "user:sita", admin)
    assert PASSWORD not in deed.detail_json


def test_a_role_is_given_with_its_part_of_the_state(admin, guest) -> None:
    grant = grant_role(guest, "district_officer", division_path=DISTRICT, by=admin, at=NOW)
    assert may(guest, "dashboard.see_overview")
    assert (grant.granted_by, grant.granted_at) == (admin, NOW)
    deed = last_deed()
    assert (deed.verb, deed.subject) == ("staff.role_granted", "user:guest")
    assert deed.detail == {"role": "district_officer", "scope": f"division:{DISTRICT}"}


def test_a_role_is_taken_back_with_a_reason_and_the_deeds_keep_it(admin, meena) -> None:
    revoke_grant(meena.grants.get(), by=admin, at=NOW, reason="moved to another district")
    assert not may(meena, "dashboard.see_overview")
    deed = last_deed()
    assert (deed.verb, deed.reason) == ("staff.role_revoked", "moved to another district")
    assert deed.detail == {"role": "district_officer", "scope": f"division:{DISTRICT}"}


def test_a_closed_user_stays_in_the_book_and_may_nothing(admin, asha) -> None:
    close_user(asha, by=admin, at=NOW, reason="left the service")
    asha.refresh_from_db()
    assert not asha.is_active
    assert not may(asha, "registry.see")
    assert (last_deed().verb, last_deed().reason) == ("staff.user_closed", "left the service")


def test_a_new_password_replaces_the_old_one(admin, asha) -> None:
    set_password(asha, password="naya-purana-phatak-7", by=admin, at=NOW)
    asha.refresh_from_db()
    assert asha.check_password("naya-purana-phatak-7")
    assert last_deed().verb == "staff.password_set"


def test_a_language_is_chosen_for_oneself(guest) -> None:
    choose_language("hi", by=guest, at=NOW)
    guest.refresh_from_db()
    assert guest.language == "hi"
    assert last_deed().detail == {"language": "hi"}


ATTEMPTS = {
    "create_user": lambda by, to: create_user("sita", password=PASSWORD, by=by, at=NOW),
    "grant_role": lambda by, to: grant_role(to, "state_cell", by=by, at=NOW),
    "revoke_grant": lambda by, to: revoke_grant(to.grants.get(), by=by, at=NOW, reason="r"),
    "close_user": lambda by, to: close_user(to, by=by, at=NOW, reason="r"),
    "set_password": lambda by, to: set_password(to, password=PASSWORD, by=by, at=NOW),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_a_refusal_leaves_no_trace(cast, attempt) -> None:
    before = world()
    for somebody in (cast.asha, cast.meena, cast.om, cast.guest):
        with pytest.raises(Refused):
            attempt(somebody, cast.ravi)
    assert world() == before


WRONG = {
    "a name taken": lambda to: create_user("meena", password=PASSWORD, by=None, at=NOW),
    "no user name": lambda to: create_user("with space", password=PASSWORD, by=None, at=NOW),
    "a weak password": lambda to: create_user("sita", password="12345", by=None, at=NOW),
    "a weak new password": lambda to: set_password(to, password="meena", by=None, at=NOW),
    "a role that is none": lambda to: grant_role(to, "king", by=None, at=NOW),
    "a path without its end": lambda to: grant_role(
        to, "reviewer", division_path="up", by=None, at=NOW
    ),
    "two scopes": lambda to: grant_role(
        to, "reviewer", division_path="up/", person="asha", by=None, at=NOW
    ),
    "a grant held already": lambda to: grant_role(
        to, "district_officer", division_path=DISTRICT, by=None, at=NOW
    ),
    "no reason to revoke": lambda to: revoke_grant(to.grants.get(), by=None, at=NOW, reason=" "),
    "no reason to close": lambda to: close_user(to, by=None, at=NOW, reason=""),
}


@pytest.mark.parametrize("attempt", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_said_and_leaves_no_trace(meena, attempt) -> None:
    before = world()
    with pytest.raises(WrongStaff, match=r"\w"):
        attempt(meena)
    assert world() == before


def test_what_is_gone_cannot_be_taken_twice(admin, meena) -> None:
    grant = meena.grants.get()
    revoke_grant(grant, by=admin, at=NOW, reason="moved")
    close_user(meena, by=admin, at=NOW, reason="left")
    before = world()
    with pytest.raises(WrongStaff, match="already"):
        revoke_grant(Grant(pk=10**9, user=meena, role="reviewer"), by=admin, at=NOW, reason="r")
    with pytest.raises(WrongStaff, match="already"):
        close_user(meena, by=admin, at=NOW, reason="again")
    assert world() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "king"},
        {"role": Role.REVIEWER, "division_path": "up"},
        {"role": Role.REVIEWER, "department": "health", "person": "asha"},
        {"role": Role.DISTRICT_OFFICER, "division_path": DISTRICT},
    ],
)
def test_the_database_holds_the_truths_of_a_grant(meena, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=meena, granted_at=NOW, **fields)


def test_a_person_is_called_in_the_language_of_the_page(asha, settings) -> None:
    settings.LANGUAGE_CODE = "hi"
    assert str(User(username="x")) == "x"
    assert str(User(username="x", name="Ex")) == "Ex"
    assert asha.get_short_name() == asha.get_full_name()
