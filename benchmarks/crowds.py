"""Accounts on five platforms for `collect.py`, and the fakes that answer for them.

Nothing is stored for an account: who is asked about is made when asked, so that the fakes
are as large for a thousand accounts as for a hundred thousand.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time as clock_time
from typing import TypeVar
from urllib.parse import parse_qs

import httpx

from benchmarks.skipping import SkippingClock
from pahunch.collection.models import Application, Connection, Plan
from pahunch.collection.sealing import seal
from pahunch.facts import Platform
from pahunch.platforms.base import Connector
from pahunch.platforms.bluesky import Bluesky
from pahunch.platforms.facebook import Facebook
from pahunch.platforms.mastodon import Mastodon
from pahunch.platforms.x import X
from pahunch.platforms.youtube import YouTube
from pahunch.registry.models import Account, Handle, Person, Source
from tests.fakes.base import Asked, Fake
from tests.fakes.bluesky import FakeBluesky, Profile
from tests.fakes.graph import FakeGraph, Thing
from tests.fakes.mastodon import FakeMastodon
from tests.fakes.mastodon import Person as Resident
from tests.fakes.x import Account as Named
from tests.fakes.x import FakeX
from tests.fakes.youtube import Channel, FakeYouTube

LATENCY = 0.08
SERVER = "social.example"
CAP = 10_000_000_000
"""Ten thousand dollars: money shall not be what binds."""
KINDS = ("counts", "posts", "engagement", "inbox", "audience")
Thing_ = TypeVar("Thing_")


class Made(Mapping[str, Thing_]):
    """A mapping that makes its value for a name, and keeps none."""

    def __init__(self, make: Callable[[str], Thing_]) -> None:
        self._make = make

    def __getitem__(self, name: str) -> Thing_:
        if not name:
            raise KeyError(name)
        return self._make(name)

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(slots=True)
class Watched:
    """A fake between two clocks: each request takes its latency, and its time is written down.

    `work` is the processor time that the fake itself took: it is none of the collector's.
    """

    fake: Fake
    clock: SkippingClock
    sent: list[tuple[float, str]] = field(default_factory=list)
    ended: float = 0.0
    work: float = 0.0

    def take(self, asked: Asked) -> tuple[int, dict[str, str], bytes]:
        """Answer one request, and note when it arrived."""
        began = time.thread_time()
        self.sent.append((self.clock.time(), asked.path))
        answered = self.fake.answer(asked)
        headers = {"content-type": "application/json", **answered.headers}
        found = answered.status, headers, answered.content
        self.work += time.thread_time() - began
        return found


class Line(httpx.AsyncBaseTransport):
    """Takes a request to a watched fake: half of the latency there, half of it back."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Wait, answer, wait."""
        await asyncio.sleep(LATENCY / 2)
        query = parse_qs(request.url.query.decode(), keep_blank_values=True)
        names = {name.lower(): value for name, value in request.headers.items()}
        asked = Asked(request.method, request.url.path, query, names, request.content)
        status, headers, content = self._watched.take(asked)
        await asyncio.sleep(LATENCY / 2)
        self._watched.ended = self._watched.clock.time()
        return httpx.Response(status, headers=headers, content=content)


@dataclass(frozen=True, slots=True)
class Crowd:
    """One platform of the benchmark: its accounts, what is fetched, and what limits it."""

    platform: Platform
    connector: Connector
    asks: tuple[str, ...]
    identity: Callable[[int], str]
    fake: Callable[[SkippingClock], Fake]
    handle: Callable[[int], str] = "office{}".format
    """What an account is called there."""
    path: str = ""
    """The requests that the limit counts are those whose path holds this."""
    amount: int = 0
    """So many of them in a window; 0: no limit binds."""
    seconds: int = 0
    by_the_clock: bool = False
    """Whether windows begin with the clock's; else each with the first request in it."""


def _mastodon(clock: SkippingClock) -> Fake:
    fake = FakeMastodon(clock=clock.time)
    people = Made(lambda name: Resident(name, f"office{name}", int(name) * 7))
    fake.server(SERVER).people = people  # type: ignore[assignment]
    return fake


def _facebook(_clock: SkippingClock) -> Fake:
    things = Made(lambda name: Thing(name, f"office{name}", int(name) * 7, token=f"token-{name}"))
    fake = Graph(things=things)  # type: ignore[arg-type]
    fake.asked = Forgetful()
    return fake


