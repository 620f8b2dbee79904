"""A post tells of government work where the words of schemes, works and acts of government that
it has outweigh those that speak of something else, and of work in a constituency where it also
names the constituency, its district or one of its blocks.

Each word or phrase of the vocabulary belongs to a class, and each class has points: a scheme, an
opening, a public service or a review 2; a work, an act, a public body or a sum of money 1;
demands, accusations, promises, party affairs, condolences and the rest less than nothing. A
class counts once however many of its words stand in a post. The post tells of government work
where the points come to `ENOUGH`. Of phrases that overlap only the longest counts: a road show
is no road. An act that is denied is none. A demand is not work, nor is a greeting to the
minister of works.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from pahunch.lib.language import Language, language_of
from pahunch.lib.names import fold
from pahunch.lib.words import NUMBER, REMEMBERED, Word, words_of

NAME = "government-work"
REVISION = "government-work-1"


class TermClass(StrEnum):
    """What a word or phrase speaks of. The value is what the vocabulary's file says."""

    SCHEME = "scheme"
    WORK = "work"
    OPENING = "opening"
    DEED = "deed"
    """An act on a work: sanctioned, built, repaired, handed over."""
    SERVICE = "service"
    REVIEW = "review"
    BODY = "body"
    AMOUNT = "amount"
    """A sum of money: counts only behind a number."""
    DEMAND = "demand"
    BLAME = "blame"
    PROMISE = "promise"
    PARTY = "party"
    GREETING = "greeting"
    CONDOLENCE = "condolence"
    PRIVATE = "private"
    CULTURE = "culture"
    SPORT = "sport"
    QUOTE = "quote"
    QUESTION = "question"


POINTS: Mapping[TermClass, int] = MappingProxyType(
    {
        TermClass.SCHEME: 2,
        TermClass.WORK: 1,
        TermClass.OPENING: 2,
        TermClass.DEED: 1,
        TermClass.SERVICE: 2,
        TermClass.REVIEW: 2,
        TermClass.BODY: 1,
        TermClass.AMOUNT: 1,
        TermClass.DEMAND: -3,
        TermClass.BLAME: -3,
        TermClass.PROMISE: -3,
        TermClass.PARTY: -3,
        TermClass.GREETING: -2,
        TermClass.CONDOLENCE: -3,
        TermClass.PRIVATE: -2,
        TermClass.CULTURE: -2,
        TermClass.SPORT: -2,
        TermClass.QUOTE: -2,
        TermClass.QUESTION: -2,
    }
)
ENOUGH = 2
"""Points from which a post tells of government work."""
DENIED = frozenset({"d:नहीं", "d:न", "w:not", "w:never", "w:nahi", "w:nahin", "w:nhi", "w:nahee"})
"""Words that deny an act, as keys."""
DENIED_WITHIN = 2
"""How many words before an act are looked at for one of them."""
LEAST_FOLD = 4
"""Letters that the sound of a place's name must have."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase: as it is written, in `hi`, `hinglish` or `en`, and what it speaks of."""

    text: str
    language: str
    speaks_of: TermClass


@dataclass(frozen=True, slots=True)
class Match:
    """A term that was found: the words of the post, where they begin, and its class."""

    words: str
    start: int
    term: Term


@dataclass(frozen=True, slots=True)
class Told:
    """What a post tells, with the evidence for it."""

    points: int
    matches: tuple[Match, ...]
    places: tuple[str, ...]
    """Words of the post that name the constituency, its district or its blocks."""

    @property
    def government_work(self) -> bool:
        """True where the post tells of government work."""
        return self.points >= ENOUGH

    @property
    def in_constituency(self) -> bool:
        """True where it tells of government work, and names a place of the constituency."""
        return self.government_work and bool(self.places)


