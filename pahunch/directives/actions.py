"""What people do with directives."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from pahunch.directives.models import Directive
from pahunch.registry.models import Division
from pahunch.staff.deeds import record
from pahunch.staff.models import User
from pahunch.staff.rights import action


@action("directives.load", place="state")
@transaction.atomic
def store_directive(
    fields: dict[str, Any], *, state: Division, by: User | None, at: datetime
) -> str:
    """Store a directive under its code: `new`, `changed`, or `same` and then no deed.

    `fields` are the model's; `state` is the directive's, whose cell may.
    """
    directive = Directive.objects.filter(code=fields["code"]).first()
    if directive is None:
        directive = Directive.objects.create(**{**fields, "state": state})
        record("directives.loaded", f"directive:{directive.code}", by=by, at=at)
        return "new"
    changes = {
        name: [str(getattr(directive, name)), str(value)]
        for name, value in fields.items()
        if getattr(directive, name) != value
    }
    if not changes:
        return "same"
    Directive.objects.filter(pk=directive.pk).update(**fields)
    record("directives.changed", f"directive:{directive.code}", by=by, at=at, detail=changes)
    return "changed"
