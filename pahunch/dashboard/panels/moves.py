"""What platforms did to all their accounts while this representative was counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext, ngettext

from pahunch.dashboard.panels.panel import Asked, Panel, Table
from pahunch.facts import Platform
from pahunch.registry.names import PLATFORMS
from pahunch.rules.shared_moves import NAME
from pahunch.ui import words


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which a platform moved all its accounts."""

    column: int
    """Of `measured.counts`."""
    platform: str
    move: float
    share: float
    accounts: int


def events_of(asked: Asked) -> list[Event]:
    """Give the days on which a platform of this representative moved, the newest first."""
    measured = asked.measured
    mine = {measured.bound.platforms[row] for row in asked.rows()}
    found = [
        Event(
            int(column),
            platform,
            float(moves.move[column]),
            float(moves.share[column]),
            int(moves.accounts[column]),
        )
        for platform, moves in measured.moves.items()
        if platform in mine
        for column in np.flatnonzero(moves.is_event)
    ]
    return sorted(found, key=lambda event: (-event.column, event.platform))


def said(event: Event) -> str:
    """Say what a platform did: its name and the middle move."""
    return f"{PLATFORMS[Platform(event.platform)]} {100 * event.move:+.1f}%"


def panel(asked: Asked) -> Panel | None:
    """List the days on which a platform of this representative moved; None: there were none."""
    measured = asked.measured
    rows = [
        (
            words.day(measured.counts.day(event.column)),
            str(PLATFORMS[Platform(event.platform)]),
            f"{100 * event.move:+.1f}%",
            f"{round(100 * event.share)}%",
            words.number(event.accounts),
        )
        for event in events_of(asked)
    ]
    if not rows:
        return None
    sentence = ngettext(
        "On %(days)s day a platform moved all its accounts together",
        "On %(days)s days a platform moved all its accounts together",
        len(rows),
    )
    return Panel(
        "moves",
        gettext("What platforms did themselves"),
        sentence % {"days": words.number(len(rows))},
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
