"""The links between the pages of one room, as far as the reader may enter them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise

from pahunch.staff.models import User
from pahunch.staff.rights import may

TEMPLATE = "staff/_places.html"
"""What an inclusion tag draws them with."""


class Door(NamedTuple):
    """A page that a room's links lead to."""

    name: str
    """Of its address."""
    label: Promise
    operation: str
    """Which opens it."""


class Place(NamedTuple):
    """One link, and whether it leads here."""

    address: str
    label: Promise
    is_here: bool


def places(context: Context, doors: Sequence[Door]) -> dict[str, list[Place]]:
    """Give the links that the reader of the page may follow."""
    request: HttpRequest = context["request"]
    user = request.user
    if not isinstance(user, User):
        return {"places": []}
    shown = [(reverse(door.name), door) for door in doors if may(user, door.operation)]
    # Of addresses that begin alike the longest is where the reader is.
    here = max((one for one, _door in shown if request.path.startswith(one)), key=len, default="")
    return {"places": [Place(one, door.label, one == here) for one, door in shown]}
