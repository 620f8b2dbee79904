"""Where a representative stands among constituencies that may fairly be compared."""

from __future__ import annotations

from django.utils.translation import gettext

from pahunch.dashboard.panels.panel import Asked, Panel
from pahunch.directives.judge import day_ends
from pahunch.directives.peers import rankings_of
from pahunch.measures.models import PeerSet
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.words import no_comparison, why_not
from pahunch.registry.models import Division
from pahunch.rules.peers import NAME, PeersOf, Ranking
from pahunch.ui import words


def panel(asked: Asked) -> Panel | None:
    """Say the rank as a range, or why nobody is ranked; None where no sets were frozen."""
    division = asked.membership.division
    seen = PeerSet.objects.seen_by(asked.user, "measures.see_peers")
    mine = seen.filter(state=asked.directive.state, made_at__lt=day_ends(asked.as_of))
    frozen = mine.order_by("-made_at").first()
    if division is None or frozen is None:
        return None
    heading = gettext("Among peers")
    by = gettext("Compared by the sets frozen on %(day)s.") % {"day": words.day(frozen.made_at)}
    try:
        judgement = asked.measured.judgement
        found = rankings_of(judgement, frozen, [division.code]).get(division.code)
    except WrongPeers as error:
        return Panel("peers", heading, why_not(error), NAME, (by,))
    if found is None:
        return None
    lead, names = _said(found, division.code)
    lines = [by]
    if names:
        said = gettext("The set: %(names)s.")
        lines.append(said % {"names": ", ".join(names)})
    return Panel("peers", heading, lead, NAME, tuple(lines))


def _said(found: Ranking | PeersOf, code: str) -> tuple[str, list[str]]:
    """Say the rank or why there is none, and name the constituencies of the set."""
    if isinstance(found, PeersOf):
        return (no_comparison(found.why) if found.why else ""), []
    if found.why:
        return no_comparison(found.why), _names(found.differ)
    rank = next(one for one in found.ranks if one.code == code)
    said = {"best": words.number(rank.best), "among": words.number(rank.among)}
    names = _names(tuple(one.code for one in found.ranks if one.code != code))
    if rank.best == rank.worst:
        return gettext("Place %(best)s of %(among)s") % said, names
    said["worst"] = words.number(rank.worst)
    return gettext("Between place %(best)s and %(worst)s of %(among)s") % said, names


def _names(codes: tuple[str, ...]) -> list[str]:
    places = Division.objects.filter(code__in=codes).order_by("number", "code")
    return [words.named(place) for place in places]
