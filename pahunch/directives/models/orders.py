"""Orders, the verdicts published on them, and the periods in which they are held back."""

from __future__ import annotations

import hashlib
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from pahunch.facts import AccountKind, Adding, Platform, Terms, Where
from pahunch.measures.models import Survey
from pahunch.registry.models import Department, Division, Fact, Membership, Roll
from pahunch.registry.models.people import MembershipQuerySet
from pahunch.registry.names import PostKind
from pahunch.staff.models import User, canonical
from pahunch.staff.rights import Scope, SeenBy, held
from pahunch.staff.sealed import Sealed, SealedQuerySet

if TYPE_CHECKING:
    from pahunch.staff.scopes import Anybody


READ = (
    *("title", "title_hi", "text", "text_hi", "issuer", "issuer_hi", "due_on"),
    *("share_numerator", "share_denominator", "adding", "kinds", "platforms", "where"),
)
"""What an office must have read of an order: a change of any of these asks for a new receipt."""


class IssuerKind(models.TextChoices):
    """Who orders."""

    CABINET = "cabinet", _("Cabinet")
    CHIEF = "cm_office", _("Chief Minister's office")
    PARTY = "party", _("Party organisation")
    DEPARTMENT = "department", _("Department")


class DirectiveQuerySet(SeenBy["Directive"]):
    """Questions about directives."""

    def seen_by(self, user: Anybody, operation: str) -> Self:
        """Keep the orders of every state in which the user holds a grant for the operation."""
        grants = held(user, operation)
        if any(grant.is_whole for grant in grants):
            return self.all()
        condition = Q(pk__in=[])
        for grant in grants:
            condition |= Q(state__code=grant.division_path.split("/")[0])
            if grant.person:
                posts = Membership.objects.filter(person__slug=grant.person)
                condition |= Q(state__in=posts.values("post__state"))
            if grant.department:
                departments = Department.objects.filter(code=grant.department)
                condition |= Q(state__in=departments.values("state"))
        return self.filter(condition)

    def in_page_order(self) -> DirectiveQuerySet:
        """Directives as a reader expects them: by state, ministers before members."""
        return self.order_by("state__code", "-binds", "code")

    def in_force(self, day: date) -> DirectiveQuerySet:
        """Directives that nothing has replaced and that are not past their due date."""
        in_time = Q(due_on=None) | Q(due_on__gte=day)
        return self.filter(in_time, replaced_by=None)

    def in_registry(self) -> DirectiveQuerySet:
        """Directives whose members the registry knows; a roster in the lake has no pages."""
        return self.filter(roster="")

    def with_terms(self) -> DirectiveQuerySet:
        """Directives with all that judging needs, in one query."""
        return self.select_related("state", "roll", "source", "survey")


