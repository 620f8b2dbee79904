"""An export on the command line: what it was recognised as, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import override

from pahunch.collection.exports.actions import Brought
from pahunch.collection.exports.meanings import FIGURES, WORDS, Meaning
from pahunch.collection.exports.reading import Entry
from pahunch.collection.models import Stage

NOT_KEPT = "not kept"


def columns(brought: Brought) -> list[tuple[str, str]]:
    """Give each column with what it means, or that it is not kept."""
    found = brought.prepared.found
    return [
        (name, english(meaning)) for name, meaning in zip(found.header, found.meanings, strict=True)
    ]


def english(meaning: Meaning | None) -> str:
    """Say a meaning in English, whatever the language of the pages is."""
    if meaning is None:
        return NOT_KEPT
    with override("en"):
        return str(WORDS[meaning])


def figures(entry: Entry) -> str:
    """Say the figures of a row."""
    return ", ".join(
        f"{meaning.value} {low:,}{_end(low, high)}"
        for meaning, (low, high) in entry.figures.items()
        if meaning in FIGURES
    )


def _end(low: int, high: int | None) -> str:
    if high is None:
        return " or more"
    return "" if low == high else f" to {high:,}"


def rows(brought: Brought, limit: int) -> Iterator[tuple[str, ...]]:
    """Give the first rows as they were read."""
    for entry in brought.prepared.entries[:limit]:
        day = entry.day or entry.made
        yield (
            str(entry.row),
            entry.account,
            f"{day.day:%d-%m-%Y}" if day else "",
            entry.post,
            figures(entry),
        )


def in_words(brought: Brought) -> str:
    """Say what was done, or would be."""
    if brought.already and brought.stage == Stage.WITHDRAWN:
        return f"nothing added: this file was brought before, and {brought.run} was withdrawn"
    if brought.already:
        return f"nothing added: this file was brought before as {brought.run}"
    what = (
        f"{brought.observations:,} observations and {brought.figures:,} figures of "
        f"{brought.posts:,} posts"
    )
    if brought.dry_run:
        return f"dry run: {what} would be added"
    return f"added {what} as {brought.run}"


def as_data(brought: Brought) -> dict[str, object]:
    """Give everything for a program to read."""
    prepared = brought.prepared
    return {
        "kind": prepared.format.name,
        "label": prepared.format.label,
        "run": brought.run,
        "rows": brought.rows,
        "observations": brought.observations,
        "posts": brought.posts,
        "figures_of_posts": brought.figures,
        "already": brought.already,
        "stage": brought.stage,
        "dry_run": brought.dry_run,
        "read_on": prepared.read_on.isoformat(),
        "columns": [{"name": name, "means": means} for name, means in columns(brought)],
        "accounts": sorted(prepared.accounts),
        "left_out": [
            {"row": each.row, "column": each.column, "why": each.english}
            for each in prepared.left_out
        ],
        "notes": [note.english for note in prepared.notes],
        "readings": [_reading(entry) for entry in prepared.entries],
    }


def _reading(entry: Entry) -> dict[str, object]:
    return {
        "row": entry.row,
        "account": entry.account,
        "seen_at": entry.seen.at.isoformat() if entry.seen else None,
        "post": entry.post,
        "made_at": entry.made.at.isoformat() if entry.made else None,
        "kind": entry.kind,
        "figures": {
            meaning.value: {"low": low, "high": high}
            for meaning, (low, high) in entry.figures.items()
        },
    }
