"""Who supports this representative, the plan that is open, and what was asked for."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.rules.plan import NAME
from pahunch.staff.rights import may
from pahunch.support.assigning.showing import lines as assignment_lines
from pahunch.support.means.showing import line_of
from pahunch.support.models import Assignment, MeansRequest, Plan
from pahunch.support.plans import words as said
from pahunch.ui import words

SEE_WHO, SEE_MEANS, SEE_PLANS = (
    "support.see_assignments",
    "support.see_means",
    "support.see_plans",
)


def panel(asked: Asked) -> Panel | None:
    """Say what is planned, by whom, and what waits; None where there is nothing, or no right."""
    who, plans, waiting = _who(asked), _plans(asked), _waiting(asked)
    if not (who or plans or waiting):
        return None
    steps = [row for plan in plans for row in _steps(plan)]
    if plans:
        lead = ngettext("%(number)s step is planned", "%(number)s steps are planned", len(steps))
        lead %= {"number": words.number(len(steps))}
    else:
        lead = gettext("No improvement plan is open")
    table = Table(gettext("The plan"), (gettext("Step"), gettext("State of it")), tuple(steps))
    return Panel(
        "support",
        gettext("Support"),
        lead,
        NAME,
        (*who, *_agreed(plans), *waiting),
        table=table if steps else None,
    )


def _who(asked: Asked) -> tuple[str, ...]:
    if not may(asked.user, SEE_WHO):
        return ()
    seen = Assignment.objects.seen_by(asked.user, SEE_WHO).on(timezone.localdate())
    rows = seen.filter(person=asked.membership.person).with_names().order_by("starts", "pk")
    sentence = gettext("Supported by %(who)s: %(kinds)s, %(hours)s hours a week.")
    return tuple(
        sentence % {"who": one.worker, "kinds": one.kinds, "hours": one.hours}
        for one in assignment_lines(rows)
    )


def _plans(asked: Asked) -> list[Plan]:
    if not may(asked.user, SEE_PLANS):
        return []
    rows = Plan.objects.seen_by(asked.user, SEE_PLANS).open()
    mine = rows.filter(membership=asked.membership, directive=asked.directive)
    return list(mine.with_names())


def _steps(plan: Plan) -> list[tuple[str, str]]:
    return [(said.step(one), str(one.get_state_display())) for one in plan.steps.all()]


def _agreed(plans: list[Plan]) -> tuple[str, ...]:
    sentence = gettext("%(who)s sees to it, from %(starts)s to %(ends)s.")
    return tuple(
        sentence
        % {
            "who": words.named(plan.owner),
            "starts": words.day(plan.starts),
            "ends": words.day(plan.ends),
        }
        for plan in plans
        if plan.owner
    )


def _waiting(asked: Asked) -> tuple[str, ...]:
    if not may(asked.user, SEE_MEANS):
        return ()
    now = timezone.now()
    seen = MeansRequest.objects.seen_by(asked.user, SEE_MEANS).open()
    mine = seen.filter(person=asked.membership.person).with_names().order_by("stepped_at", "pk")
    sentence = gettext("Asked for: %(what)s: %(state)s, due %(day)s.")
    late = gettext("Asked for: %(what)s: %(state)s, overdue since %(day)s.")
    return tuple(
        (late if one.is_overdue else sentence)
        % {
            "what": one.request.title,
            "state": one.request.get_state_display(),
            "day": words.day(one.due),
        }
        for one in (line_of(each, now) for each in mine)
    )
