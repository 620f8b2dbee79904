"""The registry's tables, one module a noun."""

from __future__ import annotations

from pahunch.registry.models.accounts import OF_ACCOUNT, Account, AccountStatus, Department, Handle
from pahunch.registry.models.people import Membership, OtherName, Person, Post
from pahunch.registry.models.places import Division, Electors, Placement, Roll
from pahunch.registry.models.sources import Correction, Fact, Source
from pahunch.registry.models.vocabulary import SpeaksOf, TermChange, TermLanguage

__all__ = [
    "OF_ACCOUNT",
    "Account",
    "AccountStatus",
    "Correction",
    "Department",
    "Division",
    "Electors",
    "Fact",
    "Handle",
    "Membership",
    "OtherName",
    "Person",
    "Placement",
    "Post",
    "Roll",
    "Source",
    "SpeaksOf",
    "TermChange",
    "TermLanguage",
]
