"""Followers inside their constituencies, of everyone whom a directive binds.

Any directive can be asked, whether its verdict is by followers inside or anywhere.

A page or a report shows one representative with `inside_of(directive, day).people[code]`: the
interval, the point, and of each account every place with the part that it is.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings

from pahunch.directives.judge import facts_revision, judge, lake, placed
from pahunch.directives.kept import Kept
from pahunch.directives.models import Directive
from pahunch.measures.inside import InsideOf
from pahunch.observations import Extra, LakeVersion
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten

KEPT = 16
_kept: Kept[InsideOf] = Kept(KEPT)


def inside_of(directive: Directive, as_of: date, *, version: LakeVersion | None = None) -> InsideOf:
    """Measure followers inside the constituency of everyone bound on a day.

    Whoever shows it to a user takes only the representatives whom that user may see. Raises
    `observations.NoSuchVersion` for a version that the lake never had.
    """
    judgement = judge(directive, as_of, version=version)
    if judgement.inside is not None:
        return judgement.inside
    key = (
        settings.LAKE,
        facts_revision(),
        directive.code,
        directive.terms,
        as_of,
        judgement.lake_version,
        judgement.roster_digest,
        lake().version_of(Extra.AUDIENCE),
    )
    found = _kept.get(key)
    if found is None:
        bound = [row.membership.pk for row in judgement.rows]
        roster = flatten(Membership.objects.filter(pk__in=bound), on=as_of, roll=directive.roll)
        found = placed(directive, as_of, lake().at(judgement.lake_version), roster)
        _kept.put(key, found)
    return found


def forget() -> None:
    """Drop what is kept in memory (tests that write past the actions need it)."""
    _kept.clear()
