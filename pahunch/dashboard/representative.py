"""A representative under a directive: the verdict, what it rests on, every count there is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.utils.translation import get_language, gettext

from pahunch.dashboard.countrows import count_rows
from pahunch.dashboard.evidence import Seen, accounts_of, evidence, handles_of, seen, title
from pahunch.dashboard.lines import place_name
from pahunch.dashboard.overview import how
from pahunch.dashboard.todo import missing_of
from pahunch.directives.judge import Judgement, Row, day_ends, judge, lake
from pahunch.directives.models import Directive
from pahunch.facts import Standing
from pahunch.observations import LakeVersion
from pahunch.registry.models import Membership
from pahunch.rules.reach import NAME
from pahunch.staff.models import User
from pahunch.ui import words
from pahunch.ui.charts import bar, bundle_address

SEE = "dashboard.see_representative"
SHOWN = 50
"""Counts on one page of the list of all counts."""


def membership_for(user: User, directive: Directive, code: str) -> Membership:
    """Give somebody whom the directive binds and whom the reader may see, or Http404."""
    found = (
        Membership.objects.seen_by(user, SEE)
        .filter(code=code, pk__in=directive.bound().values("pk"))
        .select_related("person", "division", "post", "source")
        .first()
    )
    if found is None:
        raise Http404
    return found


def representative(
    directive: Directive, membership: Membership, as_of: date, user: User, page: str
) -> dict[str, Any]:
    """Gather all that the page shows; the lake is read once."""
    judgement = judge(directive, as_of)
    row = next((one for one in judgement.rows if one.membership.pk == membership.pk), None)
    accounts = accounts_of(user, membership.person, as_of)
    names = {account.key: title(account) for account in accounts}
    latest, series = read(settings.LAKE, judgement.lake_version, tuple(names), as_of)
    handles = handles_of(user, membership.person, as_of)
    listed = counts(series, names, as_of, page)
    return {
        "directive": directive,
        "membership": membership,
        "person": membership.person,
        "place": place_name(membership.division),
        "as_of": as_of,
        "row": row,
        "verdict": row.verdict if row else None,
        "says": says(row, directive) if row else "",
        "bar": bar(row.verdict.count, row.verdict.target, row.verdict.standing) if row else "",
        "evidence": evidence(accounts, handles, latest, series, directive.terms, as_of),
        "has_course": row is not None and series["seen_at"].null_count < series.num_rows,
        "counts": listed,
        "rows": count_rows(listed),
        "how": how(directive),
        "rule": NAME,
        "computed": judgement.computed,
        "version": version(judgement, membership),
        "bundle": bundle_address(),
        "summary": summary(row, as_of) if row else "",
    }


@lru_cache(maxsize=64)
def read(
    _lake: Path, version: LakeVersion, accounts: tuple[str, ...], as_of: date
) -> tuple[list[dict[str, Any]], pa.Table]:
    """Give the newest dated row of each account, and every row: a lake's version never changes."""
    until = day_ends(as_of)
    history = lake().at(version).history(accounts, until=until)
    return history.latest(until=until).to_pylist(), history.rows


def version(judgement: Judgement, membership: Membership) -> str:
    """Give words that change whenever the growth chart of a representative would."""
    return f"{judgement.lake_version}-{judgement.roster_digest}-{membership.pk}-{get_language()}"


def says(row: Row, directive: Directive) -> str:
    """Say the verdict as a sentence that an officer could sign."""
    verdict = row.verdict
    said = {
        "count": words.interval(verdict.count),
        "target": words.number(verdict.target),
        "goal": words.goal(directive.terms.share),
        "electors": words.number(verdict.electors),
        "short": words.number(missing_of(verdict)),
    }
    if verdict.target is None:
        return gettext("The roll counts no electors here, so there is no target.")
    return _SENTENCES[verdict.standing]() % said


_SENTENCES = {
    Standing.MET: lambda: gettext(
        "%(count)s followers: the target is %(target)s, which is %(goal)s of %(electors)s electors."
    ),
    Standing.NOT_MET: lambda: gettext(
        "%(count)s followers: up to %(short)s fewer than the target of %(target)s, "
        "which is %(goal)s of %(electors)s electors."
    ),
    Standing.UNDECIDED: lambda: gettext(
        "%(count)s followers: this range allows both answers to the target of %(target)s, "
        "which is %(goal)s of %(electors)s electors."
    ),
    Standing.NOT_MEASURED: lambda: gettext(
        "No usable count by this date. The target is %(target)s, "
        "which is %(goal)s of %(electors)s electors."
    ),
}


def summary(row: Row, as_of: date) -> str:
    """Say in a sentence what the growth chart shows."""
    said = {
        "day": words.day(as_of),
        "count": words.interval(row.verdict.count),
        "target": words.number(row.verdict.target),
        "standing": words.standing(row.verdict.standing),
    }
    return gettext("On %(day)s: %(count)s against a target of %(target)s, %(standing)s.") % said


def counts(series: pa.Table, names: dict[str, str], as_of: date, page: str) -> Page[Seen]:
    """Give one page of all counts, newest first, the undated at the end."""
    order = [("seen_at", "descending"), ("account", "ascending")]
    newest = pc.sort_indices(series, order)
    asked = Paginator(range(series.num_rows), SHOWN).get_page(page)
    rows = series.take(newest.slice((asked.number - 1) * SHOWN, SHOWN)).to_pylist()
    shown = [seen(row, names[row["account"]], as_of) for row in rows]
    return Page(shown, asked.number, cast("Paginator[Seen]", asked.paginator))
