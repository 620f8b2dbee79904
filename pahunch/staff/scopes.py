"""Where a grant reaches: places, how a model's rows hang in them, and the filter.

`covers` says it of one place in Python and `Scope.within` says it of a table in SQL; a
property test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

from django.db.models import Manager, Model, Q, QuerySet
from django.utils.timezone import localdate

from pahunch.staff.operations import OPERATIONS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from pahunch.staff.models import Grant, User

    Anybody: TypeAlias = User | AnonymousUser

M = TypeVar("M", bound=Model)
Lookups: TypeAlias = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thing belongs. An empty place is the installation itself."""

    division: str = ""
    """The path of its division: "mp/mp-d-667/"."""
    department: str = ""
    """The code of its department."""
    person: str = ""
    """The slug of its person."""


EVERYWHERE = Place()


def covers(grant: Grant, place: Place) -> bool:
    """Tell whether a grant reaches a place."""
    if grant.department:
        return place.department == grant.department
    if grant.person:
        return place.person == grant.person
    return place.division.startswith(grant.division_path)


@dataclass(frozen=True, slots=True)
class Scope:
    """How the rows of a model hang in the tree: lookups from a row to its places.

    A kind may have several lookups (an account hangs below its division, or below the
    constituency of its person). A kind without a lookup is out of reach of grants of that
    kind: a model with `Scope()` is seen by grants of the whole installation only.
    """

    division: Lookups = None
    department: Lookups = None
    person: Lookups = None

    def lookups(self) -> tuple[str, ...]:
        """Give every lookup from a row to a place."""
        return _each(self.division) + _each(self.department) + _each(self.person)

    def within(self, grants: Iterable[Grant]) -> Q | None:
        """Give the condition for rows that the grants reach; None: every row."""
        condition = Q(pk__in=[])
        for grant in grants:
            if grant.is_whole:
                return None
            for lookup, value in self._wanted(grant):
                condition |= Q(**{lookup: value})
        return condition

    def places(self, row: Model) -> list[Place]:
        """Give every place where a row hangs; the empty place where it hangs nowhere."""
        found = [
            Place(**{kind: value})
            for kind in ("division", "department", "person")
            for lookup in _each(getattr(self, kind))
            for value in _values(row, lookup.split("__"))
        ]
        return found or [EVERYWHERE]

    def _wanted(self, grant: Grant) -> Iterator[tuple[str, str]]:
        if grant.department:
            yield from ((lookup, grant.department) for lookup in _each(self.department))
        elif grant.person:
            yield from ((lookup, grant.person) for lookup in _each(self.person))
        else:
            for lookup in _each(self.division):
                yield f"{lookup}__startswith", grant.division_path


def _each(lookups: Lookups) -> tuple[str, ...]:
    if lookups is None:
        return ()
    return (lookups,) if isinstance(lookups, str) else lookups


def _values(thing: Any, steps: list[str]) -> Iterator[str]:
    if thing is None:
        return
    if isinstance(thing, Manager):
        for each in thing.all():
            yield from _values(each, steps)
    elif steps:
        yield from _values(getattr(thing, steps[0], None), steps[1:])
    else:
        yield str(thing)


def held(user: Anybody, operation: str) -> list[Grant]:
    """Give the user's grants whose role may do the operation today. KeyError: no such operation.

    A grant that was lent for some days holds on those days only, whether or not anybody
    takes it back.
    """
    roles = OPERATIONS[operation].roles
    if not (user.is_authenticated and user.is_active):
        return []
    today = localdate()
    return [grant for grant in user.grants.all() if grant.role in roles and grant.holds_on(today)]


class SeenBy(QuerySet[M]):
    """A query set that knows who may see which rows. The model names its `scope`."""

    def seen_by(self, user: Anybody, operation: str) -> Self:
        """Keep the rows within the user's grants for the operation; a stranger sees none."""
        if OPERATIONS[operation].everybody and user.is_authenticated and user.is_active:
            return self
        scope: Scope = self.model.scope  # type: ignore[attr-defined]
        condition = scope.within(held(user, operation))
        if condition is None:
            return self.all()
        if any(self._is_many(lookup) for lookup in scope.lookups()):
            # A join to many rows would show one row several times.
            rows = self.model._base_manager.filter(condition)
            return self.filter(pk__in=rows.values("pk"))
        return self.filter(condition)

    def _is_many(self, lookup: str) -> bool:
        model: Any = self.model
        for step in lookup.split("__"):
            names = {field.name for field in model._meta.get_fields()} if model else set()
            if step not in names:
                return False
            field = model._meta.get_field(step)
            if field.one_to_many or field.many_to_many:
                return True
            model = field.related_model
        return False
