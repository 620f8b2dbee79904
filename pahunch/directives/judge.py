"""Judging a directive: the registry of that day, the lake of that version, one rule."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings
from django.db.models import Max, Q

from pahunch.directives.kept import Kept
from pahunch.directives.models import Directive
from pahunch.facts import Count, Standing, Terms, Verdict, Where
from pahunch.measures.inside import Asked, InsideOf, judged, measure_inside
from pahunch.measures.models import Survey
from pahunch.measures.people.judging import PeopleOf, measure_people
from pahunch.measures.people.judging import judged as rejudged
from pahunch.observations import Extra, Lake, LakeVersion, Snapshot
from pahunch.registry.models import Division, Membership, Person
from pahunch.registry.roster import flatten
from pahunch.rules import inside, reach
from pahunch.rules import people as people_rule
from pahunch.staff.models import Deed, User

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
"""Days that can be judged. Beyond them a day has no beginning or end in every zone."""
NOT_READ = ("staff.", "support.", "training.")
"""Deeds of these rooms change nothing that judging reads."""
KEPT = 64
"""Judgements kept in memory: a state's directives over some weeks of days."""
KEPT_DIRECTIVES = 8
"""Directives of which everyone bound is kept in memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One representative's verdict, with who and where."""

    membership: Membership
    verdict: Verdict

    @property
    def person(self) -> Person:
        """Who holds the post."""
        return self.membership.person

    @property
    def division(self) -> Division | None:
        """The constituency; None for a member without one."""
        return self.membership.division

    @property
    def electors(self) -> int | None:
        """Electors of the constituency on the directive's roll; None: not on it."""
        return self.verdict.electors

    @property
    def share(self) -> float | None:
        """The low end over the electors; None where nothing was measured."""
        if self.verdict.count is None or not self.verdict.electors:
            return None
        return self.verdict.count.low / self.verdict.electors


@dataclass(frozen=True, slots=True)
class Judgement:
    """A directive judged as of the end of a day, and what it was computed from."""

    directive: Directive
    as_of: date
    lake_version: LakeVersion
    roster_digest: str
    rows: tuple[Row, ...]
    inside: InsideOf | None = None
    """Followers inside the constituencies, where the directive asks for them."""
    people: PeopleOf | None = None
    """Different people by the survey that the directive names, where it names one."""

    @property
    def headline(self) -> dict[str, int]:
        """How many are bound, and how they stand."""
        return headline(row.verdict.standing for row in self.rows)

    @property
    def coverage(self) -> int:
        """How many of those bound have at least one usable count."""
        return sum(row.verdict.standing != Standing.NOT_MEASURED for row in self.rows)

    @property
    def computed(self) -> dict[str, str]:
        """All that is needed to compute the same again."""
        computed = {
            "lake_version": str(self.lake_version),
            "roll": self.directive.roll.name,
            "rule": reach.REVISION,
            "as_of": self.as_of.isoformat(),
            "directive": self.directive.code,
            "roster": self.roster_digest,
        }
        if self.inside is not None:
            computed |= {"inside": inside.REVISION, "places": self.inside.digest}
        if self.people is not None:
            computed |= by_survey(self.people)
        elif self.directive.survey is not None:
            computed |= {"survey": f"{self.directive.survey.code}, withdrawn: not used"}
        return computed

    def of(self, memberships: Iterable[int]) -> Judgement:
        """The same judgement, of these memberships only: what one user may see."""
        wanted = set(memberships)
        return replace(self, rows=tuple(row for row in self.rows if row.membership.pk in wanted))


def headline(standings: Iterable[Standing]) -> dict[str, int]:
    """Count standings: `bound`, then one number each."""
    counted = {"bound": 0} | {standing.value: 0 for standing in Standing}
    for standing in standings:
        counted["bound"] += 1
        counted[standing.value] += 1
    return counted


def day_ends(day: date) -> datetime:
    """Give the first moment after a day of the state: what was seen before it counts."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(settings.TIME_ZONE))


def lake() -> Lake:
    """Open this installation's lake."""
    return Lake(settings.LAKE)


def judge(
    directive: Directive,
    as_of: date,
    *,
    user: User | None = None,
    version: LakeVersion | None = None,
) -> Judgement:
    """Judge everyone bound on a day, from the counts seen by the end of it.

    With a user, the rows are those that the user may see. Raises
    `observations.NoSuchVersion` for a version that the lake never had.
    """
    snapshot = lake().at(version)
    facts = (directive.pk, settings.LAKE, facts_revision())
    key: tuple[object, ...] = (as_of, snapshot.version, *facts)
    if directive.where == Where.INSIDE:
        key += (lake().version_of(Extra.AUDIENCE),)  # places are no part of a lake version
    judgement = _kept.get(key)
    if judgement is None:
        judgement = _judge(directive, as_of, snapshot, facts)
        _kept.put(key, judgement)
    if user is None:
        return judgement
    seen = Membership.objects.seen_by(user, "directives.see_verdict")
    return judgement.of(seen.values_list("pk", flat=True))


def facts_revision() -> int:
    """Give a number that grows whenever somebody changes what judging reads."""
    elsewhere = Q()
    for room in NOT_READ:
        elsewhere |= Q(verb__startswith=room)
    newest = Deed.objects.exclude(elsewhere).aggregate(newest=Max("seq"))
    return newest["newest"] or 0


