"""Everyone against the line: a strip that lies on a wide page and stands on a phone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pahunch.facts import Standing
from pahunch.ui.charts.marks import Drawn, Mark, tall, wide
from pahunch.ui.charts.scale import Ratios, lanes, shortened, span, width
from pahunch.ui.words import percent

WIDE = 1040
TALL_WIDTH, TALL_HEIGHT = 336, 430
ROW = 18
NAMED = {Standing.NOT_MET, Standing.UNDECIDED}
MOST_NAMED = 14
MOST_ROWS = 6
FEW = 12
LONGEST = 200.0


@dataclass(frozen=True, slots=True)
class Strip:
    """What a strip shows: measured marks, the line, and the words around them."""

    marks: tuple[Mark, ...]
    line: float
    line_label: str
    label: str


def named(marks: Sequence[Mark], line: float) -> set[Mark]:
    """Choose whose name is written: everyone where few, else those nearest to the line."""
    wanted = list(marks) if len(marks) <= FEW else [m for m in marks if m.standing in NAMED]
    nearest = sorted(wanted, key=lambda mark: abs(math.log(max(mark.middle, 1e-9) / line)))
    return set(nearest[:MOST_NAMED])


@lru_cache(maxsize=256)
def strip(drawing: Strip) -> SafeString:
    """Draw the strip twice; the style sheet shows the one that fits the screen."""
    return SafeString(
        render_to_string(
            "ui/strip.html",
            {"label": drawing.label, "wide": _wide(drawing), "tall": _tall(drawing)},
        )
    )


def _ordered(drawing: Strip) -> list[Mark]:
    return sorted(drawing.marks, key=lambda mark: (mark.middle, mark.label))


def _radius(marks: Sequence[Mark]) -> float:
    return 6.0 if len(marks) <= 60 else 4.5


def _wide(drawing: Strip) -> dict[str, object]:
    marks = _ordered(drawing)
    chosen = named(marks, drawing.line)
    least, most = span([end for mark in marks for end in _ends(mark)], drawing.line)
    behind = [mark for mark in chosen if mark.middle < drawing.line]
    ahead = [mark for mark in chosen if mark.middle >= drawing.line]
    scale = Ratios(least, most, 24 + _room(behind), WIDE - 24 - _room(ahead))
    radius = _radius(marks)
    places = [scale.at(mark.middle) for mark in marks]
    lane = lanes(places, 2 * radius + 1.5)
    step = 2 * radius + 2
    above = -min(lane, default=0) * step + radius
    below = max(lane, default=0) * step + radius
    flags = _flags(behind, scale, before=True) | _flags(ahead, scale, before=False)
    rows = max((row for _text, row in flags.values()), default=-1) + 1
    middle = 14 + rows * ROW + (8 if rows else 0) + above
    drawn = []
    for mark, place, number in zip(marks, places, lane, strict=True):
        one = Drawn(mark, place, round(middle + number * step, 1), *_whisker(mark, scale))
        if mark in flags:
            text, row = flags[mark]
            before = mark.middle < drawing.line
            one = replace(
                one,
                text=text,
                text_x=place + (-4 if before else 4),
                text_y=8 + (rows - row) * ROW,
                anchor="end" if before else "start",
            )
        drawn.append(one)
    foot = round(middle + below + 12, 1)
    return {
        "width": WIDE,
        "height": foot + 24,
        "marks": drawn,
        "written": wide(drawn, radius),
        "foot": foot,
        "line": scale.at(drawing.line),
        "line_label": drawing.line_label,
        "ticks": _ticks(scale, drawing, 52, width(drawing.line_label) / 2 + 26),
    }


def _tall(drawing: Strip) -> dict[str, object]:
    marks = _ordered(drawing)
    least, most = span([end for mark in marks for end in _ends(mark)], drawing.line)
    scale = Ratios(least, most, TALL_HEIGHT - 24, 24)
    radius = _radius(marks)
    places = [scale.at(mark.middle) for mark in marks]
    lane = lanes([-place for place in places], 2 * radius + 1.5)
    step = 2 * radius + 2
    left = 68 - min(lane, default=0) * step + radius
    chosen = named(marks, drawing.line)
    heights = _spread(
        [(mark, scale.at(mark.middle)) for mark in marks if mark in chosen],
        scale.at(drawing.line),
    )
    drawn = []
    right = left + max(lane, default=0) * step + radius + 26
    room = TALL_WIDTH - right - 4
    for mark, place, number in zip(marks, places, lane, strict=True):
        one = Drawn(mark, round(left + number * step, 1), place, *_whisker(mark, scale))
        if mark in heights and room > 60:
            text = shortened(mark.label, room)
            one = replace(one, text=text, text_x=right, text_y=heights[mark])
        drawn.append(one)
    return {
        "width": TALL_WIDTH,
        "height": TALL_HEIGHT,
        "marks": drawn,
        "written": tall(drawn, radius),
        "line": scale.at(drawing.line),
        "line_label": drawing.line_label,
        "ticks": _ticks(scale, drawing, 34, 18),
    }


def _ends(mark: Mark) -> Iterable[float]:
    return (mark.low,) if mark.high is None else (mark.low, mark.high)


def _room(marks: Iterable[Mark]) -> float:
    return max((min(width(mark.label), LONGEST) for mark in marks), default=0)


def _whisker(mark: Mark, scale: Ratios) -> tuple[tuple[float, float] | None, bool]:
    """Give the ends of a mark's range, and whether it is open; None where it is too short."""
    start = scale.at(mark.low)
    if mark.high is None:
        return (start, start + math.copysign(24, scale.end - scale.start)), True
    end = scale.at(mark.high)
    return ((start, end) if abs(end - start) >= 3 else None), False


