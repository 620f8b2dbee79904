"""What the page says of the vocabulary's errors is what is measured."""

from __future__ import annotations

from collections import Counter

from pahunch.measures.vocabulary.measured import ALL, POSTS, SHIPPED, Errors
from pahunch.rules.tests.labelled import LANGUAGES, posts, vocabulary


def test_the_figures_on_the_page_are_those_that_are_measured() -> None:
    held_out, shipped = posts("held_out"), vocabulary()
    found: Counter[tuple[str, bool, bool]] = Counter()
    for post in held_out:
        said = shipped.read(post.text).government_work
        found[post.language, said, post.government_work] += 1
    assert len(held_out) == POSTS
    for language in LANGUAGES:
        right, wrong = found[language, True, True], found[language, True, False]
        assert SHIPPED[language] == Errors(right, wrong, found[language, False, True])
    assert ALL.right + ALL.missed == sum(post.government_work for post in held_out)


def test_the_precision_is_above_nine_in_ten() -> None:
    assert ALL.precision >= 0.9
    assert all(one.precision >= 0.9 for one in SHIPPED.values())
