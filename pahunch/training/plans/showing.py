"""How much of a coverage a reader may see."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from pahunch.registry.models import Division
from pahunch.staff.models import User
from pahunch.staff.rights import held, may
from pahunch.training.models import Programme
from pahunch.training.plans.coverage import Coverage


def seen_part(coverage: Coverage, user: User, operation: str) -> Coverage:
    """Keep the places for which the reader holds a right."""
    parts = tuple(one for one in coverage.parts if may(user, operation, one.division))
    return replace(coverage, parts=parts)


def near(user: User, operation: str, coverage: Coverage) -> list[Division]:
    """Give the districts in which the reader has only some blocks."""
    paths = [grant.division_path for grant in held(user, operation) if grant.division_path]
    return [
        one.division
        for one in coverage.parts
        if any(path.startswith(one.division.path) and path != one.division.path for path in paths)
        and not may(user, operation, one.division)
    ]


def districts_of(programme: Programme) -> QuerySet[Division]:
    """Give the districts of a programme's state: they are no secret, what is in them may be."""
    return Division.objects.districts().filter(path__startswith=programme.state.path)
