"""What belongs to a whole state, and is read by whoever reads any part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Model, Q

from pahunch.registry.models import Department, Membership
from pahunch.staff.rights import SeenBy, held

if TYPE_CHECKING:
    from pahunch.staff.scopes import Anybody

M = TypeVar("M", bound=Model)


class SeenInState(SeenBy[M]):
    """Rows with a `state` that are seen in every state where the user holds a grant."""

    def seen_by(self, user: Anybody, operation: str) -> Self:
        """Keep the rows of every state in which the user holds a grant for the operation."""
        grants = held(user, operation)
        if any(grant.is_whole for grant in grants):
            return self.all()
        condition = Q(pk__in=[])
        for grant in grants:
            if grant.person:
                posts = Membership.objects.filter(person__slug=grant.person)
                condition |= Q(state__in=posts.values("post__state"))
            elif grant.department:
                departments = Department.objects.filter(code=grant.department)
                condition |= Q(state__in=departments.values("state"))
            else:
                condition |= Q(state__code=grant.division_path.partition("/")[0])
        return self.filter(condition)
