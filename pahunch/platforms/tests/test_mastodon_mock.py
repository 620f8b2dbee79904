"""The connector against `mastodon_mock`, a server of somebody else's, with its faults on."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from pahunch.facts import Count
from pahunch.platforms.asking import FreePurse, HttpAsker
from pahunch.platforms.base import Access, Asker, Outcome, Target
from pahunch.platforms.errors import BadAnswer, Gone, Reconnect, Refused, TryLater
from pahunch.platforms.mastodon import Mastodon
from pahunch.platforms.mastodon_sign_in import SCOPES, MastodonSignIn
from pahunch.platforms.sign_in import Application

T = TypeVar("T")
SEED = """
[seed]
accounts = [
  {username = "asha", access_token = "asha-token"},
  {username = "ravi", access_token = "ravi-token"},
  {username = "meena", access_token = "meena-token"},
  {username = "leaver", access_token = "leaver-token"},
  {username = "keeper", access_token = "keeper-token", role = "admin"},
]
follows = [
  {follower = "ravi", following = "asha"},
  {follower = "meena", following = "asha"},
]
"""
LIMITED = SEED + "\n[ratelimit]\nenabled = true\nlimit = 3\nwindow_seconds = 300\n"


@dataclass(frozen=True)
class Mock:
    """A running server."""

    base: str

    def ask(self, what: Callable[[Asker, Mastodon], Awaitable[T]], timeout: float = 5.0) -> T:
        place = Mastodon(base=self.base)

        async def go() -> T:
            async with httpx.AsyncClient(trust_env=False, timeout=timeout) as client:
                asker = HttpAsker(client, place, FreePurse(), lambda: datetime.now(UTC))
                return await what(asker, place)

        return asyncio.run(go())

    def send(self, method: str, path: str, token: str = "", **more) -> httpx.Response:
        signed = {"authorization": f"Bearer {token}"} if token else {}
        with httpx.Client(trust_env=False, base_url=self.base, headers=signed) as client:
            return client.request(method, path, **more)

    def write(self, token: str, text: str, **more: str) -> str:
        answer = self.send("POST", "/api/v1/statuses", token, data={"status": text, **more})
        return str(answer.json()["id"])

    def fail(self, kind: str, **effect: object) -> None:
        rule = {"match": {"path": "/api/v1/*"}, "effect": {"type": kind, **effect}, "count": 1}
        assert self.send("POST", "/api/v1/_mock/faults", json=rule).status_code == 200

    def counted(self, *names: str) -> list[Outcome]:
        targets = [Target(name, "", f"{name}@mock.example") for name in names]

        async def each(asker: Asker, place: Mastodon) -> list[Outcome]:
            now = datetime.now(UTC)
            return [(await place.public_counts(asker, Access(), [one], now))[0] for one in targets]

        return self.ask(each)


def run(folder: Path, config: str) -> Iterator[Mock]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "mock.toml").write_text(config)
    words = ["serve", "--config", str(folder / "mock.toml"), "--in-memory", "--port", str(port)]
    with subprocess.Popen(
        [sys.executable, "-m", "mastodon_mock", *words, "--log-level", "critical"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOST": "127.0.0.1"},
    ) as process:
        mock = Mock(f"http://127.0.0.1:{port}")
        until = time.monotonic() + 60
        while True:
            try:
                mock.send("GET", "/api/v1/instance")
                break
            except httpx.TransportError:
                assert process.poll() is None, "mastodon_mock ended"
                assert time.monotonic() < until, "mastodon_mock didn't start"
                time.sleep(0.1)
        yield mock
        process.kill()


@pytest.fixture(scope="module")
def mock(tmp_path_factory) -> Iterator[Mock]:
    yield from run(tmp_path_factory.mktemp("mock"), SEED)


@pytest.fixture(scope="module")
def limited(tmp_path_factory) -> Iterator[Mock]:
    yield from run(tmp_path_factory.mktemp("limited"), LIMITED)


def identity(mock: Mock, name: str) -> str:
    return mock.counted(name)[0].platform_id


def test_followers_are_those_that_the_server_counts(mock):
    asha, ravi = mock.counted("asha", "ravi")
    assert asha.seen[0].count == Count.exactly(2)
    assert ravi.seen[0].count == Count.exactly(0)
    assert asha.handle == "asha@mock.example"


def test_a_batch_by_id_gives_what_single_questions_give_and_skips_who_is_not_there(mock):
    ids = [identity(mock, "asha"), "999@mock.example", identity(mock, "ravi")]
    targets = [Target(each, each, "") for each in ids]
    first, missing, last = mock.ask(
        lambda asker, place: place.public_counts(asker, Access(), targets, datetime.now(UTC))
    )
    assert first.seen[0].count == Count.exactly(2)
    assert isinstance(missing.error, Gone)
    assert last.handle == "ravi@mock.example"


def test_posts_are_paged_and_their_engagement_is_read_again(mock):
    written = [mock.write("ravi-token", f"post {n}") for n in range(45)]
    mock.write("ravi-token", "between us", visibility="direct")
    mock.send("POST", f"/api/v1/statuses/{written[0]}/favourite", "asha-token")
    mock.send("POST", f"/api/v1/statuses/{written[0]}/reblog", "meena-token")
    mock.write("meena-token", "an answer", in_reply_to_id=written[0])
    target = Target("ravi", identity(mock, "ravi"), "ravi@mock.example")

    async def every(asker: Asker, place: Mastodon) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = await place.posts(asker, Access(), target, None, cursor)
            found += [post.post_id for post in page.items]
            cursor = page.cursor
            if not cursor:
                return found

    assert sorted(mock.ask(every), key=int) == sorted(written, key=int)
    wanted = [written[0], "999"]
    (post,) = mock.ask(lambda asker, place: place.engagement(asker, Access(), target, wanted))
    counts = {each.metric: each.count for each in post.seen}
    assert {name: counts[name] for name in ("likes", "shares", "comments")} == {
        "likes": Count.exactly(1),
        "shares": Count.exactly(1),
        "comments": Count.exactly(1),
    }


def test_mentions_and_messages_arrive_in_the_inbox(mock):
    mock.write("meena-token", "@asha when does the office open?")
    mock.write("meena-token", "@asha my number is secret", visibility="direct")
    target = Target("asha", identity(mock, "asha"), "asha@mock.example")
    access = Access(token="asha-token")
    page = mock.ask(lambda asker, place: place.inbox(asker, access, target, None, ""))
    assert [each.kind for each in page.items] == ["message", "mention"]
    assert "when does the office open?" in page.items[1].text
    assert page.items[1].author_name == "meena@mock.example"


def test_a_token_that_the_server_does_not_know_disconnects(mock):
    target = Target("asha", identity(mock, "asha"), "")
    access = Access(token="nobody's")
    with pytest.raises((Reconnect, Refused)):
        mock.ask(lambda asker, place: place.counts(asker, access, [target], datetime.now(UTC)))
    (mine,) = mock.ask(
        lambda asker, place: place.counts(
            asker, Access(token="asha-token"), [target], datetime.now(UTC)
        )
    )
    assert mine.seen[0].count == Count.exactly(2)


def test_a_suspended_account_is_gone_by_name_and_suspended_by_id(mock):
    target = Target("leaver", identity(mock, "leaver"), "")
    path = f"/api/v1/admin/accounts/{target.platform_id.partition('@')[0]}/action"
    mock.send("POST", path, "keeper-token", data={"type": "suspend"})
    (by_name,) = mock.counted("leaver")
    (by_id,) = mock.ask(
        lambda asker, place: place.public_counts(asker, Access(), [target], datetime.now(UTC))
    )
    assert isinstance(by_name.error, Gone)
    assert isinstance(by_id.error, Gone)
    assert (by_name.error.status, by_id.error.status) == ("missing", "suspended")


def test_the_servers_limit_says_until_when_in_epoch_seconds(limited):
    limited.counted("asha")
    with pytest.raises(TryLater) as caught:
        limited.counted("asha", "asha", "asha", "asha")
    assert caught.value.limit == "requests"
    assert caught.value.not_before is not None
    wait = caught.value.not_before - datetime.now(UTC)
    assert timedelta(seconds=200) < wait <= timedelta(seconds=301)


def test_a_rate_limit_fault_waits_as_its_headers_say(mock):
    mock.fail("ratelimit")
    with pytest.raises(TryLater) as caught:
        mock.counted("asha")
    assert (caught.value.limit, caught.value.code) == ("requests", "429")


def test_a_fault_of_the_server_waits_without_a_limit(mock):
    mock.fail("status", status=503, headers={"Retry-After": "120"})
    before = datetime.now(UTC)
    with pytest.raises(TryLater) as caught:
        mock.counted("asha")
    assert (caught.value.limit, caught.value.code) == ("", "503")
    assert caught.value.not_before is not None
    assert timedelta(seconds=119) < caught.value.not_before - before < timedelta(seconds=125)


def test_a_cut_answer_is_a_bad_answer(mock):
    mock.fail("malformed")
    with pytest.raises(BadAnswer) as caught:
        mock.counted("asha")
    assert caught.value.code == "not json"


def test_a_slow_answer_is_still_an_answer_and_none_in_time_is_a_timeout(mock):
    mock.fail("latency", delay_ms=300)
    assert mock.counted("asha")[0].seen
    mock.fail("timeout", delay_ms=1)
    target = Target("asha", "", "asha@mock.example")
    with pytest.raises(TryLater) as caught:
        mock.ask(
            lambda asker, place: place.public_counts(asker, Access(), [target], datetime.now(UTC)),
            timeout=0.5,
        )
    assert caught.value.code == "timeout"


def test_an_account_is_connected_with_a_client_that_we_register_ourselves(mock):
    way = MastodonSignIn("mock.example", mock.base)
    back = "https://pahunch.example/connect/mastodon"
    ours = mock.ask(lambda asker, _: way.register(asker, name="Pahunch", redirect=back))
    address = httpx.URL(way.address(ours, state="s", challenge="c"))
    assert address.params["code_challenge_method"] == "S256"
    assert address.params["scope"] == " ".join(SCOPES)
    form = {"username": "ravi", "redirect_uri": back, "state": "s"}
    answer = mock.send("POST", "/oauth/authorize", data=form)
    code = httpx.URL(answer.headers["location"]).params["code"]
    now = datetime.now(UTC)

    async def connect(asker: Asker, _: Mastodon):
        token = await way.exchange(asker, ours, code=code, verifier="v", now=now)
        assert await way.renew(asker, ours, token, now=now) is token
        owned = await way.owned(asker, ours, token)
        assert await way.revoke(asker, ours, token, grantor="")
        with pytest.raises(Refused):  # a real server names the invalid token in a header too
            await way.owned(asker, ours, token)
        return token, owned

    token, (owned,) = mock.ask(connect)
    assert owned.handle == "ravi@mock.example"
    assert token.access not in repr((token, owned))
    assert token.expires_at is None


def test_a_wrong_code_is_refused_and_an_empty_token_never_kept(mock):
    way = MastodonSignIn("mock.example", mock.base)
    ours = Application("id", "secret", "https://pahunch.example/connect/mastodon")
    now = datetime.now(UTC)
    with pytest.raises(Refused):
        mock.ask(lambda asker, _: way.exchange(asker, ours, code="no", verifier="v", now=now))
    mock.send(
        "POST",
        "/api/v1/_mock/faults",
        json={
            "match": {"path": "/oauth/token"},
            "effect": {"type": "status", "status": 200, "body": {"access_token": ""}},
            "count": 1,
        },
    )
    with pytest.raises(BadAnswer) as caught:
        mock.ask(lambda asker, _: way.exchange(asker, ours, code="no", verifier="v", now=now))
    assert caught.value.code == "empty token"
