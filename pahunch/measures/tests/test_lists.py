"""Lists of places in a plain file: read whole, or refused by row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from pahunch.facts import Count
from pahunch.lib.tables import BadTable
from pahunch.measures.lists import read_lists


def written(folder: Path, text: str) -> Path:
    path = folder / "places.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_lists_and_totals(tmp_path: Path) -> None:
    text = (
        "account,place,followers,total,breakdown\n"
        'a,"Sehore, Madhya Pradesh",500,1000,\n'
        'a,"सीहोर, मध्य प्रदेश",20,,city\n'
        "b,IN,70,,country\n"
    )
    lists = read_lists(written(tmp_path, text))
    assert lists.counts == {"a": Count(1000, 1000), "b": None}
    assert [(row["account"], row["low"], row["breakdown"]) for row in lists.told] == [
        ("a", 500, "city"),
        ("a", 20, "city"),
        ("b", 70, "country"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("account,place\na,Sehore\n", "no column followers"),
        ("account,place,followers\n,Sehore,5\n", "is empty"),
        ("account,place,followers\na,Sehore,many\n", "no whole number"),
        ("account,place,followers\na,Sehore,-5\n", "no whole number"),
        ("account,place,followers,total\na,Sehore,5,9\na,Ashta,1,8\n", "another total"),
        ("account,place,followers,breakdown\na,Sehore,5,village\n", "neither city nor country"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        read_lists(written(tmp_path, text))
