"""Urban shares, and comparison sets that were frozen on a day."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from pahunch.measures.models.states import SeenInState
from pahunch.registry.models import Division, Fact, Roll
from pahunch.rules.peers import PeersOf, Place, Why, digest
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy


class UrbanShare(Fact):
    """The part of a constituency's people who live in towns, as a named source has it."""

    division = models.OneToOneField(Division, models.CASCADE, related_name="urban")
    share = models.FloatField(help_text="From 0 to 1.")

    objects = SeenBy["UrbanShare"].as_manager()
    scope = Scope(division="division__path")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gte=0, share__lte=1), name="urban_share_is_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.division_id} {self.share}"


class FrozenError(TypeError):
    """Somebody tried to change or remove what was frozen."""


class PeerSet(models.Model):
    """The comparison sets of a state's constituencies, frozen with the facts they come from.

    `places` are [code, electors, reservation, urban share] of each constituency, `sets` are
    [code, [codes of its peers, nearest first], why there are none]. Both are plain data, so
    that they stand whatever becomes of the registry. The digest proves that they still do.
    """

    code = models.SlugField(max_length=80, unique=True)
    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rule = models.CharField(max_length=20)
    places = models.JSONField()
    sets = models.JSONField()
    digest = models.CharField(max_length=16)

    objects = SeenInState["PeerSet"].as_manager()
    scope = Scope(division="state__path")

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store once. Raises FrozenError the second time."""
        if not self._state.adding:
            raise FrozenError(f"{self.code} is frozen")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raise FrozenError: what was frozen stays."""
        raise FrozenError(f"{self.code} is frozen")

    @property
    def the_places(self) -> tuple[Place, ...]:
        """The constituencies as they were on that day."""
        return tuple(Place(*row) for row in self.places)

    @property
    def the_sets(self) -> tuple[PeersOf, ...]:
        """The comparison sets, as the rule gave them."""
        return tuple(
            PeersOf(code, tuple(peers), Why(why) if why else None) for code, peers, why in self.sets
        )

    @property
    def is_whole(self) -> bool:
        """True where nobody changed it past the program."""
        return digest(self.the_places, self.the_sets, revision=self.rule) == self.digest
