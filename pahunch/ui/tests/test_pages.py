from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from pahunch.facts import Standing
from pahunch.ui.middleware import POLICY, PolicyMiddleware


def rendered(template: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    return Template(template).render(Context({"request": request, **values}))


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    response = PolicyMiddleware(lambda _request: HttpResponse())(HttpRequest())
    assert response.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY


def test_a_page_may_bring_a_policy_of_its_own() -> None:
    own = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    response = PolicyMiddleware(lambda _request: own)(HttpRequest())
    assert response.headers["Content-Security-Policy"] == "default-src 'none'"


def test_a_standing_has_its_shape_its_class_and_its_word() -> None:
    with translation.override("hi"):
        shown = rendered("{% standing value %}", value=Standing.NOT_MET)
    assert 'class="standing not_met"' in shown
    assert "▲" in shown
    assert "पीछे" in shown


def test_a_link_keeps_the_questions_it_does_not_change() -> None:
    shown = rendered('{% query sort="name" q=None %}', "/?q=a&district=d&sort=share")
    assert shown == "?district=d&amp;sort=name"


@pytest.mark.parametrize(
    ("address", "aria", "next_sort"),
    [
        ("/", "none", "sort=name"),
        ("/?sort=name", "ascending", "sort=-name"),
        ("/?sort=-name", "descending", "sort=name"),
    ],
)
def test_a_head_says_how_it_is_sorted_and_turns_round(
    address: str, aria: str, next_sort: str
) -> None:
    shown = rendered('{% sort_head "name" "Name" %}', address)
    assert f'aria-sort="{aria}"' in shown
    assert f'href="?{next_sort}"' in shown


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
@pytest.mark.parametrize("language", ["hi", "en"])
def test_an_error_is_a_page_in_words(code: str, language: str) -> None:
    with translation.override(language):
        shown = render_to_string(f"{code}.html", request=RequestFactory().get("/x"))
    assert f'lang="{language}"' in shown
    assert 'class="skip"' in shown
    assert shown.count("<h1") == 1


def test_the_page_of_a_broken_server_needs_no_request() -> None:
    assert "<h1" in render_to_string("500.html")


@pytest.mark.django_db
def test_the_language_changes_at_a_click_and_the_address_stays(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/d/x/?q=a"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/d/x/?q=a"
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("hi", "Home & Law", '<span lang="en">Home &amp; Law</span>'),
        ("hi", "विधि (Law)", "विधि (Law)"),
        ("hi", "217", "217"),
        ("en", "Home & Law", "Home &amp; Law"),
    ],
)
def test_latin_words_on_a_hindi_page_are_marked_as_english(
    language: str, said: str, shown: str
) -> None:
    with translation.override(language):
        assert rendered("{{ said|spoken }}", said=said) == shown


def test_no_browser_keeps_what_somebody_signed_in_was_shown(rf) -> None:
    request = rf.get("/")
    middleware = PolicyMiddleware(lambda _request: HttpResponse())
    assert "Cache-Control" not in middleware(request).headers
    request.COOKIES["sessionid"] = "somebody"
    assert middleware(request).headers["Cache-Control"] == "private, no-store"
    own = HttpResponse(headers={"Cache-Control": "private, max-age=60"})
    assert PolicyMiddleware(lambda _request: own)(request).headers["Cache-Control"].endswith("60")
