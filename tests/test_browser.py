"""Journeys in a real browser, in both languages, on a phone and on a desk."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import IDLE_SECONDS, ROOT, Served, browser, chromium, demonstration

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        chromium() is None and "CI" not in os.environ,
        reason="Chromium is not installed: journeys in a browser are skipped",
    ),
]
MADE_UP = "/d/udaharan-ministers/"
REAL = "/d/mp-ministers-2023/"
ROOMS = (
    "coverage",
    "platforms",
    "connections",
    "readings",
    "readings/list",
    "imports",
    "imports/new",
)
"""Pages of counting, each a room of its own."""
SUPPORT = ("who", "who/assign", "analysts", "analysts/add", "teams/add", "means", "plans")
"""Pages of support that need nobody assigned."""
TRAINING = ("programmes", "programmes/new", "sessions", "sessions/new", "people", "import",
            "doubles", "refresher")  # fmt: skip
"""Pages of training that need no programme."""
SURVEY = """survey,state,title,asked,area,asked_on,source,platform,also,share,people
udaharan-2026,udaharan,Where people follow,electors,Udaharan Pradesh,2026-03-31,made up,x,,4%,2000
,,,,,,,facebook,,9%,2000
,,,,,,,x,facebook,55%,80
"""


def word(text: str, language: str) -> str:
    """Give a string of the pages in the language in which the browser shows it."""
    with translation.override(language):
        return gettext(text)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with demonstration(tmp_path_factory.mktemp("demonstration")) as running:
        bring_measures(running)
        yield running


def bring_measures(served: Served) -> None:
    """Bring a made-up survey into the demonstration, and freeze its comparison sets."""
    path = served.home / "survey.csv"
    path.write_text(SURVEY, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    for words in (
        ["surveys", "import", str(path)],
        ["peers", "freeze", "--state", "udaharan", "--roll", "2023"],
    ):
        subprocess.run(
            [sys.executable, "-m", "pahunch", *words],
            env={**clean, "PAHUNCH_HOME": str(served.home)},
            cwd=ROOT,
            check=True,
            capture_output=True,
        )


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


def sign_in(context: BrowserContext, served: Served, language: str) -> Page:
    context.add_cookies([{"name": "django_language", "value": language, "url": served.address}])
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", served.user)
    page.fill("input[name=password]", served.password)
    page.get_by_role("button", name=word("Sign in", language), exact=True).click()
    page.wait_for_url("**/")
    return page


@pytest.mark.parametrize("language", ["hi", "en"])
def test_from_the_sign_in_to_the_evidence_and_the_export(
    desk: BrowserContext, served: Served, language: str
) -> None:
    page = sign_in(desk, served, language)
    page.goto(MADE_UP)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("31")
    expect(heading).to_contain_text("29")
    behind = page.locator("#table tbody tr", has_text=word("behind", language))
    expect(behind).to_have_count(1)
    seat = behind.locator("a").nth(1).inner_text().split(" · ")[0]

    page.get_by_label(word("Name or constituency, in either script", language)).fill(seat)
    page.get_by_role("button", name=word("Show", language), exact=True).click()
    rows = page.locator("#table tbody tr")
    expect(rows).to_have_count(1)
    assert "q=" in page.url

    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    exported = [row for row in csv.reader(io.StringIO(text)) if row and row[1:2] == [seat]]
    exported = [row for row in exported if len(row) > 2]
    assert len(exported) == 1

    rows.locator("a").first.click()
    expect(page.get_by_role("heading", name=word("What it rests on", language))).to_be_visible()
    accounts = page.locator("section", has_text=word("What it rests on", language)).locator(
        "tbody tr"
    )
    assert accounts.count() >= 5
    assert "made-up" in accounts.first.inner_text()


def test_the_real_state_says_three_met_and_twenty_eight_not_measured(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "en")
    page.goto(f"{REAL}?as_of=2023-08-25")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 31 ministers on target")
    facts = page.locator("ul.facts")
    expect(facts).to_contain_text("0 behind")
    expect(facts).to_contain_text("28 not measured")
    expect(facts).to_contain_text("3 of 31")


def test_the_language_changes_at_a_click_and_the_page_stays(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "hi")
    page.goto(f"{REAL}?as_of=2023-08-25&standing=met")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "standing=met" in page.url
    page.get_by_role("button", name="हिन्दी").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")


@pytest.mark.parametrize("typed", ["कमल", "kamal"])
def test_a_name_is_found_in_either_script(desk: BrowserContext, served: Served, typed: str) -> None:
    page = sign_in(desk, served, "hi")
    page.goto(f"{REAL}?as_of=2023-08-25&q={typed}")
    expect(page.locator("#table tbody tr", has_text="कमल पटेल")).to_have_count(1)


def addresses(page: Page) -> list[str]:
    """Give one page of every sort, found as a reader finds them: by following links."""
    page.goto(MADE_UP)
    person = page.locator("#table tbody a[href*='/r/']").first.get_attribute("href")
    place = page.locator("#table tbody a[href*='/place/']").first.get_attribute("href")
    page.goto("/districts/")
    district = page.locator("main a[href*='/district/']").first.get_attribute("href")
    found = ["/", MADE_UP, REAL, person, place, "/districts/", district, "/rules/", "/rules/reach/"]
    found += [
        f"{MADE_UP}measures/",
        f"{REAL}measures/",
        f"{str(person).partition('?')[0]}measures/",
    ]
    found += [
        f"/measures/vocabulary/{rest}?state=udaharan" for rest in ("", "try/", "add/", "withdraw/")
    ]
    found += [f"/measures/surveys/{rest}" for rest in ("", "new/", "s/udaharan-2026/")]
    page.goto("/measures/peers/")
    frozen = page.locator("main table a").first.get_attribute("href")
    found += ["/measures/peers/", frozen, f"{frozen}?of=udaharan-ac-1"]
    found += [f"/collection/{room}/" for room in ROOMS]
    found += [f"/support/{room}/" for room in SUPPORT]
    found += [f"/training/{room}/" for room in TRAINING] + ["/verify/"]
    page.goto("/collection/connections/")
    found += page.locator("main table a[href*='/connections/']").evaluate_all(
        "links => links.slice(0, 1).map(link => link.getAttribute('href'))"
    )
    page.goto("/collection/readings/")
    found += page.locator("main a[href*='/readings/new/']").evaluate_all(
        "links => links.slice(0, 1).map(link => link.getAttribute('href'))"
    )
    found += ["/staff/account/", "/account/2fa/", "/account/password/change/", "/nothing-here/"]
    return [address for address in found if address]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_axe_finds_nothing_serious_on_any_page(
    chrome: Browser, served: Served, language: str, scheme: str
) -> None:
    context = chrome.new_context(
        base_url=served.address,
        viewport={"width": 1440, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto("/account/login/")
    found = serious(page, "sign-in")
    page = sign_in(context, served, language)
    for address in addresses(page):
        page.goto(address)
        found += serious(page, address)
    context.close()
    assert not found


def serious(page: Page, name: str) -> list[str]:
    """Name what axe calls serious or critical on the page that is open."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{name}: {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in violations
        if violation["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_page_is_wider_than_a_phone_nor_complains(
    phone: BrowserContext, served: Served, language: str
) -> None:
    page = sign_in(phone, served, language)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" else None,
    )
    wide = []
    for address in addresses(page)[:-1]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(address)
    assert not wide
    assert not complaints


