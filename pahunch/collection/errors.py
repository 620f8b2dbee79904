"""What can go wrong in this room; the package's docstring draws the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pahunch.lib.tables import BadTable

LISTED = 50
"""How many problems are kept and listed; the rest is counted."""


class Problem(NamedTuple):
    """One thing that is wrong in a file of counts, and where."""

    row: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        return str(BadTable(self.message, row=self.row, column=self.column))


class CollectionError(Exception):
    """Anything that this room refuses or cannot do."""


class BadCounts(CollectionError):
    """A file of counts that cannot be taken in. Nothing of it was."""

    def __init__(self, file: str, problems: Iterable[Problem], *, unlisted: int = 0) -> None:
        self.file = file
        self.problems = list(problems)
        self.unlisted = unlisted
        super().__init__(self.words())

    def words(self) -> str:
        """Say what is wrong: one line where it is one thing, else a list."""
        lines = [str(problem) for problem in self.problems]
        if self.unlisted:
            lines.append(f"and {self.unlisted:,} more")
        if len(lines) == 1:
            return f"{self.file}: {lines[0]}"
        found = len(self.problems) + self.unlisted
        return "\n  ".join([f"{self.file}: {found:,} problems, nothing was stored", *lines])


class NoSuchRun(CollectionError):
    """Nothing that came in has this run."""


class WrongStage(CollectionError):
    """A run that is in no state to be withdrawn."""


class JournalLost(CollectionError):
    """An announced import whose journal is gone, so that it cannot be carried on."""


class Unreadable(CollectionError):
    """A sealed secret that none of the installation's keys opens."""


class CannotConnect(CollectionError):
    """An account that could not be connected; `why` is a word of `connecting.words.WHY_NOT`."""

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(f"{why}: {said}" if said else why)
        self.why = why
        self.said = said
        """The platform's own code, or the accounts that it named: never a secret."""


class WrongTimetable(CollectionError):
    """A timetable that no sweep could keep, or of what its platform is not asked for."""


class WrongReading(CollectionError):
    """A reading by hand that is not taken; `why` is a word of `by_hand.words.WHY_NOT`."""

    def __init__(self, why: str, **given: object) -> None:
        super().__init__(why)
        self.why = why
        self.given = given
        """What the words of `why` name: a limit, a date, another reading."""
