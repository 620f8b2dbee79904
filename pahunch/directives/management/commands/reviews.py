"""`pahunch reviews`: list reviews, print an agenda, list commitments."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import directive_named
from pahunch.directives.models import Commitment, Directive, Review, ReviewKind
from pahunch.directives.publishing.words import heading
from pahunch.directives.reviews.agenda import Shown, agenda_of
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """List reviews and commitments, and print what changed since the last review."""

    help = (
        "List the reviews of directives, print the agenda of one (what changed since the last "
        "one that froze a verdict), list commitments with whose they are and by when."
    )
    example = (
        "pahunch reviews list\n"
        "  pahunch reviews agenda --directive udaharan-ministers\n"
        "  pahunch reviews commitments --open --format json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        listed = tasks.add_parser("list", help="reviews, the newest first")
        agenda = tasks.add_parser("agenda", help="what changed since the last review")
        agenda.add_argument("--directive", required=True, metavar="CODE")
        agenda.add_argument(
            "--review", metavar="CODE", help="of which; else the next one, or as if held today"
        )
        promises = tasks.add_parser("commitments", help="commitments, the nearest day first")
        promises.add_argument("--directive", metavar="CODE", help="of one directive only")
        promises.add_argument("--open", action="store_true", help="only those not closed")
        for task in (listed, agenda, promises):
            self.add_format(task)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        getattr(self, f"_{options['task']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = [_review(one) for one in Review.objects.with_names().order_by("-day", "-pk")]
        if options["format"] == "json":
            self.print_json(rows)
            return
        for row in rows:
            self.stdout.write(f"{row['code']}  {row['state']}  {row['title']}")
            if row["heading"]:
                self.stdout.write(f"  {row['heading']}")

    def _agenda(self, options: dict[str, Any]) -> None:
        directive = directive_named(options["directive"])
        review = _asked(directive, options["review"])
        agenda = agenda_of(review, user=None, now=timezone.now())
        if options["format"] == "json":
            self.print_json([_point(item) for item in agenda.items])
            return
        before = agenda.before.code if agenda.before else "nothing: no review froze a verdict"
        self.stdout.write(f"As of {agenda.as_of}, since {before}")
        for item in agenda.items:
            self.stdout.write(f"- {item.words}")
        if not agenda.items:
            self.stdout.write("Nothing to talk about: nothing changed, was asked or is overdue.")

    def _commitments(self, options: dict[str, Any]) -> None:
        rows = Commitment.objects.with_names()
        if options["directive"]:
            rows = rows.filter(review__directive=directive_named(options["directive"]))
        found = [_commitment(one) for one in (rows.open() if options["open"] else rows)]
        if options["format"] == "json":
            self.print_json(found)
            return
        for row in found:
            late = ", overdue" if row["is_overdue"] else ""
            whose = row["owner"] or row["post"]
            self.stdout.write(f"{row['due_on']}  {row['state']}{late}  {row['text']} ({whose})")


def _asked(directive: Directive, code: str | None) -> Review:
    """Give the review asked for, the next planned one, or one as if it were held today."""
    mine = Review.objects.with_names().filter(directive=directive)
    if code:
        found = mine.filter(code=code).first()
        if found is None:
            raise CommandError(f"There is no review {code!r} of {directive.code}.")
        return found
    planned = mine.filter(state="planned", kind=ReviewKind.MEETING).order_by("day", "pk").first()
    return planned or Review(directive=directive, kind=ReviewKind.MEETING, day=timezone.localdate())


def _review(one: Review) -> dict[str, Any]:
    return {
        "code": one.code,
        "directive": one.directive.code,
        "kind": one.kind,
        "day": one.day.isoformat(),
        "title": one.title,
        "state": one.state,
        "as_of": one.as_of.isoformat() if one.as_of else None,
        "published": one.published.code if one.published else None,
        "heading": heading(one.published) if one.published else "",
    }


def _point(item: Shown) -> dict[str, str]:
    return {
        "key": item.key,
        "change": item.change,
        "words": item.words,
        "evidence": item.address,
    }


def _commitment(one: Commitment) -> dict[str, Any]:
    return {
        "number": one.pk,
        "review": one.review.code,
        "text": one.text,
        "owner": one.owner.username if one.owner else None,
        "post": one.owner_post or None,
        "representative": one.membership.code if one.membership else None,
        "due_on": one.due_on.isoformat(),
        "state": one.state,
        "is_overdue": one.is_overdue(timezone.localdate()),
        "note": one.note,
    }
