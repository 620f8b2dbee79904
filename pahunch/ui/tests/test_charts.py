from __future__ import annotations

import re
from datetime import UTC, date, datetime
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import Count, Standing
from pahunch.ui.charts import Growth, Mark, Strip, Tile, bar, spark, strip, tiles
from pahunch.ui.charts import growth as charts_growth
from pahunch.ui.charts.growth import Line, Point
from pahunch.ui.charts.scale import Ratios, lanes, shortened, span, width
from pahunch.ui.charts.strip import _wide

LINE = 0.05
NAMES = ["कविता शर्मा", "Shivraj Singh Chouhan", "माया जैन", "O.P.S. Bhadoria"]
shares = st.lists(
    st.tuples(st.floats(0.0005, 60), st.floats(1, 1.4), st.booleans()), min_size=1, max_size=60
)


def standing(low: float, high: float | None) -> Standing:
    if low >= LINE:
        return Standing.MET
    return Standing.NOT_MET if high is not None and high < LINE else Standing.UNDECIDED


def marks(drawn: list[tuple[float, float, bool]]) -> tuple[Mark, ...]:
    found = []
    for number, (low, factor, is_open) in enumerate(drawn):
        high = None if is_open else low * factor
        name = NAMES[number % len(NAMES)]
        found.append(Mark(name, f"/r/{number}", f"{name} {number}", standing(low, high), low, high))
    return tuple(found)


@given(shares)
def test_names_on_the_strip_meet_neither_each_other_nor_the_line(
    drawn: list[tuple[float, float, bool]],
) -> None:
    picture = _wide(Strip(marks(drawn), LINE, "लक्ष्य 5%", "everyone"))
    boxes = []
    for one in picture["marks"]:  # type: ignore[attr-defined]
        if one.text:
            size = width(one.text)
            left = one.text_x - size if one.anchor == "end" else one.text_x
            boxes.append((left, left + size, one.text_y))
    line = float(picture["line"])  # type: ignore[arg-type]
    assert not [box for box in boxes if box[0] < line < box[1]]
    for row in {box[2] for box in boxes}:
        ordered = sorted(box for box in boxes if box[2] == row)
        assert all(one[1] <= other[0] for one, other in pairwise(ordered))


@given(st.lists(st.floats(0, 1000), max_size=120), st.floats(1, 20))
def test_marks_of_one_lane_do_not_overlap(places: list[float], apart: float) -> None:
    ordered = sorted(places)
    by_lane: dict[int, list[float]] = {}
    for place, lane in zip(ordered, lanes(ordered, apart), strict=True):
        by_lane.setdefault(lane, []).append(place)
    for inside in by_lane.values():
        assert all(after - before >= apart for before, after in pairwise(inside))


@given(st.lists(st.floats(0, 100), max_size=20))
def test_the_scale_holds_every_share_and_the_line(found: list[float]) -> None:
    least, most = span(found, LINE)
    assert least < LINE < most
    assert all(least <= share <= most for share in found if share > LINE / 1000)


def test_a_scale_by_ratios_gives_equal_ratios_equal_room() -> None:
    scale = Ratios(0.01, 1, 0, 100)
    assert scale.at(0.1) == 50
    assert scale.at(0.000001) == 0
    assert scale.ticks(10) == [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]


def test_a_long_name_is_cut_between_letters_and_says_so() -> None:
    short = shortened("श्रीमती यशोधरा राजे सिंधिया", 90)
    assert short.endswith("…")
    assert width(short) <= 90 + 12.5


def test_every_mark_links_to_its_representative_and_has_a_name() -> None:
    drawn = str(strip(Strip(marks([(0.03, 1, False), (0.3, 1.1, True)]), LINE, "5%", "everyone")))
    for svg in ET.fromstring(f"<p>{drawn}</p>"):
        links = svg.findall("a")
        assert {link.get("href") for link in links} == {"/r/0", "/r/1"}
        assert all(link.get("aria-label") for link in links)