def _judge(
    directive: Directive, as_of: date, snapshot: Snapshot, facts: tuple[object, ...]
) -> Judgement:
    bound = directive.bound().in_office(as_of).order_by("division__number", "code")
    roster = flatten(bound, on=as_of, roll=directive.roll)
    table = snapshot.reach(roster, directive.terms, until=day_ends(as_of))
    verdicts = verdicts_of(table)
    found = None
    if directive.where == Where.INSIDE:
        found = placed(directive, as_of, snapshot, roster)
        verdicts = [judged(each, found.people[each.representative]) for each in verdicts]
    by_people = None
    if directive.survey is not None and directive.survey.withdrawn_at is None:
        by_people = counted(directive, as_of, snapshot, roster, survey=directive.survey)
        verdicts = [rejudged(each, by_people.people.get(each.representative)) for each in verdicts]
    people = _people(directive, facts, [verdict.representative for verdict in verdicts])
    return Judgement(
        directive=directive,
        as_of=as_of,
        lake_version=snapshot.version,
        roster_digest=digest(roster),
        rows=tuple(Row(people[verdict.representative], verdict) for verdict in verdicts),
        inside=found,
        people=by_people,
    )


def counted(
    directive: Directive,
    as_of: date,
    snapshot: Snapshot,
    roster: pa.Table,
    *,
    survey: Survey | None,
) -> PeopleOf:
    """Measure the different people who follow everyone on a roster of a directive."""

    def ask(terms: Terms) -> pa.Table:
        return snapshot.reach(roster, terms, until=day_ends(as_of))

    return measure_people(ask, directive.terms, survey)


def by_survey(found: PeopleOf) -> dict[str, str]:
    """Say which survey people were measured by, if any, and by which rule."""
    if not found.survey:
        return {"people": people_rule.REVISION}
    return {
        "people": people_rule.REVISION,
        "survey": found.survey,
        "survey_digest": found.digest,
    }


def placed(directive: Directive, as_of: date, snapshot: Snapshot, roster: pa.Table) -> InsideOf:
    """Measure followers inside the constituencies of everyone on a roster of a directive."""
    codes = roster["representative"].unique().to_pylist()
    seats = Membership.objects.filter(code__in=codes, division__isnull=False)
    asked = Asked(
        roster=roster,
        seats=dict(seats.values_list("code", "division__code")),
        state=directive.state,
        roll=directive.roll,
        terms=directive.terms,
        on=as_of,
        until=day_ends(as_of),
    )
    return measure_inside(snapshot, asked)


def _people(
    directive: Directive, facts: tuple[object, ...], codes: Sequence[str]
) -> dict[str, Membership]:
    """Give, by code, everyone whom the directive ever bound, the same ones for every day.

    Most of them are bound on most days, and to make them takes as long as to judge them.
    """
    people = _people_kept.get(facts)
    if people is None or not people.keys() >= set(codes):
        found = directive.bound().select_related("person", "division")
        people = {membership.code: membership for membership in found}
        _people_kept.put(facts, people)
    return people


def verdicts_of(table: pa.Table) -> list[Verdict]:
    """Turn the rule's answer into verdicts, one a row."""
    return [_verdict(row) for row in table.to_pylist()]


def _verdict(row: dict[str, Any]) -> Verdict:
    return Verdict(
        representative=row["representative"],
        electors=row["electors"],
        target=row["target"],
        count=None if row["low"] is None else Count(row["low"], row["high"]),
        standing=Standing(row["standing"]),
        accounts=row["accounts"],
        measured=row["measured"],
        oldest=row["oldest"],
        newest=row["newest"],
    )


def digest(roster: pa.Table) -> str:
    """Give 16 hex digits that change when anybody bound, any account or any electors do."""
    order = [(name, "ascending") for name in ("representative", "account")]
    columns = [column.to_pylist() for column in roster.sort_by(order).columns]
    lines = list(zip(*columns, strict=True))
    return hashlib.sha256(repr(lines).encode()).hexdigest()[:16]


_kept: Kept[Judgement] = Kept(KEPT)
_people_kept: Kept[dict[str, Membership]] = Kept(KEPT_DIRECTIVES)


def forget() -> None:
    """Drop all that is kept in memory (tests that write past the actions need it)."""
    _kept.clear()
    _people_kept.clear()


def evidence(judgement: Judgement, codes: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Give, for each membership code, its accounts with the newest dated count of each.

    One question to the lake for all of them. A row has the account's key, platform, kind,
    whether it counts under the terms, and the observation's fields (None where there is no
    dated count).
    """
    terms = judgement.directive.terms
    wanted = [row.membership.pk for row in judgement.rows if row.membership.code in set(codes)]
    roster = flatten(
        Membership.objects.filter(pk__in=wanted), on=judgement.as_of, roll=judgement.directive.roll
    ).to_pylist()
    keys = [line["account"] for line in roster if line["account"]]
    latest = lake().at(judgement.lake_version).latest(keys, until=day_ends(judgement.as_of))
    newest = {line["account"]: line for line in latest.to_pylist()}
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for line in roster:
        if line["account"] is None:
            continue
        counts = line["kind"] in terms.kinds and (
            not terms.platforms or line["platform"] in terms.platforms
        )
        found[line["representative"]].append(
            {**line, "counts": counts, "seen": newest.get(line["account"])}
        )
    return found
