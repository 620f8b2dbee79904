"""What can go wrong in this room; the package's docstring draws the tree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

LISTED = 100
"""How many problems a message lists before it only counts the rest."""


class Problem(NamedTuple):
    """One thing that is wrong in a file of facts, and where."""

    file: str
    line: int | None
    column: str | None
    words: str

    def __str__(self) -> str:
        places = [self.file]
        places += [f"line {self.line}"] if self.line is not None else []
        places += [f"column {self.column}"] if self.column else []
        return f"{', '.join(places)}: {self.words}"


class RegistryError(Exception):
    """Anything that this room refuses or cannot do."""


class BadFiles(RegistryError):
    """Files of facts that cannot be taken in. Nothing of them was."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.words())

    def words(self) -> str:
        """List the problems, the first hundred of them, one a line."""
        lines = [str(problem) for problem in self.problems[:LISTED]]
        if len(self.problems) > LISTED:
            lines.append(f"and {len(self.problems) - LISTED:,} more")
        return "\n".join(lines)


class NoSuchFact(RegistryError):
    """A correction names a table, a row or a field that is not there."""
