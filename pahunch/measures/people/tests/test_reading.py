"""Files of surveys: what they say is read exactly, and what is wrong is named by its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pahunch.measures.people.errors import WrongSurvey
from pahunch.measures.people.reading import read_survey
from pahunch.measures.people.tests.conftest import ROWS, Write
from pahunch.measures.people.words import why_not
from pahunch.rules.people import ALLOWANCE, Asked, Told


def test_a_file_is_read_as_it_says(write: Write) -> None:
    draft = read_survey(write())
    assert draft.told[2] == Told("facebook", "x", 0.267, 1_500, 0.2, 0.3)
    assert draft.told[1] == Told("x", "", 0.45, 2_000)
    assert (draft.asked, draft.allowance) == (Asked.FOLLOWERS, 0.05)
    assert (draft.day("asked_on"), draft.whole("sample")) == (date(2026, 3, 31), 2_000)


def test_a_bare_table_of_pairs_is_enough_to_measure_with(tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("platform,also,share\nX,Facebook,62%\n", encoding="utf-8")
    draft = read_survey(path)
    assert draft.told == (Told("x", "facebook", 0.62),)
    assert (draft.asked, draft.allowance) == (Asked.FOLLOWERS, ALLOWANCE)


def changed(row: int, place: int, text: str) -> tuple[tuple[str, ...], ...]:
    rows = [list(one) for one in ROWS]
    rows[row][place] = text
    return tuple(tuple(one) for one in rows)


@pytest.mark.parametrize(
    ("rows", "about", "said"),
    [
        (changed(2, 2, "162%"), {}, "Row 4, column share: This is no share: write 0.62 or 62%."),
        (changed(2, 2, "62"), {}, "Row 4, column share: This is no share: write 0.62 or 62%."),
        (changed(2, 2, "-1%"), {}, "Row 4, column share: This is no share: write 0.62 or 62%."),
        (changed(2, 2, ""), {}, "Row 4, column share: This cell is empty."),
        (changed(2, 3, "29%"), {}, "Row 4, column share: The share must lie between its own ends."),
        (changed(2, 5, "0"), {}, "Row 4, column people: This is no whole number above zero."),
        (changed(2, 0, ""), {}, "Row 4, column platform: This cell is empty."),
        (changed(2, 1, "facebook"), {}, "Row 4, column also: A platform stands beside itself."),
        ((*ROWS, ROWS[3]), {}, "Row 6, column also: These two platforms come twice."),
        (ROWS[:2], {}, "The file has no two platforms beside each other."),
        (
            ROWS,
            {"asked": "readers"},
            "Row 2, column asked: Say whom the survey asked: followers, electors or users.",
        ),
        (
            ROWS,
            {"allowance": "ten"},
            "Row 2, column allowance: This is no share: write 0.62 or 62%.",
        ),
    ],
)
def test_what_is_wrong_is_named_by_its_place(
    write: Write, rows: tuple[tuple[str, ...], ...], about: dict[str, str], said: str
) -> None:
    with pytest.raises(WrongSurvey) as caught:
        read_survey(write(rows, **about))
    assert why_not(caught.value) == said


def test_what_is_said_of_the_whole_survey_is_said_alike(tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    text = "platform,also,share,asked\nx,facebook,62%,users\nfacebook,x,10%,electors\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSurvey) as caught:
        read_survey(path)
    assert why_not(caught.value).startswith("Row 3, column asked: What is said of the whole")


@pytest.mark.parametrize("text", ["", "platform,also\nx,facebook\n", "PK\x03\x04", "%PDF-1.7"])
def test_what_is_no_survey_is_refused_and_nothing_breaks(tmp_path: Path, text: str) -> None:
    path = tmp_path / "what.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSurvey) as caught:
        read_survey(path)
    assert why_not(caught.value)


def test_too_many_platforms_are_refused(write: Write) -> None:
    rows = tuple((f"p{number}", "x", "10%", "", "", "") for number in range(12))
    with pytest.raises(WrongSurvey) as caught:
        read_survey(write(rows))
    assert "13 platforms" in why_not(caught.value)
