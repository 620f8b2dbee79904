"""Places that hang in a dated tree, and how many electors each roll counts there."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from pahunch.lib.names import fold
from pahunch.registry.models.sources import Fact
from pahunch.registry.names import DivisionKind, Reservation
from pahunch.staff.rights import Scope, SeenBy


class DivisionQuerySet(SeenBy["Division"]):
    """Questions about places."""

    def under(self, path: str) -> Self:
        """Places at or below a path of today's tree."""
        return self.filter(path__startswith=path)

    def states(self) -> Self:
        """The roots of the trees."""
        return self.filter(kind=DivisionKind.STATE.value)

    def constituencies(self) -> Self:
        """The places that elect somebody, by number."""
        return self.filter(kind=DivisionKind.CONSTITUENCY.value).order_by("number", "code")

    def districts(self) -> Self:
        """The districts, by name."""
        return self.filter(kind=DivisionKind.DISTRICT.value).order_by("name")

    def called(self, words: str) -> Self:
        """Places with a name that goes on so from one of its words, in either script."""
        return self.filter(search__contains=f" {fold(words)}")

    def existing(self, on: date) -> Self:
        """Places that had been founded and not yet dissolved on a day."""
        return self.filter(Q(starts=None) | Q(starts__lte=on), Q(ends=None) | Q(ends__gte=on))


class Division(Fact):
    """A state, a division of districts, a district, a block or a constituency.

    `number` is the constituency's number or the Local Government Directory code.
    `path` spells today's place in the tree ("mp/mp-v-indore/mp-d-410/mp-ac-206/"): rights
    and drill-down ask by its beginning. It is made from the placements on each load.
    `starts` and `ends` are its first and last day; None: not known, or not ended.
    """

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=20, choices=DivisionKind)
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    reservation = models.CharField(max_length=3, blank=True, choices=Reservation)
    lok_sabha = models.CharField(max_length=200, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField(null=True, blank=True)
    path = models.CharField(max_length=200, db_index=True, editable=False)
    search = models.TextField(blank=True, editable=False)

    objects = DivisionQuerySet.as_manager()
    scope = Scope(division="path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")),
                name="division_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(tile_column=None, tile_row=None)
                | Q(tile_column__isnull=False, tile_row__isnull=False),
                name="division_has_a_whole_tile",
            ),
        ]
        indexes = [models.Index(fields=["kind", "number"], name="division_kind_number")]

    def __str__(self) -> str:
        return self.name

    @property
    def state_code(self) -> str:
        """The code of the state it lies in."""
        return self.path.partition("/")[0]


class PlacementQuerySet(SeenBy["Placement"]):
    """Questions about where a place lay, and when."""

    def on(self, day: date) -> Self:
        """Placements that held on a day; no first day means as far back as is known."""
        return self.filter(Q(starts=None) | Q(starts__lte=day), Q(ends=None) | Q(ends__gte=day))


class Placement(Fact):
    """A place lay in another from one day to another, both included."""

    child = models.ForeignKey(Division, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(Division, models.CASCADE, related_name="holds")
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()
    scope = Scope(division="child__path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts=None) | Q(ends__gte=F("starts")),
                name="placement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(child=F("parent")), name="placement_is_not_in_itself"
            ),
            models.UniqueConstraint(fields=["child", "starts"], name="placement_starts_once"),
            models.UniqueConstraint(
                fields=["child"], condition=Q(starts=None), name="placement_has_one_beginning"
            ),
            models.UniqueConstraint(
                fields=["child"], condition=Q(ends=None), name="placement_is_open_once"
            ),
        ]


class RollQuerySet(SeenBy["Roll"]):
    """Questions about electoral rolls."""

    def of(self, state: str) -> Self:
        """The rolls of a state, newest first."""
        return self.filter(state__code=state).order_by("-year", "code")


class Roll(Fact):
    """An electoral roll of a state: the electors of one election year."""

    code = models.SlugField(max_length=60, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="rolls")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    name_hi = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)

    objects = RollQuerySet.as_manager()
    scope = Scope(division="state__path")

    def __str__(self) -> str:
        return self.name


class ElectorsQuerySet(SeenBy["Electors"]):
    """Questions about how many electors there are."""

    def total(self) -> int:
        """All electors of these rows."""
        return self.aggregate(total=models.Sum("electors"))["total"] or 0


class Electors(Fact):
    """How many people one roll counts in one constituency."""

    roll = models.ForeignKey(Roll, models.CASCADE, related_name="counts")
    division = models.ForeignKey(Division, models.CASCADE, related_name="electors")
    electors = models.PositiveIntegerField()

    objects = ElectorsQuerySet.as_manager()
    scope = Scope(division="division__path")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roll", "division"], name="electors_once_a_roll"),
            models.CheckConstraint(condition=Q(electors__gte=0), name="electors_not_negative"),
        ]
