"""The measures of one representative, and of everyone whom a directive binds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.timezone import localdate

from pahunch.dashboard.evidence import accounts_of
from pahunch.dashboard.panels import panels_of
from pahunch.dashboard.panels.panel import Asked
from pahunch.directives.measured import measured
from pahunch.directives.models import Directive
from pahunch.directives.periods.actions import period_on
from pahunch.directives.periods.words import held_back
from pahunch.registry.models import Membership
from pahunch.rules import reach
from pahunch.staff.models import User


def measures(
    directive: Directive, membership: Membership, as_of: date, user: User
) -> dict[str, Any]:
    """Gather what the page of one representative's measures shows."""
    found = measured(directive, as_of)
    place = found.place(membership)
    period = period_on(directive.state, localdate())
    panels = []
    if place is not None:
        accounts = tuple(accounts_of(user, membership.person, as_of))
        asked = Asked(user, directive, membership, as_of, found, place, accounts)
        panels = panels_of(asked, held_back=period is not None)
    return {
        "directive": directive,
        "membership": membership,
        "person": membership.person,
        "as_of": as_of,
        "panels": panels,
        "held_back": held_back(period) if period else "",
        "computed": found.judgement.computed,
        "rule": reach.NAME,
    }
