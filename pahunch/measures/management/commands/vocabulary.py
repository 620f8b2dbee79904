"""`pahunch vocabulary`: list a state's words of government work, add, withdraw, try a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.measures.vocabulary.measured import ALL, POSTS, SHIPPED
from pahunch.measures.vocabulary.showing import tried
from pahunch.measures.vocabulary.words import why_not
from pahunch.registry.actions import add_term, withdraw_term
from pahunch.registry.models import Division, SpeaksOf, TermLanguage
from pahunch.registry.vocabulary import WrongTerm, known_terms
from pahunch.rules.government_work import ENOUGH, POINTS, REVISION, Term, TermClass
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("term", "language", "class", "points", "department", "source")


class Command(BaseCommand):
    """List a state's vocabulary of government work, change it, try a sentence."""

    help = "The words by which posts are told to speak of government work."
    example = (
        "pahunch vocabulary list --class scheme\n"
        '  pahunch vocabulary try "पलाशपुर में सड़क का भूमिपूजन" --place up-ac-1\n'
        '  pahunch vocabulary add "छायादान" --language hi --class scheme --reason "new in 2026"\n'
        '  pahunch vocabulary withdraw "समाधान योजना" --language hi --reason "it ended"'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task and what it needs."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        listed = tasks.add_parser("list", help="the terms, those added first")
        listed.add_argument("--class", dest="speaks_of", choices=SpeaksOf.values)
        listed.add_argument("--language", choices=TermLanguage.values)
        self.add_format(listed)
        added = tasks.add_parser("add", help="add a term, with a reason")
        added.add_argument("term", metavar="TERM")
        added.add_argument("--class", dest="speaks_of", choices=SpeaksOf.values, required=True)
        withdrawn = tasks.add_parser("withdraw", help="take a term out, with a reason")
        withdrawn.add_argument("term", metavar="TERM")
        for changed in (added, withdrawn):
            changed.add_argument("--language", choices=TermLanguage.values, required=True)
            changed.add_argument("--reason", required=True, metavar="WORDS", help="why")
        sentence = tasks.add_parser("try", help="what a sentence tells, and by which words")
        sentence.add_argument("text", metavar="TEXT")
        sentence.add_argument("--place", metavar="CODE", help="constituency of the account")
        self.add_format(sentence)
        for task in (listed, added, withdrawn, sentence):
            task.add_argument("--state", metavar="CODE", help="needed where there are several")

    def handle(self, **options: Any) -> None:
        """Do the task; a refusal is one message and exit code 1."""
        tasks: dict[str, Callable[[Division, dict[str, Any]], None]] = {
            "list": self._list,
            "add": self._add,
            "withdraw": self._withdraw,
            "try": self._try,
        }
        try:
            tasks[options["task"]](_state(options["state"]), options)
        except WrongTerm as error:
            raise CommandError(f"{why_not(error)} Nothing was changed.") from error

    def _list(self, state: Division, options: dict[str, Any]) -> None:
        terms = [
            dict(
                zip(
                    HEADS,
                    (
                        known.term.text,
                        known.term.language,
                        known.term.speaks_of.value,
                        POINTS[known.term.speaks_of],
                        known.department,
                        known.source,
                    ),
                    strict=True,
                )
            )
            for known in sorted(known_terms(state).values(), key=lambda one: one.change is None)
            if options["speaks_of"] in (None, known.term.speaks_of.value)
            and options["language"] in (None, known.term.language)
        ]
        if options["format"] == "json":
            self.print_json({"state": state.code, "revision": REVISION, "terms": terms})
            return
        self.print_table(HEADS, [[str(one[head]) for head in HEADS] for one in terms])
        by = ", ".join(f"{name} {one.precision:.3f}" for name, one in SHIPPED.items())
        self.stdout.write(
            f"{len(terms):,} terms of {state.code}. As shipped: precision {ALL.precision:.3f} "
            f"({by}), recall {ALL.recall:.3f}, on {POSTS} made-up posts."
        )

    def _add(self, state: Division, options: dict[str, Any]) -> None:
        term = Term(options["term"], options["language"], TermClass(options["speaks_of"]))
        change = add_term(state, term, reason=options["reason"], by=None, at=timezone.now())
        self.stdout.write(f"added {change.term} to the vocabulary of {state.code}")

    def _withdraw(self, state: Division, options: dict[str, Any]) -> None:
        text, language, reason = options["term"], options["language"], options["reason"]
        change = withdraw_term(state, text, language, reason=reason, by=None, at=timezone.now())
        self.stdout.write(f"withdrew {change.term} from the vocabulary of {state.code}")

    def _try(self, state: Division, options: dict[str, Any]) -> None:
        found = tried(state, options["text"], _place(state, options["place"]))
        told = found.told
        if options["format"] == "json":
            self.print_json(
                {
                    "government_work": told.government_work,
                    "in_constituency": told.in_constituency,
                    "points": told.points,
                    "language": found.language.value,
                    "places": list(told.places),
                    "words": [
                        {"words": match.words, "class": match.term.speaks_of.value}
                        for match in told.matches
                    ],
                    "revision": REVISION,
                }
            )
            return
        rows = [
            [match.words, match.term.speaks_of.value, str(POINTS[match.term.speaks_of])]
            for match in told.matches
        ]
        self.print_table(("words", "class", "points"), rows, right=("points",))
        where = f" in the constituency ({', '.join(told.places)})" if told.in_constituency else ""
        said = f"government work{where}" if told.government_work else "no government work"
        self.stdout.write(
            f"{said}: {told.points} points, {ENOUGH} are enough; language {found.language.value}"
        )


def _state(code: str | None) -> Division:
    states = Division.objects.states().order_by("code")
    found = list(states.filter(code=code) if code else states)
    if len(found) == 1:
        return found[0]
    names = ", ".join(states.values_list("code", flat=True)) or "none"
    raise CommandError(f"--state: say one of the registry's states: {names}.")


def _place(state: Division, code: str | None) -> Division | None:
    if not code:
        return None
    place = Division.objects.under(state.path).constituencies().filter(code=code).first()
    if place is None:
        raise CommandError(f"There is no constituency {code!r} in {state.code}.")
    return place
