"""What rests in an election period: work on personal and party accounts, paid advertising.

The Model Code of Conduct, part VII (party in power), paragraph 4, bars advertisement at the cost
of the public exchequer while an election lasts; nobody is newly assigned to accounts of a person
or a party then, whoever pays. The period itself is ordered in `directives.periods`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from pahunch.directives.models import ElectionPeriod
from pahunch.facts import AccountKind
from pahunch.registry.models import Division, Person

RESTING = frozenset({AccountKind.PERSONAL, AccountKind.PARTY})


def period_of(person: Person, day: date) -> ElectionPeriod | None:
    """Give the election period of a person's state in which a day lies; None: an ordinary day."""
    states = Division.objects.filter(Q(people=person) | Q(posts__memberships__person=person))
    return ElectionPeriod.objects.on(day).filter(state__in=states.values("pk")).first()


def rests(kinds: Iterable[AccountKind]) -> bool:
    """Tell whether work on some kinds of account rests in an election period."""
    return bool(RESTING & set(kinds))
