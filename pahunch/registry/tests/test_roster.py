"""The registry laid flat: who is bound, with which electors, on which accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pahunch.observations import ROSTER
from pahunch.registry.models import Account, AccountStatus, Membership, Roll
from pahunch.registry.roster import flatten

DAY = date(2024, 6, 30)


def rows(on: date) -> list[tuple[Any, ...]]:
    memberships = Membership.objects.in_office(on).order_by("code")
    table = flatten(memberships, on, Roll.objects.get())
    assert table.schema.equals(ROSTER)
    return [tuple(row.values()) for row in table.to_pylist()]


@pytest.mark.usefixtures("small")
def test_each_account_that_counts_is_a_row_and_nobody_is_left_out() -> None:
    assert rows(DAY) == [
        ("zz-m-1", 200_000, "koo:~asha", "koo", "office"),
        ("zz-m-1", 200_000, "x:1", "x", "personal"),
        ("zz-m-2", None, None, None, None),
    ]


@pytest.mark.usefixtures("small")
def test_a_closed_platform_counts_up_to_the_day_before() -> None:
    assert ("koo:~asha",) in [row[2:3] for row in rows(date(2024, 7, 2))]
    assert ("koo:~asha",) not in [row[2:3] for row in rows(date(2024, 7, 3))]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("status", ["suspended", "deleted", "closed"])
def test_an_account_that_is_gone_leaves_its_owner_without_one(status: str) -> None:
    account = Account.objects.get(key="x:1")
    AccountStatus.objects.create(
        account=account, status=status, since=date(2024, 8, 1), source=account.source
    )
    assert ("zz-m-1", 200_000, None, None, None) in rows(date(2024, 8, 1))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("status", ["active", "renamed"])
def test_an_account_that_came_back_or_was_renamed_counts(status: str) -> None:
    account = Account.objects.get(key="x:1")
    for since, said in ((date(2024, 3, 1), "suspended"), (date(2024, 4, 1), status)):
        AccountStatus.objects.create(
            account=account, status=said, since=since, source=account.source
        )
    assert ("x:1",) not in [row[2:3] for row in rows(date(2024, 3, 31))]
    assert ("x:1",) in [row[2:3] for row in rows(date(2024, 4, 1))]


@pytest.mark.usefixtures("small")
def test_the_first_and_the_last_day_in_office_are_included() -> None:
    assert [
        len({row[0] for row in rows(date(*day))})
        for day in ((2024, 1, 31), (2024, 2, 1), (2024, 12, 31), (2025, 1, 1))
    ] == [0, 2, 2, 1]


@pytest.mark.usefixtures("small")
def test_the_roster_of_nobody_is_an_empty_table() -> None:
    assert flatten(Membership.objects.none(), DAY, Roll.objects.get()).num_rows == 0


@pytest.mark.usefixtures("mp")
def test_the_roster_takes_three_queries_however_many_are_bound(
    django_assert_num_queries: Any,
) -> None:
    roll = Roll.objects.get(code="mp-2018")
    with django_assert_num_queries(3):
        table = flatten(Membership.objects.in_office(date(2023, 8, 25)), date(2023, 8, 25), roll)
    assert len(set(table.column("representative").to_pylist())) == 31 + 230
