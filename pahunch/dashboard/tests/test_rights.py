from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.test import Client

from pahunch.dashboard import ruletext
from pahunch.dashboard.tests.conftest import State
from pahunch.dashboard.tests.test_overview import PAGE, names, text

PAGES = (
    "/",
    PAGE,
    f"{PAGE}export.csv",
    f"{PAGE}r/up-minister-anita/",
    f"{PAGE}measures/",
    f"{PAGE}measures/activity/",
    f"{PAGE}r/up-minister-anita/measures/",
    f"{PAGE}r/up-minister-anita/growth.svg",
    f"{PAGE}r/up-minister-anita/growth.json",
    "/districts/",
    "/district/up-d-1/",
    "/place/up-ac-1/",
)


@pytest.mark.parametrize("address", [*PAGES, "/rules/"])
def test_a_stranger_is_asked_to_sign_in(client: Client, state: State, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("language", "words"), [("hi", "अधिकार"), ("en", "right")])
def test_somebody_without_a_grant_is_refused_in_words(
    client: Client, state: State, address: str, language: str, words: str
) -> None:
    client.force_login(state.cast.guest)
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 403
    assert words in text(response)


def test_a_district_officer_sees_the_district_and_nothing_else(
    client: Client, state: State
) -> None:
    client.force_login(state.cast.meena)
    client.cookies["django_language"] = "en"
    assert sorted(names(client, PAGE)) == ["Balram Jain", "Dinesh Meena"]
    shown = client.get(PAGE).content.decode()
    assert "Anita" not in shown
    assert "<em>0</em> of 2 ministers" in shown
    assert "the part that you may see" in shown
    assert "Anita" not in client.get(f"{PAGE}export.csv").content.decode()
    for hidden in (state.page("anita"), "/place/up-ac-1/", "/district/up-d-2/"):
        assert client.get(hidden).status_code == 404
    assert client.get(state.page("balram")).status_code == 200


def test_an_analyst_sees_the_one_representative(client: Client, state: State) -> None:
    client.force_login(state.cast.ravi)
    client.cookies["django_language"] = "en"
    assert names(client, PAGE) == ["Anita Verma"]
    assert client.get(state.page("balram")).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_read_and_not_written_to(english: Client, address: str) -> None:
    assert english.post(address).status_code == 405


def test_whoever_is_signed_in_may_read_how_a_figure_is_made(
    client: Client, state: State, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "# The reach · पहुँच का नियम\n\n## English\n\nA sum.\n\n## हिन्दी\n\n<b>योग</b>\n"
    (tmp_path / "reach.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(ruletext, "FOLDERS", (tmp_path,))
    client.force_login(state.cast.guest)
    client.cookies["django_language"] = "hi"
    assert "पहुँच का नियम" in text(client.get("/rules/"))
    shown = client.get("/rules/reach/").content.decode()
    assert "पहुँच का नियम</h1>" in shown
    assert "&lt;b&gt;योग" in shown
    assert "A sum." not in shown
    assert client.get("/rules/none/").status_code == 404
    client.cookies["django_language"] = "en"
    shown = text(client.get("/rules/reach/"))
    assert "The reach A sum." in shown
    assert "योग" not in shown


@pytest.mark.parametrize("name", ruletext.names())
@pytest.mark.parametrize("language", ["hi", "en"])
def test_no_link_of_a_rule_leads_nowhere(
    client: Client, state: State, name: str, language: str
) -> None:
    client.force_login(state.cast.asha)
    client.cookies["django_language"] = language
    page = client.get(f"/rules/{name}/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    for address in re.findall(r'href="([^"#]+)"', main):
        if not address.startswith("http"):
            assert client.get(urljoin(f"/rules/{name}/", address)).status_code == 200, address
