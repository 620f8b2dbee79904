"""docs/collection.md and the code say the same; the commands that pages show can be typed."""

from __future__ import annotations

import re
import shlex
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from pahunch.collection.coverage import OUTCOMES
from pahunch.collection.management.commands.collect import PATIENCE_MINUTES
from pahunch.collection.sweeps.asking import FIRST_LOOK, OVERLAP, TRIES
from pahunch.collection.sweeps.claims import LEASE, SHORTAGE
from pahunch.collection.sweeps.payload import (
    BACK_OFF,
    LASTING,
    LOOK_AGAIN,
    MISSING_IS_DELETED,
    MOST_BACK_OFF,
)
from pahunch.collection.sweeps.timetable import DAY, REREAD_DAYS, USUAL_MINUTES, usual
from pahunch.collection.sweeps.upkeep import EVERY
from pahunch.facts import Platform

DOCS = Path(__file__).resolve().parents[4] / "docs"
PAGE = (DOCS / "collection.md").read_text(encoding="utf-8")
WORDS = {
    "counts": "followers and number of posts",
    "posts": "new posts",
    "engagement": "engagement of posts",
    "inbox": "what people write",
    "messages": "messages that only the two can read (X; off until switched on)",
    "audience": "places of followers",
}
PAGES = [DOCS / "collection.md", DOCS / "operate.md", *sorted((DOCS / "platforms").glob("*.md"))]
COMMANDS = [
    (page.name, line.strip())
    for page in PAGES
    for line in page.read_text(encoding="utf-8").splitlines()
    if re.match(r" {4,}pahunch ", line)
]


def row(mark: str) -> list[list[str]]:
    """Give the cells of the table that follows a mark, without its heads."""
    _, _, rest = PAGE.partition(f"<!-- {mark}:")
    lines = rest.partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def often(minutes: int) -> str:
    if minutes < DAY:
        return f"every {minutes} minutes"
    return "once a day" if minutes == DAY else f"once in {minutes // DAY} days"


def test_the_timetable_of_the_page_is_the_usual_one() -> None:
    assert row("timetable") == [
        [WORDS[ask], often(minutes), usual(Platform.X, ask).opens.isoformat("minutes")]
        for ask, minutes in USUAL_MINUTES.items()
    ]
    assert f"on days {', '.join(map(str, REREAD_DAYS[:-1]))} and {REREAD_DAYS[-1]}." in PAGE
    assert usual(Platform.X, "counts").opens == time(6)


def test_the_page_lists_every_outcome_once() -> None:
    listed = [cells[0].strip("`") for cells in row("outcomes")]
    assert sorted(listed) == sorted({"counted", *OUTCOMES})


def test_the_page_says_when_each_outcome_is_asked_again() -> None:
    again = {cells[0].strip("`"): cells[2] for cells in row("outcomes")}
    for outcome, days in LASTING.items():
        assert again[outcome].startswith(f"after {days} day")
    assert set(LOOK_AGAIN.values()) == {int(each) for each in re.findall(r"\d+", again["gone"])}
    assert f"after {BACK_OFF // timedelta(minutes=1)} minutes" in again["waiting"]
    assert f"up to {MOST_BACK_OFF // timedelta(hours=1)} hours" in again["waiting"]
    assert timedelta(hours=1) == SHORTAGE
    assert again["no_cap"] == "looked at every hour"


def test_the_numbers_in_the_text_are_those_of_the_code() -> None:
    assert f"under a lease of {LEASE // timedelta(minutes=1)} minutes" in PAGE
    assert f"`--wait` minutes ({PATIENCE_MINUTES})" in PAGE
    assert (TRIES, MISSING_IS_DELETED) == (3, 3)
    assert (timedelta(days=7), timedelta(hours=1)) == (FIRST_LOOK, OVERLAP)
    assert timedelta(minutes=5) == EVERY


@pytest.mark.parametrize(("page", "line"), COMMANDS)
def test_a_command_on_a_page_can_be_typed(page: str, line: str) -> None:
    _, name, *given = shlex.split(line, comments=True)
    command = load_command_class(get_commands()[name], name)
    command.create_parser("pahunch", name).parse_args(given)


def test_pages_show_the_commands_of_every_part_of_collection() -> None:
    shown = {shlex.split(line, comments=True)[1] for _, line in COMMANDS}
    assert {"applications", "connections", "collect", "coverage", "import", "platforms"} <= shown
