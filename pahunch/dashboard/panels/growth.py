"""How a representative and each account grew over the last four weeks."""

from __future__ import annotations

import math

from django.utils.translation import gettext, ngettext

from pahunch.dashboard.evidence import title
from pahunch.dashboard.panels.panel import Asked, Panel, Table, rate, signed, whole
from pahunch.directives.measured import PERIOD_DAYS
from pahunch.rules.growth import NAME
from pahunch.ui import words


def panel(asked: Asked) -> Panel:
    """Say the growth of all accounts together, then of each."""
    measured, place = asked.measured, asked.place
    grown = measured.growth
    accounts = len(asked.rows())
    counted = int(measured.grown_of[place])
    if math.isnan(grown.net_low[place]):
        lead = gettext("Not known: no account was counted at both ends of the four weeks.")
        lines: tuple[str, ...] = ()
    else:
        lead = gettext("%(net)s followers in four weeks") % {
            "net": signed(grown.net_low[place], grown.net_high[place])
        }
        lines = (
            gettext("%(rate)s a week on average, compound.")
            % {"rate": rate(grown.weekly_low[place], grown.weekly_high[place])},
            ngettext(
                "%(counted)s of %(accounts)s account that counts was counted at both ends.",
                "%(counted)s of %(accounts)s accounts that count were counted at both ends.",
                accounts,
            )
            % {"counted": words.number(counted), "accounts": words.number(accounts)},
            *_moved(asked),
        )
    return Panel("growth", gettext("Growth"), lead, NAME, lines, table=_table(asked))


def _moved(asked: Asked) -> tuple[str, ...]:
    moved = sum(asked.measured.moved[row] for row in asked.rows())
    if round(moved) == 0:
        return ()
    said = gettext("Of this, %(moved)s came of what platforms did to all their accounts.")
    return (said % {"moved": signed(moved, moved)},)


def _table(asked: Asked) -> Table | None:
    measured = asked.measured
    names = {account.key: title(account) for account in asked.accounts}
    grown = measured.by_account
    rows = [
        (
            names[measured.bound.keys[row]],
            signed(grown.net_low[row], grown.net_high[row]),
            rate(grown.rate_low[row], grown.rate_high[row]),
            rate(grown.weekly_low[row], grown.weekly_high[row]),
            signed(measured.moved[row], measured.moved[row]),
            whole(grown.days[row]),
        )
        for row in asked.rows()
        if measured.bound.keys[row] in names
    ]
    if not rows:
        return None
    return Table(
        gettext("Each account over %(days)s days") % {"days": words.number(PERIOD_DAYS)},
        (
            gettext("Account"),
            gettext("Net growth"),
            gettext("Rate"),
            gettext("A week"),
            gettext("By the platform itself"),
            gettext("Days compared"),
        ),
        tuple(rows),
        frozenset({1, 2, 3, 4, 5}),
    )
