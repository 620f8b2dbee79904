"""Coverage: of the accounts whose followers count, which were counted on a day, and why not.

An account is, on a day of the state:

- **counted**: some source, by whatever door, has a count of it dated that day;
- **refused**: asked, and the platform would not: no permission, a token that ended, an
  account that is gone;
- **waiting**: due, and not answered yet: its turn hasn't come, a limit is used up, or the
  platform is not well;
- **never asked**: nobody gave consent, no application is registered, no spending cap is set,
  or the day passed without its turn;
- **not offered**: its platform has no interface for the figure.

Due are all but the last. Nothing here is a share of all: the parts are counts that add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.timezone import localdate

from pahunch.collection.models import Duty
from pahunch.collection.sweeps.ways import NO_WAY, asks_of
from pahunch.facts import Platform
from pahunch.observations import Lake
from pahunch.observations.lake import day_ends
from pahunch.platforms.base import Connector
from pahunch.registry.districts import districts_on
from pahunch.registry.models import Account, Division, Membership
from pahunch.registry.models.accounts import AccountQuerySet
from pahunch.registry.names import Status

Key = TypeVar("Key")


class State(StrEnum):
    """What can be said of one account on one day."""

    COUNTED = "counted"
    REFUSED = "refused"
    WAITING = "waiting"
    NEVER_ASKED = "never_asked"
    NOT_OFFERED = "not_offered"


OUTCOMES = {
    "waiting": State.WAITING,
    "refused": State.REFUSED,
    "disconnected": State.REFUSED,
    "gone": State.REFUSED,
    "failed": State.REFUSED,
    "not_offered": State.NOT_OFFERED,
} | dict.fromkeys(NO_WAY, State.NEVER_ASKED)
"""What each outcome of a fetch means for the day on which it was the last word."""


@dataclass(frozen=True, slots=True)
class Line:
    """One account on the day."""

    account: Account
    state: State
    why: str
    """The outcome and the platform's word for it; empty where it was counted."""
    seen_at: datetime | None
    """When its latest count up to the day was seen."""
    district: Division | None
    department: str


@dataclass(slots=True)
class Sum:
    """How many accounts are in each state."""

    states: Counter[State] = field(default_factory=Counter)

    @property
    def due(self) -> int:
        """Accounts that could be counted."""
        return self.states.total() - self.states[State.NOT_OFFERED]

    @property
    def counted(self) -> int:
        """Accounts that were."""
        return self.states[State.COUNTED]

    def as_dict(self) -> dict[str, int]:
        """Give every figure by its name."""
        return {"due": self.due} | {state.value: self.states[state] for state in State}


@dataclass(frozen=True, slots=True)
class Coverage:
    """A day's coverage, account by account."""

    day: date
    lines: Sequence[Line]

    def total(self) -> Sum:
        """Add everybody up."""
        return Sum(Counter(line.state for line in self.lines))

    def by_platform(self) -> dict[str, Sum]:
        """Add up by platform, in the order of the facts."""
        found = self._by(line.account.platform for line in self.lines)
        order = [platform.value for platform in Platform]
        return dict(sorted(found.items(), key=lambda item: order.index(item[0])))

    def by_district(self) -> dict[Division | None, Sum]:
        """Add up by district, by name; None: accounts that hang in none."""
        found = self._by(line.district for line in self.lines)
        return dict(sorted(found.items(), key=lambda item: (item[0] is None, str(item[0]))))

    def by_department(self) -> dict[str, Sum]:
        """Add up by department, by name; the empty name: accounts of none."""
        found = self._by(line.department for line in self.lines)
        return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))

    def _by(self, keys: Iterable[Key]) -> dict[Key, Sum]:
        found: dict[Key, Sum] = {}
        for key, line in zip(keys, self.lines, strict=True):
            found.setdefault(key, Sum()).states[line.state] += 1
        return found


def of_state(accounts: AccountQuerySet, code: str) -> AccountQuerySet:
    """Narrow accounts to a state; where no state has the code, to those of real people."""
    state = Division.objects.states().filter(code=code).first()
    return accounts.real() if state is None else accounts.in_state(state)


def coverage_on(
    day: date,
    accounts: AccountQuerySet,
    connectors: Mapping[Platform, Connector],
    *,
    now: datetime,
) -> Coverage:
    """Say of each of some accounts what became of it on a day, in five queries and two of the lake.

    Accounts on a platform that has closed, or that were gone before the day, are left out.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    every = accounts.with_status(day).select_related("person", "department", "division")
    rows = [
        account
        for account in every.order_by("key")
        if getattr(account, "status", None) != Status.CLOSED.value
    ]
    lake = Lake(settings.LAKE)
    keys = [account.key for account in rows]
    seen = {
        row["account"]: row["seen_at"]
        for row in lake.at()
        .latest(keys, until=day_ends(day, zone))
        .select(["account", "seen_at"])
        .to_pylist()
    }
    asked = _asked(lake, day, now)
    districts = _districts(rows, day)
    lines = []
    for account in rows:
        seen_at = seen.get(account.key)
        if seen_at is not None and seen_at.astimezone(zone).date() == day:
            state, why = State.COUNTED, ""
        else:
            state, why = _why(account, asked.get(account.key), connectors)
        department = account.department.name if account.department else ""
        district = districts.get(account.pk)
        lines.append(Line(account, state, why, seen_at, district, department))
    return Coverage(day, lines)


def _asked(lake: Lake, day: date, now: datetime) -> dict[str, tuple[str, str]]:
    """Give the last outcome of each account that was asked for, or could not be, on a day."""
    if day == localdate(now):
        duties = Duty.objects.filter(ask="counts").exclude(outcome="")
        rows = duties.values_list("account__key", "outcome", "code")
        return {key: (outcome, code) for key, outcome, code in rows}
    fetches = lake.fetches_of(day, day).select(["account", "ask", "outcome", "code"]).to_pylist()
    return {
        row["account"]: (row["outcome"], row["code"]) for row in fetches if row["ask"] == "counts"
    }


def _why(
    account: Account, asked: tuple[str, str] | None, connectors: Mapping[Platform, Connector]
) -> tuple[State, str]:
    """Say why an account was not counted, from the outcome of asking for it."""
    connector = connectors.get(Platform(account.platform))
    if connector is None or not any(kind in connector.offers for kind in asks_of("counts")):
        return State.NOT_OFFERED, "not_offered"
    if asked is None:
        return State.NEVER_ASKED, "never_asked"
    outcome, code = asked
    if outcome == "counted":
        return State.WAITING, "not_yet"
    return OUTCOMES.get(outcome, State.WAITING), " ".join(filter(None, (outcome, code)))


def _districts(accounts: Sequence[Account], day: date) -> dict[int, Division]:
    """Give the district of each account: its own, or that of its person's constituency."""
    states: dict[str, Division] = {}
    placed: dict[int, Division] = {}
    people = {account.person_id for account in accounts if account.person_id}
    seats: dict[int, int] = {}
    held = Membership.objects.in_office(day).filter(division__isnull=False)
    for person, division, path in held.values_list("person_id", "division_id", "division__path"):
        if person in people:
            seats[person] = division
            states.setdefault(path.split("/")[0], Division(path=f"{path.split('/')[0]}/"))
    for state in states.values():
        placed |= districts_on(state, day)
    found: dict[int, Division] = {}
    for account in accounts:
        district = (
            account.division
            if account.division_id
            else placed.get(seats.get(account.person_id or 0, 0))
        )
        if district is not None:
            found[account.pk] = district
    return found
