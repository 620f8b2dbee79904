"""The places of this room, as far as the reader may enter them."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from pahunch.staff.models import User
from pahunch.staff.places import TEMPLATE, Door, Place, places
from pahunch.support.models import Analyst

register = template.Library()

DOORS = (
    Door("support:assignments", _("Who supports whom"), "support.see_assignments"),
    Door("support:analysts", _("Analysts"), "support.see_analysts"),
    Door("support:means", _("Means"), "support.see_means"),
    Door("support:plans", _("Plans"), "support.see_plans"),
    Door("support:mine", _("My work"), "support.see_own_work"),
)


@register.inclusion_tag(TEMPLATE, takes_context=True)
def support_places(context: Context) -> dict[str, list[Place]]:
    """Draw the links between the pages of this room."""
    user = context["request"].user
    is_analyst = isinstance(user, User) and Analyst.objects.filter(user=user).exists()
    return places(context, DOORS if is_analyst else DOORS[:-1])
