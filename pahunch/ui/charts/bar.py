"""Marks that fit into a line of a table: a range against the target, a course over time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pahunch.facts import Count, Standing

LENGTH = 160
LINE = 48
"""Where the target stands: a third along, so that behind and ahead both have room."""


def bar(count: Count | None, target: int | None, standing: Standing) -> SafeString:
    """Draw a count against its target: what is certain solid, what is possible pale.

    The words beside it say the same, so that readers of the screen skip it. A bar that
    runs out of its room ends in an arrow.
    """
    if count is None or not target:
        return _bar(-1, -1, Standing.NOT_MEASURED)
    low = min(round(count.low / target * LINE), LENGTH)
    high = LENGTH if count.high is None else min(round(count.high / target * LINE), LENGTH)
    return _bar(low, high, standing)


@lru_cache(maxsize=8192)
def _bar(low: int, high: int, standing: Standing) -> SafeString:
    marks = [("track", 0, LENGTH)] if low < 0 else []
    parts = format_html_join(
        "", '<rect class="{}" x="{}" y="9" width="{}" height="4" rx="2"/>', marks
    )
    if low >= 0:
        parts = format_html(
            '<rect class="track" y="9" width="{0}" height="4" rx="2"/>'
            '<rect class="{1}" opacity=".45" x="{2}" y="8" width="{3}" height="6"/>'
            '<rect class="{1}" stroke="none" y="6" width="{2}" height="10" rx="2"/>',
            LENGTH,
            standing.value,
            low,
            max(high - low, 0),
        )
        if low >= LENGTH:
            parts += format_html(
                '<path class="{}" d="M{} 5l7 6l-7 6z"/>', standing.value, LENGTH + 2
            )
    return format_html(
        '<svg class="bar" viewBox="-1 0 172 22" aria-hidden="true" focusable="false">{}'
        '<line class="target" x1="{}" x2="{}" y1="1" y2="21"/></svg>',
        parts,
        LINE,
        LINE,
    )


def spark(points: Sequence[tuple[float, int | None]]) -> SafeString:
    """Draw how an account's counts ran, each with its moment in seconds.

    A withheld count (None) leaves a gap.
    """
    known = [(at, value) for at, value in points if value is not None]
    if len(known) < 2:
        return SafeString("")
    first, last = known[0][0], known[-1][0]
    least, most = min(value for _at, value in known), max(value for _at, value in known)
    path, is_gap = "", True
    for at, value in points:
        if value is None:
            is_gap = True
            continue
        x = round((at - first) / max(last - first, 1) * 100, 1)
        y = round(18 - (value - least) / max(most - least, 1) * 16, 1)
        path += f"{'M' if is_gap else 'L'}{x} {y}"
        is_gap = False
    return format_html(
        '<svg class="sparkline" viewBox="-1 0 102 20" width="102" height="20" aria-hidden="true">'
        '<path class="spark" d="{}"/></svg>',
        path,
    )
