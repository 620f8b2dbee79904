"""The made-up state उदाहरण प्रदेश: people, places and counts that never existed.

What is always true here: the same seed gives the same bytes; no name is a real minister's
or member's; what was planted in the counts is written down beside them, so that a rule can
be measured against the truth. The registry rows go in through the registry's own door and
the counts through the lake's, as anybody else's would.

The pure part (`names`, `geography`, `plan`, `followers`, `tables`) knows no Django.

Errors
    SimulationError
    ├── BadPlan        numbers that make no state
    └── AlreadyMade    the installation has the state, made from other numbers
"""

from __future__ import annotations


class SimulationError(Exception):
    """The made-up state cannot be made."""


class BadPlan(SimulationError):
    """The numbers asked for make no state; the message says which and why."""


class AlreadyMade(SimulationError):
    """The state is there already, made from other numbers; nothing was changed."""
