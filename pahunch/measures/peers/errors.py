"""What can go wrong with comparison sets; the package's docstring draws the tree."""

from __future__ import annotations


class PeersError(Exception):
    """Anything about comparison sets that is refused."""


class WrongPeers(PeersError):
    """What is not taken; `why` is a word of `words.WHY_NOT`."""

    def __init__(
        self, why: str, *, row: int | None = None, column: str | None = None, **given: object
    ) -> None:
        super().__init__(why)
        self.why = why
        self.row = row
        self.column = column
        self.given = given
        """What the words of `why` name."""
