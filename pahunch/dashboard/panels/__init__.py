"""What stands beside a verdict on a representative's page of measures: one module a panel.

A panel is a function from what was asked to a `Panel`, or to None where the measure has nothing
to say of this representative. Every panel looks the same: the answer, sentences, perhaps a
drawing and a table, and the rule that says how it was made and what it cannot say.
"""

from __future__ import annotations

from collections.abc import Callable

from pahunch.dashboard.panels import (
    activity,
    forecast,
    growth,
    inside,
    moves,
    peers,
    people,
    support,
    suspicions,
)
from pahunch.dashboard.panels.panel import Asked, Panel

PANELS: tuple[Callable[[Asked], Panel | None], ...] = (
    forecast.panel,
    growth.panel,
    activity.panel,
    people.panel,
    inside.panel,
    peers.panel,
    suspicions.panel,
    support.panel,
    moves.panel,
)
"""In the order of the page."""


HELD_BACK = frozenset({forecast.panel, peers.panel})
"""What an election period holds back."""


def panels_of(asked: Asked, *, held_back: bool = False) -> list[Panel]:
    """Give every panel that has something to say, and may say it."""
    allowed = [make for make in PANELS if not (held_back and make in HELD_BACK)]
    return [panel for panel in (make(asked) for make in allowed) if panel is not None]
