"""What state the ways to each platform are in."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from pahunch.collection.models import Application, Connection, State
from pahunch.platforms.base import Connector, Need
from pahunch.registry.models import Account

SOON_DAYS = 7


def states(connectors: dict[str, Connector], *, now: datetime) -> dict[str, dict[str, object]]:
    """Give, by platform, its accounts, its connections by state, and its application."""
    accounts = dict(Account.objects.order_by().values_list("platform").annotate(number=Count("pk")))
    found: dict[str, dict[str, int]] = {}
    rows = Connection.objects.order_by().values_list("account__platform", "state")
    for platform, state, number in rows.annotate(number=Count("pk")):
        found.setdefault(platform, {})[state] = number
    applications = {each.platform: each for each in Application.objects.filter(server="")}
    return {
        name: {
            "accounts": accounts.get(name, 0),
            **{state: found.get(name, {}).get(state, 0) for state in State.values},
            "application": application_state(connector, applications.get(name)),
        }
        for name, connector in connectors.items()
    }


def application_state(connector: Connector, application: Application | None) -> str:
    """Say whether the installation's own key can be used: a word."""
    if not any(offer.need == Need.APPLICATION for offer in connector.offers.values()):
        return "not_needed"
    if application is None or not application.token:
        return "missing"
    if application.broken_at is not None:
        return "broken"
    if not application.enabled:
        return "disabled"
    if connector.price is not None and application.cap is None:
        return "no_cap"
    return "ready"
