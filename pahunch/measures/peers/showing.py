"""Comparison sets as a page shows them: names, electors and the reason where there are none."""

from __future__ import annotations

from dataclasses import dataclass

from pahunch.measures.models import PeerSet
from pahunch.measures.peers.words import no_comparison
from pahunch.registry.models import Division
from pahunch.registry.names import Reservation
from pahunch.rules.peers import PeersOf, Place
from pahunch.ui.words import NOTHING


@dataclass(frozen=True, slots=True)
class Member:
    """A constituency as it was when the sets were frozen."""

    place: Place
    division: Division | None
    """What the registry knows of it today; None: nothing any more."""

    @property
    def reservation(self) -> str:
        """For whom it is reserved, in words; a dash where that is not known."""
        known = self.place.reservation
        return str(Reservation(known).label) if known in Reservation.values else NOTHING


@dataclass(frozen=True, slots=True)
class Shown:
    """One constituency's set."""

    own: Member
    peers: tuple[Member, ...]
    why: str
    """Why there are none; empty where there are."""

    @property
    def every(self) -> tuple[Member, ...]:
        """The constituency itself, then its peers."""
        return (self.own, *self.peers)


def shown(frozen: PeerSet, of: str = "") -> list[Shown]:
    """Give the sets of a frozen state, or of one constituency, in their order."""
    places = {place.code: place for place in frozen.the_places}
    known = {one.code: one for one in Division.objects.filter(code__in=places)}
    members = {code: Member(place, known.get(code)) for code, place in places.items()}
    return [_shown(one, members) for one in frozen.the_sets if of in ("", one.code)]


def _shown(one: PeersOf, members: dict[str, Member]) -> Shown:
    return Shown(
        members[one.code],
        tuple(members[code] for code in one.peers),
        no_comparison(one.why) if one.why else "",
    )
