"""What the state cell does with programmes: make one, change it, say who is to train whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from pahunch.lib.tables import BadTable, Limits, Row, read_table
from pahunch.measures.gazetteer import exact
from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Plan, Programme, Question
from pahunch.training.people.places import Blocks, blocks_of
from pahunch.training.people.reading import Trouble

FIELDS = (
    "title", "title_hi", "hours", "teaches", "teaches_hi", "pass_percent", "refresher_months",
)  # fmt: skip
PLACES = (DivisionKind.DISTRICT, DivisionKind.BLOCK)
MOST_QUESTIONS = 30
PLAN_LIMITS = Limits(rows=5_000, size=2_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the short test, as it is to be: choices in both languages, one right."""

    text: str
    text_hi: str
    choices: tuple[tuple[str, str], ...]
    right: int


@action("training.edit_programme", place="state")
@transaction.atomic
def save_programme(
    state: Division, code: str, fields: dict[str, Any], *, by: User | None, now: datetime
) -> Programme:
    """Make a programme of a state, or change the one of this code. Raises WrongTraining."""
    found = Programme.objects.select_for_update().filter(code=code).first()
    if found and found.state_id != state.pk:
        raise WrongTraining("code_taken")
    programme = found or Programme(code=code, state=state)
    for name in FIELDS:
        setattr(programme, name, fields[name])
    programme.save()
    detail = {name: _plain(fields[name]) for name in FIELDS if not name.startswith("teaches")}
    record("training.programme_saved", f"programme:{code}", by=by, at=now, detail=detail)
    return programme


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


@action("training.edit_programme", place="programme")
@transaction.atomic
def set_questions(
    programme: Programme, asked: Sequence[Asked], *, by: User | None, now: datetime
) -> list[Question]:
    """Set the short test anew. Results that are there keep what they were. Raises WrongTraining."""
    for one in asked:
        english = [words for words, _hindi in one.choices]
        if not one.text or not 2 <= len(english) <= 5 or not all(english):
            raise WrongTraining("questions")
        if not 0 <= one.right < len(english):
            raise WrongTraining("questions")
    programme.questions.all().delete()
    made = Question.objects.bulk_create(
        Question(
            programme=programme, number=number, text=one.text[:500], text_hi=one.text_hi[:500],
            choices=[list(pair) for pair in one.choices], right=one.right,
        )
        for number, one in enumerate(asked[:MOST_QUESTIONS], start=1)
    )  # fmt: skip
    detail = {"questions": len(made)}
    record("training.test_set", f"programme:{programme.code}", by=by, at=now, detail=detail)
    return made


@action("training.edit_programme", place="programme")
@transaction.atomic
def set_plan(
    programme: Programme,
    division: Division,
    people: int,
    due: date,
    *,
    by: User | None,
    now: datetime,
) -> Plan:
    """Say how many people of a block or a district are to be trained by a day.

    Raises WrongTraining.
    """
    if division.kind not in PLACES or not division.path.startswith(programme.state.path):
        raise WrongTraining("place")
    if people < 1:
        raise WrongTraining("people")
    plan, _is_new = Plan.objects.update_or_create(
        programme=programme, division=division, defaults={"people": people, "due": due}
    )
    detail = {"division": division.code, "people": people, "due": due.isoformat()}
    record("training.plan_set", f"programme:{programme.code}", by=by, at=now, detail=detail)
    return plan


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a file of plans."""

    block: int
    people: int
    due: date


def read_plans(path: Path, state: Division) -> tuple[list[Planned], list[Trouble]]:
    """Read a file of plans: block, district, people, due. Raises WrongTraining where it is none."""
    try:
        table = read_table(path, limits=PLAN_LIMITS)
        columns = {_PLAN_HEADS.get(exact(name), ""): at for at, name in enumerate(table.header)}
        if not {"block", "people", "due"} <= set(columns):
            raise WrongTraining("column", name="block, people, due")
        rows = list(table)
    except BadTable as bad:
        raise WrongTraining("table", said=str(bad)) from bad
    blocks = blocks_of(state)
    planned: list[Planned] = []
    troubles: list[Trouble] = []
    for row in rows:
        found = _planned(row, columns, blocks)
        if isinstance(found, Planned):
            planned.append(found)
        else:
            troubles.append(found)
    return planned, troubles


_PLAN_HEADS = {
    exact(head): name
    for name, heads in {
        "block": ("block", "विकासखंड", "विकासखण्ड", "ब्लॉक", "जनपद"),
        "district": ("district", "जिला", "ज़िला"),
        "people": ("people", "target", "number", "लक्ष्य", "संख्या"),
        "due": ("due", "by", "date", "तिथि", "दिनांक", "कब तक"),
    }.items()
    for head in heads
}


def _planned(row: Row, columns: dict[str, int], blocks: Blocks) -> Planned | Trouble:
    cells = {name: row.cells[at] for name, at in columns.items()}
    place = blocks.find(cells["block"], cells.get("district", ""))
    if place.why:
        return Trouble(row.number, place.column, place.why, cells["block"], place.fits)
    digits = cells["people"].replace(",", "")
    if not digits.isdecimal() or not 1 <= int(digits) <= 1_000_000:
        return Trouble(row.number, "people", "people", cells["people"])
    due = day_of(cells["due"])
    if due is None:
        return Trouble(row.number, "due", "due", cells["due"])
    return Planned(place.block, int(digits), due)


def day_of(text: str) -> date | None:
    """Read a day written 2027-03-31, 31-03-2027 or 31/03/2027; None where it is none."""
    parts = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else parts[::-1]))
    try:
        return date(year, month, day)
    except ValueError:
        return None


@action("training.edit_programme", place="programme")
@transaction.atomic
def set_plans(
    programme: Programme, planned: Sequence[Planned], *, by: User | None, now: datetime
) -> int:
    """Set the plans of many blocks at once; give their number."""
    Plan.objects.bulk_create(
        (
            Plan(programme=programme, division_id=one.block, people=one.people, due=one.due)
            for one in {one.block: one for one in planned}.values()
        ),
        update_conflicts=True,
        unique_fields=["programme", "division"],
        update_fields=["people", "due"],
    )
    detail = {"blocks": len(planned), "people": sum(one.people for one in planned)}
    record("training.plans_set", f"programme:{programme.code}", by=by, at=now, detail=detail)
    return len(planned)
