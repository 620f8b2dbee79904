"""The fan: what is drawn, where, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

from pahunch.ui import words
from pahunch.ui.charts.fan import ROOMS, Fan, fan

DRAWN = Fan(
    past=[(-2, 100.0), (-1, 110.0), (0, 120.0)],
    days=[1, 2],
    point=[130.0, 140.0],
    wide=([120.0, 118.0], [140.0, 160.0]),
    narrow=([125.0, 130.0], [135.0, 150.0]),
    target=150,
    target_label="target <150>",
    day_label=words.day,
    today=date(2026, 3, 10),
    label="so far & ahead",
)


def parsed(drawn: Fan) -> list[ET.Element]:
    return list(ET.fromstring(f"<all>{fan(drawn)}</all>"))


def of(svg: ET.Element, css: str) -> list[ET.Element]:
    return [one for one in svg.iter() if css in one.get("class", "").split()]


def test_it_is_drawn_once_a_size_with_its_words_escaped() -> None:
    found = parsed(DRAWN)
    assert [svg.get("class") for svg in found] == [f"fan {room.name}" for room in ROOMS]
    for svg in found:
        assert svg.get("aria-label") == "so far & ahead"
        texts = [one.text for one in svg.iter("text")]
        assert {"target <150>", "120", "140", "08-03-2026", "12-03-2026"} <= set(texts)
        assert len(of(svg, "band")) == 2


def test_everything_lies_within_the_drawing() -> None:
    for svg, room in zip(parsed(DRAWN), ROOMS, strict=True):
        for band in of(svg, "band"):
            points = band.get("d", "").strip("MZ").split("L")
            for x, y in (point.split() for point in points):
                assert 0 <= float(x) <= room.width
                assert 0 <= float(y) <= room.height


def test_an_interval_that_is_not_known_is_not_drawn() -> None:
    nan = float("nan")
    for svg in parsed(replace(DRAWN, wide=([nan, nan], [nan, nan]))):
        assert len(of(svg, "band")) == 1


def test_nothing_counted_or_nothing_ahead_draws_nothing() -> None:
    assert fan(replace(DRAWN, past=[])) == ""
    assert fan(replace(DRAWN, days=[], point=[])) == ""


def test_a_day_on_which_a_platform_moved_is_marked_and_one_outside_is_not() -> None:
    for svg in parsed(replace(DRAWN, events=[(-1, "X -3.0%"), (-90, "X +1.0%")])):
        (event,) = of(svg, "event")
        assert [one.text for one in event] == ["X -3.0%"]
