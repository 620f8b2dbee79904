"""Whose count a row is: people by name or seat, departments, accounts, as the registry knows.

The registry is read once for a file, so that a row costs no query.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pahunch.collection.columns import plain
from pahunch.collection.reading import Reading
from pahunch.facts import AccountKind, Platform
from pahunch.lib.names import fold
from pahunch.registry.models import (
    Account,
    Department,
    Division,
    Handle,
    Membership,
    OtherName,
    Person,
)
from pahunch.registry.names import DepartmentKind, DivisionKind

_TITLES = re.compile(
    r"^(?:(?:dr|shri|shree|smt|sushri|km|kumari|prof|er|eng|adv|hon(?:'?ble)?|mr|mrs|ms|"
    r"डॉ|डा|डाॅ|श्री|श्रीमती|सुश्री|कुमारी|प्रो|इंजी|माननीय|मान)[.\s]+)+",
    re.IGNORECASE,
)


class Owner(NamedTuple):
    """A person or a department, by what an account needs to know of it."""

    table: str
    """"person" or "department"."""
    pk: int
    slug: str
    name: str
    usual_kind: AccountKind | None
    """The kind of its accounts where nothing else is said."""


class Known(NamedTuple):
    """An account that the registry has, or that this file makes."""

    key: str
    owner: tuple[str, int]
    platform: Platform
    kind: AccountKind


class Term(NamedTuple):
    """Somebody's time in a seat."""

    owner: Owner
    starts: dt.date
    ends: dt.date | None

    def distance(self, day: dt.date) -> int:
        """Give how many days the day lies outside the term; 0 inside."""
        before = (self.starts - day).days
        after = (day - self.ends).days if self.ends else 0
        return max(0, before, after)


def name_key(name: str) -> str:
    """Fold a name without its titles, so that "Dr. Asha" and "आशा" meet."""
    return fold(_TITLES.sub("", name.strip()))


