"""What the database itself holds to, and what readers may ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from pahunch.facts import AccountKind, Platform
from pahunch.registry.models import (
    Account,
    AccountStatus,
    Department,
    Division,
    Electors,
    Handle,
    Membership,
    Person,
    Placement,
    Roll,
    Source,
)
from pahunch.registry.names import ACCOUNT_KINDS, PLATFORMS, DivisionKind, Rank
from pahunch.registry.tests.conftest import NOW
from pahunch.staff.models import Grant, Role, User

pytestmark = pytest.mark.usefixtures("small")


def source() -> Source:
    return Source.objects.get()


def account(**owner: object) -> Account:
    return Account(
        key="x:9", platform="x", platform_id="9", kind="office", source=source(), **owner
    )


def asha_one() -> Person:
    return Person.objects.get(slug="asha-one")


def place(code: str) -> Division:
    return Division.objects.get(code=code)


WRONG: dict[str, Callable[[], object]] = {
    "an account of nobody": lambda: account().save(),
    "an account of two": lambda: account(
        person=asha_one(), department=Department.objects.get()
    ).save(),
    "an account of three": lambda: account(
        person=asha_one(), department=Department.objects.get(), division=place("zz")
    ).save(),
    "one key twice": lambda: Account.objects.create(
        key="x:1", platform="x", kind="office", person=asha_one(), source=source()
    ),
    "one id twice": lambda: Account.objects.create(
        key="x:~a", platform="x", platform_id="1", kind="office", person=asha_one(), source=source()
    ),
    "negative electors": lambda: Electors.objects.update(electors=-1),
    "electors twice a roll": lambda: Electors.objects.create(
        roll=Roll.objects.get(), division=place("zz-ac-1"), electors=5, source=source()
    ),
    "a membership that ends before it starts": lambda: Membership.objects.update(
        ends=date(2020, 1, 1)
    ),
    "a place that ends before it starts": lambda: Division.objects.update(
        starts=date(2024, 1, 2), ends=date(2024, 1, 1)
    ),
    "a placement that ends before it starts": lambda: Placement.objects.update(
        starts=date(2024, 1, 2), ends=date(2024, 1, 1)
    ),
    "a place in itself": lambda: Placement.objects.create(
        child=place("zz"), parent=place("zz"), source=source()
    ),
    "a place in two today": lambda: Placement.objects.create(
        child=place("zz-ac-1"), parent=place("zz-d-2"), starts=date(2025, 1, 1), source=source()
    ),
    "half a tile": lambda: Division.objects.filter(code="zz-ac-1").update(tile_row=3),
    "two words for one day": lambda: AccountStatus.objects.create(
        account=Account.objects.get(key="koo:~asha"),
        status="active",
        since=date(2024, 7, 3),
        source=source(),
    ),
    "a handle that ends before it starts": lambda: Handle.objects.update(ends=date(2023, 1, 1)),
    "a fact without a source": lambda: Person.objects.create(slug="x", name="X"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_the_database_refuses(wrong: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong()


def test_an_account_knows_its_owner() -> None:
    owners = {row.key: str(row.owner) for row in Account.objects.all()}
    assert owners == {"x:1": "Asha One", "koo:~asha": "Asha One", "x:2": "Water"}


def test_a_handle_holds_from_its_first_to_its_last_day() -> None:
    Handle.objects.update(ends=date(2024, 3, 31))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 1)]
    assert [Handle.objects.on(day).count() for day in days] == [0, 1, 1, 0]


def test_a_fact_says_in_words_whether_it_is_verified() -> None:
    person = asha_one()
    with override("hi"):
        assert str(person.verified_words) == "असत्यापित"
    person.verified = True
    with override("en"):
        assert str(person.verified_words) == "Verified"


def test_every_platform_kind_and_rank_has_words_in_hindi() -> None:
    assert set(PLATFORMS) == set(Platform)
    assert set(ACCOUNT_KINDS) == set(AccountKind)
    with override("hi"):
        words = [*PLATFORMS.values(), *ACCOUNT_KINDS.values(), *DivisionKind.labels, *Rank.labels]
        assert [str(word) for word in words if str(word).isascii()] == []


def test_a_district_officer_sees_the_people_and_accounts_of_the_district(meena: User) -> None:
    Grant.objects.filter(user=meena).delete()
    Grant.objects.create(
        user=meena, role=Role.DISTRICT_OFFICER, division_path="zz/zz-d-1/", granted_at=NOW
    )
    see = "registry.see"
    assert [row.slug for row in Person.objects.seen_by(meena, see)] == ["asha-one"]
    assert [row.code for row in Membership.objects.seen_by(meena, see)] == ["zz-m-1"]
    keys = Account.objects.seen_by(meena, see).order_by("key").values_list("key", flat=True)
    assert list(keys) == ["koo:~asha", "x:1"]
    assert Department.objects.seen_by(meena, see).count() == 0


def test_a_stranger_sees_nothing(guest: User) -> None:
    for model in (Division, Person, Membership, Account, Electors, Roll, Handle):
        assert model.objects.seen_by(guest, "registry.see").count() == 0
