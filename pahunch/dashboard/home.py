"""The first page: every directive that the reader may see, each with its answer in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pahunch.dashboard.access import SEE, seen_of, usual_day
from pahunch.dashboard.overview import answer, facts
from pahunch.directives.judge import judge
from pahunch.directives.models import Directive
from pahunch.registry.models import Division
from pahunch.staff.models import User


@dataclass(frozen=True, slots=True)
class Card:
    """A directive with its answer on the day that its page would judge."""

    directive: Directive
    as_of: date
    answer: dict[str, str]
    facts: list[tuple[str, str, str, str]]
    """Key, shape, number and word of every standing that somebody has."""


@dataclass(frozen=True, slots=True)
class Group:
    """The directives of one state."""

    state: Division
    cards: list[Card]

    @property
    def is_made_up(self) -> bool:
        """True where the state exists for demonstration only."""
        return self.cards[0].directive.is_made_up


def groups(user: User, directives: Sequence[Directive]) -> list[Group]:
    """Judge each directive once, and lay them out by state; what is made up comes last."""
    mine = seen_of(user, directives, SEE)
    found = [
        Group(state, [_card(one, mine) for one in some])
        for state, some in groupby(directives, key=lambda one: one.state)
    ]
    return sorted(found, key=lambda group: group.is_made_up)


def _card(directive: Directive, mine: set[int]) -> Card:
    judgement = judge(directive, usual_day(directive)).of(mine)
    shown = [fact for fact in facts(judgement) if judgement.headline[fact[0]]]
    return Card(directive, judgement.as_of, answer(judgement), shown)
