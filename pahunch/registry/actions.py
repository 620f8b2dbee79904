"""What a person can do to the registry by hand. Loading files is in `load`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from pahunch.registry.columns import Table, read_cell, write_cell
from pahunch.registry.drafts import Cells, Key
from pahunch.registry.errors import BadFiles, NoSuchFact, Problem
from pahunch.registry.load import read_known, take_in
from pahunch.registry.models import Correction, Division, TermChange
from pahunch.registry.sheets import Sheet
from pahunch.registry.tables import TABLE_OF_ONE, TABLES
from pahunch.registry.vocabulary import WrongTerm, check_term, known_terms
from pahunch.rules.government_work import Term, TermClass, phrase_of
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


def find_fact(one: str, key: str) -> Model:
    """Find a row by the word for it and its key ("person", "usha-thakur").

    A key of several columns is written with spaces between them. Raises NoSuchFact.
    """
    table = TABLE_OF_ONE.get(one) or TABLES.get(one)
    if table is None or not table.is_fact:
        words = ", ".join(each.one for each in TABLES.values() if each.is_fact)
        raise NoSuchFact(f"there is no kind of fact called {one!r}; there are: {words}")
    parts = (key.split(" ", len(table.key) - 1) + [""] * len(table.key))[: len(table.key)]
    try:
        cells = [
            (table.by_name[name], read_cell(table.by_name[name], part))
            for name, part in zip(table.key, parts, strict=True)
        ]
    except ValueError as error:
        raise NoSuchFact(f"there is no {table.one} {key!r}: a part of it {error}") from error
    row = table.model._base_manager.filter(**{cell.lookup: value for cell, value in cells}).first()
    if row is None:
        raise NoSuchFact(f"there is no {table.one} {key!r}")
    return row


@action("registry.correct_fact", place="row")
def correct_fact(
    row: Model, field: str, value: str, *, reason: str, by: User | None, at: datetime
) -> Correction:
    """Correct one field by hand; no later load overwrites it.

    `field` and `value` are written as in the import files. Raises NoSuchFact where the
    field is none or names the row, BadFiles where the value is wrong or there is no reason.
    """
    table = next(each for each in TABLES.values() if isinstance(row, each.model))
    column = table.by_name.get(field)
    if column is None or column.fixed or field in table.key:
        words = ", ".join(c.name for c in table.columns if not c.fixed and c.name not in table.key)
        raise NoSuchFact(f"{table.one} has no field {field!r} to correct; it has: {words}")
    if not reason.strip():
        raise BadFiles([Problem("correction", None, "reason", "is empty")])
    with transaction.atomic():
        known = read_known()
        key = next(key for key, pk in known.ids[table.name].items() if pk == row.pk)
        before = known.rows[table.name][key]
        known.corrected.get((table.name, table.key_text(key)), set()).discard(field)
        take_in([_one_row(table, before, field, value)], known=known, at=at)
        return _write_down(table, key, (field, value), before, reason=reason, by=by, at=at)


def _one_row(table: Table, before: Cells, field: str, value: str) -> Sheet:
    """Write a row as a file would, with one cell replaced."""
    cells = {c.name: write_cell(c, before[c.name]) for c in table.columns} | {field: value}
    return Sheet(table.name, "correction", tuple(cells), [(1, tuple(cells.values()))])


def _write_down(
    table: Table,
    key: Key,
    said: tuple[str, str],
    before: Cells,
    *,
    reason: str,
    by: User | None,
    at: datetime,
) -> Correction:
    field, value = said
    name = table.key_text(key)
    correction, _ = Correction.objects.update_or_create(
        table=table.name,
        key=name,
        field=field,
        defaults={"value": value, "reason": reason, "made_at": at},
    )
    detail = {"field": field, "was": write_cell(table.by_name[field], before[field]), "is": value}
    subject = f"{table.one}:{name}"
    record("registry.fact_corrected", subject, by=by, at=at, reason=reason, detail=detail)
    return correction


@action("registry.edit_vocabulary", place="state")
@transaction.atomic
def add_term(
    state: Division, term: Term, *, reason: str, by: User | None, at: datetime
) -> TermChange:
    """Add a term to a state's vocabulary, with a reason. Raises WrongTerm."""
    wanted = Term(" ".join(term.text.split()), term.language, term.speaks_of)
    key = check_term(wanted)
    there = known_terms(state).get(key)
    if there is not None:
        raise WrongTerm("there", term=there.term.text, speaks_of=there.term.speaks_of.value)
    return _change(state, wanted, reason, by=by, at=at, is_withdrawal=False)


@action("registry.edit_vocabulary", place="state")
@transaction.atomic
def withdraw_term(
    state: Division, text: str, language: str, *, reason: str, by: User | None, at: datetime
) -> TermChange:
    """Take a term out of a state's vocabulary, with a reason. Raises WrongTerm."""
    asked = Term(" ".join(text.split()), language, TermClass.WORK)
    there = known_terms(state).get(phrase_of(asked))
    if there is None:
        raise WrongTerm("not_there", term=asked.text)
    return _change(state, there.term, reason, by=by, at=at, is_withdrawal=True)


def _change(
    state: Division,
    term: Term,
    reason: str,
    *,
    by: User | None,
    at: datetime,
    is_withdrawal: bool,
) -> TermChange:
    if not reason.strip():
        raise WrongTerm("no_reason")
    change = TermChange.objects.create(
        state=state,
        term=term.text,
        language=term.language,
        speaks_of=term.speaks_of.value,
        is_withdrawal=is_withdrawal,
        reason=reason.strip()[:500],
        by=by,
        at=at,
    )
    verb = "registry.term_withdrawn" if is_withdrawal else "registry.term_added"
    detail = {"term": term.text, "language": term.language, "speaks_of": term.speaks_of.value}
    record(verb, f"vocabulary:{state.code}", by=by, at=at, reason=change.reason, detail=detail)
    return change
