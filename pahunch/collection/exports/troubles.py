"""What is wrong with an export, in words that a page can translate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext

from pahunch.collection.errors import LISTED, BadCounts, Problem
from pahunch.lib.tables import BadTable

_NOTHING: Mapping[str, object] = MappingProxyType({})


class Trouble(NamedTuple):
    """One thing that is wrong, or why a row is left out: a message and what goes into it."""

    row: int | None
    column: str | None
    words: str
    """A string of the translations, with %(name)s where something is put in."""
    given: Mapping[str, object] = _NOTHING
    """What is put in; strings of the translations stand in a tuple."""

    @property
    def english(self) -> str:
        """Say it as the command line does."""
        return self._said(str)

    def spoken(self) -> str:
        """Say it in the language of the page."""
        return self._said(gettext)

    def _said(self, say: Callable[[str], str]) -> str:
        if not self.given:
            return say(self.words)
        return say(self.words) % {
            name: "; ".join(map(say, value)) if isinstance(value, tuple) else value
            for name, value in self.given.items()
        }

    def problem(self) -> Problem:
        """Give it as every import lists its problems."""
        return Problem(self.row, self.column, self.english)


def of_table(bad: BadTable) -> Trouble:
    """Give what makes a file no table at all; its words are English."""
    return Trouble(bad.row, bad.column, "%(message)s", {"message": bad.message})


class BadExport(BadCounts):
    """An export that cannot be taken in. Nothing of it was."""

    def __init__(self, file: str, troubles: Iterable[Trouble]) -> None:
        found = list(troubles)
        self.troubles = found[:LISTED]
        super().__init__(
            file,
            [trouble.problem() for trouble in self.troubles],
            unlisted=max(0, len(found) - LISTED),
        )
