from __future__ import annotations

import re
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[1]
CSS = (UI / "static" / "ui" / "pahunch.css").read_text(encoding="utf-8")
LEAST_CONTRAST = 4.5
"""WCAG 2.1 AA for words of ordinary size."""
INKS = ("ink", "soft", "met", "not_met", "undecided", "not_measured", "link")


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", css))


def brightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = colours(CSS[: CSS.index("prefers-color-scheme: dark")])
DARK = colours(CSS[CSS.index("prefers-color-scheme: dark") : CSS.index("box-sizing")])


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
@pytest.mark.parametrize("ground", ["paper", "card", "note"])
def test_every_ink_can_be_read_on_every_ground(mode: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(mode[ink], mode[ground]) >= LEAST_CONTRAST


@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["met", "not_met", "undecided", "link"])
def test_a_shape_on_a_coloured_tile_can_be_seen(mode: dict[str, str], ground: str) -> None:
    assert contrast(mode["on"], mode[ground]) >= LEAST_CONTRAST


def test_no_template_has_anything_inline() -> None:
    package = UI.parent
    inline = [
        str(path.relative_to(package))
        for path in package.glob("*/templates/**/*.html")
        if re.search(
            r"\sstyle=|\son\w+=\"|<style|<script(?![^>]*(src=|json))", path.read_text("utf-8")
        )
    ]
    assert not inline
