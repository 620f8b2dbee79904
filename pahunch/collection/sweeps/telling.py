"""What the words of an account's own posts tell, told where they are read: they go no further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pahunch.collection.sweeps.asking import Answer
from pahunch.collection.sweeps.payload import Tell
from pahunch.lib.language import language_of
from pahunch.platforms.base import Ask
from pahunch.registry.models import Account, Division, Membership
from pahunch.registry.names import DivisionKind
from pahunch.registry.vocabulary import places_of, revision_of, vocabulary_of
from pahunch.rules.government_work import Places, Vocabulary


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the posts of one account are read."""

    vocabulary: Vocabulary
    revision: str
    places: Places | None
    """None: the account is of no constituency."""

    def tell(self, text: str) -> list[object]:
        told = self.vocabulary.read(text, self.places)
        here = None if self.places is None else told.in_constituency
        return [language_of(text).value, told.government_work, here, self.revision]


def teller(answers: Sequence[Answer], today: date) -> Tell | None:
    """Give how posts are read; None where no answer has a word.

    A post is read once, as new; its engagement is asked for again without its words.
    """
    keys = {
        answer.part.targets[0][1].key
        for answer in answers
        if answer.part.way.ask == Ask.POSTS and any(post.text for post in answer.posts)
    }
    if not keys:
        return None
    readers = _readers(keys, today)
    return lambda account, text: readers[account].tell(text)


def _readers(keys: set[str], today: date) -> dict[str, _Reader]:
    accounts = Account.objects.filter(key__in=keys).select_related(
        "person__state", "department__state", "division"
    )
    found = {account.key: _reader(*_home(account, today)) for account in accounts}
    # An account that left the registry while it was asked is read by the words that ship.
    return dict.fromkeys(keys, _reader(None, None)) | found


def _reader(state: Division | None, constituency: Division | None) -> _Reader:
    places = places_of(constituency) if constituency else None
    return _Reader(vocabulary_of(state), revision_of(state), places)


def _home(account: Account, today: date) -> tuple[Division | None, Division | None]:
    """Give the state and, of somebody elected, the constituency of an account's owner."""
    if account.department is not None:
        return account.department.state, None
    if account.division is not None:
        return _state_of(account.division), _elects(account.division)
    held = Membership.objects.in_office(today).filter(person=account.person)
    post = held.exclude(division=None).select_related("division", "post__state").first()
    if post is not None:
        return post.post.state, _elects(post.division)
    return (account.person.state if account.person else None), None


def _elects(division: Division | None) -> Division | None:
    is_one = division is not None and division.kind == DivisionKind.CONSTITUENCY
    return division if is_one else None


def _state_of(division: Division) -> Division | None:
    return Division.objects.states().filter(code=division.state_code).first()
