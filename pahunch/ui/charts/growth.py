"""Growth against the target: a Vega-Lite chart, drawn on the server as a picture of its own.

Vega-Lite does the scales and the axes. Its colours are placeholders that a style sheet
inside the picture replaces, so that one drawing serves light, dark and print. Gaps stay
gaps: a point without a count breaks the line. Drawing takes a tenth of a second, so the
page asks for it by its own address and is not held up; the page says the same in words.
A browser with scripts draws the same specification itself (`alive`), in the colours of the
page's style sheet, and says each point in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import vl_convert
from django.utils.safestring import SafeString

from pahunch.facts import Count
from pahunch.ui import words

VEGA_LITE = "6.1"
WIDE = (720, 270, 190)
NARROW = (276, 260, 10)
"""Width and height of the plot, and room at its right for the names of the lines; a narrow
one writes the names above the lines' ends."""
LINE_HEIGHT = 0.062
"""Height of a name as a part of the scale."""
JUDGED = {"color": "#000005", "strokeWidth": 2.4, "interpolate": "step-after"}
"""What is judged stays as it was until the next count: steps, not slopes."""
BAND = {"type": "area", "color": "#000006", "fillOpacity": 0.22, "interpolate": "step-after"}
LOCALE = {"decimal": ".", "thousands": ",", "grouping": [3, 2, 2, 2, 2], "currency": ["₹", ""]}
FONTS = "'Noto Sans Devanagari','Noto Sans',sans-serif"
STYLE = (
    f"<style>text{{font-family:{FONTS}}}"
    '[fill="#000001"]{fill:#1b1d1f}[fill="#000002"]{fill:#555a5f}[stroke="#000003"]{stroke:#dedad2}'
    '[stroke="#000004"]{stroke:#1b1d1f}[stroke="#000005"]{stroke:#1f6f5c}'
    '[fill="#000005"]{fill:#1f6f5c}[fill="#000006"]{fill:#1f6f5c}'
    '[stroke="#000007"]{stroke:#8c8880}[fill="#000007"]{fill:#8c8880}[stroke="#000008"]{stroke:#8c8880}'
    "@media(prefers-color-scheme:dark){"
    '[fill="#000001"]{fill:#eceae5}[fill="#000002"]{fill:#acafb1}[stroke="#000003"]{stroke:#33363a}'
    '[stroke="#000004"]{stroke:#eceae5}[stroke="#000005"]{stroke:#58b79d}'
    '[fill="#000005"]{fill:#58b79d}[fill="#000006"]{fill:#58b79d}'
    '[stroke="#000007"]{stroke:#777b80}[fill="#000007"]{fill:#777b80}[stroke="#000008"]{stroke:#777b80}'
    "}</style>"
)
"""Placeholders of the specification: 1 ink, 2 soft ink, 3 grid, 4 target, 5 what is judged,
6 its range, 7 accounts, 8 axes."""


