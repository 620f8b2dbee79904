"""Improvement plans and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pahunch.directives.models import Directive
from pahunch.measures.models import PeerSet
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy
from pahunch.support.plans.states import OPEN, PlanState, StepState

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

PLAN_STATES = [
    (PlanState.PROPOSED.value, _("proposed")),
    (PlanState.AGREED.value, _("agreed")),
    (PlanState.FINISHED.value, _("finished")),
    (PlanState.DROPPED.value, _("dropped")),
]
STEP_STATES = [
    (StepState.OPEN.value, pgettext_lazy("not closed", "open")),
    (StepState.DONE.value, _("done")),
    (StepState.NOT_DONE.value, _("not done")),
]


class PlanQuerySet(SeenBy["Plan"]):
    """Questions about plans."""

    def open(self) -> PlanQuerySet:
        """Those that are proposed or agreed."""
        return self.filter(state__in=[state.value for state in OPEN])

    def with_names(self) -> PlanQuerySet:
        """With all that a list shows, in two queries."""
        return self.select_related(
            "membership__person", "membership__division", "directive", "owner"
        ).prefetch_related("steps")


class Plan(models.Model):
    """What a representative lacks under a directive, and what is to be done about it by whom.

    The gap is what was measured on `measured_on`, from that version of the lake; it stays as it
    was. `peers` are the frozen sets that the measures were compared with, and `peer_codes` the
    constituencies of the set that was used: none, and no comparison, where there is no set.
    """

    directive = models.ForeignKey(Directive, models.PROTECT, related_name="plans")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="plans")
    measured_on = models.DateField()
    lake_version = models.CharField(max_length=40)
    rule = models.CharField(max_length=20)
    gap_low = models.PositiveBigIntegerField(help_text="Followers missing, at least.")
    gap_high = models.PositiveBigIntegerField(help_text="Followers missing, at most.")
    days_left = models.PositiveIntegerField()
    needed = models.FloatField(help_text="Followers a day until the last day.")
    pace = models.FloatField(null=True, help_text="Followers a day now; empty: not known.")
    peers = models.ForeignKey(PeerSet, models.PROTECT, null=True, related_name="+")
    peer_codes = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PLAN_STATES, default=PlanState.PROPOSED.value)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="plans")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, max_length=2_000)

    objects = PlanQuerySet.as_manager()
    scope = Scope(
        division=("membership__division__path", "membership__post__state__path"),
        person="membership__person__slug",
    )

    if TYPE_CHECKING:
        steps: RelatedManager[PlanStep]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directive", "membership"],
                condition=Q(state__in=[PlanState.PROPOSED.value, PlanState.AGREED.value]),
                name="plan_open_once_a_directive",
            ),
            models.CheckConstraint(
                condition=Q(gap_high__gte=F("gap_low")), name="plan_gap_is_an_interval"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[PlanState.PROPOSED.value, PlanState.DROPPED.value])
                | Q(owner__isnull=False, starts__isnull=False, ends__gt=F("starts")),
                name="plan_agreed_has_owner_and_dates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.directive_id}: {self.membership}"

    @property
    def stage(self) -> PlanState:
        """Where it stands."""
        return PlanState(self.state)


class PlanStep(models.Model):
    """One thing to do: suggested by the rule with its figures, or written by somebody."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    """Of the rule `plan`, or `own`."""
    figures = models.JSONField(default=dict)
    """What the suggestion rests on, or `words` of somebody."""
    state = models.CharField(max_length=10, choices=STEP_STATES, default=StepState.OPEN.value)
    note = models.TextField(blank=True, max_length=2_000)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    objects = SeenBy["PlanStep"].as_manager()
    scope = Scope(
        division=("plan__membership__division__path", "plan__membership__post__state__path"),
        person="plan__membership__person__slug",
    )

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_numbered_once"),
            models.CheckConstraint(
                condition=~Q(state=StepState.NOT_DONE.value) | ~Q(note=""),
                name="plan_step_not_done_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}.{self.number} {self.kind}"
