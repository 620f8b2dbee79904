"""Different people who follow everyone whom a directive binds, on any directive.

Whatever a directive adds up, it can be asked how many people are behind the follows. A page
shows one representative with `people_of(directive, day).people[code]`: the ends with and
without the survey, the point, and where inside them the verdict would change (`Told.turn`).
"""

from __future__ import annotations

from datetime import date

from django.conf import settings

from pahunch.directives.judge import counted, facts_revision, judge, lake
from pahunch.directives.kept import Kept
from pahunch.directives.models import Directive
from pahunch.measures.models import Survey
from pahunch.measures.people.judging import PeopleOf
from pahunch.observations import LakeVersion
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten

KEPT = 16
_kept: Kept[PeopleOf] = Kept(KEPT)


def people_of(
    directive: Directive,
    as_of: date,
    *,
    survey: Survey | None = None,
    version: LakeVersion | None = None,
) -> PeopleOf:
    """Measure the different people who follow everyone bound on a day.

    By the survey given, else by the one that the directive names. Whoever shows it to a user
    takes only the representatives whom that user may see. Raises `observations.NoSuchVersion`
    for a version that the lake never had.
    """
    judgement = judge(directive, as_of, version=version)
    if judgement.people is not None and survey in (None, directive.survey):
        return judgement.people
    key = (
        settings.LAKE,
        facts_revision(),
        directive.code,
        directive.terms,
        as_of,
        judgement.lake_version,
        judgement.roster_digest,
        survey and survey.pk,
    )
    found = _kept.get(key)
    if found is None:
        bound = [row.membership.pk for row in judgement.rows]
        roster = flatten(Membership.objects.filter(pk__in=bound), on=as_of, roll=directive.roll)
        snapshot = lake().at(judgement.lake_version)
        found = counted(directive, as_of, snapshot, roster, survey=survey)
        _kept.put(key, found)
    return found


def forget() -> None:
    """Drop what is kept in memory (tests that write past the actions need it)."""
    _kept.clear()
