"""A state's vocabulary of government work: what ships, and what its cell changed of it.

WrongTerm       a term that is not taken, or is not there
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pahunch.registry.errors import RegistryError
from pahunch.registry.models import Division, TermChange
from pahunch.rules.government_work import (
    REVISION,
    Places,
    Term,
    TermClass,
    Vocabulary,
    phrase_of,
)

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "vocabulary.csv"
LONGEST = 100
MOST_WORDS = 6
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")
_LATIN = re.compile(r"[A-Za-z]")

Key = tuple[str, ...]


class WrongTerm(RegistryError):
    """A term that is not taken, or is not there; `why` is a word of `WHY_NOT` of the pages."""

    def __init__(self, why: str, **given: object) -> None:
        super().__init__(why)
        self.why = why
        self.given = given


@dataclass(frozen=True, slots=True)
class Known:
    """A term of a state's vocabulary, and where it comes from."""

    term: Term
    department: str
    """Which department it is of, by its English name; empty: none, or not said."""
    source: str
    change: TermChange | None
    """The change that brought it; None: it was shipped."""


@lru_cache(maxsize=1)
def shipped() -> Mapping[Key, Known]:
    """Give the terms that ship with the product, by the keys of their words."""
    found: dict[Key, Known] = {}
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            term = Term(row["term"], row["language"], TermClass(row["class"]))
            known = Known(term, row["department"], row["source"], None)
            found.setdefault(phrase_of(term), known)
    return found


def known_terms(state: Division) -> dict[Key, Known]:
    """Give every term of a state's vocabulary as it stands now, by the keys of its words."""
    found = dict(shipped())
    for change in TermChange.objects.filter(state=state).select_related("by").order_by("pk"):
        key = phrase_of(change.as_term)
        if change.is_withdrawal:
            found.pop(key, None)
        else:
            found[key] = Known(change.as_term, "", change.reason, change)
    return found


def vocabulary_of(state: Division | None) -> Vocabulary:
    """Give a state's vocabulary, ready to read posts; made again only after a change.

    Without a state it is what was shipped.
    """
    changes = TermChange.objects.filter(state=state).order_by("pk")
    return _laid_out(tuple((change.as_term, change.is_withdrawal) for change in changes))


@lru_cache(maxsize=8)
def _laid_out(changes: tuple[tuple[Term, bool], ...]) -> Vocabulary:
    # By what was changed, not by its number: a transaction that is rolled back gives it again.
    found = {key: known.term for key, known in shipped().items()}
    for term, is_withdrawal in changes:
        found.pop(phrase_of(term), None)
        if not is_withdrawal:
            found[phrase_of(term)] = term
    return Vocabulary(found.values())


def revision_of(state: Division | None) -> str:
    """Name the rule and the last change of a state's vocabulary: "government-work-1+12"."""
    last = TermChange.objects.filter(state=state).order_by("-pk").values_list("pk", flat=True)
    change = last.first()
    return f"{REVISION}+{change}" if change else REVISION


def places_of(constituency: Division) -> Places:
    """Give the names of a constituency, its district, and the blocks of that district.

    Which blocks a constituency lies in is not in the registry: those of its district stand for
    them, as the nearest that is known.
    """
    above = constituency.path.removesuffix("/").rpartition("/")[0] + "/"
    district = Division.objects.districts().filter(path=above).first()
    near = [constituency]
    if district is not None:
        blocks = Division.objects.under(district.path).filter(kind="block")
        near += [district, *blocks]
    return Places(name for place in near for name in (place.name, place.name_hi))


def check_term(term: Term) -> Key:
    """Give the keys of a term's words. Raises WrongTerm where nothing can be found by it."""
    if len(term.text) > LONGEST:
        raise WrongTerm("long", most=LONGEST)
    key = phrase_of(term)
    if not key or len(key) > MOST_WORDS:
        raise WrongTerm("words", most=MOST_WORDS)
    is_hindi = term.language == "hi"
    if bool(_DEVANAGARI.search(term.text)) != is_hindi or (
        not is_hindi and not _LATIN.search(term.text)
    ):
        raise WrongTerm("script")
    return key


def changes_of(state: Division) -> Sequence[TermChange]:
    """Give what was changed of a state's vocabulary, newest first."""
    return list(TermChange.objects.filter(state=state).select_related("by").order_by("-pk"))
