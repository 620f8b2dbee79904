"""What people do with directives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from pahunch.directives.models import Directive
from pahunch.registry.models import Division, Membership
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@action("directives.load", place="state")
@transaction.atomic
def store_directive(
    fields: dict[str, Any], *, state: Division, by: User | None, at: datetime
) -> str:
    """Store a directive under its code: `new`, `changed`, or `same` and then no deed.

    `fields` are the model's; `state` is the directive's, whose cell may. `only` among them
    holds the memberships that it binds by name; without it they stay as they are.
    """
    fields = dict(fields)
    only = fields.pop("only", None)
    directive = Directive.objects.filter(code=fields["code"]).first()
    if directive is None:
        directive = Directive.objects.create(**{**fields, "state": state})
        directive.only.set(only or [])
        record("directives.loaded", f"directive:{directive.code}", by=by, at=at)
        return "new"
    changes: dict[str, list[Any]] = {
        name: [str(getattr(directive, name)), str(value)]
        for name, value in fields.items()
        if getattr(directive, name) != value
    }
    if only is not None:
        named = [sorted(directive.only.values_list("code", flat=True)), _codes(only)]
        changes |= {"only": named} if named[0] != named[1] else {}
    if not changes:
        return "same"
    if only is not None:
        directive.only.set(only)
    Directive.objects.filter(pk=directive.pk).update(**fields)
    record("directives.changed", f"directive:{directive.code}", by=by, at=at, detail=changes)
    return "changed"


def _codes(memberships: Iterable[Membership]) -> list[str]:
    return sorted(membership.code for membership in memberships)
