"""What is refused in training; the package's docstring draws the tree."""

from __future__ import annotations


class TrainingError(Exception):
    """Anything about training that is refused."""


class WrongTraining(TrainingError):
    """Something that is not taken; `why` is a word of `words.WHY_NOT`."""

    def __init__(self, why: str, **given: object) -> None:
        super().__init__(why)
        self.why = why
        self.given = given
        """What the words of `why` name."""


class WrongState(TrainingError):
    """A move that the state does not allow."""
