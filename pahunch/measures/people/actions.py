"""What the state cell does with surveys: bring one in, withdraw one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from pahunch.facts import Platform
from pahunch.measures.models import Overlap, Survey
from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import Draft
from pahunch.registry.models import Division, Source
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = {"survey": 80, "title": 200, "title_hi": 200, "area": 200, "source": 500, "url": 500}
PLATFORMS = frozenset(Platform) - {Platform.UNSTATED}


def state_of(draft: Draft) -> Division:
    """Give the state whose survey a file is. Raises WrongSurvey."""
    code = draft.needed("state")
    state = Division.objects.states().filter(code=code).first()
    if state is None:
        raise draft.wrong("state", "state", code=code)
    return state


def check_survey(draft: Draft) -> dict[str, Any]:
    """Give the fields of a survey that can be brought in. Raises WrongSurvey."""
    _check_code(draft)
    _check_words(draft)
    for name in {name for one in draft.told for name in (one.on, one.also) if name}:
        if name not in PLATFORMS:
            raise WrongSurvey("platform", name=name)
    return {
        "code": draft.needed("survey"),
        "title": draft.needed("title"),
        "title_hi": draft.about.get("title_hi", ""),
        "asked": draft.asked.value,
        "area": draft.needed("area"),
        "asked_on": draft.day("asked_on"),
        "people": draft.whole("sample"),
        "allowance": draft.allowance,
    }


def _check_code(draft: Draft) -> None:
    code = draft.needed("survey")
    if not CODE.fullmatch(code):
        raise draft.wrong("code", "survey")
    if Survey.objects.filter(code=code).exists():
        raise draft.wrong("known", "survey")


def _check_words(draft: Draft) -> None:
    for column, most in LONGEST.items():
        if len(draft.about.get(column, "")) > most:
            raise draft.wrong("long", column, most=most)
    if not draft.about.get("asked"):
        raise draft.wrong("asked", "asked")
    if not draft.about.get("source"):
        raise draft.wrong("no_source", "source")
    url = draft.about.get("url", "")
    if url and urlsplit(url).scheme not in {"http", "https"}:
        raise draft.wrong("address", "url")


@action("measures.import_survey", place="state")
@transaction.atomic
def import_survey(draft: Draft, state: Division, *, by: User | None, at: datetime) -> Survey:
    """Store a survey's table with its citation, whole. Raises WrongSurvey."""
    fields = check_survey(draft)
    source, _is_new = Source.objects.get_or_create(
        text=draft.about["source"],
        as_of=f"{fields['asked_on']:%Y-%m-%d}",
        defaults={"url": draft.about.get("url", "")},
    )
    survey = Survey.objects.create(
        **fields, state=state, source=source, brought_at=at, brought_by=by
    )
    Overlap.objects.bulk_create(
        Overlap(
            survey=survey,
            on=one.on,
            also=one.also,
            share=one.share,
            low=one.low,
            high=one.high,
            people=one.people,
        )
        for one in draft.told
    )
    detail = {"digest": survey.digest, "rows": len(draft.told), "source": source.text}
    record("measures.survey_brought", f"survey:{survey.code}", by=by, at=at, detail=detail)
    return survey


@action("measures.withdraw_survey", place="survey")
@transaction.atomic
def withdraw_survey(survey: Survey, *, reason: str, by: User | None, at: datetime) -> Survey:
    """Withdraw a survey with a reason: it stays visible, and no verdict uses it any more.

    Raises WrongSurvey where there is no reason, or where it was withdrawn already.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if not reason.strip():
        raise WrongSurvey("no_reason")
    if survey.withdrawn_at is not None:
        raise WrongSurvey("withdrawn")
    survey.withdrawn_at, survey.withdrawn_by = at, by
    survey.reason = reason.strip()[:500]
    survey.save()
    record(
        "measures.survey_withdrawn",
        f"survey:{survey.code}",
        by=by,
        at=at,
        reason=survey.reason,
        detail={"digest": survey.digest},
    )
    return survey
