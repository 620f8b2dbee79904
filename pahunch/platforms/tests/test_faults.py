"""Every fault of the table, asked through a socket, and those that need more than a table."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import tracemalloc
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.facts import FOLLOWERS
from pahunch.platforms.asking import FreePurse, HttpAsker, moment_header, retry_after, whole_header
from pahunch.platforms.base import Access, Ask, Connector, Outcome, Reading, Target
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.catalogue import CONNECTORS
from pahunch.platforms.errors import Gone, PlatformError, Reconnect, Refused, TryLater
from pahunch.platforms.facebook import Facebook
from pahunch.platforms.linkedin import LinkedIn
from pahunch.platforms.mastodon import Mastodon
from pahunch.platforms.telegram import Telegram
from pahunch.platforms.tests import fault_cases, fault_page
from pahunch.platforms.tests.fault_cases import GOOD, NOW, Becomes, Case, Raised
from pahunch.platforms.tests.fault_cases_of_platforms import SPOILT
from pahunch.platforms.tests.fault_table import CASES
from pahunch.platforms.threads import Threads
from pahunch.platforms.transfer import LARGEST_ANSWER, fetched
from pahunch.platforms.x import X
from pahunch.platforms.youtube import YouTube
from tests.fakes.line import Line, Script, http
from tests.fakes.telegram import KEY

TOWN = "social.example"
ACCOUNTS = {
    "bluesky": [
        Target("a", "did:plc:asha", "asha.example"),
        Target("b", "did:plc:ravi", "ravi.example"),
    ],
    "mastodon": [Target("a", f"1@{TOWN}", ""), Target("b", f"2@{TOWN}", "")],
    "telegram": [Target("a", "-1001", "")],
    "x": [Target("a", "1", "p1"), Target("b", "2", "p2")],
    "facebook": [Target("a", "1", "p1"), Target("b", "2", "p2")],
    "threads": [Target("a", "1", "p1")],
    "linkedin": [Target("a", "1", "p1")],
    "youtube": [Target("a", "UC1", "p1"), Target("b", "UC2", "p2")],
}


def place(platform: str, base: str) -> Connector:
    made: dict[str, type[Connector]] = {
        "bluesky": Bluesky,
        "mastodon": Mastodon,
        "telegram": Telegram,
        "x": X,
        "youtube": YouTube,
        "facebook": Facebook,
        "threads": Threads,
        "linkedin": LinkedIn,
    }
    return made[platform](base=base)


class Heard(FreePurse):
    """Keeps what the headers said."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []

    async def learn(self, readings: Sequence[Reading]) -> None:
        self.readings += readings


async def ask(
    platform: str, base: str, client: httpx.AsyncClient, purse: FreePurse
) -> Sequence[Outcome]:
    connector = place(platform, base)
    asker = HttpAsker(client, connector, purse, lambda: NOW)
    access = Access("holder", KEY)
    question = connector.counts if platform in {"threads", "linkedin"} else connector.public_counts
    return await question(asker, access, ACCOUNTS[platform], NOW)


def asked(
    scripts: Sequence[Script], platform: str = "mastodon", purse: FreePurse | None = None
) -> Sequence[Outcome]:
    """Ask once. Without a script nobody listens."""

    async def go(base: str) -> Sequence[Outcome]:
        async with httpx.AsyncClient(trust_env=False, timeout=0.4) as client:
            return await ask(platform, base, client, purse or FreePurse())

    with ExitStack() as stack:
        if scripts:
            return asyncio.run(go(stack.enter_context(Line(scripts)).base))
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        return asyncio.run(go(f"http://127.0.0.1:{port}"))


def raised(error: PlatformError) -> Raised:
    later = isinstance(error, TryLater)
    until: datetime | None = error.not_before if isinstance(error, TryLater) else None
    return Raised(
        type(error),
        error.code,
        error.limit if isinstance(error, TryLater) and later else "",
        None if until is None else (until - NOW).total_seconds(),
        error.status if isinstance(error, Gone) else "",
    )


def became(outcome: Outcome) -> Becomes:
    if outcome.error is not None:
        assert outcome.seen == ()
        return raised(outcome.error)
    (count,) = [each.count for each in outcome.seen if each.metric == FOLLOWERS]
    assert count is None or count.is_exact
    return None if count is None else count.low


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.platform}: {case.name}")
def test_a_fault_is_understood(case: Case) -> None:
    if isinstance(case.becomes, Raised):
        with pytest.raises(PlatformError) as caught:
            asked(case.scripts, case.platform)
        assert raised(caught.value) == case.becomes
        assert caught.value.__cause__ is None
    else:
        outcomes = asked(case.scripts, case.platform)
        assert tuple(map(became, outcomes)) == case.becomes
        assert [outcome.target for outcome in outcomes] == ACCOUNTS[case.platform]


NOBODY: dict[str, object] = {
    "bluesky": {"profiles": []},
    "mastodon": [],
    "x": {"data": []},
    "facebook": {},
    "youtube": {"kind": "youtube#channelListResponse", "items": []},
}


def test_every_platform_with_batches_doubts_an_answer_without_anybody() -> None:
    batched = {
        name.value
        for name, connector in CONNECTORS.items()
        for ask in (Ask.COUNTS, Ask.PUBLIC_COUNTS)
        if ask in connector.offers and connector.offers[ask].batch > 1
    }
    assert batched == set(NOBODY)
    doubted = {case.platform for case in CASES if case.becomes == fault_cases.bad("nobody")}
    assert doubted == batched


