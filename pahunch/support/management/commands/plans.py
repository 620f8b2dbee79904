"""`pahunch plans`: improvement plans: propose, list, what came after."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from pahunch.directives.asking import day_argument, directive_named
from pahunch.support.models import Plan
from pahunch.support.plans import words as said
from pahunch.support.plans.actions import propose_plans
from pahunch.support.plans.came_after import CameAfter, came_after
from pahunch.support.plans.errors import WrongPlan
from pahunch.support.plans.gathering import gather
from pahunch.support.plans.showing import lead, wanted
from pahunch.support.plans.states import PlanState
from pahunch.ui.commands import Command as BaseCommand

HEADS = ("Number", "Representative", "Missing", "A day", "State", "Steps")


class Command(BaseCommand):
    """Propose improvement plans from the measures, list them, say what came after."""

    help = (
        "Improvement plans. Steps are suggested from the measures, and nothing where nothing is "
        "known. What came after is compared with frozen peers; it is no proof. Rules: "
        "docs/rules/plan.md, docs/rules/effect.md."
    )
    example = (
        "pahunch plans propose --directive udaharan-members\n"
        "  pahunch plans list --format json\n"
        "  pahunch plans effect --directive udaharan-members"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a task."""
        tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
        new = tasks.add_parser("propose", help="a plan to whoever is behind and has none open")
        new.add_argument("--directive", required=True, metavar="CODE", help="under which order")
        new.add_argument(
            "--as-of",
            metavar="YYYY-MM-DD",
            type=day_argument,
            help="the day whose end counts (the directive's usual day, else today)",
        )
        self.add_format(new)
        for word, about in (("list", "the plans"), ("effect", "what came after those that began")):
            task = tasks.add_parser(word, help=about)
            task.add_argument("--directive", metavar="CODE", help="under one order (all)")
            task.add_argument(
                "--state",
                choices=("open", "all", *PlanState),
                default="open" if word == "list" else "all",
                help="which",
            )
            self.add_format(task)

    def handle(self, **options: Any) -> None:
        """Do the task."""
        if options["task"] == "effect":
            self._effect(options)
            return
        found = self._proposed(options) if options["task"] == "propose" else _listed(options)
        if options["format"] == "json":
            self.print_json([as_data(one) for one in found])
            return
        self.print_table(
            HEADS, [_words(one) for one in found], right=("Number", "Missing", "A day")
        )
        self.stdout.write(f"{len(found):,} in all.")

    def _proposed(self, options: dict[str, Any]) -> list[Plan]:
        directive, now = directive_named(options["directive"]), timezone.now()
        as_of = options["as_of"] or directive.usual_day or timezone.localdate(now)
        try:
            gathered = gather(directive, as_of, now=now)
            made = propose_plans(directive, gathered, by=None, now=now)
        except WrongPlan as error:
            raise CommandError(f"{directive.code}: {said.why_not(error)}") from error
        if options["format"] == "human":
            self.stdout.write(
                f"{len(gathered.behind):,} behind, {gathered.unmeasured:,} not measured: of these "
                "nothing is known and nothing suggested."
            )
        return made

    def _effect(self, options: dict[str, Any]) -> None:
        today = timezone.localdate()
        pairs = [(plan, came_after(plan, today)) for plan in _listed(options)]
        begun = [(plan, found) for plan, found in pairs if found is not None]
        if options["format"] == "json":
            self.print_json([effect_data(plan, found) for plan, found in begun])
            return
        rows = [
            (str(plan.pk), plan.membership.person.slug, lead(found.effect)) for plan, found in begun
        ]
        self.print_table(("Number", "Representative", "What came after"), rows, right=("Number",))
        self.stdout.write("Shown, and no proof: whoever is behind is chosen, and often recovers.")


def as_data(plan: Plan) -> dict[str, Any]:
    """Give a plan as plain data."""
    return {
        "number": plan.pk,
        "directive": plan.directive.code,
        "membership": plan.membership.code,
        "person": plan.membership.person.slug,
        "state": plan.state,
        "gap": [plan.gap_low, plan.gap_high],
        "days_left": plan.days_left,
        "needed_a_day": plan.needed,
        "pace_a_day": plan.pace,
        "owner": plan.owner.username if plan.owner else None,
        "starts": plan.starts.isoformat() if plan.starts else None,
        "ends": plan.ends.isoformat() if plan.ends else None,
        "steps": [
            {
                "number": one.number,
                "kind": one.kind,
                "figures": one.figures,
                "state": one.state,
                "words": said.step(one),
            }
            for one in plan.steps.all()
        ],
        "computed": {
            "as_of": plan.measured_on.isoformat(),
            "lake_version": plan.lake_version,
            "rule": plan.rule,
            "peers": plan.peers.code if plan.peers else None,
        },
    }


def effect_data(plan: Plan, found: CameAfter) -> dict[str, Any]:
    """Give what came after as plain data; None: not known."""
    days = {name: getattr(found, name).isoformat() for name in ("before", "start", "after")}
    return {
        "number": plan.pk,
        "person": plan.membership.person.slug,
        **asdict(found.effect),
        **days,
        "new": found.new,
        "left_out": list(found.left_out),
        "lake_version": found.lake_version,
    }


def _listed(options: dict[str, Any]) -> list[Plan]:
    rows = Plan.objects.all()
    if options["directive"]:
        rows = rows.filter(directive=directive_named(options["directive"]))
    full = wanted(rows, options["state"])
    return list(full.select_related("directive__state", "directive__roll", "peers"))


def _words(plan: Plan) -> tuple[str, ...]:
    gap = f"{plan.gap_low:,}"
    if plan.gap_high != plan.gap_low:
        gap += f" to {plan.gap_high:,}"
    steps = "; ".join(said.step(one) for one in plan.steps.all())
    person = plan.membership.person.slug
    return (str(plan.pk), person, gap, said.a_day(plan.needed), plan.state, steps)
