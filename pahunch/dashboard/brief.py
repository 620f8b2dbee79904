"""The brief of one representative for a one-to-one: what is known on one page of A4.

It says the same words as the page of measures, cut to the first sentences, and what is not
collected at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.lines import place_name
from pahunch.dashboard.measures import measures
from pahunch.dashboard.overview import how
from pahunch.dashboard.panels.panel import Panel
from pahunch.dashboard.representative import says
from pahunch.directives.judge import Row, judge
from pahunch.directives.models import Commitment, Directive
from pahunch.registry.models import Membership
from pahunch.staff.models import User
from pahunch.staff.rights import may
from pahunch.support.means.words import rupees
from pahunch.support.models import MeansRequest
from pahunch.ui import words

SEE_REVIEWS, SEE_MEANS = "directives.see_reviews", "support.see_means"
SENTENCES = {"forecast": 3, "growth": 2, "activity": 2, "inside": 2, "peers": 1, "suspicions": 2}
"""The panels of a brief, in its order, and how many sentences of each stand there."""
MOST = 5
"""Commitments and requests that are listed; how many more there are is said."""
LONGEST = 140
"""Letters of a commitment or a request: the whole of it stands on its own page."""


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the brief: the answer, sentences, a list."""

    key: str
    title: str
    lead: str
    lines: tuple[str, ...] = ()


def brief(directive: Directive, membership: Membership, as_of: date, user: User) -> dict[str, Any]:
    """Gather what the page shows."""
    found = measures(directive, membership, as_of, user)
    row = next(
        (one for one in judge(directive, as_of).rows if one.membership.pk == membership.pk), None
    )
    parts = measured_parts(found["panels"], is_held_back=bool(found["held_back"]))
    parts += [made for make in (commitments, means) if (made := make(directive, membership, user))]
    return found | {
        "row": row,
        "verdict": row.verdict if row else None,
        "says": says(row, directive) if row else "",
        "place": place_name(membership.division),
        "how": how(directive),
        "parts": parts,
        "accounts": accounts_counted(row) if row else "",
        "missing": missing(),
        "may_review": may(user, "directives.hold_review", directive),
        "printed_on": localdate(),
    }


def measured_parts(panels: Iterable[Panel], *, is_held_back: bool) -> list[Part]:
    """Cut the panels to their first sentences; say of those that are silent that they are."""
    known = {panel.key: panel for panel in panels}
    titles = {
        "forecast": gettext("Forecast"),
        "growth": gettext("Growth"),
        "activity": gettext("Activity"),
        "inside": gettext("Inside the constituency"),
        "peers": gettext("Among peers"),
    }
    held_back = {"forecast", "peers"} if is_held_back else set()
    parts = []
    for key, most in SENTENCES.items():
        if key in known:
            panel = known[key]
            parts.append(Part(key, panel.title, panel.lead, panel.lines[:most]))
        elif key in titles:
            silent = gettext("Held back.") if key in held_back else gettext("Nothing is known.")
            parts.append(Part(key, titles[key], silent))
    return parts


def accounts_counted(row: Row) -> str:
    """Say how many of the accounts that count have a usable count."""
    verdict = row.verdict
    said = ngettext(
        "%(measured)s of %(accounts)s account that counts has a usable count",
        "%(measured)s of %(accounts)s accounts that count have a usable count",
        verdict.accounts,
    )
    return said % {
        "measured": words.number(verdict.measured),
        "accounts": words.number(verdict.accounts),
    }


def commitments(directive: Directive, membership: Membership, user: User) -> Part | None:
    """List open commitments about this representative; None for who may not see reviews."""
    if not may(user, SEE_REVIEWS, directive):
        return None
    seen = Commitment.objects.seen_by(user, SEE_REVIEWS).open().with_names()
    mine = list(seen.filter(review__directive=directive, membership__person=membership.person_id))
    today = localdate()
    lines = [_commitment(one, today) for one in mine]
    lead = ngettext("%(number)s is open", "%(number)s are open", len(mine))
    said = lead % {"number": words.number(len(mine))} if mine else gettext("None is open.")
    return Part("commitments", gettext("Commitments"), said, _cut(lines))


def _commitment(one: Commitment, today: date) -> str:
    text = Truncator(one.text).chars(LONGEST)
    given = {"text": text, "who": one.owner_name, "day": words.day(one.due_on)}
    if one.is_overdue(today):
        return gettext("%(text)s (%(who)s, by %(day)s: overdue)") % given
    return gettext("%(text)s (%(who)s, by %(day)s)") % given


def means(_directive: Directive, membership: Membership, user: User) -> Part | None:
    """List the open requests for means; None for who may not see them."""
    if not may(user, SEE_MEANS, membership):
        return None
    seen = MeansRequest.objects.seen_by(user, SEE_MEANS).open().with_names()
    mine = list(seen.filter(person=membership.person_id).order_by("asked_at", "pk"))
    lines = [
        f"{Truncator(one.title).chars(LONGEST)} · {rupees(one.amount)} · {one.get_state_display()}"
        for one in mine
    ]
    lead = ngettext("%(number)s request is open", "%(number)s requests are open", len(mine))
    said = lead % {"number": words.number(len(mine))} if mine else gettext("Nothing is asked for.")
    return Part("means", gettext("Means asked for"), said, _cut(lines))


def _cut(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= MOST:
        return tuple(lines)
    more = gettext("and %(number)s more") % {"number": words.number(len(lines) - MOST)}
    return (*lines[:MOST], more)


def missing() -> list[str]:
    """Say what a brief should hold and nothing is collected of."""
    return [
        gettext("Grievances: not collected yet."),
        gettext("Visits: not collected yet."),
        gettext("Trained workers: not counted by constituency yet."),
    ]
