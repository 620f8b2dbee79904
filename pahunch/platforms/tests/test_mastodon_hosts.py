from __future__ import annotations

import asyncio

import httpx
import pytest

from pahunch.facts import FOLLOWERS
from pahunch.platforms.asking import FreePurse, HttpAsker
from pahunch.platforms.base import Access, Target
from pahunch.platforms.errors import BadAnswer, Refused
from pahunch.platforms.mastodon import Mastodon
from pahunch.platforms.public_hosts import public_host
from pahunch.platforms.tests.mastodon_town import ASHA, NOW, ask, counted
from tests.fakes.base import Answered, Asked
from tests.fakes.mastodon import FakeMastodon


@pytest.mark.parametrize(
    "handle",
    [
        "a@127.0.0.1",
        "a@127.1",
        "a@0x7f.0x1",
        "a@2130706433",
        "a@[::1]",
        "a@localhost",
        "a@printer.local",
        "a@db.internal",
        "a@social.example:8080",
        "a@social.example/x",
        "a@-bad.example",
        "a@.",
        "a@" + "x." * 130 + "example",
        "a@home.arpa",
        "a@１２７.0.0.1",
        "a",
        "",
    ],
)
def test_a_handle_that_names_no_public_server_is_asked_nowhere(handle):
    real = Mastodon()
    target = Target("k", "", handle)
    assert real.host(target) == ""
    silent = FakeMastodon()
    with pytest.raises(Refused) as caught:
        ask(silent, lambda asker: real.public_counts(asker, Access(), [target], NOW), real)
    assert caught.value.code == "host"
    assert silent.asked == 0


def test_a_public_server_is_asked_by_https_and_in_the_letters_of_the_dns():
    assert public_host("Mastodon.Social.") == "mastodon.social"
    assert public_host("भारत.भारत") == "xn--h2brj9c.xn--h2brj9c"
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(200, json=[])

    async def go() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
            real = Mastodon()
            asker = HttpAsker(client, real, FreePurse(), lambda: NOW)
            await real.public_counts(asker, Access(), [ASHA], NOW)

    asyncio.run(go())
    assert seen == ["https://social.example/api/v1/accounts?id%5B%5D=1"]


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("http://social.example/users/asha", "host"),
        ("https://127.0.0.1/users/asha", "host"),
        ("https://social.example:8443/users/asha", "host"),
        ("https://root@social.example/users/asha", "host"),
        ("https://[half/users", "wrong type"),
        (7, "wrong type"),
    ],
)
def test_an_address_from_a_stranger_is_followed_only_to_a_public_server(href, code):
    link = {"rel": "self", "type": "application/activity+json", "href": href}
    closed = _Closed({"links": [link]})
    with pytest.raises((Refused, BadAnswer)) as caught:
        counted(closed, Target("k", "", "asha@social.example"))
    assert caught.value.code == code


def test_followers_that_another_server_claims_are_not_believed():
    link = {"rel": "self", "type": "application/activity+json", "href": "https://a.example/u"}
    closed = _Closed({"links": [link]}, {"followers": "https://b.example/u/followers"})
    with pytest.raises(Refused) as caught:
        counted(closed, Target("k", "", "asha@social.example"))
    assert caught.value.code == "other server"


def test_a_collection_without_a_total_is_withheld():
    link = {"rel": "self", "type": "application/activity+json", "href": "https://a.example/u"}
    collection: list[object] = [{"links": [link]}, {"followers": "https://a.example/f"}, {}]
    (outcome,) = counted(_Closed(*collection), Target("k", "", "asha@social.example"))
    assert [(each.metric, each.count) for each in outcome.seen] == [(FOLLOWERS, None)]


class _Closed:
    """Answers nobody by the interface, and then what is given, in order."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)

    def answer(self, asked: Asked) -> Answered:
        if "/api/" in asked.path:
            return Answered({"error": "closed"}, 401)
        return Answered(self.answers.pop(0))
