"""Why an election period is not entered or ended so."""

from __future__ import annotations


class WrongPeriod(Exception):
    """`why` is one of the keys below.

    order: it ends before it begins. overlap: there is one on these days. long: longer than a
    year. no_reason: nobody said why. over: it is over already.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
