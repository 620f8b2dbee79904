"""`pahunch judge`: who has met a directive on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.collection.actions import recover
from pahunch.directives.asking import day_argument, directive_named
from pahunch.directives.judge import Judgement, Row, evidence, judge
from pahunch.directives.large import judge_roster
from pahunch.directives.models import Directive
from pahunch.directives.people import people_of
from pahunch.facts import Adding, Standing, Where
from pahunch.measures.people.words import turn_in_words
from pahunch.observations import LakeError, LakeVersion
from pahunch.ui.commands import Command as BaseCommand
from pahunch.ui.words import interval, number

ORDER = (Standing.NOT_MET, Standing.UNDECIDED, Standing.MET, Standing.NOT_MEASURED)
WORDS = {
    Standing.MET: "met",
    Standing.NOT_MET: "not met",
    Standing.UNDECIDED: "undecided",
    Standing.NOT_MEASURED: "not measured",
}
HEADS = (
    "Representative",
    "Constituency",
    "Electors",
    "Target",
    "Followers",
    "Share",
    "Standing",
    "Counted",
    "Source",
)


class Command(BaseCommand):
    """Judge everyone whom a directive binds, as of the end of a day."""

    help = "Judge everyone whom a directive binds, as of the end of a day."
    example = "pahunch judge --directive mp-ministers-2023 --as-of 2023-08-25"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the directive, the day, and, to compute again, the lake's version."""
        parser.add_argument("--directive", required=True, metavar="CODE", help="which order")
        parser.add_argument(
            "--as-of",
            metavar="YYYY-MM-DD",
            type=day_argument,
            help="the day whose end counts (the directive's usual day, else today)",
        )
        parser.add_argument(
            "--lake-version", metavar="VERSION", help="such as o12w0, to compute again"
        )
        parser.add_argument(
            "--roster",
            metavar="DIGEST",
            help="fail unless the registry still says who was bound, with which accounts and "
            "electors, as it did for this digest",
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Judge and print."""
        directive = directive_named(options["directive"])
        recover(timezone.now())
        as_of = options["as_of"] or directive.usual_day or timezone.localdate()
        try:
            version = options["lake_version"] and LakeVersion.parse(options["lake_version"])
            if directive.roster:
                self._print_large(directive, as_of, version or None, options["format"])
                return
            judgement = judge(directive, as_of, version=version or None)
        except LakeError as error:
            raise CommandError(str(error)) from error
        _same_roster(judgement, options["roster"])
        rows = sorted(judgement.rows, key=_place)
        seen = evidence(judgement, [row.membership.code for row in rows])
        if options["format"] == "json":
            self.print_json(as_data(judgement, rows, seen))
        else:
            self._print_words(judgement, rows, seen)

    def _print_words(
        self, judgement: Judgement, rows: Sequence[Row], seen: dict[str, list[dict[str, Any]]]
    ) -> None:
        self.print_table(
            HEADS,
            [_words(row, judgement.as_of, seen[row.membership.code]) for row in rows],
            right=("Electors", "Target", "Followers", "Share"),
        )
        said = judgement.headline
        computed = judgement.computed
        self.stdout.write(
            f"\n{judgement.directive.title}, as of the end of {judgement.as_of:%d-%m-%Y}: "
            f"{said['met']} of {said['bound']} met, {said['not_met']} not met, "
            f"{said['undecided']} undecided, {said['not_measured']} not measured "
            f"(coverage {judgement.coverage} of {said['bound']})."
        )
        self.stdout.write(
            f"Computed from lake {computed['lake_version']}, roll {computed['roll']}, "
            f"rule {computed['rule']}, roster {computed['roster']}"
            f"{_inside(computed)}."
        )
        if "survey" in computed:
            self.stdout.write(f"Different people by survey {computed['survey']}.")
        changes = changes_of(judgement)
        for row in rows:
            if row.membership.code in changes:
                self.stdout.write(f"{row.person.name}: {changes[row.membership.code]}")

    def _print_large(
        self, directive: Directive, as_of: date, version: LakeVersion | None, form: str
    ) -> None:
        large = judge_roster(directive, as_of, version=version)
        if form == "json":
            self.print_json({"headline": large.headline, "rows": [], "computed": large.computed})
            return
        said = large.headline
        self.stdout.write(
            f"{directive.title}, as of the end of {as_of:%d-%m-%Y}: "
            f"{number(said['met'])} of {number(said['bound'])} met, "
            f"{number(said['not_met'])} not met, {number(said['undecided'])} undecided, "
            f"{number(said['not_measured'])} not measured."
        )


def _inside(computed: dict[str, str]) -> str:
    """Say by what followers inside were measured; nothing where the directive asks anywhere."""
    if "inside" not in computed:
        return ""
    return f"; followers inside by rule {computed['inside']}, places {computed['places']}"


def _same_roster(judgement: Judgement, digest: str | None) -> None:
    if digest and digest != judgement.roster_digest:
        raise CommandError(
            f"The registry has changed since: its roster for that day was {digest} and is "
            f"{judgement.roster_digest}, so those figures can't be computed again from it."
        )


def _place(row: Row) -> tuple[int, float, str]:
    return (ORDER.index(row.verdict.standing), -(row.share or 0), row.membership.code)


def _words(row: Row, as_of: date, accounts: list[dict[str, Any]]) -> tuple[str, ...]:
    verdict = row.verdict
    used = [line["seen"] for line in accounts if line["counts"] and line["seen"]]
    sources = sorted({_where(line["source"] or "") for line in used})
    return (
        row.person.name,
        row.division.name if row.division else "",
        number(verdict.electors),
        number(verdict.target),
        interval(verdict.count),
        "" if row.share is None else f"{100 * row.share:.1f}%",
        WORDS[verdict.standing],
        _counted(verdict.oldest, verdict.newest, as_of),
        "\n".join(sources),
    )


def _where(source: str) -> str:
    """Name a source briefly: the host of an address, else its words."""
    return urlsplit(source).hostname or source


def _counted(oldest: datetime | None, newest: datetime | None, as_of: date) -> str:
    if oldest is None or newest is None:
        return ""
    first, last = timezone.localdate(oldest), timezone.localdate(newest)
    days = (as_of - last).days
    span = f"{last:%d-%m-%Y}" if first == last else f"{first:%d-%m-%Y} to\n{last:%d-%m-%Y}"
    return f"{span}, {days} days before" if days else span


def as_data(
    judgement: Judgement, rows: Sequence[Row], seen: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """Give a judgement as plain data: the same judgement gives the same bytes."""
    changes = changes_of(judgement)
    data = [row_data(row, seen[row.membership.code]) for row in rows]
    for row in data:
        if row["membership"] in changes:
            row["changes"] = changes[row["membership"]]
    return {
        "headline": judgement.headline,
        "coverage": {"measured": judgement.coverage, "bound": judgement.headline["bound"]},
        "rows": data,
        "computed": judgement.computed,
    }


def changes_of(judgement: Judgement) -> dict[str, str]:
    """Say, where people are judged and undecided, at which overlap the verdict would change."""
    directive = judgement.directive
    if directive.terms.adding is not Adding.PEOPLE or directive.where != Where.ANYWHERE:
        return {}
    version = judgement.lake_version
    found = people_of(directive, judgement.as_of, version=version).people
    return {
        code: turn_in_words(told.turn)
        for code, told in found.items()
        if told.turn is not None and told.turn.standing is Standing.UNDECIDED
    }


def row_data(row: Row, accounts: list[dict[str, Any]]) -> dict[str, Any]:
    """Give one verdict and its evidence as plain data."""
    verdict, division = row.verdict, row.division
    return {
        "person": row.person.name,
        "person_hi": row.person.name_hi,
        "membership": row.membership.code,
        "constituency": division.name if division else None,
        "constituency_number": division.number if division else None,
        "electors": verdict.electors,
        "target": verdict.target,
        "low": verdict.count.low if verdict.count else None,
        "high": verdict.count.high if verdict.count else None,
        "standing": verdict.standing.value,
        "accounts": verdict.accounts,
        "measured": verdict.measured,
        "oldest": _moment(verdict.oldest),
        "newest": _moment(verdict.newest),
        "evidence": [_evidence_data(line) for line in accounts],
    }


def _evidence_data(line: dict[str, Any]) -> dict[str, Any]:
    seen = line["seen"] or {}
    return {
        "account": line["account"],
        "platform": line["platform"],
        "kind": line["kind"],
        "counts": line["counts"],
        "low": seen.get("low"),
        "high": seen.get("high"),
        "withheld": seen.get("withheld"),
        "seen_at": _moment(seen.get("seen_at")),
        "precision": seen.get("precision"),
        "wording": seen.get("wording"),
        "source": seen.get("source"),
        "run": seen.get("run"),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
