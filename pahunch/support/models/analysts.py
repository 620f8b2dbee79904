"""Analysts, their teams, and whom they support when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.facts import AccountKind
from pahunch.registry.models import Division, Person
from pahunch.staff.models import Grant, User
from pahunch.staff.rights import Scope, SeenBy
from pahunch.support.payers import Payer

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

PAYERS = [
    (Payer.STATE.value, _("the state")),
    (Payer.PARTY.value, _("the party")),
    (Payer.OWN.value, _("the representative")),
]
OF_PERSON = Scope(
    division=("person__memberships__division__path", "person__state__path"),
    person="person__slug",
)
"""The scope of a row about a person: wherever the person hangs."""
MOST_HOURS = 80
"""Hours a week; a longer week is a mistake in typing."""


class Analyst(models.Model):
    """A user who works with representatives: in which languages, on which platforms, how long.

    `paid_by` says for whose accounts the analyst may work at all (`payers.PAYS_FOR`).
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="analyst")
    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    languages = models.JSONField(default=list)
    platforms = models.JSONField(default=list)
    hours = models.PositiveSmallIntegerField(help_text="Hours a week.")
    paid_by = models.CharField(max_length=10, choices=PAYERS)
    ends = models.DateField(null=True, blank=True)
    """The last day on which new work may be given."""

    objects = SeenBy["Analyst"].as_manager()
    scope = Scope(division="state__path")

    if TYPE_CHECKING:
        assignments: RelatedManager[Assignment]
        teams: RelatedManager[Team]

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="analyst_works_some_hours"
            )
        ]

    def __str__(self) -> str:
        return self.user.get_full_name()

    @property
    def payer(self) -> Payer:
        """Out of whose pocket the analyst is paid."""
        return Payer(self.paid_by)


class Team(models.Model):
    """Several analysts who share their work evenly; one of them leads."""

    code = models.SlugField(max_length=60, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    lead = models.ForeignKey(Analyst, models.PROTECT, related_name="leads")
    members = models.ManyToManyField(Analyst, related_name="teams")

    objects = SeenBy["Team"].as_manager()
    scope = Scope(division="state__path")

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(SeenBy["Assignment"]):
    """Questions about who supports whom."""

    def on(self, day: date) -> AssignmentQuerySet:
        """Those that hold on a day."""
        return self.filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)

    def not_over(self, day: date) -> AssignmentQuerySet:
        """Those that hold on a day or later."""
        return self.filter(Q(ends=None) | Q(ends__gte=day))

    def of_analyst(self, analyst: Analyst) -> AssignmentQuerySet:
        """The analyst's own, and those of the analyst's teams."""
        return self.filter(Q(analyst=analyst) | Q(team__in=analyst.teams.values("pk")))

    def with_names(self) -> AssignmentQuerySet:
        """With all that a list shows, in one query and two for the teams."""
        return self.select_related("person", "analyst__user", "team").prefetch_related(
            "team__members__user"
        )


class Assignment(models.Model):
    """An analyst or a team supports a person on some kinds of account, from day to day.

    Both days are included; `ends` is None while it lasts. It lends the analyst, or each member
    of the team, the right to see the person on these days: `grants` are the rights it lent.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    analyst = models.ForeignKey(Analyst, models.PROTECT, null=True, related_name="assignments")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="assignments")
    kinds = models.JSONField(default=list)
    hours = models.PositiveSmallIntegerField(help_text="Hours a week.")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=2_000)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    grants = models.ManyToManyField(Grant, related_name="+")

    objects = AssignmentQuerySet.as_manager()
    scope = OF_PERSON

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(analyst=None, team__isnull=False) | Q(analyst__isnull=False, team=None),
                name="assignment_to_an_analyst_or_a_team",
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="assignment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=MOST_HOURS), name="assignment_takes_hours"
            ),
            models.UniqueConstraint(
                fields=["person", "analyst"],
                condition=Q(ends=None),
                name="assignment_open_once_an_analyst",
            ),
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(ends=None),
                name="assignment_open_once_a_team",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["starts", "ends"], name="assignment_days")]

    def __str__(self) -> str:
        return f"{self.worker}: {self.person}"

    @property
    def worker(self) -> Analyst | Team:
        """Whoever supports."""
        found = self.analyst or self.team
        assert found is not None, "the database holds that somebody is assigned"
        return found

    @property
    def workers(self) -> list[Analyst]:
        """The analyst, or the members of the team."""
        return (
            [self.analyst] if self.analyst else list(self.team.members.all()) if self.team else []
        )

    @property
    def the_kinds(self) -> list[AccountKind]:
        """The kinds of account, in the order of the facts."""
        return [kind for kind in AccountKind if kind.value in self.kinds]


class Handover(models.Model):
    """One assignment followed another without a day between: what was said, what was open."""

    before = models.OneToOneField(Assignment, models.PROTECT, related_name="handed_on")
    after = models.OneToOneField(Assignment, models.PROTECT, related_name="taken_over")
    notes = models.TextField(max_length=4_000)
    open_matters = models.JSONField(default=list)
    """What was open on that day: [kind, number, words], as the plans and requests said."""
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = SeenBy["Handover"].as_manager()
    scope = Scope(
        division=("before__person__memberships__division__path", "before__person__state__path"),
        person="before__person__slug",
    )

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"
