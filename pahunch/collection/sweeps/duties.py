"""Which duties there are: one for each account and kind of fetch that its platform offers."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Exists, OuterRef

from pahunch.collection.models import Duty, Plan
from pahunch.collection.models.sweeping import ASKS
from pahunch.collection.sweeps.timetable import Timetable, usual
from pahunch.collection.sweeps.ways import asks_of
from pahunch.facts import Platform
from pahunch.platforms.base import Connector
from pahunch.registry.models import Account

PART = 5_000


def offered(connector: Connector) -> list[str]:
    """Give the kinds of duty that a platform can be asked for, in the order of asking."""
    return [ask for ask, _ in ASKS if any(kind in connector.offers for kind in asks_of(ask))]


def timetables(connector: Connector) -> dict[str, Timetable]:
    """Give when each kind of fetch is done: as the office set it, else as usual."""
    platform = connector.platform
    found = {ask: usual(platform, ask) for ask in offered(connector)}
    for plan in Plan.objects.filter(platform=platform.value):
        if plan.ask in found:
            found[plan.ask] = Timetable(
                plan.every_minutes, plan.opens, plan.closes, enabled=plan.enabled
            )
    return found


def enrol(connectors: Mapping[Platform, Connector]) -> int:
    """Make the duties that are missing; give how many. Again: nothing happens."""
    made = 0
    for platform, connector in connectors.items():
        for ask in offered(connector):
            there = Duty.objects.filter(account=OuterRef("pk"), ask=ask)
            accounts = Account.objects.filter(~Exists(there), platform=platform.value)
            numbers = list(accounts.real().order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(numbers), PART):
                rows = [
                    Duty(account_id=number, platform=platform.value, ask=ask)
                    for number in numbers[start : start + PART]
                ]
                Duty.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
                made += len(rows)
    return made
