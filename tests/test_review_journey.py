"""A ministers' meeting in a real browser, in Hindi: from the overview to the frozen review."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import Served, browser, chromium, demonstration
from tests.test_browser import MADE_UP, serious, sign_in, word

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        chromium() is None and "CI" not in os.environ,
        reason="Chromium is not installed: journeys in a browser are skipped",
    ),
]
MINISTERS = "udaharan-ministers"
REVIEWS = "/published/reviews/"


def hindi(text: str) -> str:
    """Give a string of the pages as the browser shows it."""
    return word(text, "hi")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with demonstration(tmp_path_factory.mktemp("reviews")) as running:
        yield running


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def desk(chrome: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chrome.new_context(base_url=served.address, viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def phone(chrome: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chrome.new_context(base_url=served.address, viewport={"width": 360, "height": 740})
    yield context
    context.close()


def plan(page: Page, kind: str, title: str) -> None:
    """Plan a review from the list, on the usual day."""
    page.goto(REVIEWS)
    page.locator(f"main a[href$='/new/{MINISTERS}/{kind}/']").click()
    page.get_by_label(hindi("Title in English")).fill("Ministers' meeting")
    page.get_by_label(hindi("Title in Hindi")).fill(title)
    page.get_by_label(hindi("Place in Hindi")).fill("मंत्रालय")
    if kind == "one_to_one":
        page.get_by_label(hindi("With whom")).select_option(index=1)
    page.get_by_role("button", name=hindi("Plan it")).click()


def hold(page: Page) -> None:
    """Hold the meeting whose page is open."""
    page.get_by_role("button", name=hindi("It was held: freeze the verdict")).click()


def commit(page: Page, said: str) -> None:
    """Enter a commitment of a post on the review's page that is open."""
    page.get_by_text(hindi("Enter a commitment")).click()
    page.get_by_label(hindi("What is to be done")).fill(said)
    page.get_by_label(hindi("Name of a post")).fill("संचालक")
    page.get_by_label(hindi("By"), exact=True).fill("2099-12-31")
    page.get_by_role("button", name=hindi("Enter it")).click()


def test_the_meeting_freezes_twenty_nine_of_thirty_one(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "hi")
    page.goto(MADE_UP)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("31")
    expect(heading).to_contain_text("29")
    page.locator(f"main a[href^='/published/order/{MINISTERS}/']").first.click()
    expect(page.get_by_text("कम से कम 5 प्रतिशत मतदाता")).to_be_visible()
    page.goto(MADE_UP)
    page.locator("main a", has_text=hindi("published verdicts")).click()
    page.locator("main a", has_text=hindi("Reviews")).first.click()
    plan(page, "meeting", "मंत्रियों की मासिक बैठक")
    expect(page.get_by_role("heading", level=1)).to_have_text("मंत्रियों की मासिक बैठक")
    first = "The first review of this directive that is frozen: there is nothing to compare with."
    expect(page.get_by_text(hindi(first))).to_be_visible()
    day = page.get_by_label(hindi("As of the end of")).input_value()
    hold(page)

    answer = page.locator("main p.answer")
    written = "-".join(reversed(day.split("-")))
    for part in ("93.5%", "29", "31", written, "reach-1", "2023"):
        expect(answer).to_contain_text(part)
    said = answer.inner_text()
    page.get_by_role("link", name=hindi("The verdict that it froze")).click()
    expect(page.locator("main p.answer")).to_have_text(said)
    expect(page.locator("main tbody tr")).to_have_count(31)
    expect(page.locator("main")).to_contain_text(hindi("lake version"))
    expect(page.locator("main")).to_contain_text("SHA-256")

    page.goto(REVIEWS)
    expect(page.locator("main p.answer").first).to_have_text(said)


def test_the_next_meeting_starts_from_what_the_last_one_left_open(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "hi")
    plan(page, "meeting", "बैठक क")
    hold(page)
    commit(page, "खाते जोड़ें")
    plan(page, "meeting", "बैठक ख")
    expect(page.get_by_text(hindi("Nothing changed since then."))).to_be_visible()
    carried = page.locator("section", has_text=hindi("Commitments carried over"))
    expect(carried).to_contain_text("खाते जोड़ें")
    carried.get_by_text(hindi("Close it")).first.click()
    carried.get_by_label(hindi("What was done, or why not")).first.fill("जुड़ गए")
    carried.get_by_role("button", name=hindi("Done")).first.click()
    expect(page.get_by_text(hindi("None is open."))).to_be_visible()


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_brief_prints_on_one_page(desk: BrowserContext, served: Served, language: str) -> None:
    page = sign_in(desk, served, language)
    page.goto(MADE_UP)
    people = page.locator("#table tbody th a[href*='/r/']").evaluate_all(
        "links => links.slice(0, 3).map(link => link.getAttribute('href'))"
    )
    for person in people:
        address, _, asked = str(person).partition("?")
        page.goto(f"{address}brief/?{asked}")
        assert pages_of(page) == 1, person


def test_the_brief_of_somebody_with_much_to_do_prints_on_one_page(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "hi")
    plan(page, "one_to_one", "एक भेंट")
    for number in range(7):
        commit(page, f"{number} " + "हर खाते को जोड़ें और हर सप्ताह लिखें, " * 12)
    page.locator("main a[href*='/brief/']").click()
    expect(page.get_by_text(hindi("and %(number)s more") % {"number": 2})).to_be_visible()
    assert pages_of(page) == 1


def pages_of(page: Page) -> int:
    """Print the open page on A4, and count the sheets."""
    printed = page.pdf(prefer_css_page_size=True, print_background=False)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def open_all(page: Page) -> None:
    """Open everything that is folded away, so that it is looked at too."""
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")


def addresses(page: Page) -> list[str]:
    """Give one page of every sort of reviews."""
    plan(page, "one_to_one", "एक भेंट")
    found = [page.url]
    brief = page.locator("main a[href*='/brief/']").first.get_attribute("href")
    page.goto(REVIEWS)
    meetings = page.locator("main h2 a[href*='meeting']")
    held = meetings.last.get_attribute("href") if meetings.count() else None
    new = f"{REVIEWS}new/{MINISTERS}"
    found += [REVIEWS, f"{new}/meeting/", f"{new}/one_to_one/", "/published/commitments/"]
    return [one for one in [*found, brief, held] if one]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_pages_of_reviews(
    chrome: Browser, served: Served, scheme: str
) -> None:
    context = chrome.new_context(
        base_url=served.address,
        viewport={"width": 1440, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = sign_in(context, served, "hi")
    found = []
    for address in addresses(page):
        page.goto(address)
        open_all(page)
        found += serious(page, address)
    context.close()
    assert not found


def test_no_page_of_reviews_is_wider_than_a_phone_nor_complains(
    phone: BrowserContext, served: Served
) -> None:
    page = sign_in(phone, served, "hi")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    wide = []
    for address in addresses(page):
        page.goto(address)
        open_all(page)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(address)
    assert not wide
    assert not complaints
