"""The registry laid flat: who is bound on a date, with which electors, on which accounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow as pa

from pahunch.observations import ROSTER
from pahunch.registry.models import Account, Electors, Roll
from pahunch.registry.models.people import MembershipQuerySet

Row = tuple[str, int | None, str | None, str | None, str | None]


def flatten(memberships: MembershipQuerySet, on: date, roll: Roll) -> pa.Table:
    """Give one row a representative and countable account, in three queries.

    A representative is a membership's code, in the order of the query set. Somebody with no
    account that counts on that day has one row without an account; somebody whose place the
    roll does not count has no electors (null), which is not zero.
    """
    bound = memberships.values_list("code", "person_id", "division_id")
    electors: dict[int | None, int] = dict(
        Electors.objects.filter(roll=roll).values_list("division_id", "electors")
    )
    accounts: dict[int | None, list[tuple[str, str, str]]] = defaultdict(list)
    owners = memberships.order_by().values("person_id")
    for person, *account in (
        Account.objects.countable(on)
        .filter(person__in=owners)
        .order_by("key")
        .values_list("person_id", "key", "platform", "kind")
    ):
        accounts[person].append((account[0], account[1], account[2]))
    rows: list[Row] = []
    for code, person, division in bound:
        count = electors.get(division)
        found = accounts.get(person)
        if not found:
            rows.append((code, count, None, None, None))
        else:
            rows.extend((code, count, *account) for account in found)
    columns = zip(*rows, strict=True) if rows else [()] * len(ROSTER)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, ROSTER, strict=True)],
        schema=ROSTER,
    )
