"""The marks of a strip, of which there are hundreds, written straight as SVG.

A template takes ten times as long for them. Numbers stand as they are; every word and every
address is escaped here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from pahunch.facts import Standing


@dataclass(frozen=True, slots=True)
class Mark:
    """One representative: a share from `low` to `high`; None of high: no upper end."""

    label: str
    address: str
    title: str
    standing: Standing
    low: float
    high: float | None

    @property
    def middle(self) -> float:
        """Where the mark stands: the middle of the range, by ratio."""
        if self.high is None or self.low <= 0:
            return self.low if self.low > 0 or self.high is None else self.high
        return math.sqrt(self.low * self.high)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One mark with its place in a drawing."""

    mark: Mark
    x: float
    y: float
    ends: tuple[float, float] | None = None
    is_open: bool = False
    text: str = ""
    text_x: float = 0
    text_y: float = 0
    anchor: str = "start"


def moved(value: float, more: float) -> float:
    """Move a coordinate."""
    return round(value + more, 1)


def shape(standing: Standing, x: float, y: float, radius: float) -> str:
    """Draw the mark of a standing: circle, triangle, diamond, ring."""
    if standing in {Standing.MET, Standing.NOT_MEASURED}:
        return f'<circle class="mark {standing.value}" cx="{x}" cy="{y}" r="{radius}"/>'
    big = round(radius * 1.2, 1)
    top = round(y - big, 1)
    if standing == Standing.NOT_MET:
        path = f"M{x} {top}l{big} {round(big * 1.8, 1)}h{-2 * big}z"
    else:
        path = f"M{x} {top}l{big} {big}l{-big} {big}l{-big} {-big}z"
    return f'<path class="mark {standing.value}" d="{path}"/>'


def wide(drawn: Iterable[Drawn], radius: float) -> SafeString:
    """Write the marks of a lying strip: ranges and leaders below all shapes."""
    below, above = [], []
    for one in drawn:
        if one.ends:
            arrow = "m-5 -4l5 4l-5 4" if one.is_open else ""
            below.append(_range(one, f"M{one.ends[0]} {one.y}H{one.ends[1]}{arrow}"))
        text = ""
        if one.text:
            below.append(_leader(f"M{one.x} {moved(one.text_y, -10)}V{one.y}"))
            text = _text(one, f' text-anchor="{one.anchor}"')
        title = escape(one.mark.title)
        above.append(
            f'<a href="{escape(one.mark.address)}" aria-label="{title}"><title>{title}</title>'
            f"{shape(one.mark.standing, one.x, one.y, radius)}{text}</a>"
        )
    return SafeString("".join(below + above))


def tall(drawn: Iterable[Drawn], radius: float) -> SafeString:
    """Write the marks of a standing strip."""
    below, above = [], []
    for one in drawn:
        if one.ends:
            arrow = "m-4 5l4 -5l4 5" if one.is_open else ""
            below.append(_range(one, f"M{one.x} {one.ends[0]}V{one.ends[1]}{arrow}"))
        text = ""
        if one.text:
            near, height = moved(one.text_x, -12), moved(one.text_y, -4)
            below.append(_leader(f"M{one.x} {one.y}L{near} {height}H{moved(one.text_x, -3)}"))
            text = _text(one, "")
        above.append(
            f'<a href="{escape(one.mark.address)}" aria-label="{escape(one.mark.title)}">'
            f"{shape(one.mark.standing, one.x, one.y, radius)}{text}</a>"
        )
    return SafeString("".join(below + above))


def _range(one: Drawn, path: str) -> str:
    return f'<path class="range {one.mark.standing.value}" d="{path}"/>'


def _leader(path: str) -> str:
    return f'<path class="leader" d="{path}"/>'


def _text(one: Drawn, anchor: str) -> str:
    return f'<text x="{one.text_x}" y="{one.text_y}"{anchor}>{escape(one.text)}</text>'
