"""From an order in a file to a reminder in a mail server that runs, in a real browser in Hindi."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pahunch.directives.tests.mailing import Desk, open_desk
from tests.browser import ROOT, Served, browser, chromium, demonstration
from tests.test_browser import serious, sign_in, word

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        chromium() is None and "CI" not in os.environ,
        reason="Chromium is not installed: journeys in a browser are skipped",
    ),
]
ORDER, REMINDERS = "/published/order/udaharan-next/", "/published/reminders/"
ORDERED = {
    "code": "udaharan-next",
    "state": "udaharan",
    "title": "Ministers: ninety per cent",
    "title_hi": "मंत्री: नब्बे प्रतिशत",
    "text": "Made up.",
    "text_hi": "बनावटी पाठ।",
    "issuer": "Cabinet",
    "issuer_hi": "मंत्रिपरिषद",
    "issuer_kind": "cabinet",
    "meeting": "First meeting",
    "meeting_hi": "पहली बैठक",
    "starts": "2024-01-01",
    "binds": "minister",
    "share": "90%",
    "adding": "total",
    "kinds": "office;personal",
    "roll": "2023",
    "source": "made up",
}
"""Nobody has met it, and it is due in five days."""


@pytest.fixture(scope="module")
def mail() -> Iterator[Desk]:
    with open_desk() as running:
        yield running


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, mail: Desk) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("reminders")
    with demonstration(home, **settings(mail)) as running:
        path = home / "orders.csv"
        due = timezone.localdate() + timedelta(days=5)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*ORDERED, "due_on"])
            writer.writeheader()
            writer.writerow({**ORDERED, "due_on": due})
        run(home, mail, "directive", "load", str(path))
        yield running


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture
def phone(chrome: Browser, served: Served) -> Iterator[BrowserContext]:
    context = chrome.new_context(base_url=served.address, viewport={"width": 360, "height": 740})
    yield context
    context.close()


def settings(mail: Desk) -> dict[str, str]:
    return {
        "PAHUNCH_MAIL_SERVER": f"smtp+plain://127.0.0.1:{mail.server.port}",
        "PAHUNCH_MAIL_FROM": "reach@state.example",
    }


def run(home: Path, mail: Desk, *words: str) -> str:
    """Run a command of the installation."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    return subprocess.run(
        [sys.executable, "-m", "pahunch", *words],
        env={**clean, "PAHUNCH_HOME": str(home), **settings(mail)},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def hindi(text: str) -> str:
    """Give a string of the pages as the browser shows it."""
    return word(text, "hi")


def enter_contact(page: Page) -> str:
    """Enter the office of the first minister; give its code."""
    page.goto(REMINDERS)
    whose = page.locator("select[name=membership] option[value*='udaharan-minister']").first
    code = whose.get_attribute("value")
    assert code
    page.select_option("select[name=membership]", code)
    page.fill("input[name=address]", "clerk@office.example")
    page.select_option("select[name=from_hour]", "0")
    page.select_option("select[name=until_hour]", "24")
    page.fill("input[name=consent]", "लिपिक, आज")
    page.fill("input[name=valid_until]", f"{timezone.localdate() + timedelta(days=90)}")
    page.get_by_role("button", name=hindi("Enter it"), exact=True).click()
    return code


def test_an_office_is_reminded_once_and_the_page_says_so(
    phone: BrowserContext, served: Served, mail: Desk
) -> None:
    page = sign_in(phone, served, "hi")
    page.goto(ORDER)
    expect(page.locator("main")).to_contain_text("पहली बैठक")
    page.get_by_role("link", name=hindi("Reminders"), exact=True).first.click()
    enter_contact(page)
    expect(page.locator("main")).to_contain_text("c…@office.example")
    assert run(served.home, mail, "reminders", "send") == "1 sent\n"
    assert run(served.home, mail, "reminders", "send") == "Nothing to send now.\n"
    (taken,) = mail.taken
    assert taken["Subject"].strip() == "5 दिन शेष: मंत्री: नब्बे प्रतिशत"
    assert ORDER in taken.get_content()
    page.reload()
    expect(page.locator("main table")).to_contain_text(hindi("sent"))
    for address in (ORDER, REMINDERS):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_axe_finds_nothing_serious_on_the_pages_of_orders_and_reminders(
    chrome: Browser, served: Served, language: str, scheme: str
) -> None:
    context = chrome.new_context(
        base_url=served.address,
        viewport={"width": 1440, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page, found = sign_in(context, served, language), []
    for address in (ORDER, REMINDERS):
        page.goto(address)
        found += serious(page, address)
    context.close()
    assert not found
