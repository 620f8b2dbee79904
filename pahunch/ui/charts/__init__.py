"""Drawings made on the server: geometry in Python, marks in SVG templates.

A drawing is plain data in and safe SVG out. Colours come from the style sheet by class, so
that light, dark and print need no second drawing; nothing carries a style attribute. Words
come from the caller, in the language of the page. Drawings are kept in memory by what they
draw: asking for the same page again costs a look-up.
"""

from __future__ import annotations

from pahunch.ui.charts.bar import bar, spark
from pahunch.ui.charts.bundle import bundle_address, write_bundle
from pahunch.ui.charts.growth import Growth
from pahunch.ui.charts.marks import Mark
from pahunch.ui.charts.strip import Strip, strip
from pahunch.ui.charts.tiles import Tile, tiles

__all__ = [
    "Growth",
    "Mark",
    "Strip",
    "Tile",
    "bar",
    "bundle_address",
    "spark",
    "strip",
    "tiles",
    "write_bundle",
]
