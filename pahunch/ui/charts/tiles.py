"""A map of equal tiles: one a constituency, near its true place, so that cities stay visible."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pahunch.facts import Standing

PITCH = 20
SIDE = 18


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
        "tiles": drawn,
        "label": label,
        "left": left - 2,
        "top": top - 2,
        "width": max((tile.x for tile in drawn), default=0) - left + PITCH + 2,
        "height": max((tile.y for tile in drawn), default=0) - top + PITCH + 2,
        "side": SIDE,
    }
    return SafeString(render_to_string("ui/tiles.html", context))
