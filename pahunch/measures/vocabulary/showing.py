"""What the pages show: whose vocabulary, which of its terms, and what a sentence tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Q
from django.http import QueryDict

from pahunch.lib.language import Language, language_of
from pahunch.measures.vocabulary.measured import ALL, POSTS, SHIPPED, Errors
from pahunch.registry.models import Department, Division, Membership, SpeaksOf, TermLanguage
from pahunch.registry.vocabulary import Known, known_terms, places_of, vocabulary_of
from pahunch.rules.government_work import ENOUGH, POINTS, Told
from pahunch.staff.models import User
from pahunch.staff.rights import held

SEE = "registry.see_vocabulary"
EDIT = "registry.edit_vocabulary"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which terms are asked for."""

    words: str
    speaks_of: str
    language: str

    @classmethod
    def of(cls, asked: QueryDict) -> Self:
        """Read the address."""
        speaks_of, language = asked.get("class", ""), asked.get("language", "")
        return cls(
            asked.get("q", "").strip(),
            speaks_of if speaks_of in SpeaksOf.values else "",
            language if language in TermLanguage.values else "",
        )

    def wants(self, known: Known) -> bool:
        """Tell whether a term is among them."""
        term = known.term
        return (
            self.words.casefold() in term.text.casefold()
            and self.speaks_of in ("", term.speaks_of.value)
            and self.language in ("", term.language)
        )


class Line(NamedTuple):
    """A term as it is shown."""

    known: Known
    speaks_of: str
    language: str
    points: int


class Found(NamedTuple):
    """Words of a sentence that are a term."""

    words: str
    speaks_of: str
    points: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What a sentence tells."""

    told: Told
    found: Sequence[Found]
    language: Language
    enough: int = ENOUGH


def states_for(user: User) -> Sequence[Division]:
    """Give the states in any part of which a user may see the vocabulary."""
    condition = Q(pk__in=[])
    for grant in held(user, SEE):
        if grant.is_whole:
            condition = Q()
            break
        if grant.person:
            posts = Membership.objects.filter(person__slug=grant.person)
            condition |= Q(pk__in=posts.values("post__state"))
        elif grant.department:
            departments = Department.objects.filter(code=grant.department)
            condition |= Q(pk__in=departments.values("state"))
        else:
            condition |= Q(code=grant.division_path.partition("/")[0])
    return list(Division.objects.states().filter(condition).order_by("name"))


def lines(state: Division, wanted: Wanted) -> Sequence[Line]:
    """Give the terms that are asked for: what was added newest first, then as shipped."""
    known = [one for one in known_terms(state).values() if wanted.wants(one)]
    known.sort(key=lambda one: -(one.change.pk if one.change else 0))
    return [
        Line(
            one,
            str(SpeaksOf(one.term.speaks_of.value).label),
            str(TermLanguage(one.term.language).label),
            POINTS[one.term.speaks_of],
        )
        for one in known
    ]


def tried(state: Division, text: str, constituency: Division | None) -> Tried:
    """Read a sentence by a state's vocabulary."""
    places = places_of(constituency) if constituency else None
    told = vocabulary_of(state).read(text, places)
    found = [
        Found(
            match.words,
            str(SpeaksOf(match.term.speaks_of.value).label),
            POINTS[match.term.speaks_of],
        )
        for match in told.matches
    ]
    return Tried(told, found, language_of(text))


def errors() -> tuple[int, Errors, Sequence[tuple[str, Errors]]]:
    """Give how many posts it was measured on, the errors on all and by language."""
    return POSTS, ALL, [(str(TermLanguage(name).label), one) for name, one in SHIPPED.items()]