class Directive(Fact):
    """An order that representatives be followed by a share of their electors."""

    code = models.SlugField(max_length=80, unique=True, help_text="As commands and pages name it.")
    state = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="directives")
    title = models.CharField(max_length=200)
    title_hi = models.CharField(max_length=200, blank=True)
    text = models.TextField(help_text="The order in words, as its source gives it.")
    text_hi = models.TextField(blank=True)
    issuer = models.CharField(max_length=200)
    issuer_hi = models.CharField(max_length=200, blank=True)
    issuer_kind = models.CharField(
        max_length=20, choices=IssuerKind, blank=True, help_text="Empty: not said."
    )
    meeting = models.CharField(
        max_length=300, blank=True, help_text="In which it was given; empty: not said."
    )
    meeting_hi = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True, help_text="Empty: not known.")
    due_on = models.DateField(null=True, blank=True, help_text="Empty: none was given.")
    starts = models.DateField(help_text="The first day whose verdict is worth asking for.")
    usual_day = models.DateField(
        null=True, blank=True, help_text="The day that a page judges unless asked; empty: today."
    )
    binds = models.CharField(
        max_length=20, choices=PostKind.choices, help_text="The kind of post it binds."
    )
    only = models.ManyToManyField(
        Membership,
        related_name="bound_by_name",
        blank=True,
        help_text="Of that kind, only these; empty: all of the kind.",
    )
    share_numerator = models.PositiveIntegerField(default=5)
    share_denominator = models.PositiveIntegerField(default=100)
    adding = models.CharField(
        max_length=10,
        choices=[
            (Adding.TOTAL.value, _("sum over all accounts")),
            (Adding.BEST.value, _("largest account")),
            (Adding.PEOPLE.value, _("people, each counted once")),
        ],
        default=Adding.TOTAL.value,
    )
    kinds = models.JSONField(default=list, help_text="Kinds of account that count.")
    platforms = models.JSONField(default=list, help_text="Platforms that count; empty: all.")
    fresh_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="A count older than this is stale; empty: any age."
    )
    where = models.CharField(
        max_length=10,
        choices=[
            (Where.ANYWHERE.value, _("followers anywhere")),
            (Where.INSIDE.value, _("followers inside the constituency")),
        ],
        default=Where.ANYWHERE.value,
    )
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT, related_name="directives")
    roster = models.SlugField(
        max_length=80,
        blank=True,
        help_text="Name of a roster in the lake, for a state too large for the registry.",
    )
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    survey = models.ForeignKey(
        Survey,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose overlaps narrow the number of different people; empty: none.",
    )

    objects = DirectiveQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(division="state__path")

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(share_denominator__gt=0)
                & Q(share_numerator__gt=0)
                & Q(share_numerator__lte=F("share_denominator")),
                name="directive_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(where=Where.ANYWHERE.value) | Q(roster=""),
                name="directive_inside_needs_the_registry",
            ),
            models.CheckConstraint(
                condition=Q(survey=None)
                | Q(adding=Adding.PEOPLE.value, where=Where.ANYWHERE.value, roster=""),
                name="directive_survey_is_of_people",
            ),
        ]

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code

    @property
    def name(self) -> str:
        """The title, under the word that every named thing answers to."""
        return self.title

    @property
    def name_hi(self) -> str:
        """The title in Hindi."""
        return self.title_hi

    @property
    def terms(self) -> Terms:
        """What the order asks, as the rule reads it."""
        return Terms(
            share=Fraction(self.share_numerator, self.share_denominator),
            adding=Adding(self.adding),
            kinds=frozenset(AccountKind(kind) for kind in self.kinds),
            platforms=frozenset(Platform(name) for name in self.platforms),
            fresh_days=self.fresh_days,
            where=Where(self.where),
        )

    @property
    def share_percent(self) -> float:
        """The share in hundredths of the electors."""
        return 100 * self.share_numerator / self.share_denominator

    def bound(self) -> MembershipQuerySet:
        """Every membership that the order binds, on any day: of a kind, or of a list of it."""
        named = self.only.through.objects.filter(directive=self)
        everybody = Membership.objects.filter(post__state=self.state, post__kind=self.binds)
        return everybody.filter(Q(pk__in=named.values("membership")) | ~Exists(named))

    def may_bind(self, membership: Membership) -> bool:
        """Tell whether a membership is of the kind, and of the list where there is one.

        Many are asked at little cost where `only` was fetched with the directive.
        """
        named = {one.pk for one in self.only.all()}
        return membership.post.kind == self.binds and (not named or membership.pk in named)

    @property
    def wording(self) -> str:
        """Name what is to be read, 12 hex digits: other words or terms give another name."""
        read = canonical([str(getattr(self, name)) for name in READ])
        return hashlib.sha256(read.encode()).hexdigest()[:12]


class PublishedVerdict(Sealed):
    """A verdict as it was published, with everything that it was computed from. Final.

    `text` is the whole of it; the other columns only help to find it.
    """

    VERB = "directives.verdict_published"

    directive = models.ForeignKey(Directive, on_delete=models.PROTECT, related_name="published")
    as_of = models.DateField()
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )
    published_at = models.DateTimeField()

    objects = SealedQuerySet["PublishedVerdict"].as_manager()
    scope: ClassVar[Scope] = Scope(division="directive__state__path")

    def __str__(self) -> str:
        """Name it by its code."""
        return self.code


class ElectionPeriodQuerySet(SeenBy["ElectionPeriod"]):
    """Questions about election periods."""

    def on(self, day: date) -> Self:
        """Those in which a day lies."""
        return self.filter(starts__lte=day, ends__gte=day)


class ElectionPeriod(models.Model):
    """Days on which a state holds forecasts, ranks and publications back."""

    state = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="periods")
    starts = models.DateField()
    ends = models.DateField(help_text="The last day, included.")
    reason = models.CharField(max_length=500)
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ordered_at = models.DateTimeField()

    objects = ElectionPeriodQuerySet.as_manager()
    scope: ClassVar[Scope] = Scope(division="state__path")

    class Meta:
        """Truths that the database holds."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="period_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        """Name it by its state and days."""
        return f"{self.state_id}: {self.starts} to {self.ends}"
