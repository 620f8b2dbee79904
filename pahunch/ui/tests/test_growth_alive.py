from __future__ import annotations

import json
from datetime import date

import vl_convert
from django.utils import translation

from pahunch.facts import Count
from pahunch.ui import words
from pahunch.ui.charts.growth import STYLE, Growth, Line, Point, alive, points, specification

DAYS = [date(2023, 8, day) for day in (1, 9, 20)]


def two_lines() -> Growth:
    total = (
        Point(DAYS[0], 1_20_000, 1_20_999),
        Point(DAYS[1], None, None),
        Point(DAYS[2], 1_50_000, None),
    )
    return Growth(
        (Line("judged", total, is_sum=True), Line("X", (Point(DAYS[0], 1_20_000, 1_20_000),))),
        1_30_000,
        "target 1,30,000",
    )


def test_every_point_says_its_day_its_line_and_its_count() -> None:
    with translation.override("en"):
        found = points(two_lines())
    assert [(one["date"], one["line"], one["count"]) for one in found] == [
        ("01-08-2023", 0, "1,20,000–1,20,999"),
        ("20-08-2023", 0, "at least 1,50,000"),
        ("01-08-2023", 1, "1,20,000"),
    ]
    assert alive(two_lines())["usermeta"]["lines"] == ["judged", "X"]
    with translation.override("hi"):
        assert points(two_lines())[1]["count"] == words.interval(Count(1_50_000, None))
        assert "at least" not in points(two_lines())[1]["count"]


def test_what_lives_shows_what_the_picture_shows() -> None:
    pictured, living = specification(two_lines()), alive(two_lines())
    assert living["layer"][: len(pictured["layer"])] == pictured["layer"]
    assert living["usermeta"]["points"] == points(two_lines())


def test_what_lives_is_a_chart_that_vega_lite_accepts() -> None:
    sized = alive(two_lines()) | {"width": 400}
    assert vl_convert.vegalite_to_vega(sized)["signals"]


def test_every_placeholder_colour_has_a_colour_on_the_page() -> None:
    written = json.dumps(alive(two_lines()))
    for number in range(1, 9):
        assert f"#00000{number}" in written
        assert f"#00000{number}" in STYLE