class Graph(FakeGraph):
    """Meta's, which knows every token that begins as one."""

    def _knows(self, token: str) -> bool:
        return token.startswith("token-")


class Forgetful(list[Asked]):
    """Keeps none of what was asked."""

    def append(self, _asked: Asked) -> None:
        """Forget it."""


def _x(clock: SkippingClock) -> Fake:
    named = Made(lambda name: Named(name, f"office{name}", int(name) * 7, 10))
    fake = FakeX(clock=clock.time, accounts=named, keep_asked=False)  # type: ignore[arg-type]
    fake._charge = lambda kind, name, price: None  # type: ignore[method-assign]
    return fake


def _youtube(clock: SkippingClock) -> Fake:
    channels = Made(lambda name: Channel(name, f"office{name}", 1_234_567, 10))
    return FakeYouTube(clock=clock.time, channels=channels, keep_asked=False)  # type: ignore[arg-type]


def _bluesky(clock: SkippingClock) -> Fake:
    profiles = Made(lambda name: Profile(name, f"{name[8:]}.example", 7, 10))
    return FakeBluesky(clock=clock.time, profiles=profiles)


CROWDS = (
    Crowd(
        Platform.X,
        X("http://x.test"),
        ("counts", "inbox"),
        str,
        _x,
        path="/mentions",
        amount=450,
        seconds=900,
    ),
    Crowd(Platform.FACEBOOK, Facebook("http://graph.test"), ("counts",), str, _facebook),
    Crowd(
        Platform.YOUTUBE,
        YouTube("http://youtube.test"),
        ("counts", "posts"),
        lambda number: f"UC{number:022d}",
        _youtube,
        handle="officeUC{:022d}".format,
    ),
    Crowd(
        Platform.BLUESKY,
        Bluesky("http://bluesky.test"),
        ("counts", "posts"),
        lambda number: f"did:plc:{number:024d}",
        _bluesky,
        handle="{:024d}.example".format,
        path="/xrpc",
        amount=3_000,
        seconds=300,
    ),
    Crowd(
        Platform.MASTODON,
        Mastodon("http://mastodon.test/{host}"),
        ("counts", "posts"),
        lambda number: f"{number}@{SERVER}",
        _mastodon,
        handle=f"office{{}}@{SERVER}".format,
        path="/api",
        amount=300,
        seconds=300,
        by_the_clock=True,
    ),
)


PART = 1_000
"""Accounts that are put in at a time, so that putting them in is not what takes memory."""


def settle_in(crowd: Crowd, number: int) -> None:
    """Put so many accounts of a platform into the registry, with the keys and the timetable."""
    platform = crowd.platform.value
    for start in range(1, number + 1, PART):
        _add_accounts(crowd, range(start, min(start + PART, number + 1)))
    Application.objects.create(platform=platform, token=seal("application-token"), cap=CAP)
    if crowd.platform == Platform.YOUTUBE:
        Application.objects.filter(platform=platform).update(token=seal("application-key"))
    Plan.objects.bulk_create(
        Plan(
            platform=platform,
            ask=ask,
            every_minutes=1_440,
            opens=clock_time(0),
            enabled=ask in crowd.asks,
        )
        for ask in KINDS
    )


def _add_accounts(crowd: Crowd, numbers: range) -> None:
    source, _ = Source.objects.get_or_create(text="a list for a benchmark", as_of="")
    person, _ = Person.objects.get_or_create(
        slug="asha-verma", defaults={"name": "Asha Verma", "source": source}
    )
    platform = crowd.platform.value
    made = Account.objects.bulk_create(
        Account(
            key=f"{platform}:{crowd.identity(each)}",
            platform=platform,
            platform_id=crowd.identity(each),
            kind="office",
            person=person,
            source=source,
        )
        for each in numbers
    )
    Handle.objects.bulk_create(
        Handle(account=account, handle=crowd.handle(each), source=source)
        for each, account in zip(numbers, made, strict=True)
    )


def consent(crowd: Crowd, at: SkippingClock) -> None:
    """Connect every account of a platform, each with a token of its own."""
    mine = Account.objects.filter(platform=crowd.platform.value).order_by("pk")
    every = list(mine.values_list("pk", "platform_id"))
    for start in range(0, len(every), PART):
        Connection.objects.bulk_create(
            Connection(
                account_id=pk,
                access_token=seal(f"token-{number}"),
                consent_by="a benchmark",
                consent_for="counting",
                connected_at=at(),
            )
            for pk, number in every[start : start + PART]
        )
