"""The places of this room, as far as the reader may enter them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from pahunch.staff.places import TEMPLATE, Door, Place, places

register = template.Library()

DOORS = (
    Door("collection:coverage", _("Coverage"), "collection.see_coverage"),
    Door("collection:connections", _("Connections"), "collection.see_connections"),
    Door("collection:readings", _("By hand"), "collection.see_readings"),
    Door("collection:imports", _("Imports"), "collection.see_imports"),
    Door("collection:platforms", _("Platforms"), "collection.see_platforms"),
)


@register.inclusion_tag(TEMPLATE, takes_context=True)
def collection_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    return places(context, DOORS)
