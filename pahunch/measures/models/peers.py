"""Urban shares, and comparison sets that were frozen on a day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pahunch.measures.models.states import SeenInState
from pahunch.registry.models import Division, Fact, Roll
from pahunch.rules.peers import PeersOf, Place, Why
from pahunch.staff.models import User
from pahunch.staff.rights import Scope, SeenBy
from pahunch.staff.sealed import Sealed, SealedQuerySet, seal_of


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


class PeerSetQuerySet(SeenInState["PeerSet"], SealedQuerySet["PeerSet"]):  # type: ignore[override]
    """Questions about comparison sets, which are seen in every state that one reads."""


class PeerSet(Sealed):
    """The comparison sets of a state's constituencies, frozen with the facts they come from.

    The sealed text has `rule`, its revision; `places`: [code, electors, reservation, urban
    share] of each constituency; `sets`: [code, [codes of its peers, nearest first], why there
    are none]; and `digest`, which the same facts and sets give on any day. It stands whatever
    becomes of the registry.
    """

    VERB = "measures.peers_frozen"

    state = models.ForeignKey(Division, models.PROTECT, related_name="+")
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = PeerSetQuerySet.as_manager()
    scope = Scope(division="state__path")

    def __str__(self) -> str:
        return self.code

    @property
    def rule(self) -> str:
        """The revision of the rule that made the sets."""
        return str(self.said["rule"])

    @property
    def digest(self) -> str:
        """16 hex digits of the facts and the sets."""
        return str(self.said["digest"])

    @property
    def the_places(self) -> tuple[Place, ...]:
        """The constituencies as they were on that day."""
        return tuple(Place(*row) for row in self.said["places"])

    @property
    def the_sets(self) -> tuple[PeersOf, ...]:
        """The comparison sets, as the rule gave them."""
        return tuple(
            PeersOf(code, tuple(peers), Why(why) if why else None)
            for code, peers, why in self.said["sets"]
        )

    @property
    def is_whole(self) -> bool:
        """True where nobody changed it past the program; `pahunch audit` holds it to its deed."""
        return self.seal == seal_of(self.text)