@pytest.mark.parametrize("platform", sorted(NOBODY))
def test_one_account_that_was_asked_for_alone_may_be_missing(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ACCOUNTS, platform, ACCOUNTS[platform][:1])
    (outcome,) = asked((http(NOBODY[platform]),), platform)
    assert became(outcome) == fault_cases.GONE


def test_the_table_has_more_than_a_hundred_cases_each_of_its_own_name() -> None:
    names = [(case.platform, case.name) for case in CASES]
    assert len(set(names)) == len(names) > 100


def test_the_page_of_faults_is_the_table() -> None:
    assert fault_page.PAGE.read_text(encoding="utf-8") == fault_page.page()


@pytest.mark.parametrize(
    "script",
    [
        http(b" " * 50_000_000),
        fault_cases.flood,
        fault_cases.packed(fault_cases.BOMB),
        http(b"[" * 6_000_000),
    ],
    ids=["50 MB", "50 MB in chunks", "a bomb", "six million brackets"],
)
def test_no_answer_takes_more_memory_than_two_of_the_largest(script: Script) -> None:
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        with pytest.raises(PlatformError):
            asked((script,))
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < 2.5 * LARGEST_ANSWER


def test_an_answer_that_drips_is_ended() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 X\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            time.sleep(0.05)

    async def go(base: str) -> None:
        async with httpx.AsyncClient(trust_env=False, timeout=5.0) as client:
            await fetched(client.send(client.build_request("GET", base), stream=True), 0.3)

    with Line((drip,)) as line, pytest.raises(TryLater) as caught:
        asyncio.run(go(line.base))
    assert caught.value.code == "timeout"


def test_a_token_revoked_in_the_middle_of_a_sweep_stops_what_comes_after() -> None:
    gone = http({}, 401, SPOILT)

    async def go(base: str) -> list[str]:
        told = []
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(3):
                try:
                    outcomes = await ask("mastodon", base, client, FreePurse())
                    told.append(str(became(outcomes[0])))
                except Reconnect as error:
                    told.append(error.code)
        return told

    with Line((GOOD, gone)) as line:
        assert asyncio.run(go(line.base)) == ["5", "invalid_token", "invalid_token"]


def test_headers_are_believed_on_our_clock() -> None:
    for hours in (-1, 0, 1):
        heard = Heard()
        headers = {**fault_cases.reset(3_600 * hours + 60), "date": fault_cases.at(hours)}
        asked((http(fault_cases.BOTH, headers=headers),), purse=heard)
        (reading,) = heard.readings
        assert reading.resets_at is not None
        assert (reading.resets_at - NOW).total_seconds() == 60


def test_no_cookie_of_one_account_is_sent_with_the_next() -> None:
    cookie = http(fault_cases.BOTH, headers={"set-cookie": "session=asha; Path=/"})

    async def go(base: str) -> int:
        async with httpx.AsyncClient(trust_env=False) as client:
            for _ in range(2):
                await ask("mastodon", base, client, FreePurse())
            return len(client.cookies)

    with Line((cookie,)) as line:
        assert asyncio.run(go(line.base)) == 0
        assert len(line.requests) == 2
        assert b"cookie" not in b"".join(line.requests).lower()


@pytest.mark.parametrize("token", ["a token\nof two lines", "टोकन", "a\0b"])
def test_a_token_that_cannot_be_sent_is_refused_and_not_told(token: str) -> None:
    connector = Mastodon(base="http://127.0.0.1:9")

    async def go() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            asker = HttpAsker(client, connector, FreePurse(), lambda: NOW)
            await connector.public_counts(asker, Access(token=token), ACCOUNTS["mastodon"], NOW)

    with pytest.raises((Refused, TryLater)) as caught:
        asyncio.run(go())
    assert token not in str(caught.value)
    assert caught.value.__cause__ is None


@given(value=st.text(max_size=40), date=st.text(max_size=40))
def test_no_header_whatever_it_says_breaks_the_reading(value: str, date: str) -> None:
    headers = {"retry-after": value, "date": date, "left": value}
    for moment in (retry_after(headers, NOW), moment_header(value, headers, NOW)):
        assert moment is None or moment.tzinfo is not None
    assert (whole_header(headers, "left") or 0) >= 0


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "profiles",
                        "data",
                        "errors",
                        "id",
                        "did",
                        "handle",
                        "acct",
                        "ok",
                        "result",
                        "items",
                        "kind",
                        "statistics",
                        "snippet",
                        "error_code",
                        "public_metrics",
                        "followers_count",
                        "followersCount",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    platform=st.sampled_from(sorted(ACCOUNTS)),
)
def test_no_answer_of_whatever_shape_gives_anything_but_an_outcome_or_an_error(
    data, platform
) -> None:
    answer = httpx.MockTransport(
        lambda request: httpx.Response(200, content=json.dumps(data).encode())
    )

    async def go() -> Sequence[Outcome]:
        async with httpx.AsyncClient(transport=answer) as client:
            return await ask(platform, "http://fake.example", client, FreePurse())

    try:
        outcomes = asyncio.run(go())
    except PlatformError:
        return
    assert len(outcomes) == len(ACCOUNTS[platform])
