"""People behind the counts of a file: read, told in whole people, and where a verdict turns."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from pahunch.lib.tables import BadTable
from pahunch.measures.people.counts import counts_of, read_counts
from pahunch.measures.people.telling import Told, tell
from pahunch.measures.people.words import turn_in_words
from pahunch.rules.people import turn

COUNTS = """representative,platform,low,high,electors
A,facebook,10000,10999,240000
A,instagram,5000,5000,
B,facebook,20000,20000,240000
B,x,3000,,
C,koo,3000,3000,
"""
SURVEY = """platform,also,share,people
facebook,,75%,2000
instagram,,45%,2000
facebook,instagram,26.7%,1500
instagram,facebook,44.4%,900
"""


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def measure(*arguments: str | Path) -> str:
    out = StringIO()
    call_command("measure", "people", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_two_accounts_on_one_platform_may_have_the_same_followers() -> None:
    found = counts_of([("A", "x", 100, 110), ("A", "x", 60, 60), ("A", "facebook", 5, 5)], {})
    place = list(found.platforms).index("x")
    assert (found.low[0, place], found.high[0, place]) == (100, 170)


def test_a_file_without_an_upper_end_leaves_it_open(tmp_path: Path) -> None:
    found = read_counts(file(tmp_path, "counts.csv", COUNTS))
    assert list(found.representatives) == ["A", "B", "C"]
    place = list(found.platforms).index("x")
    assert found.high[1, place] == np.inf
    assert np.isnan(found.low[0, place])
    assert found.electors[:2].tolist() == [240_000, 240_000]
    assert np.isnan(found.electors[2])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("representative,low,high\nA,1,2\n", "no column platform"),
        ("representative,platform,low,high\n,x,1,2\n", "representative: is empty"),
        ("representative,platform,low,high\nA,x,many,2\n", "low: 'many'"),
        ("representative,platform,low,high\nA,x,3,2\n", "high: is below"),
        ("representative,platform,low,high,electors\nA,x,1,2,5\nA,y,1,2,6\n", "electors"),
    ],
)
def test_a_wrong_file_of_counts_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_counts(file(tmp_path, "counts.csv", text))
    assert why in str(caught.value)


def test_people_are_told_whole_and_never_better_than_is_known() -> None:
    low, high = np.array([[100.0, 50]]), np.array([[100.0, np.inf]])
    (told,) = tell(low, high, ["x", "facebook"], electors=np.array([np.nan]))
    assert told == Told(100, None, None, 100, None, (150, np.inf))
    assert told.turn is None
    assert not told.is_narrowed


def test_nothing_counted_is_nothing_told() -> None:
    none = np.full((1, 1), np.nan)
    assert tell(none, none, ["x"], electors=np.array([10.0])) == [None]


def test_the_command_tells_of_a_plain_file_with_a_survey(tmp_path: Path) -> None:
    counts, survey = (
        file(tmp_path, name, text)
        for name, text in (("counts.csv", COUNTS), ("survey.csv", SURVEY))
    )
    rows = json.loads(measure(counts, "--survey", survey, "--share", "5%", "--format", "json"))
    first, second, third = rows
    assert (first["largest"], first["total"]) == (10_000, 15_999)
    assert 10_000 < first["low"] < first["point"] < first["high"] < 15_999
    assert (first["target"], first["standing"]) == (12_000, "undecided")
    assert first["turn"]["met_to"] == 0.2
    assert (second["high"], second["point"], second["standing"]) == (None, None, "met")
    assert (third["low"], third["high"], third["target"]) == (3_000, 3_000, None)
    said = measure(counts, "--survey", survey, "--share", "5%")
    assert "A: On target if at most 20.0% of all follows are by people counted already" in said
    assert "Rule people-1" in said


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    counts = file(tmp_path, "counts.csv", COUNTS)
    assert measure(counts, "--format", "json") == measure(counts, "--format", "json")


def test_only_electors_bound_the_people(tmp_path: Path) -> None:
    text = "representative,platform,low,high,electors\nA,x,60,60,100\nA,facebook,60,60,100\n"
    counts = file(tmp_path, "counts.csv", text)
    (row,) = json.loads(measure(counts, "--only-electors", "--format", "json"))
    assert (row["low"], row["high"]) == (60, 100)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--share", "150%"], "is not a share"),
        (["--share", "many"], "is not a share"),
        (["--survey", "bad.csv"], "bad.csv: There is no column also."),
    ],
)
def test_wrong_use_is_said(tmp_path: Path, arguments: list[str], why: str) -> None:
    counts = file(tmp_path, "counts.csv", COUNTS)
    file(tmp_path, "bad.csv", "platform,share\nx,5%\n")
    given = [str(tmp_path / one) if one.endswith(".csv") else one for one in arguments]
    with pytest.raises(CommandError, match=why):
        measure(counts, *given)


COARSE = (
    "On target if at most 37.5% of all follows are by people counted already, behind if more "
    "than 41.1% are; between them the counts are too coarse to say. The ends allow 0.0% to 50.0%."
)
FINE = (
    "On target if at most 37.5% of all follows are by people counted already, behind if more "
    "are. The ends allow 0.0% to 50.0%."
)
OPEN = (
    "On target if at most 37.5% of the follows that are known are by people counted already; "
    "when it would be behind is not known, because an upper end is not."
)


@pytest.mark.parametrize(
    ("low", "high", "follows", "said"),
    [
        (1_000, 1_600, (1_600, 1_600), "On target over the whole interval."),
        (10, 900, (900, 900), "Behind over the whole interval."),
        (800, 1_600, (1_600, 1_600), FINE),
        (800, 1_700, (1_600, 1_700), COARSE),
        (800, np.inf, (1_600, np.inf), OPEN),
        (0, np.inf, (0, np.inf), "How many follow in all is not known, and so neither is"),
    ],
)
def test_a_verdict_says_in_words_where_it_would_change(
    low: float, high: float, follows: tuple[float, float], said: str
) -> None:
    assert turn_in_words(turn(low, high, 1_000, follows)).startswith(said)


def test_it_says_so_in_hindi_too() -> None:
    with translation.override("hi"):
        words = turn_in_words(turn(800, 1_600, 1_000, (1_600, 1_600)))
    assert "37.5%" in words
    assert "लक्ष्य पर" in words
