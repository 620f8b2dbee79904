"""The places of this room, as far as the reader may enter them, and codes in groups."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from pahunch.staff.places import TEMPLATE, Door, Place, places
from pahunch.training import codes

register = template.Library()

DOORS = (
    Door("training:programmes", _("Programmes"), "training.see_programmes"),
    Door("training:sessions", _("Sessions"), "training.see_sessions"),
    Door("training:people", _("People"), "training.see_people"),
    Door("training:doubles", _("Doubles"), "training.decide_double"),
    Door("training:refresher", _("Refreshers"), "training.see_people"),
)


@register.inclusion_tag(TEMPLATE, takes_context=True)
def training_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    return places(context, DOORS)


@register.filter
def code(value: str) -> str:
    """ABCD-EFGH-23."""
    return codes.grouped(value)
