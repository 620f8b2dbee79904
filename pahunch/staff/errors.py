"""What can go wrong in this room; the package's docstring draws the tree."""

from __future__ import annotations


class StaffError(Exception):
    """Anything that this room refuses or cannot do."""


class Refused(StaffError):
    """A rule says no. `operation` names the rule; the message is for the person."""

    def __init__(self, operation: str, message: str) -> None:
        super().__init__(message)
        self.operation = operation


class DeedIsFinal(StaffError):
    """A deed is never edited nor removed."""


class SealedIsFinal(StaffError):
    """What is sealed is never edited nor removed."""


class ChainIsBroken(StaffError):
    """The head of the book of deeds does not fit the book, so nothing may be added."""


class WrongStaff(StaffError):
    """A user or a grant that cannot be: the message says why."""