class Vocabulary:
    """Terms, laid out so that a post is read once however many there are."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        begun: dict[str, dict[tuple[str, ...], Term]] = {}
        for term in self.terms:
            phrase = phrase_of(term)
            if phrase:
                begun.setdefault(phrase[0], {}).setdefault(phrase[1:], term)
        self._begun = {
            first: sorted(rest.items(), key=lambda item: -len(item[0]))
            for first, rest in begun.items()
        }

    def read(self, text: str, places: Places | None = None) -> Told:
        """Read one post, with the places of its account's constituency where they are known."""
        words = words_of(text)
        matches = tuple(self._matches(text, words))
        classes = {match.term.speaks_of for match in matches}
        named = places.named(words) if places else ()
        return Told(sum(POINTS[each] for each in classes), matches, named)

    def _matches(self, text: str, words: Sequence[Word]) -> Iterable[Match]:
        # A word of an English sentence may sound like one of Hindi: "poor" is not "pura".
        is_latin = any(len(word.keys) > 1 for word in words)
        is_english = is_latin and language_of(text) is Language.ENGLISH
        at = 0
        while at < len(words):
            found = self._longest(words, at, is_english=is_english)
            if found is None:
                at += 1
                continue
            term, length = found
            if _counts(term, words, at):
                start, last = words[at].start, words[at + length - 1]
                yield Match(text[start : last.start + len(last.text)], start, term)
            at += length

    def _longest(
        self, words: Sequence[Word], at: int, *, is_english: bool
    ) -> tuple[Term, int] | None:
        best: tuple[Term, int] | None = None
        for key in words[at].keys:
            for rest, term in self._begun.get(key, ()):
                if best is not None and len(rest) < best[1]:
                    break
                if is_english and term.language == "hinglish":
                    continue
                if _goes_on(words, at + 1, rest):
                    best = (term, len(rest) + 1)
                    break
        return best


class Places:
    """Names of a constituency, its district and its blocks, in either script.

    A name is found however it is spelled in either script, as long as its sounds are the same
    (`pahunch.lib.names.fold`); a short one only as it is given.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {
            tuple(_sound(word.text) for word in words_of(name)): name for name in names if name
        }
        self._spans = sorted({len(name) for name in self._names if name})

    def named(self, words: Sequence[Word]) -> tuple[str, ...]:
        """Give the names that stand among the words, each once, as they were given."""
        sounds = [_sound(word.text) for word in words]
        found: dict[str, None] = {}
        for span in self._spans:
            for at in range(len(sounds) - span + 1):
                name = self._names.get(tuple(sounds[at : at + span]))
                if name is not None:
                    found[name] = None
        return tuple(found)


def phrase_of(term: Term) -> tuple[str, ...]:
    """Give the keys of a term's words: those of its own language.

    An act in English is found in its very form: "opens" and "opened", not "open".
    """
    is_act = term.speaks_of is TermClass.DEED
    prefix = "h:" if term.language == "hinglish" else "w:" if is_act else "e:"
    found = []
    for word in words_of(term.text):
        own = [key for key in word.keys if key.startswith(prefix)]
        found.append(own[0] if own else word.keys[0])
    return tuple(found)


def _goes_on(words: Sequence[Word], at: int, rest: tuple[str, ...]) -> bool:
    if at + len(rest) > len(words):
        return False
    return all(key in words[at + step].keys for step, key in enumerate(rest))


def _counts(term: Term, words: Sequence[Word], at: int) -> bool:
    """Tell whether a term counts where it stands: a sum behind a number, an act not denied."""
    if term.speaks_of is TermClass.AMOUNT:
        return at > 0 and NUMBER in words[at - 1].keys
    if term.speaks_of is TermClass.DEED:
        before = words[max(at - DENIED_WITHIN, 0) : at]
        return not any(key in DENIED for word in before for key in word.keys)
    return True


@lru_cache(maxsize=REMEMBERED)
def _sound(word: str) -> str:
    """Give a word as names are compared; what would be joined with too much stays itself."""
    plain = re.split("['’]", word)[0]
    folded = fold(plain)
    return folded if len(folded) >= LEAST_FOLD else plain.casefold()
