"""Publishing a verdict, and correcting one by a later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from pahunch.directives.judge import Judgement, Row, judge
from pahunch.directives.models import Directive, PublishedVerdict
from pahunch.directives.periods.actions import period_on
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.observations import LakeVersion
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to publish."""

    as_of: date
    title: str
    reason: str
    """Why it is published: the meeting that it was made for, or what it corrects."""
    title_hi: str = ""
    corrects: PublishedVerdict | None = None
    version: LakeVersion | None = None
    """None: the newest."""


@action("directives.publish_verdict", place="directive")
@transaction.atomic
def publish_verdict(
    directive: Directive, draft: Draft, *, by: User | None, at: datetime
) -> PublishedVerdict:
    """Freeze the verdict of a day under a code of its own.

    With `corrects` it takes the place of an earlier one of the same directive, which stays and
    says so. Raises WrongPublication, and `observations.NoSuchVersion`.
    """
    why = refusal(directive, draft, at)
    if why:
        raise WrongPublication(why)
    judgement = judge(directive, draft.as_of, version=draft.version)
    if not judgement.rows:
        raise WrongPublication("nobody")
    said = {
        "title": draft.title.strip(),
        "title_hi": draft.title_hi.strip(),
        "reason": draft.reason.strip(),
        "published_at": at.isoformat(),
        "published_by": by.username if by else None,
        "corrects": draft.corrects.code if draft.corrects else None,
    }
    published = PublishedVerdict(
        code=_free_code(directive, draft.as_of),
        directive=directive,
        as_of=draft.as_of,
        corrects=draft.corrects,
        published_at=at,
        text=PublishedVerdict.written(content(judgement) | said),
    )
    published.save()
    record(
        PublishedVerdict.VERB,
        published.subject,
        by=by,
        at=at,
        reason=draft.reason.strip(),
        detail={"seal": published.seal, "headline": judgement.headline},
    )
    return published


def refusal(directive: Directive, draft: Draft, at: datetime) -> str:
    """Give the key of what is wrong with a draft; empty where nothing is."""
    earlier = draft.corrects
    reasons = {
        "large": bool(directive.roster),
        "no_title": not draft.title.strip(),
        "no_reason": not draft.reason.strip(),
        "period": period_on(directive.state, localdate(at)) is not None,
        "future": draft.as_of > localdate(at),
        "other": earlier is not None and earlier.directive_id != directive.pk,
        "corrected": earlier is not None
        and PublishedVerdict.objects.filter(corrects=earlier).exists(),
    }
    return next((why for why, is_wrong in reasons.items() if is_wrong), "")


def _free_code(directive: Directive, as_of: date) -> str:
    base = f"{directive.code}-{as_of.isoformat()}"
    taken = set(
        PublishedVerdict.objects.filter(code__startswith=base).values_list("code", flat=True)
    )
    number = 1
    while (code := f"{base}-{number}") in taken:
        number += 1
    return code


def content(judgement: Judgement) -> dict[str, Any]:
    """Give all that is frozen of a judgement, as plain data in a settled order."""
    directive = judgement.directive
    return {
        "headline": judgement.headline,
        "coverage": {"measured": judgement.coverage, "bound": judgement.headline["bound"]},
        "computed": judgement.computed,
        "directive": {
            "title": directive.title,
            "title_hi": directive.title_hi,
            "text": directive.text,
            "text_hi": directive.text_hi,
            "share": [directive.share_numerator, directive.share_denominator],
            "adding": directive.adding,
            "kinds": list(directive.kinds),
            "platforms": list(directive.platforms),
            "fresh_days": directive.fresh_days,
            "where": directive.where,
            "roll": directive.roll.name,
            "roll_hi": directive.roll.name_hi,
        },
        "rows": [_row(row) for row in judgement.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    verdict = row.verdict
    return {
        "membership": row.membership.code,
        "person": row.person.name,
        "person_hi": row.person.name_hi,
        "constituency": row.division.name if row.division else None,
        "constituency_hi": row.division.name_hi if row.division else None,
        "electors": verdict.electors,
        "target": verdict.target,
        "low": verdict.count.low if verdict.count else None,
        "high": verdict.count.high if verdict.count else None,
        "standing": verdict.standing.value,
        "accounts": verdict.accounts,
        "measured": verdict.measured,
        "oldest": verdict.oldest.isoformat() if verdict.oldest else None,
        "newest": verdict.newest.isoformat() if verdict.newest else None,
    }
