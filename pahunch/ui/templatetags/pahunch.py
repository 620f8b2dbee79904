"""Filters and tags that every page may use; Django loads them without {% load %}."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pahunch.facts import Count, Standing
from pahunch.ui import words

register = template.Library()
_LATIN = re.compile(r"[A-Za-z]{2}")
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")


@register.filter
def number(value: int | None) -> str:
    """2,43,743."""
    return words.number(value)


@register.filter
def interval(value: Count | None) -> str:
    """15,046–15,727, "at least 15,00,000", or a dash."""
    return words.interval(value)


@register.filter
def percent(value: float | Fraction | None) -> str:
    """4.9%: cut, never rounded up to a line that was not reached."""
    return words.percent(value)


@register.filter
def goal(value: Fraction) -> str:
    """5%, 2.5%."""
    return words.goal(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """25-08-2023, in the state's time zone."""
    return words.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """25-08-2023 06:10, in the state's time zone."""
    return words.moment(value)


@register.filter
def age(value: date | datetime | None, as_of: date) -> str:
    """4 months before the date judged."""
    return words.age(value, as_of)


@register.filter
def named(thing: Any, field: str = "name") -> str:
    """Give the name in the language of the page."""
    return words.named(thing, field)


@register.filter
def spoken(text: object) -> str:
    """Mark words that have only Latin letters on a Hindi page, so that they are read out so."""
    said = str(text)
    if get_language() != "hi" or not _LATIN.search(said) or _DEVANAGARI.search(said):
        return said
    return format_html('<span lang="en">{}</span>', said)


@register.simple_tag
def standing(value: Standing | str) -> SafeString:
    """Draw a standing: its shape, its colour and its word."""
    found = Standing(value)
    return format_html(
        '<span class="standing {}"><span aria-hidden="true">{}</span> {}</span>',
        found.value,
        words.SHAPES[found],
        words.standing(found),
    )


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """Give this page's address with some of its questions changed; None takes one away."""
    request: HttpRequest = context["request"]
    kept = {name: value for name, value in request.GET.items() if value and name not in changes}
    kept |= {name: str(value) for name, value in changes.items() if value}
    return "?" + urlencode(kept)


@register.simple_tag(takes_context=True)
def sort_head(context: Context, key: str, label: str, css: str = "") -> SafeString:
    """Draw a table's head that sorts by its column, and the other way round when asked again."""
    request: HttpRequest = context["request"]
    now = request.GET.get("sort") or context.get("sort", "")
    up, down = now == key, now == f"-{key}"
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a href="{}">{}'
        '<span class="arrow" aria-hidden="true">{}</span></a></th>',
        css,
        "ascending" if up else "descending" if down else "none",
        query(context, sort=f"-{key}" if up else key),
        label,
        "↑" if up else "↓" if down else "",
    )
