"""The places of this room, as far as the reader may enter them."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pahunch.staff.models import User
from pahunch.staff.rights import may

register = template.Library()

PLACES: tuple[tuple[str, Promise, str], ...] = (
    ("measures:suspicions", _("Suspicions"), "measures.see_suspicions"),
    ("measures:surveys", _("Surveys"), "measures.see_surveys"),
    ("measures:peers", _("Peers"), "measures.see_peers"),
)
"""The name of an address, its words, and the operation that opens it."""


class Place(NamedTuple):
    """One link between the pages of this room."""

    address: str
    label: Promise
    is_here: bool


@register.inclusion_tag("measures/_places.html", takes_context=True)
def measures_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    request: HttpRequest = context["request"]
    user = request.user
    if not isinstance(user, User):
        return {"places": []}
    return {
        "places": [
            Place(reverse(name), label, request.path.startswith(reverse(name)))
            for name, label, operation in PLACES
            if may(user, operation)
        ]
    }
