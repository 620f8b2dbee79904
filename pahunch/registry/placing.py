"""Today's path of every place, made from the dated tree."""

from __future__ import annotations

from datetime import date

from pahunch.registry.models import Division, Placement


def place_divisions(today: date) -> int:
    """Write the paths that differ from where the placements put each place today.

    A place that lies nowhere today keeps the last place it had, or else the first it will
    have. Gives how many paths changed.
    """
    codes = dict(Division.objects.values_list("pk", "code"))
    parents = _parents(today)
    moved = []
    for division in Division.objects.only("pk", "path"):
        steps = [division.pk]
        while steps[-1] in parents:  # a place lies in a wider kind, so this ends
            steps.append(parents[steps[-1]])
        path = "".join(f"{codes[pk]}/" for pk in reversed(steps))
        if path != division.path:
            division.path = path
            moved.append(division)
    Division.objects.bulk_update(moved, ["path"], 500)
    return len(moved)


def _parents(today: date) -> dict[int, int]:
    """Give the parent of each place: today's, else the last one, else the next one."""
    best: dict[int, tuple[tuple[bool, bool, date], int]] = {}
    for child, parent, starts, ends in Placement.objects.values_list(
        "child_id", "parent_id", "starts", "ends"
    ):
        begun = starts is None or starts <= today
        holds = begun and (ends is None or ends >= today)
        rank = (holds, begun, starts or date.min)
        if child not in best or rank > best[child][0]:
            best[child] = (rank, parent)
    return {child: parent for child, (_, parent) in best.items()}
