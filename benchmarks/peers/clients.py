"""Two well-known clients on the fakes of `collect.py`: tweepy and Mastodon.py.

Both send with requests, wait with `time.sleep` and take the time from `time.time`; here they
are given an adapter that goes to the fake and the clock that leaps, and nothing else changes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import mastodon.internals
import requests
import tweepy
import tweepy.client
from requests.adapters import BaseAdapter

from benchmarks.crowds import LATENCY, SERVER, Watched
from benchmarks.skipping import SkippingClock
from tests.fakes.base import Asked

TOKEN = "application-token"
PAGE = 40


class ToFake(BaseAdapter):
    """Takes a request of the library to a watched fake, and waits its latency."""

    def __init__(self, watched: Watched, clock: SkippingClock, *, below: str = "") -> None:
        super().__init__()
        self._watched = watched
        self._clock = clock
        self._below = below
        """What stands before the path at the fake: the name of a server."""

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """Wait, answer, wait."""
        self._clock.sleep(LATENCY / 2)
        there = urlsplit(request.url)
        query = parse_qs(there.query, keep_blank_values=True)
        names = {name.lower(): str(value) for name, value in request.headers.items()}
        asked = Asked(request.method, self._below + there.path, query, names, b"")
        status, headers, content = self._watched.take(asked)
        self._clock.sleep(LATENCY / 2)
        self._watched.ended = self._clock.time()
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        response.headers.update(headers)
        response.raw = io.BytesIO(content)
        return response

    def close(self) -> None:
        """Close nothing."""


def tweepy_mentions(watched: Watched, clock: SkippingClock, numbers: Iterable[int]) -> None:
    """Ask for everybody's followers in batches, and for everybody's mentions one by one."""
    internals: Any = tweepy.client
    internals.time = SimpleNamespace(time=clock.time, sleep=clock.sleep)
    client = tweepy.Client(TOKEN, wait_on_rate_limit=True)
    client.session.mount("https://", ToFake(watched, clock))
    every = list(numbers)
    for start in range(0, len(every), 100):
        client.get_users(ids=every[start : start + 100], user_fields=["public_metrics"])
    for number in every:
        client.get_users_mentions(number, max_results=100, tweet_fields=["created_at"])


def mastodon_posts(watched: Watched, clock: SkippingClock, numbers: Iterable[int]) -> None:
    """Ask for everybody's followers in batches, and for everybody's posts one by one."""
    internals: Any = mastodon.internals
    internals.time = SimpleNamespace(time=clock.time, sleep=clock.sleep)
    session = requests.Session()
    session.mount("https://", ToFake(watched, clock, below=f"/{SERVER}"))
    client = mastodon.Mastodon(
        api_base_url=f"https://{SERVER}", session=session, version_check_mode="none"
    )
    every = list(numbers)
    for start in range(0, len(every), PAGE):
        client.accounts(every[start : start + PAGE])
    for number in every:
        client.account_statuses(number, limit=PAGE, exclude_reblogs=True)
