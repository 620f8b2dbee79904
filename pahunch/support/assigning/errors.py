"""What is refused of analysts, teams and assignments."""

from __future__ import annotations

from typing import Any


class WrongAssignment(Exception):
    """Something that can't be so: `why` is one of the keys below, `said` its figures and names.

    payer: who pays `who` may not pay for `kinds`. no_kinds: no kind of account was named.
    overlap: `who` supports the person already in these days. overload: `who` would have `hours`
    of `of` hours a week. over: `who` takes no work after `day`. same: handed over to whoever
    has it. days: the days are none, or lie outside the assignment. no_words: nothing was said.
    known: the user is an analyst already, or the code of a team is taken. no_members: a team
    without anybody, or whose lead is no member. elsewhere: of another state. election: work on
    such accounts rests until `day`. staff: the right could not be lent.
    """

    def __init__(self, why: str, **said: Any) -> None:
        self.why = why
        self.said = said
        super().__init__(why)
