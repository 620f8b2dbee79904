"""What is refused of a suspicion."""

from __future__ import annotations


class WrongSuspicion(Exception):
    """A suspicion that can't be answered or decided so: `why` is one of the keys below.

    decided: somebody decided before. too_soon: the holder still has time to answer.
    own_answer: whoever answered does not decide. no_words: nothing was said.
    not_decided: there is no decision to take back.
    """

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)
