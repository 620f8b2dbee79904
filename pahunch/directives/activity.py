"""The posts of everyone whom a directive binds, measured together.

A page or a report shows one representative with `found.activity.together(found.keys[code])`,
and each of the accounts with `found.activity.line(key)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from pahunch.directives.judge import Judgement, judge, lake
from pahunch.directives.models import Directive
from pahunch.measures.activity import USUAL_DAYS, Activity, activity_of
from pahunch.registry.models import Membership
from pahunch.registry.roster import flatten


@dataclass(frozen=True, slots=True)
class ActivityOf:
    """The activity of everyone bound, over some days up to the day judged."""

    judgement: Judgement
    keys: Mapping[str, Sequence[str]]
    """The accounts that count of each membership, by its code."""
    activity: Activity


def activity_bound(directive: Directive, as_of: date, days: int = USUAL_DAYS) -> ActivityOf:
    """Measure the accounts that count of everyone bound; the lake is read once.

    Posts are as they are known now: they have no lake version. Whoever shows it to a user takes
    only the representatives whom that user may see.
    """
    judgement = judge(directive, as_of)
    terms = directive.terms
    bound = Membership.objects.filter(pk__in=[row.membership.pk for row in judgement.rows])
    keys: dict[str, list[str]] = {row.membership.code: [] for row in judgement.rows}
    for row in flatten(bound, on=as_of, roll=directive.roll).to_pylist():
        counts = row["kind"] in terms.kinds and (
            not terms.platforms or row["platform"] in terms.platforms
        )
        if row["account"] and counts:
            keys[row["representative"]].append(row["account"])
    every = sorted({key for each in keys.values() for key in each})
    found = activity_of(lake(), every, as_of, ZoneInfo(settings.TIME_ZONE), days)
    return ActivityOf(judgement, keys, found)
