"""The places of this room, as far as the reader may enter them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from pahunch.staff.places import TEMPLATE, Door, Place, places

register = template.Library()

DOORS = (
    Door("directives:published", _("Published verdicts"), "directives.see_published"),
    Door("directives:reviews", _("Reviews"), "directives.see_reviews"),
    Door("directives:commitments", _("Commitments"), "directives.see_reviews"),
    Door("directives:reminders", _("Reminders"), "directives.see_reminders"),
    Door("directives:periods", _("Election periods"), "directives.see_directive"),
)


@register.inclusion_tag(TEMPLATE, takes_context=True)
def directives_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    return places(context, DOORS)
