"""What is refused of improvement plans."""

from __future__ import annotations


class WrongPlan(Exception):
    """A plan or step that can't be so: `why` is one of the keys below.

    roster: the directive's members lie in the lake. state: the plan does not stand where this
    begins. days: it ends before it starts, or too soon to see anything. no_words: nothing was
    said. changed: the frozen peers were changed past the program. owner: the owner may not see
    the plan. election: in an election period nothing is proposed.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
