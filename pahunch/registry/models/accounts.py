"""Departments, and the accounts of people, departments and places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from pahunch.registry.models.people import Person
from pahunch.registry.models.places import Division
from pahunch.registry.models.sources import MADE_UP, Fact
from pahunch.registry.names import (
    ACCOUNT_KIND_CHOICES,
    PLATFORM_CHOICES,
    SILENT,
    DepartmentKind,
    Status,
)
from pahunch.staff.rights import Scope, SeenBy


class Department(Fact):
    """A department of a state, a party's state unit, or the office of a post.

    `number` is the Local Government Directory's code of the organisation.
    """

    code = models.SlugField(max_length=120, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="departments")
    kind = models.CharField(max_length=20, choices=DepartmentKind)
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)

    objects = SeenBy["Department"].as_manager()
    scope = Scope(division="state__path", department="code")

    def __str__(self) -> str:
        return self.name


class AccountQuerySet(SeenBy["Account"]):
    """Questions about accounts."""

    def with_status(self, on: date) -> Self:
        """Add `status`: what was last said of each account on a day; None: nothing."""
        said = AccountStatus.objects.filter(account=OuterRef("pk"), since__lte=on)
        return self.annotate(status=Subquery(said.order_by("-since").values("status")[:1]))

    def countable(self, on: date) -> Self:
        """Accounts whose followers count on a day: not suspended, deleted or closed."""
        return self.with_status(on).filter(Q(status=None) | ~Q(status__in=SILENT))

    def real(self) -> Self:
        """Leave out the accounts of made-up people and places: no platform knows them."""
        return self.exclude(source__text__startswith=MADE_UP)

    def in_state(self, state: Division) -> Self:
        """The accounts of a state's places, departments and representatives, past ones too."""
        people = Person.objects.filter(Q(state=state) | Q(memberships__post__state=state)).values(
            "pk"
        )
        return self.filter(
            Q(division__path__startswith=state.path)
            | Q(department__state=state)
            | Q(person__in=people)
        )

    def of(self, person: Person) -> Self:
        """A person's accounts, in a settled order."""
        return self.filter(person=person).order_by("platform", "kind", "key")


class Account(Fact):
    """An account on a platform, owned by one person, department or place.

    `key` is "<platform>:<the platform's own id>". Where that id is not known yet the key is
    ours and says so with a tilde: "x:~chouhanshivraj", with `platform_id` empty. It stays
    when the id becomes known, because counts were kept under it.
    """

    key = models.CharField(max_length=200, unique=True)
    platform = models.CharField(max_length=20, choices=PLATFORM_CHOICES)
    platform_id = models.CharField(max_length=180, blank=True)
    kind = models.CharField(max_length=20, choices=ACCOUNT_KIND_CHOICES)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="accounts", null=True, blank=True
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="accounts", null=True, blank=True
    )
    division = models.ForeignKey(
        Division, models.PROTECT, related_name="accounts", null=True, blank=True
    )

    objects = AccountQuerySet.as_manager()
    scope = Scope(
        division=(
            "division__path",
            "person__memberships__division__path",
            "department__state__path",
        ),
        department="department__code",
        person="person__slug",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, department=None, division=None)
                | Q(person=None, department__isnull=False, division=None)
                | Q(person=None, department=None, division__isnull=False),
                name="account_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["platform", "platform_id"],
                condition=~Q(platform_id=""),
                name="account_id_once_a_platform",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def handle(self) -> str:
        """What it is called now, without the @; empty where nobody said."""
        last = self.handles.order_by(F("starts").asc(nulls_first=True), "pk").last()
        return last.handle if last else ""

    @property
    def owner(self) -> Person | Department | Division:
        """Whoever it belongs to."""
        owner = self.person or self.department or self.division
        assert owner is not None, "the database holds that an account has one owner"
        return owner


OF_ACCOUNT = Scope(
    division=(
        "account__division__path",
        "account__person__memberships__division__path",
        "account__department__state__path",
    ),
    department="account__department__code",
    person="account__person__slug",
)
"""The scope of a row that belongs to an account: wherever the account hangs."""


class HandleQuerySet(SeenBy["Handle"]):
    """Questions about what accounts were called."""

    def on(self, day: date) -> Self:
        """Handles that held on a day; no first day means as far back as is known."""
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))

    def latest_of(self, accounts: Sequence[int]) -> dict[int, str]:
        """Give what each account (by its number) is called now: the handle that began last."""
        found: dict[int, str] = {}
        for start in range(0, len(accounts), 500):
            rows = self.filter(account__in=accounts[start : start + 500], ends=None)
            named = rows.order_by("starts", "pk").values_list("account", "handle")
            found |= dict(named)
        return found


class Handle(Fact):
    """What an account was called from one day to another, both included, without the @."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="handles")
    handle = models.CharField(max_length=180)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = HandleQuerySet.as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")),
                name="handle_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["account", "handle", "starts"], name="handle_starts_once"
            ),
            models.UniqueConstraint(
                fields=["account", "handle"],
                condition=Q(starts=None),
                name="handle_has_one_beginning",
            ),
        ]

    def __str__(self) -> str:
        return self.handle


class AccountStatus(Fact):
    """What became of an account on a day, until the next row says otherwise."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="statuses")
    status = models.CharField(max_length=20, choices=Status)
    since = models.DateField()

    objects = SeenBy["AccountStatus"].as_manager()
    scope = OF_ACCOUNT

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "since"], name="status_once_a_day")
        ]
