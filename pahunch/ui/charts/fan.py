"""A course so far and where it is going: a line that opens into a fan."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pahunch.ui import words

TOP = 26


@dataclass(frozen=True, slots=True)
class Room:
    """One size of the drawing, in its own units: a wide screen and a phone have one each."""

    name: str
    width: int
    height: int
    ticks: tuple[float, ...]


ROOMS = (
    Room("wide", 640, 260, (0.0, 0.25, 0.5, 0.75, 1.0)),
    Room("tall", 330, 280, (0.0, 0.5, 1.0)),
)
LEFT = 4


@dataclass(frozen=True, slots=True)
class Fan:
    """What is drawn: days count from today, 0; figures are followers."""

    past: Sequence[tuple[int, float]]
    days: Sequence[int]
    point: Sequence[float]
    wide: tuple[Sequence[float], Sequence[float]]
    """Low and high ends of the 95 per cent interval; NaN: none."""
    narrow: tuple[Sequence[float], Sequence[float]]
    target: int
    target_label: str
    today: date
    day_label: Callable[[date], str]
    label: str
    events: Sequence[tuple[int, str]] = ()
    """Days on which a whole platform moved, with the words for it."""


def fan(drawn: Fan) -> SafeString:
    """Draw it as SVG, once a size; empty where there is nothing to draw. A table says the same."""
    if not drawn.past or not drawn.days:
        return SafeString("")
    return SafeString("".join(_Drawing(drawn, room).svg() for room in ROOMS))


class _Drawing:
    """A fan in one size."""

    def __init__(self, drawn: Fan, room: Room) -> None:
        self.drawn, self.room = drawn, room
        self.right, self.foot = room.width - 4, room.height - 34
        sides = (*drawn.wide, *drawn.narrow)
        figures = [count for _day, count in drawn.past] + [*drawn.point, float(drawn.target)]
        figures += [end for side in sides for end in side if math.isfinite(end)]
        air = max(max(figures) - min(figures), 1) * 0.05
        self.least, self.most = min(figures) - air, max(figures) + air
        self.first, self.last = drawn.past[0][0], drawn.days[-1]

    def x(self, day: float) -> float:
        part = (day - self.first) / max(self.last - self.first, 1)
        return round(LEFT + part * (self.right - LEFT), 1)

    def y(self, count: float) -> float:
        part = (count - self.least) / (self.most - self.least)
        return round(self.foot - part * (self.foot - TOP), 1)

    def line(self, points: Iterable[tuple[float, float]]) -> str:
        return "M" + "L".join(f"{self.x(day)} {self.y(count)}" for day, count in points)

    def band(self, ends: tuple[Sequence[float], Sequence[float]]) -> str:
        days = self.drawn.days
        low, high = ([*zip(days, end, strict=True)] for end in ends)
        if not all(math.isfinite(end) for _day, end in low + high):
            return ""
        return self.line([self.drawn.past[-1], *high, *reversed(low)]) + "Z"

    def svg(self) -> SafeString:
        drawn = self.drawn
        bands = [("far", self.band(drawn.wide)), ("near", self.band(drawn.narrow))]
        target = self.y(drawn.target)
        return format_html(
            '<svg class="fan {}" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}'
            '<path class="grid" d="M{} {}V{}"/><path class="course" d="{}"/>'
            '<path class="course ahead" d="{}"/><path class="target" d="M{} {}H{}"/>'
            '<text x="{}" y="{}">{}</text>{}</svg>',
            self.room.name,
            self.room.width,
            self.room.height,
            drawn.label,
            self.ticks(),
            format_html_join(
                "", '<path class="band {}" d="{}"/>', [(name, path) for name, path in bands if path]
            ),
            self.events(),
            self.x(0),
            TOP,
            self.foot,
            self.line(drawn.past),
            self.line([drawn.past[-1], *zip(drawn.days, drawn.point, strict=True)]),
            LEFT,
            target,
            self.right,
            LEFT,
            target - 6 if target > TOP + 10 else target + 16,
            drawn.target_label,
            self.figures(),
        )

    def ticks(self) -> SafeString:
        last = len(self.room.ticks) - 1
        anchors = ["start", *["middle"] * (last - 1), "end"]
        days = [round(self.first + part * (self.last - self.first)) for part in self.room.ticks]
        return format_html_join(
            "",
            '<text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>',
            [
                (self.x(day), self.foot + 22, anchor, self.said(day))
                for day, anchor in zip(days, anchors, strict=True)
            ],
        )

    def events(self) -> SafeString:
        """Mark the days on which a platform moved, from the top to the foot."""
        return format_html_join(
            "",
            '<path class="event" d="M{} {}V{}"><title>{}</title></path>',
            [
                (self.x(day), TOP, self.foot, said)
                for day, said in self.drawn.events
                if self.first <= day <= self.last
            ],
        )

    def said(self, day: int) -> str:
        return self.drawn.day_label(self.drawn.today + timedelta(days=day))

    def figures(self) -> SafeString:
        """Write the count of today and the most likely one of the last day at their points."""
        (day, now), then = self.drawn.past[-1], self.drawn.point[-1]
        return format_html(
            '<circle class="met mark" cx="{0}" cy="{1}" r="4"/>'
            '<text x="{0}" y="{2}" text-anchor="middle">{3}</text>'
            '<text x="{4}" y="{5}" text-anchor="end">{6}</text>',
            self.x(day),
            self.y(now),
            round(self.y(now) + 20, 1),
            words.number(round(now)),
            self.right,
            round(self.y(then) - 8, 1),
            words.number(round(then)),
        )
