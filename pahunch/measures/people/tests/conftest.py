"""A made-up state and a survey of its followers, as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from pahunch.measures.models import Survey
from pahunch.measures.people.actions import import_survey
from pahunch.measures.people.reading import COLUMNS, read_survey
from pahunch.registry.models import Division, Source
from tests.people import NOW, Cast, assemble

ABOUT = {
    "survey": "up-2026",
    "state": "up",
    "title": "Where people follow, 2026",
    "title_hi": "लोग कहाँ फ़ॉलो करते हैं, 2026",
    "asked": "followers",
    "area": "Udaharan Pradesh",
    "asked_on": "2026-03-31",
    "sample": "2000",
    "allowance": "5%",
    "source": "made-up survey, table 4",
    "url": "https://example.org/survey",
}
ROWS = (
    ("facebook", "", "75%", "", "", "2000"),
    ("x", "", "0.45", "", "", "2000"),
    ("facebook", "x", "26.7%", "20%", "30%", "1500"),
    ("x", "facebook", "44.4%", "", "", "900"),
)


def lines(about: dict[str, str], rows: tuple[tuple[str, ...], ...] = ROWS) -> str:
    """Write a file's text: what is said of the whole survey stands in its first row."""
    written = [",".join(COLUMNS)]
    for number, row in enumerate(rows):
        first = [f'"{about.get(name, "")}"' if number == 0 else "" for name in COLUMNS[:11]]
        written.append(",".join([*first, *row]))
    return "\n".join(written) + "\n"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Speak English, as commands do; the pages begin in Hindi."""
    with translation.override("en"):
        yield


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a survey's file; what is not said is usual."""

    def usual(rows: tuple[tuple[str, ...], ...] = ROWS, **about: str) -> Path:
        path = tmp_path / "survey.csv"
        path.write_text(lines(ABOUT | about, rows), encoding="utf-8")
        return path

    return usual


@pytest.fixture
def state(db: None) -> Division:
    """Give the made-up state, and another one beside it."""
    fact = {"source": Source.objects.create(text="made-up")}
    Division.objects.create(code="xp", kind="state", name="Elsewhere", path="xp/", **fact)
    return Division.objects.create(
        code="up", kind="state", name="Udaharan Pradesh", name_hi="उदाहरण प्रदेश", path="up/", **fact
    )


@pytest.fixture
def people(state: Division) -> Cast:
    """Give the cast; Asha runs the cell of the made-up state only."""
    return assemble(state="up/")


@pytest.fixture
def survey(state: Division, write: Write) -> Survey:
    """Give the survey, stored by the operator."""
    return import_survey(read_survey(write()), state, by=None, at=NOW)
