"""Today's path of every place, made from the dated tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any


def paths(
    codes: Iterable[str], placements: Iterable[dict[str, Any]], today: date
) -> dict[str, str]:
    """Give the path of each place: the codes from the state down to it, each with a slash.

    A place that lies nowhere today keeps the last place it had, or else has the first that
    it will have.
    """
    parents = _parents(placements, today)
    found = {}
    for code in codes:
        steps = [code]
        while steps[-1] in parents:  # a place lies in a wider kind, so this ends
            steps.append(parents[steps[-1]])
        found[code] = "".join(f"{step}/" for step in reversed(steps))
    return found


def _parents(placements: Iterable[dict[str, Any]], today: date) -> dict[str, str]:
    """Give the parent of each place: today's, else the last one, else the next one."""
    best: dict[str, tuple[tuple[bool, bool, int], str]] = {}
    for cells in placements:
        child, starts, ends = cells["child"], cells["starts"], cells["ends"]
        begun = starts is None or starts <= today
        holds = begun and (ends is None or ends >= today)
        day = starts.toordinal() if starts else 0
        rank = (holds, begun, day if begun else -day)
        if child not in best or rank > best[child][0]:
            best[child] = (rank, cells["parent"])
    return {child: parent for child, (_, parent) in best.items()}
