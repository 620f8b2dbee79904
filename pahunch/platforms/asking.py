"""Asking over HTTP: pay first, read a bounded answer, and turn every fault into an error."""

from __future__ import annotations

import json as codec
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Protocol

import httpx

from pahunch.platforms.base import Connector, Reading
from pahunch.platforms.errors import BadAnswer, PlatformError, Refused, TryLater
from pahunch.platforms.transfer import fetched

TIMEOUT = httpx.Timeout(30.0, connect=10.0, pool=60.0)
"""Seconds without a byte, to connect, and to wait for one of our own connections."""

LONGEST_WAIT = timedelta(days=32)
"""No limit of any platform is longer than a month; a header that says so is a mistake."""
FARTHEST_CLOCK = timedelta(days=1)

AGENT = "Pahunch/0.1 (counts followers of public offices)"

logging.getLogger("httpx").addFilter(lambda record: record.levelno > logging.INFO)
"""httpx writes every address into its log, and an address may hold a key, as Telegram's does."""


class Purse(Protocol):
    """What may be spent: asked before each request, told what the platform says is left."""

    async def take(self, cost: Mapping[str, int]) -> None:
        """Spend, or raise TryLater with the limit that is used up and until when."""
        ...

    async def give_back(self, cost: Mapping[str, int]) -> None:
        """Return what a request turned out not to cost."""
        ...

    async def learn(self, readings: Sequence[Reading]) -> None:
        """Believe what the platform's headers say."""
        ...


class FreePurse:
    """A purse that never ends, for a probe or a test of one request."""

    async def take(self, cost: Mapping[str, int]) -> None:
        """Let it pass."""

    async def give_back(self, cost: Mapping[str, int]) -> None:
        """Forget it."""

    async def learn(self, readings: Sequence[Reading]) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class HttpAsker:
    """Asks one platform over a client that is shared, and pays from a purse."""

    client: httpx.AsyncClient
    connector: Connector
    purse: Purse
    clock: Callable[[], datetime]

    async def get(
        self,
        url: str,
        *,
        cost: Mapping[str, int],
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Ask. Raises PlatformError."""
        request = partial(self.client.build_request, "GET", url, params=list(params) or None)
        return await self._ask(cost, sendable(request, headers))

    async def post(
        self,
        url: str,
        *,
        cost: Mapping[str, int],
        form: Mapping[str, str] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        """Send. Raises PlatformError."""
        request = partial(self.client.build_request, "POST", url, data=form, json=json)
        return await self._ask(cost, sendable(request, headers))

    async def give_back(self, cost: Mapping[str, int]) -> None:
        """Return what an answered request turned out not to cost."""
        await self.purse.give_back(cost)

    async def _ask(self, cost: Mapping[str, int], request: httpx.Request) -> object:
        await self.purse.take(cost)
        status, headers, content = await fetched(self.client.send(request, stream=True))
        self.client.cookies.clear()
        now = self.clock()
        await self.purse.learn(self.connector.readings(headers, now))
        if 300 <= status < 400:
            raise Refused("the platform sends us to another address", code=f"redirect {status}")
        body, problem = decoded(content)
        fault = self.connector.fault(status, headers, body, now)
        if fault is None and status >= 400:
            fault = unknown_fault(status, headers, now)
        if fault is not None:
            raise believable(fault, now)
        if problem is not None:
            raise problem
        return body


def sendable(
    request: Callable[..., httpx.Request], headers: Mapping[str, str] | None
) -> httpx.Request:
    """Build a request without the cookies of another account. Raises Refused.

    A key that was pasted with a line break or a letter of another script can't be sent; what
    httpx says of that may hold the key, so that its words are not kept.
    """
    try:
        built = request(headers=headers)
    except (ValueError, httpx.InvalidURL):
        built = None
    if built is None:
        raise Refused("the address or a key holds a letter that can't be sent", code="unsendable")
    built.headers.pop("cookie", None)
    built.headers["accept-encoding"] = "gzip"
    return built


def decoded(content: bytes) -> tuple[object, PlatformError | None]:
    """Decode JSON; where it is none, give None and what to say of it."""
    try:
        return codec.loads(content), None
    except (ValueError, RecursionError):
        start = content[:200].lstrip().lower()
        code = "html" if start.startswith(b"<") else "empty" if not start else "not json"
        return None, BadAnswer("the answer is not JSON", code=code)


def unknown_fault(status: int, headers: Mapping[str, str], now: datetime) -> PlatformError:
    """Give what to do about a status that the platform's own table doesn't explain."""
    if status in {408, 425, 429} or status >= 500:
        return TryLater(
            "the platform is busy or broken",
            not_before=retry_after(headers, now),
            code=str(status),
        )
    return Refused("the platform refuses this request", code=str(status))


def retry_after(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Read the Retry-After header, seconds or a date, on our clock."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and len(value) < 8:
        return datetime.fromtimestamp(now.timestamp() + int(value), UTC)
    return moment_header(value, headers, now) if value else None


def whole_header(headers: Mapping[str, str], name: str) -> int | None:
    """Read a header that is a whole number; None where it is absent or anything else."""
    value = headers.get(name, "").strip()
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 13 else None


def moment_header(value: str, headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Turn a moment on the platform's clock (HTTP date, ISO or epoch seconds) into ours."""
    moment = read_moment(value)
    try:
        return None if moment is None else moment + (now - skewless(headers, now))
    except OverflowError:
        return None


def read_moment(value: str) -> datetime | None:
    """Read an HTTP date, an ISO date or epoch seconds; None where it is none of them."""
    text = value.strip()
    try:
        if text.replace(".", "", 1).isdecimal():
            return datetime.fromtimestamp(float(text), UTC)
        if text[:4].isdecimal():
            moment = datetime.fromisoformat(text)
        else:
            moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def skewless(headers: Mapping[str, str], now: datetime) -> datetime:
    """Give the platform's own time, from its Date header; ours where it sends none.

    The header has whole seconds, so that a wait reckoned from it is never too short. One that
    is more than a day away is no clock but a mistake, or an answer kept by somebody between.
    """
    theirs = read_moment(headers.get("date", ""))
    return now if theirs is None or abs(theirs - now) > FARTHEST_CLOCK else theirs


def believable(fault: PlatformError, now: datetime) -> PlatformError:
    """Forget a moment to wait for that is over, and cut one that is too far away."""
    if isinstance(fault, TryLater) and fault.not_before is not None:
        over = fault.not_before <= now
        fault.not_before = None if over else min(fault.not_before, now + LONGEST_WAIT)
    return fault
