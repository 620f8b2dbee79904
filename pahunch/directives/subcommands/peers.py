"""`pahunch measure peers`: ranks of everyone bound among their peers, or why there are none."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from pahunch.directives.asking import add_asked, asked_of, lake_errors
from pahunch.directives.judge import judge
from pahunch.directives.peers import rankings_of
from pahunch.measures.models import PeerSet
from pahunch.measures.peers.errors import WrongPeers
from pahunch.measures.peers.words import no_comparison, why_not
from pahunch.rules.peers import REVISION, PeersOf, Ranking
from pahunch.ui.commands import Command

NAME = "peers"
HELP = "ranks among frozen peers of everyone whom a directive binds"
EXAMPLE = "pahunch measure peers --directive udaharan-members --peers up-2023-20261125"
HEADS = ("Constituency", "Rank", "Of", "Why not")


def add_arguments(command: Command, parser: CommandParser) -> None:
    """Take the directive, the frozen sets, the day, and, to compute again, the lake's version."""
    add_asked(parser)
    parser.add_argument("--peers", required=True, metavar="CODE", help="which frozen sets")
    parser.add_argument(
        "--days-apart", type=int, default=0, metavar="DAYS", help="counts may lie so far apart (0)"
    )
    command.add_format(parser)


def run(command: Command, options: dict[str, Any]) -> None:
    """Rank and print."""
    asked = asked_of(options)
    if options["days_apart"] < 0:
        raise CommandError("--days-apart: a number of days, 0 or more", returncode=2)
    frozen = PeerSet.objects.filter(code=options["peers"]).first()
    if frozen is None:
        raise CommandError(f"Nothing was frozen as {options['peers']!r}.")
    try:
        with lake_errors():
            judgement = judge(asked.directive, asked.as_of, version=asked.version)
        bound = [row.division.code for row in judgement.rows if row.division]
        found = rankings_of(judgement, frozen, bound, days_apart=options["days_apart"])
    except WrongPeers as error:
        raise CommandError(why_not(error)) from error
    rows = [as_data(code, one) for code, one in found.items()]
    if options["format"] == "json":
        frozen_as = {
            "peers": frozen.code,
            "peers_digest": frozen.digest,
            "peers_rule": frozen.rule,
            "rank_rule": REVISION,
        }
        command.print_json({"rows": rows, "computed": judgement.computed | frozen_as})
        return
    command.print_table(HEADS, [_words(row) for row in rows], right=("Of",))
    ranked = sum(row["best"] is not None for row in rows)
    command.stdout.write(
        f"{ranked} of {len(rows)} ranked among peers of {frozen.code}. Rule {REVISION}: "
        "docs/rules/peers.md says what it cannot say."
    )


def as_data(code: str, found: Ranking | PeersOf) -> dict[str, Any]:
    """Give one constituency's own rank in its set as plain data, or why there is none."""
    ranks = found.ranks if isinstance(found, Ranking) else ()
    own = next((one for one in ranks if one.code == code), None)
    return {
        "constituency": code,
        "best": own.best if own else None,
        "worst": own.worst if own else None,
        "among": own.among if own else None,
        "why": found.why,
        "differ": list(found.differ) if isinstance(found, Ranking) else [],
        "words": no_comparison(found.why) if found.why else "",
    }


def _words(row: dict[str, Any]) -> tuple[str, ...]:
    best, worst = row["best"], row["worst"]
    shown = "" if best is None else str(best) if best == worst else f"{best} to {worst}"
    differ = row["differ"]
    whose = f" ({', '.join(differ[:4])}{', …' if len(differ) > 4 else ''})" if differ else ""
    return (row["constituency"], shown, str(row["among"] or ""), row["words"] + whose)