def _ticks(scale: Ratios, drawing: Strip, apart: float, clear: float) -> list[tuple[float, str]]:
    line = scale.at(drawing.line)
    found = [(scale.at(share), _tick(share)) for share in scale.ticks(apart)]
    return [(place, words) for place, words in found if abs(place - line) >= clear]


def _tick(share: float) -> str:
    return percent(share + 1e-9).replace(".0%", "%")


def _flags(marks: Sequence[Mark], scale: Ratios, *, before: bool) -> dict[Mark, tuple[str, int]]:
    """Give each name a row above the marks, so that no name meets a name, a leader or the line.

    A name lies away from the line, its leader at its end nearest the line. Going towards
    the line, a name can only meet what was placed before it; it takes the lowest row in
    which it meets neither a name nor a leader on its way up.
    """
    sign = 1.0 if before else -1.0
    placed: list[tuple[float, float, int]] = []
    found: dict[Mark, tuple[str, int]] = {}
    for mark in sorted(marks, key=lambda one: sign * scale.at(one.middle)):
        text = shortened(mark.label, LONGEST)
        lead = sign * scale.at(mark.middle)
        start = lead - width(text) - 6
        row = 0
        while any(
            (at == row and end > start) or (at > row and end >= start - 3)
            for _start, end, at in placed
        ):
            row += 1
        if row == MOST_ROWS:
            continue
        placed.append((start, lead + 3, row))
        found[mark] = (text, row)
    return found


def _spread(marks: Sequence[tuple[Mark, float]], line: float) -> dict[Mark, float]:
    """Give each name of the standing strip a height of its own, off the line."""
    found: dict[Mark, float] = {}
    below = sorted((one for one in marks if one[1] > line), key=lambda one: one[1])
    above = sorted((one for one in marks if one[1] <= line), key=lambda one: -one[1])
    last = line - 4
    for mark, place in below:
        last = max(place + 4, last + ROW)
        found[mark] = round(last, 1)
    last = line + 12
    for mark, place in above:
        last = min(place + 4, last - ROW)
        found[mark] = round(last, 1)
    return {mark: height for mark, height in found.items() if 10 <= height <= TALL_HEIGHT - 6}
