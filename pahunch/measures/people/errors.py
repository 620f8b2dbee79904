"""What can go wrong with a survey; the package's docstring draws the tree."""

from __future__ import annotations


class SurveyError(Exception):
    """Anything about a survey that is refused."""


class WrongSurvey(SurveyError):
    """A survey that is not taken; `why` is a word of `words.WHY_NOT`."""

    def __init__(
        self, why: str, *, row: int | None = None, column: str | None = None, **given: object
    ) -> None:
        super().__init__(why)
        self.why = why
        self.row = row
        self.column = column
        self.given = given
        """What the words of `why` name."""
