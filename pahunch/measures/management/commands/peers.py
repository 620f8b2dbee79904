"""`pahunch peers`: freeze comparison sets, list and show them, bring urban shares in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.measures.models import PeerSet
from pahunch.measures.peers.actions import freeze_peers, import_urban
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.gathering import read_urban
from pahunch.measures.peers.words import no_comparison, why_not
from pahunch.registry.models import Division, Roll
from pahunch.rules.peers import PeersOf
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Freeze comparison sets of a state, list and show them, bring urban shares in."""

    help = "Freeze comparison sets of a state's constituencies, list them, show one."
    example = (
        "pahunch peers urban shares.csv --state mp\n  pahunch peers freeze --state mp --roll 2023\n"
        "  pahunch peers list\n  pahunch peers show mp-2023-20261125 --of mp-ac-206"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        freeze = tasks.add_parser("freeze", help="make the sets of today; they never change")
        freeze.add_argument("--state", required=True, metavar="CODE")
        freeze.add_argument("--roll", required=True, type=int, metavar="YEAR", help="the electors'")
        self.add_format(freeze)
        self.add_format(tasks.add_parser("list", help="the frozen sets, the newest first"))
        show = tasks.add_parser("show", help="the sets that were frozen")
        show.add_argument("code", metavar="CODE")
        show.add_argument("--of", default="", metavar="CODE", help="of one constituency")
        self.add_format(show)
        urban = tasks.add_parser("urban", help="bring in urban shares: every row or none")
        urban.add_argument("file", type=Path, metavar="FILE", help="division, urban_share, source")
        urban.add_argument("--state", required=True, metavar="CODE")
        self.add_format(urban)

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        tasks: dict[str, Callable[[dict[str, Any]], None]] = {
            "freeze": self._freeze,
            "list": self._list,
            "show": self._show,
            "urban": self._urban,
        }
        try:
            tasks[options["task"]](options)
        except WrongPeers as error:
            raise CommandError(f"{why_not(error)} Nothing was stored.") from error

    def _freeze(self, options: dict[str, Any]) -> None:
        state = _state(options["state"])
        roll = Roll.objects.filter(state=state, year=options["roll"]).first()
        if roll is None:
            raise CommandError(f"{state.code} has no roll of {options['roll']}.")
        frozen = freeze_peers(state, roll, by=None, at=timezone.now())
        if options["format"] == "json":
            self.print_json(_about(frozen))
            return
        without = sum(not one.peers for one in frozen.the_sets)
        self.stdout.write(
            f"froze {frozen.code}: {len(frozen.the_sets) - without:,} constituencies with peers, "
            f"{without:,} without; digest {frozen.digest}"
        )

    def _list(self, options: dict[str, Any]) -> None:
        rows = PeerSet.objects.select_related("state", "roll").order_by("-made_at", "code")
        found = [_about(one) for one in rows]
        if options["format"] == "json":
            self.print_json({"peers": found})
            return
        heads = ("code", "state", "roll", "made_at", "rule", "digest", "is_whole")
        self.print_table(heads, [[str(one[head]) for head in heads] for one in found])

    def _show(self, options: dict[str, Any]) -> None:
        frozen = PeerSet.objects.filter(code=options["code"]).first()
        if frozen is None:
            raise CommandError(f"Nothing was frozen as {options['code']!r}.")
        sets = [one for one in frozen.the_sets if options["of"] in ("", one.code)]
        if not sets:
            raise CommandError(f"{frozen.code} has no {options['of']!r}.")
        if options["format"] == "json":
            self.print_json(_about(frozen) | {"sets": [_set(one) for one in sets]})
            return
        rows = [(one.code, _said(one)) for one in sets]
        self.print_table(("constituency", "peers, the nearest first"), rows)
        whole = "as it was frozen" if frozen.is_whole else "CHANGED since: do not use it"
        self.stdout.write(f"{frozen.code}, rule {frozen.rule}, digest {frozen.digest}: {whole}")

    def _urban(self, options: dict[str, Any]) -> None:
        rows = read_urban(options["file"])
        done = import_urban(rows, _state(options["state"]), by=None, at=timezone.now())
        if options["format"] == "json":
            self.print_json(done)
        else:
            self.stdout.write(", ".join(f"{number:,} {word}" for word, number in done.items()))


def _state(code: str) -> Division:
    state = Division.objects.states().filter(code=code).first()
    if state is None:
        raise CommandError(f"The registry has no state {code!r}.")
    return state


def _about(frozen: PeerSet) -> dict[str, Any]:
    return {
        "code": frozen.code,
        "state": frozen.state.code,
        "roll": frozen.roll.code,
        "made_at": frozen.made_at.isoformat(),
        "rule": frozen.rule,
        "digest": frozen.digest,
        "is_whole": frozen.is_whole,
    }


def _set(one: PeersOf) -> dict[str, Any]:
    return {"constituency": one.code, "peers": list(one.peers), "why": one.why}


def _said(one: PeersOf) -> str:
    return no_comparison(one.why) if one.why else ", ".join(one.peers)
