"""`pahunch verdicts`: publish a verdict for good, list what was published, print one."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import day_argument, directive_named
from pahunch.directives.models import PublishedVerdict
from pahunch.directives.publishing.actions import Draft, publish_verdict
from pahunch.directives.publishing.errors import WrongPublication
from pahunch.directives.publishing.words import heading, why_not
from pahunch.observations import LakeError, LakeVersion
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """Publish verdicts, list them, print one as it was sealed."""

    help = (
        "Freeze a verdict with all that it was computed from. It cannot be changed afterwards; "
        "a mistake is corrected by a later one that names it."
    )
    example = (
        "pahunch verdicts publish --directive mp-ministers-2023 --as-of 2023-08-25 "
        '--title "Ministers, August 2023" --reason "meeting of 26 August 2023"\n'
        "  pahunch verdicts list\n  pahunch verdicts show mp-ministers-2023-2023-08-25-1"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        publish = tasks.add_parser("publish", help="freeze the verdict of a day")
        publish.add_argument("--directive", required=True, metavar="CODE")
        publish.add_argument("--as-of", required=True, type=day_argument, metavar="YYYY-MM-DD")
        publish.add_argument("--title", required=True)
        publish.add_argument("--title-hi", default="")
        publish.add_argument("--reason", required=True, help="the meeting, or what it corrects")
        publish.add_argument("--corrects", metavar="CODE", help="whose place it takes")
        publish.add_argument("--lake-version", metavar="VERSION", help="such as o12w0")
        self.add_format(publish)
        self.add_format(tasks.add_parser("list", help="what was published, the newest first"))
        show = tasks.add_parser("show", help="print one, as it was sealed")
        show.add_argument("code")

    def handle(self, **options: Any) -> None:
        """Do the task."""
        if options["task"] == "show":
            self.stdout.write(_named(options["code"]).text)
            return
        if options["task"] == "publish":
            found = [self._publish(options)]
        else:
            found = list(PublishedVerdict.objects.order_by("-published_at", "-pk"))
        if options["format"] == "json":
            self.print_json([_data(one) for one in found])
            return
        for one in found:
            self.stdout.write(f"{one.code}\n  {heading(one)}")

    def _publish(self, options: dict[str, Any]) -> PublishedVerdict:
        try:
            version = options["lake_version"] and LakeVersion.parse(options["lake_version"])
            draft = Draft(
                as_of=options["as_of"],
                title=options["title"],
                title_hi=options["title_hi"],
                reason=options["reason"],
                corrects=_named(options["corrects"]) if options["corrects"] else None,
                version=version or None,
            )
            directive = directive_named(options["directive"])
            return publish_verdict(directive, draft, by=None, at=timezone.now())
        except WrongPublication as error:
            raise CommandError(why_not(error)) from error
        except LakeError as error:
            raise CommandError(str(error)) from error


def _named(code: str) -> PublishedVerdict:
    found = PublishedVerdict.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"Nothing was published as {code!r}.")
    return found


def _data(one: PublishedVerdict) -> dict[str, Any]:
    return {"code": one.code, "seal": one.seal, "heading": heading(one), **one.said}
