"""A passkey in a real browser: added, then used to sign in without a password."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect, sync_playwright

from pahunch.staff.models import Deed
from tests.people import PASSWORD

CHROMIUM = shutil.which("chromium") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("pahunch.staff.tests.rooms"),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]


@pytest.fixture
def browser_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    # Playwright keeps a loop running, which makes Django suspect an async caller.
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(locale="en-IN")
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        browser.close()


def test_a_passkey_is_added_and_opens_the_door_under_the_policy(
    live_server: Any, browser_page: Page, asha: Any
) -> None:
    cache.clear()
    page, broken = browser_page, []
    page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
    root = live_server.url.replace("127.0.0.1", "localhost")

    page.goto(root + reverse("account_login"))
    page.get_by_label("Username").fill("asha")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(root + reverse("mfa_add_webauthn"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("Phone")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add a key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{root}{reverse('account_login')}?next={reverse('staff-account')}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(re.compile(reverse("staff-account")))
    assert Deed.objects.filter(verb="staff.signed_in").latest("seq").by == asha
    assert not [words for words in broken if "Content Security Policy" in words]
