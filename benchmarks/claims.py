"""What every benchmark shares: a table, a claim on a line, and medians that are fair."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under their heads, numbers to the right."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *texts, strict=True)]
    print()
    for place, line in enumerate([list(heads), ["-" * width for width in widths], *texts]):
        cells = [
            cell.rjust(width) if place > 1 and _is_number(cell) else cell.ljust(width)
            for cell, width in zip(line, widths, strict=True)
        ]
        print("  ".join(cells).rstrip())
    print()


def claim(name: str, measured: str, goal: str, *, holds: bool) -> None:
    """Print a claim: what was measured, what was to be reached, and whether it was."""
    word = "holds" if holds else "falls short"
    print(f"claim {name}: measured {measured}, goal {goal}: {word}", flush=True)


def medians(
    peers: Mapping[str, Callable[[], object]], *, rounds: int, warm: int = 2
) -> dict[str, float]:
    """Give each peer's median seconds, warm and in turns.

    In turns, because a machine that is slow for a while should be slow for everybody.
    """
    for ask in peers.values():
        for _ in range(warm):
            ask()
    taken: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(rounds):
        for name, ask in peers.items():
            begun = time.perf_counter()
            ask()
            taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _is_number(text: str) -> bool:
    return text[:1].isdigit()
