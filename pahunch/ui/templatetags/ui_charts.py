"""What only drawings need; pages do not load it."""

from __future__ import annotations

from django import template

from pahunch.ui.charts.marks import moved

register = template.Library()


@register.filter
def add_to(value: float, more: int) -> float:
    """Move a coordinate."""
    return moved(value, more)