@dataclass(frozen=True, slots=True)
class Point:
    """What was known on a day. `low is None`: nothing usable, so the line breaks."""

    day: date
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A course over days: the sum that is judged, or one account."""

    name: str
    points: tuple[Point, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """All that the chart shows, with its words in the language of the page."""

    lines: tuple[Line, ...]
    target: int
    target_label: str
    is_narrow: bool = False


def values(line: Line) -> list[dict[str, Any]]:
    """Give the rows of a line, each with the run of unbroken points that it belongs to."""
    rows, run = [], 0
    for point in line.points:
        if point.low is None:
            run += 1
            continue
        high = point.low if point.high is None else point.high
        rows.append(
            {
                "day": point.day.isoformat(),
                "low": point.low,
                "high": high,
                "middle": (point.low + high) / 2,
                "run": f"{line.name}/{run}",
            }
        )
    return rows


def specification(growth: Growth) -> dict[str, Any]:
    """Write the chart as Vega-Lite: bands, lines, points, the target, the names."""
    width, height, room = NARROW if growth.is_narrow else WIDE
    text = (
        {"align": "right", "dx": -4, "dy": -8} if growth.is_narrow else {"align": "left", "dx": 8}
    )
    sums = [row for line in growth.lines if line.is_sum for row in values(line)]
    accounts = [
        {name: row[name] for name in ("day", "middle", "run")}
        for line in growth.lines
        if not line.is_sum
        for row in values(line)
    ]
    top = top_of(growth)
    band = {"y": _scale("low", top), "y2": {"field": "high"}, "detail": {"field": "run"}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "background": "transparent",
        "padding": {"left": 5, "top": 5, "bottom": 5, "right": room},
        "layer": [
            _layer(sums, BAND, band),
            *_course(accounts, {"color": "#000007", "strokeWidth": 1.2}, top),
            *_course(sums, JUDGED, top),
            _layer(
                [{"target": growth.target}],
                {"type": "rule", "color": "#000004", "strokeDash": [5, 4], "size": 1.5},
                {"x": None, "y": _scale("target", top)},
            ),
            _layer(
                labels(growth, top),
                {"type": "text", "color": "#000001", "fontSize": 12, **text},
                {"x": {"value": "width"}, "y": _scale("place", top), "text": {"field": "text"}},
            ),
        ],
        "config": _config(),
    }


def top_of(growth: Growth) -> float:
    """Give the upper end of the scale: above every range and the target."""
    ends = (row["high"] for line in growth.lines for row in values(line))
    most: int = max([growth.target, *ends])
    return most * 1.08


def alive(growth: Growth) -> dict[str, Any]:
    """Write the chart for a browser: as wide as its place, with a mark that walks the points.

    The parameters place the mark and show it. `usermeta` tells the script that draws the chart
    which points there are, each with its words, and how numbers are grouped.
    """
    ring: dict[str, Any] = {"type": "point", "color": "#000001", "filled": False, "size": 130}
    ring |= {name: {"expr": name} for name in ("x", "y", "opacity")}
    drawn = specification(growth)
    drawn["layer"].append({"data": {"values": [{}]}, "mark": ring})
    told = {"lines": [line.name for line in growth.lines], "points": points(growth)}
    return drawn | {
        "width": "container",
        "padding": 5,
        "autosize": {"type": "fit", "contains": "padding"},
        "config": _config() | {"font": FONTS},
        "params": [{"name": name, "value": 0} for name in ("x", "y", "opacity")],
        "usermeta": told | {"embedOptions": {"formatLocale": LOCALE}},
    }


def points(growth: Growth) -> list[dict[str, Any]]:
    """Give every point, line after line, with its place, and its day and count in words."""
    found: list[dict[str, Any]] = []
    for number, line in enumerate(growth.lines):
        known = [point for point in line.points if point.low is not None]
        for row, point in zip(values(line), known, strict=True):
            place = {"line": number, "day": row["day"], "middle": row["middle"]}
            count = words.interval(Count(row["low"], point.high))
            found.append(place | {"date": words.day(point.day), "count": count})
    return found


def labels(growth: Growth, top: float) -> list[dict[str, Any]]:
    """Name the target and the lines at their right ends, pushed apart where they would touch."""
    wanted = [(float(growth.target), growth.target_label)]
    for line in growth.lines:
        rows = values(line)
        if rows:
            wanted.append((rows[-1]["middle"], line.name))
    placed: list[dict[str, Any]] = []
    for place, text in sorted(wanted):
        least = placed[-1]["place"] + top * LINE_HEIGHT if placed else 0.0
        placed.append({"place": max(place, least), "text": text})
    return placed


def _scale(field: str, top: float) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [0, top], "nice": False},
    }


def _layer(
    rows: list[dict[str, Any]], mark: dict[str, Any], encoding: dict[str, Any]
) -> dict[str, Any]:
    day = {
        "field": "day",
        "type": "temporal",
        "title": None,
        "axis": {"format": "%m-%Y"},
        "scale": {"type": "utc"},
    }
    every = {"x": day} | encoding
    kept = {name: value for name, value in every.items() if value is not None}
    return {"data": {"values": rows}, "mark": mark, "encoding": kept}


def _course(rows: list[dict[str, Any]], pen: dict[str, Any], top: float) -> list[dict[str, Any]]:
    middle = {"y": _scale("middle", top)}
    drawn = [_layer(rows, {"type": "line", **pen}, middle | {"detail": {"field": "run"}})]
    if len(rows) <= 40:
        dot = {"type": "circle", "color": pen["color"], "size": 26, "opacity": 1}
        drawn.append(_layer(rows, dot, middle))
    return drawn


def _config() -> dict[str, Any]:
    return {
        "view": {"stroke": None},
        "axis": {
            "labelColor": "#000002",
            "labelFontSize": 12,
            "gridColor": "#000003",
            "domainColor": "#000008",
            "tickColor": "#000008",
            "labelOverlap": True,
        },
        "axisY": {"format": ",.0f", "tickCount": 5},
        "axisX": {"grid": False, "tickCount": 6},
    }


@lru_cache(maxsize=512)
def growth(drawing: Growth) -> SafeString:
    """Draw the chart as an SVG document with its own style sheet."""
    svg = vl_convert.vegalite_to_svg(
        specification(drawing), vl_version=VEGA_LITE, format_locale=LOCALE
    )
    start = svg.index(">") + 1
    return SafeString(svg[:start] + STYLE + svg[start:])
