"""What only drawings need; pages do not load it."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pahunch.facts import Standing

register = template.Library()


@register.filter
def add_to(value: float, more: int) -> float:
    """Move a coordinate."""
    return round(value + more, 1)


@register.simple_tag
def shape(standing: Standing, x: float, y: float, radius: float) -> SafeString:
    """Draw the mark of a standing: circle, triangle, diamond, ring."""
    if standing in {Standing.MET, Standing.NOT_MEASURED}:
        return format_html(
            '<circle class="mark {}" cx="{}" cy="{}" r="{}"/>', standing.value, x, y, radius
        )
    big = round(radius * 1.2, 1)
    if standing == Standing.NOT_MET:
        path = f"M{x} {round(y - big, 1)}l{big} {round(big * 1.8, 1)}h{-2 * big}z"
    else:
        path = f"M{x} {round(y - big, 1)}l{big} {big}l{-big} {big}l{-big} {-big}z"
    return format_html('<path class="mark {}" d="{}"/>', standing.value, path)
