from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from pahunch.collection.exports.formats import FORMATS
from pahunch.collection.exports.meanings import WORDS, Meaning
from pahunch.collection.exports.recognising import is_plain_sheet, recognise, unknown
from pahunch.collection.exports.tests.samples import HEADERS, META_INSTAGRAM, X_OVERVIEW, names

SEEN = Path(__file__).parents[5] / "shared" / "samples" / "headers.md"


def kind_of(header):
    found = recognise(header)
    return found.format.name if found else ""


@pytest.mark.parametrize("kind", HEADERS)
def test_an_export_is_known_by_its_columns(kind):
    assert kind_of(names(HEADERS[kind])) == kind


def test_every_known_export_has_a_sample():
    assert {known.name for known in FORMATS} == set(HEADERS)


@pytest.mark.parametrize("kind", sorted(set(HEADERS) - {"crowdtangle-history"}))
def test_columns_may_stand_in_any_order_with_other_spaces_and_capitals(kind):
    header = [f" {name.upper()}  " for name in names(HEADERS[kind])]
    random.Random(7).shuffle(header)
    header[0] = "\ufeff" + header[0]
    assert kind_of(header) == kind


def test_no_two_exports_fit_one_header_equally_well():
    for kind, header in HEADERS.items():
        there = {name.lower() for name in names(header)}
        fitting = [
            len(known.needs)
            for known in FORMATS
            if set(known.needs) <= there and not there & set(known.never)
        ]
        assert fitting.count(max(fitting)) == 1, kind


def test_a_column_that_is_not_known_is_not_kept():
    found = recognise([*names(META_INSTAGRAM), "Something new"])
    assert found
    assert found.meanings[-1] is None
    assert Meaning.LIKES in found.meanings


def test_the_words_and_names_of_citizens_are_never_kept():
    for known in FORMATS:
        for name in ("post text", "tweet text", "message", "description", "title", "page name"):
            assert name not in known.names, known.name


def test_shares_of_the_overview_and_share_of_the_posts_are_not_mixed_up():
    found = recognise(names(X_OVERVIEW))
    assert found
    assert found.meanings[names(X_OVERVIEW).index("Shares")] is None


def test_a_header_of_few_columns_is_known_only_where_nothing_else_stands_beside_them():
    assert kind_of(["Date", "Views"]) == "youtube-totals"
    assert recognise(["Date", "Views", "Visitors"]) is None


def test_an_unknown_header_says_what_was_found_what_is_near_and_what_is_known():
    found, near, known = unknown(["Post id", "Date", "Post text", "Impressions"], 3)
    assert (found.row, "Post text" in found.english) == (3, True)
    assert near.english == "nearest comes X, posts of an account, which also has: engagements"
    assert "LinkedIn, followers of a page by day" in known.english
    assert len(unknown(["a", "b"], 1)) == 2


def test_a_plain_sheet_of_counts_is_left_to_the_other_import():
    assert is_plain_sheet(["person", "platform", "followers"])
    assert recognise(["person", "platform", "followers"]) is None
    assert not is_plain_sheet(["Date", "Views"])


def test_every_meaning_has_words():
    assert set(WORDS) == set(Meaning)


@pytest.mark.skipif(not SEEN.exists(), reason="the header lines that were seen are not here")
def test_every_header_that_was_seen_is_known():
    blocks = re.findall(r"```\n(.+?)\n```", SEEN.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 10
    unknown_lines = [block for block in blocks if recognise(names(block.splitlines()[-1])) is None]
    assert not unknown_lines