class Directory:
    """The registry's people, departments, seats and accounts, ready to be asked by a file."""

    def __init__(self, state: Division | None) -> None:
        self.state = state
        self.people: dict[int, Owner] = {}
        self.spelt: dict[str, set[Owner]] = defaultdict(set)
        self.named: dict[str, set[Owner]] = defaultdict(set)
        self.found: dict[str, set[Owner]] = {}
        self.departments: dict[str, set[Owner]] = defaultdict(set)
        self.seats: dict[int, list[Term]] = defaultdict(list)
        self.at_home: set[Owner] = set()
        self.accounts: dict[str, Known] = {}
        self.owned: dict[tuple[tuple[str, int], Platform, AccountKind], list[Known]] = defaultdict(
            list
        )
        self.handles: dict[tuple[Platform, str], set[str]] = defaultdict(set)
        self.made: dict[str, tuple[Known, Reading]] = {}
        self._read_people()
        self._read_departments()
        self._read_seats()
        self._read_accounts()

    def _read_people(self) -> None:
        home = self.state.pk if self.state else None
        for pk, slug, name, name_hi, state in Person.objects.values_list(
            "pk", "slug", "name", "name_hi", "state_id"
        ):
            owner = self.people[pk] = Owner("person", pk, slug, name, None)
            for each in filter(None, (name, name_hi)):
                self._name(owner, each)
            if home is not None and state == home:
                self.at_home.add(owner)
        for pk, name in OtherName.objects.values_list("person_id", "name"):
            self._name(self.people[pk], name)

    def _name(self, owner: Owner, name: str) -> None:
        self.spelt[plain(_TITLES.sub("", name.strip()))].add(owner)
        self.named[name_key(name)].add(owner)

    def _bearers(self, name: str) -> set[Owner]:
        """Give who is spelt so; only where nobody is, who is spelt much like it."""
        if name not in self.found:
            exactly = self.spelt.get(plain(_TITLES.sub("", name.strip())))
            key = name_key(name)
            self.found[name] = exactly or (self.named.get(key, set()) if key else set())
        return self.found[name]

    def _read_departments(self) -> None:
        usual = {DepartmentKind.PARTY.value: AccountKind.PARTY}
        for pk, code, kind, name, name_hi, state in Department.objects.values_list(
            "pk", "code", "kind", "name", "name_hi", "state_id"
        ):
            owner = Owner("department", pk, code, name, usual.get(kind, AccountKind.OFFICE))
            for each in filter(None, (name, name_hi, code)):
                self.departments[fold(each)].add(owner)
            if self.state and state == self.state.pk:
                self.at_home.add(owner)

    def _read_seats(self) -> None:
        if self.state is None:
            return
        rows = Membership.objects.filter(
            division__kind=DivisionKind.CONSTITUENCY.value,
            division__path__startswith=self.state.path,
            division__number__isnull=False,
        ).values_list("division__number", "person_id", "starts", "ends")
        for number, person, starts, ends in rows:
            owner = self.people[person]
            self.at_home.add(owner)
            self.seats[number or 0].append(Term(owner, starts, ends))

    def _read_accounts(self) -> None:
        for table in ("person", "department", "division"):
            rows = Account.objects.filter(**{f"{table}__isnull": False}).values_list(
                "key", "platform", "kind", f"{table}_id"
            )
            for key, platform, kind, pk in rows:
                self._keep(Known(key, (table, pk), Platform(platform), AccountKind(kind)))
        for key, platform, handle in Handle.objects.values_list(
            "account__key", "account__platform", "handle"
        ):
            self.handles[Platform(platform), handle.lower()].add(key)

    def _keep(self, known: Known) -> None:
        self.accounts[known.key] = known
        self.owned[known.owner, known.platform, known.kind].append(known)

    def find(self, reading: Reading) -> None:
        """Give the reading its account, made anew where the registry has none."""
        if "account" in reading.owner:
            known = self._named_account(reading, reading.owner["account"])
        else:
            owner = self._owner(reading)
            known = self._account_of(reading, owner) if owner else None
        reading.account = known.key if known else ""

    def _named_account(self, reading: Reading, text: str) -> Known | None:
        known = self.accounts.get(text)
        if known is None:
            handle = text.removeprefix("@").lower()
            keys = {
                key
                for (platform, name), found in self.handles.items()
                if name == handle and reading.platform in {None, platform}
                for key in found
            }
            if len(keys) != 1:
                why = "is no account of the registry" if not keys else "fits several accounts"
                reading.trouble("account", f"{text!r} {why}")
                return None
            known = self.accounts[keys.pop()]
        for column, said, is_so in (
            ("platform", reading.platform, known.platform),
            ("account_kind", reading.kind, known.kind),
        ):
            if said not in {None, is_so}:
                reading.trouble(column, f"{said} is said, and {known.key} is {is_so}")
        self._same_owner(reading, known)
        return known

    def _same_owner(self, reading: Reading, known: Known) -> None:
        if reading.owner.keys() - {"account"}:
            owner = self._owner(reading)
            if owner and (owner.table, owner.pk) != known.owner:
                reading.trouble("account", f"{known.key} does not belong to {owner.name}")

    def _owner(self, reading: Reading) -> Owner | None:
        if "department" in reading.owner:
            return self._department(reading, "department", reading.owner["department"])
        names = {
            column: text
            for column, text in reading.owner.items()
            if column in {"person", "person_en", "person_hi"}
        }
        if "ac_no" in reading.owner:
            return self._member(reading, names)
        found = self._called(reading, names)
        if found is None:
            return None
        if not found:
            column, text = next(iter(names.items()))
            return self._department(reading, column, text)
        return self._only(reading, found, next(iter(names)), next(iter(names.values())))

    def _called(self, reading: Reading, names: dict[str, str]) -> set[Owner] | None:
        """Give the people who bear every given name that anybody bears; None: they differ."""
        borne = [found for found in map(self._bearers, names.values()) if found]
        both = set.intersection(*borne) if borne else set()
        if borne and not both:
            reading.trouble("person_hi", "the two names belong to two people")
            return None
        return both

    def _only(
        self, reading: Reading, found: Iterable[Owner], column: str, text: str
    ) -> Owner | None:
        owners = set(found)
        if len(owners) > 1 and owners & self.at_home:
            owners &= self.at_home
        if len(owners) == 1:
            return owners.pop()
        names = ", ".join(sorted(owner.slug for owner in owners))
        reading.trouble(column, f"{text!r} is the name of several: {names}; add ac_no")
        return None

    def _department(self, reading: Reading, column: str, text: str) -> Owner | None:
        found = self.departments.get(fold(text), set()) if fold(text) else set()
        if not found:
            what = "department" if column == "department" else "person, party or office"
            reading.trouble(column, f"{text!r} is no {what} that the registry knows")
            return None
        return self._only(reading, found, column, text)

    def _member(self, reading: Reading, names: dict[str, str]) -> Owner | None:
        text = reading.owner["ac_no"]
        if self.state is None:
            reading.trouble("ac_no", "needs the state: say --state")
            return None
        number = int(text) if text.isdecimal() and len(text) < 5 else 0
        terms = self.seats.get(number, [])
        if not terms:
            reading.trouble("ac_no", f"{text!r} is no seat of {self.state.code} with a member")
            return None
        found = self._called(reading, names) if names else {term.owner for term in terms}
        if found is None:
            return None
        here = [term for term in terms if term.owner in found]
        if not here:
            column, name = next(iter(names.items()))
            held = ", ".join(sorted({term.owner.name for term in terms}))
            reading.trouble(column, f"{name!r} never held seat {number}; there: {held}")
            return None
        return self._holder(reading, here, number)

    def _holder(self, reading: Reading, terms: list[Term], number: int) -> Owner | None:
        """Give who held the seat on the day, else nearest to it."""
        if reading.day is not None:
            nearest = min(term.distance(reading.day) for term in terms)
            terms = [term for term in terms if term.distance(reading.day) == nearest]
        owners = {term.owner for term in terms}
        if len(owners) == 1:
            return owners.pop()
        held = ", ".join(sorted(owner.name for owner in owners))
        reading.trouble("ac_no", f"seat {number} was held by {held}; add the name or the date")
        return None

    def _account_of(self, reading: Reading, owner: Owner) -> Known | None:
        platform = reading.platform or Platform.UNSTATED
        kind = reading.kind or owner.usual_kind
        who = (owner.table, owner.pk)
        if kind is None:
            kind = self._only_kind(who, platform)
        if kind is None:
            reading.trouble("account_kind", "is empty; say office, personal or party")
            return None
        there = self.owned[who, platform, kind]
        if len(there) > 1:
            keys = ", ".join(sorted(known.key for known in there))
            reading.trouble("account", f"{owner.name} has several such accounts: {keys}; name one")
            return None
        return there[0] if there else self._make(reading, owner, platform, kind)

    def _only_kind(self, who: tuple[str, int], platform: Platform) -> AccountKind | None:
        kinds = [kind for kind in AccountKind if self.owned.get((who, platform, kind))]
        return kinds[0] if len(kinds) == 1 else None

    def _make(
        self, reading: Reading, owner: Owner, platform: Platform, kind: AccountKind
    ) -> Known | None:
        """Name a new account after its owner; the tilde says that the name is ours."""
        key = f"{platform}:~{plain(owner.slug).replace(' ', '-')}-{kind}"
        if key in self.accounts:
            reading.trouble("account", f"{key} belongs to somebody else; name the account")
            return None
        known = Known(key, (owner.table, owner.pk), platform, kind)
        self._keep(known)
        self.made[key] = (known, reading)
        return known
