"""Why a verdict is not published."""

from __future__ import annotations


class WrongPublication(Exception):
    """A verdict that can't be published so: `why` is one of the keys below.

    large: its members lie in the lake. nobody: nobody is bound on that day. future: the day has
    not come. no_title, no_reason: not said. other: what is to be corrected is of another
    directive. corrected: it was corrected before. period: an election period holds it back.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