def test_the_keyboard_reaches_the_content_first_and_every_row_after(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "en")
    page.goto(MADE_UP)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("#table tbody a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What it rests on")).to_be_visible()


def test_a_page_is_read_without_scripts(chrome: Browser, served: Served) -> None:
    context = chrome.new_context(base_url=served.address, java_script_enabled=False)
    page = sign_in(context, served, "en")
    page.goto(MADE_UP)
    expect(page.locator("#table tbody tr")).to_have_count(31)
    page.locator("#table tbody a").first.click()
    expect(page.locator("main svg").first).to_be_visible()
    context.close()


def test_nothing_is_asked_of_any_other_host(desk: BrowserContext, served: Served) -> None:
    page = sign_in(desk, served, "hi")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for address in addresses(page):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    foreign = [url for url in asked if not url.startswith((served.address, "data:"))]
    assert asked
    assert not foreign


def open_chart(page: Page) -> None:
    """Open the page of somebody whose counts make a chart, and scroll to it."""
    page.goto(MADE_UP)
    page.locator("#table tbody a[href*='/r/']").first.click()
    page.locator("figure.chart").scroll_into_view_if_needed()


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_growth_chart_comes_alive_and_says_its_points(
    desk: BrowserContext, served: Served, language: str
) -> None:
    page = sign_in(desk, served, language)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    open_chart(page)
    chart = page.get_by_role("slider")
    expect(page.locator("figure.is-alive canvas")).to_be_visible(timeout=30_000)
    expect(page.locator("figure.chart img")).to_be_hidden()

    chart.focus()
    page.keyboard.press("End")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    judged = word("judged", language)
    second = re.compile(rf"^\d\d-\d\d-\d{{4}}, {judged}: [\d,]+")
    expect(chart).to_have_attribute("aria-valuetext", second)
    expect(chart).to_have_attribute("aria-valuenow", "2")
    tip = page.locator("figure.chart .tip")
    expect(tip).to_contain_text(judged)
    page.keyboard.press("ArrowDown")
    expect(tip).not_to_contain_text(judged)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()

    page.get_by_role("heading", level=1).click()
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for part in range(1, 20):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * part / 20)
        if tip.is_visible():
            break
    expect(tip).to_contain_text(re.compile(r"\d\d-\d\d-\d{4}"))

    page.emulate_media(color_scheme="dark")
    expect(page.locator("figure.is-alive canvas")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("figure.chart img")).to_be_visible()
    expect(page.locator("figure.chart canvas")).to_be_hidden()
    assert not complaints
    page.emulate_media(media="screen")
    assert not serious(page, "living chart")


def test_the_picture_stands_where_the_chart_can_not_come_alive(
    desk: BrowserContext, served: Served
) -> None:
    page = sign_in(desk, served, "en")
    page.route("**/growth.json*", lambda route: route.abort())
    with page.expect_request("**/growth.json*"):
        open_chart(page)
    expect(page.locator("figure.chart img")).to_be_visible()
    expect(page.locator("figure.is-alive")).to_have_count(0)


def test_the_picture_stands_without_scripts(chrome: Browser, served: Served) -> None:
    context = chrome.new_context(base_url=served.address, java_script_enabled=False)
    page = sign_in(context, served, "hi")
    open_chart(page)
    picture = page.locator("figure.chart img")
    expect(picture).to_be_visible()
    assert picture.get_attribute("alt")
    expect(page.locator("figure.chart canvas")).to_have_count(0)
    context.close()


def test_the_server_outlives_the_threads_that_it_ends(desk: BrowserContext, served: Served) -> None:
    page = sign_in(desk, served, "en")
    for address in addresses(page):
        page.goto(address)
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000 * (2 * IDLE_SECONDS + 1))
    answer = page.goto("/healthz")
    assert answer is not None
    assert answer.ok
