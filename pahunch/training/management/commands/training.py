"""`pahunch training`: files of people, coverage, doubles, certificates, and erasing in time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from pahunch.registry.models import Division
from pahunch.registry.names import DivisionKind
from pahunch.training.codes import grouped, typed_code
from pahunch.training.errors import WrongTraining
from pahunch.training.models import Certificate, Double, Programme, Session
from pahunch.training.people.bringing import Draft, Wish, bring_people, draft_of, look_for_doubles
from pahunch.training.people.keeping import erase_stale, reseal_phones
from pahunch.training.people.showing import bad_of
from pahunch.training.plans.coverage import (
    Coverage,
    Covered,
    coverage_of_district,
    coverage_of_state,
)
from pahunch.training.proof.drawing import certificate_pdf
from pahunch.training.words import reasons, why_not
from pahunch.ui.commands import Command as BaseCommand

BAD_HEADS = ("row", "column", "said", "why")
COVERED = ("place", "stand", "trained", "plan", "missing", "invited", "certified", "doubles", "due")
DOUBLE_HEADS = ("number", "score", "first", "second", "why")


class Command(BaseCommand):
    """What training does without a page."""

    help = "Bring in lists of people; show coverage and doubles; draw certificates; erase in time."
    example = (
        "pahunch training import list.xlsx --programme orientation --dry-run\n"
        "  pahunch training coverage orientation --district up-d-1 --format json\n"
        "  pahunch training doubles look --state up\n"
        "  pahunch training certificate ABCD-EFGH-2345 --to certificate.pdf\n"
        "  pahunch training erase"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        brought = tasks.add_parser("import", help="bring a list in: good rows, the bad ones named")
        brought.add_argument("file", type=Path, metavar="FILE", help="docs/training.md")
        brought.add_argument("--programme", metavar="CODE", help="invite those in the list to it")
        brought.add_argument("--session", metavar="CODE", help="those in the list came to it")
        brought.add_argument(
            "--consent-on", type=_day, metavar="DAY", help="when they agreed to keep their phones"
        )
        brought.add_argument("--dry-run", action="store_true", help="read and show, store nothing")
        self.add_format(brought)
        covered = tasks.add_parser("coverage", help="who is trained, against the plan")
        covered.add_argument("programme", metavar="CODE")
        covered.add_argument(
            "--district", metavar="CODE", help="its blocks (districts of the state)"
        )
        self.add_format(covered)
        doubles = tasks.add_parser("doubles", help="pairs that may be one person")
        doubles.add_argument("what", choices=("look", "list"), help="look for new ones, or list")
        doubles.add_argument("--state", metavar="CODE", help="one state (all of them)")
        self.add_format(doubles)
        drawn = tasks.add_parser("certificate", help="draw a certificate as PDF")
        drawn.add_argument("code", metavar="CODE")
        drawn.add_argument("--to", type=Path, required=True, metavar="FILE")
        drawn.add_argument(
            "--address", default="", metavar="URL", help="of this installation, for the QR code"
        )
        erased = tasks.add_parser("erase", help="erase phones and files whose time is over")
        self.add_format(erased)
        tasks.add_parser("reseal", help="seal every phone again with the first token key")

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        tasks: dict[str, Callable[[dict[str, Any]], None]] = {
            "import": self._import,
            "coverage": self._coverage,
            "doubles": self._doubles,
            "certificate": self._certificate,
            "erase": self._erase,
            "reseal": self._reseal,
        }
        try:
            tasks[options["task"]](options)
        except WrongTraining as error:
            raise CommandError(f"{why_not(error)} Nothing was stored.") from error

    def _import(self, options: dict[str, Any]) -> None:
        wish = _wish(options)
        draft = draft_of(wish, None)
        if not options["dry_run"]:
            bring_people(draft, by=None, now=timezone.now())
        if options["format"] == "json":
            self.print_json(_draft_data(draft, dry_run=options["dry_run"]))
            return
        rows = [(str(one.row), one.column, one.said, one.why) for one in bad_of(draft.troubles)]
        if rows:
            self.print_table(BAD_HEADS, rows, right=("row",))
        done = "dry run, nothing stored" if options["dry_run"] else "stored"
        self.stdout.write(
            f"{len(draft.lines):,} good rows, {draft.bad_rows:,} bad; {len(draft.new):,} new "
            f"people, {len(draft.pairs):,} pairs that may be one person; {done}"
        )

    def _coverage(self, options: dict[str, Any]) -> None:
        programme = _programme(options["programme"])
        today = timezone.localdate()
        if options["district"]:
            kind = {"kind": DivisionKind.DISTRICT, "code": options["district"]}
            district = Division.objects.under(programme.state.path).filter(**kind).first()
            if district is None:
                raise CommandError(f"The state has no district {options['district']!r}.")
            found = coverage_of_district(programme, district, today)
        else:
            found = coverage_of_state(programme, programme.state, today)
        if options["format"] == "json":
            self.print_json(_coverage_data(found))
            return
        rows = [[str(cell) for cell in _covered(one).values()] for one in found.parts]
        self.print_table(COVERED, rows, right=COVERED[2:8])
        whole = found.whole
        self.stdout.write(
            f"{whole.division.name}: {whole.counts:,} of {whole.people:,} trained on {today}"
        )

    def _doubles(self, options: dict[str, Any]) -> None:
        states = Division.objects.states()
        if options["state"]:
            states = states.filter(code=options["state"])
            if not states:
                raise CommandError(f"The registry has no state {options['state']!r}.")
        if options["what"] == "look":
            now = timezone.now()
            found = sum(look_for_doubles(state, by=None, now=now) for state in states)
            told = {"proposed": found}
            if options["format"] == "json":
                self.print_json(told)
            else:
                self.stdout.write(f"{found:,} new pairs that may be one person")
            return
        rows = [row for state in states for row in _doubles_of(state)]
        if options["format"] == "json":
            self.print_json({"doubles": rows})
            return
        self.print_table(DOUBLE_HEADS, [[str(cell) for cell in row.values()] for row in rows])
        self.stdout.write(f"{len(rows):,} to be decided by a human")

    def _certificate(self, options: dict[str, Any]) -> None:
        rows = Certificate.objects.select_related("programme", "session__division")
        found = rows.filter(code=typed_code(options["code"]), withdrawn_at=None).first()
        if found is None:
            raise CommandError("There is no certificate with this code.")
        address = options["address"].rstrip("/") + reverse("verify-code", args=[found.code])
        options["to"].write_bytes(certificate_pdf(found, address))
        self.stdout.write(f"{grouped(found.code)}: {options['to']}")

    def _erase(self, options: dict[str, Any]) -> None:
        erased = erase_stale(by=None, now=timezone.now())
        if options["format"] == "json":
            self.print_json(asdict(erased))
        else:
            self.stdout.write(f"erased {erased.phones:,} phones and {erased.files:,} files")

    def _reseal(self, options: dict[str, Any]) -> None:
        number = reseal_phones(by=None, now=timezone.now())
        self.stdout.write(f"sealed {number:,} phones again")


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _programme(code: str) -> Programme:
    found = Programme.objects.select_related("state").filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no programme {code!r}.")
    return found


def _wish(options: dict[str, Any]) -> Wish:
    if bool(options["programme"]) == bool(options["session"]):
        raise CommandError("Name a programme or a session.", returncode=2)
    if not options["session"]:
        programme, session = _programme(options["programme"]), None
    else:
        sessions = Session.objects.select_related("programme__state", "division")
        session = sessions.filter(code=typed_code(options["session"])).first()
        if session is None:
            raise CommandError(f"There is no session {options['session']!r}.")
        programme = session.programme
    if not options["file"].is_file():
        raise CommandError(f"There is no file {options['file']}.")
    return Wish(options["file"], programme, session, options["file"].name, options["consent_on"])


def _draft_data(draft: Draft, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "good": len(draft.lines),
        "bad": draft.bad_rows,
        "new": len(draft.new),
        "proposed": len(draft.pairs),
        "troubles": [asdict(one) for one in bad_of(draft.troubles)],
    }


def _coverage_data(found: Coverage) -> dict[str, Any]:
    return {
        "programme": found.programme.code,
        "whole": _covered(found.whole),
        "parts": [_covered(one) for one in found.parts],
    }


def _covered(one: Covered) -> dict[str, Any]:
    due = one.due.isoformat() if one.due else ""
    numbers = (one.trained, one.people, one.missing, one.invited, one.certified, one.doubles)
    return dict(zip(COVERED, (one.division.code, one.stand.value, *numbers, due), strict=True))


def _doubles_of(state: Division) -> list[dict[str, Any]]:
    found = Double.objects.open().filter(first__block__path__startswith=state.path)
    return [
        {
            "number": one.pk,
            "score": one.score,
            "first": one.first.shown,
            "second": one.second.shown,
            "why": "; ".join(reasons(one.why)),
        }
        for one in found.select_related("first", "second")
    ]
