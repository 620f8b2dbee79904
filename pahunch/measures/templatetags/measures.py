"""The places of this room, as far as the reader may enter them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from pahunch.staff.places import TEMPLATE, Door, Place, places

register = template.Library()

DOORS = (
    Door("measures:suspicions", _("Suspicions"), "measures.see_suspicions"),
    Door("measures:surveys", _("Surveys"), "measures.see_surveys"),
    Door("measures:peers", _("Peers"), "measures.see_peers"),
    Door("measures:vocabulary", _("Vocabulary"), "registry.see_vocabulary"),
)


@register.inclusion_tag(TEMPLATE, takes_context=True)
def measures_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    return places(context, DOORS)
