"""What platforms did to all their accounts while this representative was counted."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.facts import Platform
from pahunch.registry.names import PLATFORMS
from pahunch.rules.shared_moves import NAME
from pahunch.ui import words


def panel(asked: Asked) -> Panel | None:
    """List the days on which a platform of this representative moved; None: there were none."""
    measured = asked.measured
    mine = {measured.bound.platforms[row] for row in asked.rows()}
    rows = []
    for platform in sorted(mine & measured.moves.keys()):
        found = measured.moves[platform]
        for column in np.flatnonzero(found.is_event)[::-1]:
            rows.append(
                (
                    words.day(measured.counts.day(int(column))),
                    str(PLATFORMS[Platform(platform)]),
                    f"{100 * found.move[column]:+.1f}%",
                    f"{round(100 * found.share[column])}%",
                    words.number(int(found.accounts[column])),
                )
            )
    if not rows:
        return None
    said = ngettext(
        "On %(days)s day a platform moved all its accounts together",
        "On %(days)s days a platform moved all its accounts together",
        len(rows),
    )
    return Panel(
        "moves",
        gettext("What platforms did themselves"),
        said % {"days": words.number(len(rows))},
        NAME,
        (gettext("A purge or a new way of counting is nobody's loss or gain."),),
        table=Table(
            gettext("Days on which a platform moved"),
            (
                gettext("Day"),
                gettext("Platform"),
                gettext("Middle move"),
                gettext("Accounts that moved so"),
                gettext("Accounts counted"),
            ),
            tuple(rows),
            frozenset({2, 3, 4}),
        ),
    )
