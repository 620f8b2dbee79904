"""The pages of docs/platforms say what the platforms say of themselves, and no more."""

from __future__ import annotations

import re

import pytest

from pahunch.facts import Platform
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.costs import cost
from pahunch.platforms.tests.platform_pages import (
    ACCOUNTS,
    INDEX,
    NAMES,
    POSTS,
    blocks,
    cost_table,
    facts_of,
    index_table,
    marked,
    page_of,
    table,
    written,
)

ANEW = "run `python -m pahunch.platforms.tests.platform_pages`"
FIGURES = re.compile(r"[\d,]+(?:\.\d+)?")
DEVANAGARI = re.compile(r"[\u0900-\u097f]")
EVERY = pytest.mark.parametrize("platform", list(CONNECTORS))


def text_of(platform: Platform) -> str:
    return page_of(platform).read_text(encoding="utf-8")


def section(page: str, title: str) -> str:
    """Give what stands under a title, up to the next of its rank."""
    _, _, rest = page.partition(f"\n## {title}\n")
    return rest.partition("\n## ")[0].strip()


def test_every_platform_has_a_name_for_people() -> None:
    assert set(NAMES) == set(CONNECTORS)


@EVERY
def test_every_platform_has_its_page_and_stands_in_the_index(platform: Platform) -> None:
    assert text_of(platform).startswith(f"# {NAMES[platform]}")
    assert f"]({page_of(platform).name})" in INDEX.read_text(encoding="utf-8")


@EVERY
def test_the_tables_of_a_page_are_what_the_code_says(platform: Platform) -> None:
    page = text_of(platform)
    for name, inside in blocks(platform):
        assert marked(name, inside) in page, f"{name} of {platform.value}: {ANEW}"


def test_the_index_is_what_the_code_says() -> None:
    assert marked("platforms", index_table()) in INDEX.read_text(encoding="utf-8"), ANEW


@EVERY
def test_every_fact_stands_on_its_page_with_its_source_and_date(platform: Platform) -> None:
    facts = section(text_of(platform), "Limits and cost")
    for fact in facts_of(CONNECTORS[platform]):
        assert f"{fact.text} | {fact.source} | {fact.checked.isoformat()} |" in facts


@EVERY
def test_what_is_not_sure_is_also_told_in_words(platform: Platform) -> None:
    unsure = [fact for fact in facts_of(CONNECTORS[platform]) if not fact.sure]
    assert not unsure or len(section(text_of(platform), "What is not known")) > 60


@EVERY
def test_a_page_tells_the_office_in_hindi_how_to_connect(platform: Platform) -> None:
    steps = section(text_of(platform), "कैसे जोड़ें").splitlines()
    numbered = [line for line in steps if re.match(r"\d\. ", line)]
    assert len(numbered) >= 3
    assert all(DEVANAGARI.search(line) for line in numbered)


@EVERY
def test_the_cost_of_a_month_is_the_arithmetic_of_the_code(platform: Platform) -> None:
    page = section(text_of(platform), "Limits and cost")
    counts = cost(platform, ACCOUNTS)
    posts = cost(platform, ACCOUNTS, posts_a_day=POSTS)
    if not counts.calls_a_day:
        assert "Nothing is asked, so nothing is spent." in page
        return
    prose = FIGURES.findall(page.replace(cost_table(platform), ""))
    assert f"{counts.calls_a_day:,}" in prose
    if counts.money_a_day:
        for line in (counts, posts):
            assert f"**{line.money_a_month / 1_000_000:,.2f} dollars a month**" in page


def test_two_hundred_and_thirty_members_on_five_platforms_cost_sixty_nine_dollars() -> None:
    five = (Platform.X, Platform.FACEBOOK, Platform.INSTAGRAM, Platform.YOUTUBE, Platform.TELEGRAM)
    assert sum(cost(each, ACCOUNTS).money_a_month for each in five) == 69_000_000


def test_writing_a_table_anew_leaves_the_rest_of_a_page_alone() -> None:
    page = "before\n<!-- facts: old words -->\n| old |\n<!-- end of facts -->\nafter | bar |\n"
    new = written(page, "facts", table(["a", "b"], [["1", ""]]))
    rows = "| a | b |\n|---|---|\n| 1 | |\n"
    assert new == "before\n" + marked("facts", rows) + "after | bar |\n"
    assert written(new, "facts", table(["a", "b"], [["1", ""]])) == new
    assert written(page, "cost", "x\n") == page
