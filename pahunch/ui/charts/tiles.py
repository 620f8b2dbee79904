"""A map of equal tiles: one a constituency, near its true place, so that cities stay visible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pahunch.facts import Standing

PITCH = 20
SIDE = 18
_CIRCLE = "M5 9a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"
_SHAPES = {
    Standing.MET: ("shape", _CIRCLE),
    Standing.NOT_MET: ("shape", "M9 4l5 9h-10z"),
    Standing.UNDECIDED: ("shape", "M9 3.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z"),
    Standing.NOT_MEASURED: ("shape hollow", _CIRCLE),
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One place: where it stands on the grid, and what to say of it. None: nobody is bound."""

    column: int
    row: int
    address: str
    title: str
    standing: Standing | None

    @property
    def x(self) -> int:
        """The left edge."""
        return self.column * PITCH

    @property
    def y(self) -> int:
        """The upper edge."""
        return self.row * PITCH


@lru_cache(maxsize=256)
def tiles(drawn: tuple[Tile, ...], label: str) -> SafeString:
    """Draw the map; every tile is a link that says its name and its standing."""
    left = min((tile.x for tile in drawn), default=0)
    top = min((tile.y for tile in drawn), default=0)
    context = {
        "tiles": SafeString("".join(_tile(tile) for tile in drawn)),
        "label": label,
        "left": left - 2,
        "top": top - 2,
        "width": max((tile.x for tile in drawn), default=0) - left + PITCH + 2,
        "height": max((tile.y for tile in drawn), default=0) - top + PITCH + 2,
    }
    return SafeString(render_to_string("ui/tiles.html", context))


def _tile(tile: Tile) -> str:
    # Written here because a template takes ten times as long for hundreds of them.
    x, y, title = tile.x, tile.y, escape(tile.title)
    standing, inside = "", ""
    if tile.standing is not None:
        standing = tile.standing.value
        kind, path = _SHAPES[tile.standing]
        inside = f'<path class="{kind}" transform="translate({x} {y})" d="{path}"/>'
    return (
        f'<a href="{escape(tile.address)}" aria-label="{title}"><title>{title}</title>'
        f'<rect class="tile {standing}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="3"/>'
        f"{inside}</a>"
    )
