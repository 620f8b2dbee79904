"""`pahunch platforms`: what each platform offers, costs and allows, and how it is connected."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.timezone import now

from pahunch.collection.connecting.states import states
from pahunch.platforms.base import Connector, Fact, Limit
from pahunch.platforms.catalogue import connectors
from pahunch.platforms.costs import TAPERED, cost
from pahunch.ui.commands import Command as BaseCommand


class Command(BaseCommand):
    """List the platforms: what each offers, its batch, limit, price, rounding, connections."""

    help = (
        "List the platforms: what each offers, how many accounts a request can name, its "
        "limits, price and rounding, and the state of its connections."
    )
    example = (
        "pahunch platforms\n  pahunch platforms --accounts 230 --posts 5\n"
        "  pahunch platforms --format json"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what can be chosen."""
        parser.add_argument(
            "--accounts", type=int, default=230, help="accounts to reckon the cost for (230)"
        )
        parser.add_argument(
            "--posts", type=int, default=0, help="new posts of each account a day (0)"
        )
        self.add_format(parser)

    def handle(self, **options: Any) -> None:
        """Gather and print."""
        every = {
            platform.value: connector
            for platform, connector in connectors(settings.PLATFORM_BASES).items()
        }
        connected = states(every, now=now())
        rows = {
            name: self._one(connector, options) | {"connections": connected[name]}
            for name, connector in every.items()
        }
        if options["format"] == "json":
            listed = [{"name": name, **row} for name, row in rows.items()]
            self.print_json({"accounts": options["accounts"], "platforms": listed})
            return
        self.print_table(
            ["platform", "offers", "batch", "limits", "price and rounding", "a month", "connected"],
            [self._line(name, row) for name, row in rows.items()],
            right=["batch", "a month"],
        )
        self.stdout.write(
            f"Cost is for {options['accounts']} accounts and {options['posts']} new posts a day of "
            f"each, read again on days {', '.join(map(str, TAPERED))}."
        )

    def _one(self, connector: Connector, options: dict[str, Any]) -> dict[str, Any]:
        line = cost(connector.platform, options["accounts"], posts_a_day=options["posts"])
        return {
            "offers": {
                ask.value: {
                    "batch": offering.batch,
                    "needs": offering.need.value,
                    "permission": offering.permission,
                }
                for ask, offering in connector.offers.items()
            },
            "batch": max((offering.batch for offering in connector.offers.values()), default=0),
            "limits": [limit_of(limit) for limit in connector.limits],
            "price": fact_of(connector.price),
            "rounding": fact_of(connector.rounding),
            "facts": [fact_of(fact) for fact in connector.facts],
            "cost": {
                "calls_a_day": line.calls_a_day,
                "spent_a_day": dict(line.spent_a_day),
                "dollars_a_month": line.money_a_month / 1_000_000,
                "passes": [limit.name for limit in line.passed],
            },
        }

    def _line(self, name: str, row: dict[str, Any]) -> list[str]:
        connected = row["connections"]
        words = [f"{connected['good']} of {connected['accounts']}"]
        if connected["broken"]:
            words.append(f"{connected['broken']} broken")
        if connected["application"] not in {"not_needed", "ready"}:
            words.append(f"application: {connected['application'].replace('_', ' ')}")
        told = [fact["text"] for fact in (row["price"], row["rounding"]) if fact]
        return [
            name,
            ", ".join(row["offers"]).replace("_", " ") or "by hand and file",
            str(row["batch"] or ""),
            "; ".join(limit["text"] for limit in row["limits"]),
            "; ".join(told) or "free, exact",
            f"${row['cost']['dollars_a_month']:,.2f}" if row["price"] else "",
            ", ".join(words),
        ]


def limit_of(limit: Limit) -> dict[str, Any]:
    """Give a limit as data."""
    return {
        "name": limit.name,
        "amount": limit.amount,
        "seconds": limit.seconds,
        "holder": limit.holder.value,
        **(fact_of(limit.fact) or {}),
    }


def fact_of(fact: Fact | None) -> dict[str, Any] | None:
    """Give a fact as data; None where there is none."""
    if fact is None:
        return None
    return {
        "text": fact.text,
        "source": fact.source,
        "checked": fact.checked.isoformat(),
        "sure": fact.sure,
    }