def test_no_drawing_carries_a_style_attribute() -> None:
    tile = Tile(1, 2, "/p", "x", Standing.UNDECIDED)
    drawn = [
        strip(Strip(marks([(0.03, 1, False)]), LINE, "5%", "everyone")),
        tiles((tile,), "map"),
        bar(Count(9, 12), 10, Standing.UNDECIDED),
    ]
    assert not [svg for svg in drawn if "style=" in svg]


def test_a_hostile_name_stays_a_name() -> None:
    mark = Mark("<script>", "/r/1", '"><script>', Standing.MET, 0.3, 0.3)
    tile = Tile(0, 0, '/r/"><script>', '"><script>', Standing.MET)
    for drawn in (strip(Strip((mark,), LINE, "5%", "everyone")), tiles((tile,), "map")):
        assert "<script>" not in drawn
        assert "&lt;script&gt;" in drawn


def test_a_tile_says_its_name_whether_bound_or_not() -> None:
    drawn = tiles(
        (
            Tile(0, 0, "/place/1/", "श्योपुर · 1: nobody", None),
            Tile(1, 0, "/r/2/", "विजयपुर · 2", Standing.NOT_MEASURED),
        ),
        "map",
    )
    links = ET.fromstring(str(drawn)).findall("a")
    assert [link.findtext("title") for link in links] == ["श्योपुर · 1: nobody", "विजयपुर · 2"]
    assert links[0].find("path") is None
    assert links[1].find("path") is not None


def test_a_bar_shows_what_is_certain_and_what_is_possible() -> None:
    drawn = ET.fromstring(str(bar(Count(8_000, 12_000), 10_000, Standing.UNDECIDED)))
    possible, certain = drawn.findall("rect")[1:]
    assert (
        float(certain.get("width", 0))
        < 48
        < float(certain.get("width", 0)) + float(possible.get("width", 0))
    )


def test_a_bar_without_a_count_is_empty_and_keeps_the_line() -> None:
    drawn = ET.fromstring(str(bar(None, 10_000, Standing.NOT_MEASURED)))
    assert [rect.get("class") for rect in drawn.findall("rect")] == ["track"]
    assert drawn.find("line") is not None


def test_a_withheld_count_breaks_the_sparkline() -> None:
    days = [datetime(2023, 8, day, tzinfo=UTC).timestamp() for day in (1, 2, 3, 4)]
    path = re.search(r' d="(.*?)"', spark(list(zip(days, [1, None, 3, 4], strict=True))))
    assert path
    assert path[1].count("M") == 2
    assert spark([(days[0], 5)]) == ""


def growth_of(lows: list[int | None], *, is_narrow: bool = False) -> Growth:
    points = tuple(
        Point(date(2023, 1, day), low, None if low is None else low + 9)
        for day, low in enumerate(lows, start=1)
    )
    return Growth((Line("judged", points, is_sum=True),), 12_000, "target 12,000", is_narrow)


def test_a_gap_in_what_was_seen_stays_a_gap() -> None:
    rows = charts_growth.values(growth_of([1, 2, None, 4]).lines[0])
    assert [row["run"] for row in rows] == ["judged/0", "judged/0", "judged/1"]


def test_growth_is_one_picture_for_light_and_dark_with_the_target_named() -> None:
    for is_narrow in (False, True):
        drawn = str(charts_growth.growth(growth_of([9_000, 13_000], is_narrow=is_narrow)))
        assert "prefers-color-scheme:dark" in drawn
        assert "target 12,000" in drawn
        ET.fromstring(drawn)


def test_names_of_lines_do_not_touch() -> None:
    point = (Point(date(2023, 1, 1), 100, 100),)
    lines = tuple(Line(name, point) for name in "abcd")
    found = charts_growth.labels(Growth(lines, 100, "target"), 1000)
    assert all(after["place"] - before["place"] >= 60 for before, after in pairwise(found))
