"""The table of faults: what comes over the line, and what we make of it.

Every case is asked through a real socket. `Raised` is an error of the whole request, with the
seconds from now until we may ask again; a tuple is what became of each account: its
followers, None where they are withheld, or its own error.
"""

from __future__ import annotations

import gzip
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from pahunch.platforms.errors import BadAnswer, Gone, PlatformError, Refused, TryLater
from tests.fakes.line import Script, http

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
EPOCH = int(NOW.timestamp())
MONTH = 32 * 86_400.0
LIMITED: Mapping[str, str] = {"x-ratelimit-remaining": "0"}
CUT = "RemoteProtocolError"


@dataclass(frozen=True)
class Raised:
    """An error as the collector has to understand it."""

    kind: type[PlatformError]
    code: str = ""
    limit: str = ""
    wait: float | None = None
    status: str = ""


Becomes = int | None | Raised


@dataclass(frozen=True)
class Case:
    """One fault. Without a script nobody listens."""

    name: str
    scripts: tuple[Script, ...]
    becomes: Raised | tuple[Becomes, ...]
    platform: str = "mastodon"


def account(identity: str, followers: object, **more: object) -> dict[str, object]:
    row = {"id": identity, "acct": f"p{identity}", "followers_count": followers}
    return row | {"statuses_count": 1} | more


BOTH = [account("1", 5), account("2", 7)]
COUNTED = (5, 7)
GONE = Raised(Gone, "", status="missing")


def reset(seconds: float) -> dict[str, str]:
    return {**LIMITED, "x-ratelimit-reset": str(EPOCH + int(seconds))}


def at(hours: float) -> str:
    return format_datetime(NOW + timedelta(hours=hours), usegmt=True)


def silence(connection: socket.socket) -> None:
    time.sleep(1.0)


def hang_up(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def flood(connection: socket.socket) -> None:
    """Send fifty million bytes, in chunks, without saying how many."""
    connection.sendall(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(50):
        connection.sendall(b"f4240\r\n" + b" " * 1_000_000 + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def packed(content: bytes, packing: str = "gzip") -> bytes:
    return http(content, headers={"content-encoding": packing})


BOMB = gzip.compress(b" " * 50_000_000)
GOOD = http(BOTH)
JSON = GOOD.partition(b"\r\n\r\n")[2]


def busy(**headers: str) -> bytes:
    return http({"error": "x"}, 429, {name.replace("_", "-"): headers[name] for name in headers})


def later(code: str, wait: float | None = None, limit: str = "") -> Raised:
    return Raised(TryLater, code, limit, wait)


def full(wait: float | None = None) -> Raised:
    return later("429", wait, "requests")


def bad(code: str) -> Raised:
    return Raised(BadAnswer, code)


LIMITS = [
    Case("429 without a reset", (busy(),), full()),
    Case("429 with a reset", (http({}, 429, reset(120)),), full(120)),
    Case("429 with a reset that is over", (http({}, 429, reset(-60)),), full()),
    Case("429 with Retry-After in seconds", (busy(retry_after="90"),), full(90)),
    Case("429 with Retry-After as a date", (busy(retry_after=at(1)),), full(3_600)),
    Case("429 with Retry-After of yesterday", (busy(retry_after=at(-24)),), full()),
    Case("429 with Retry-After in words", (busy(retry_after="soon"),), full()),
    Case("429 with Retry-After of zero", (busy(retry_after="0"),), full()),
    Case("429 with Retry-After below zero", (busy(retry_after="-5"),), full()),
    Case("429 with Retry-After of four months", (busy(retry_after="9999999"),), full(MONTH)),
    Case(
        "429 with a reset in the year 9999", (busy(x_ratelimit_reset="253402300799"),), full(MONTH)
    ),
    Case("429 with a reset of 5,000 digits", (busy(x_ratelimit_reset="9" * 5_000),), full()),
    Case("429 as HTML", (http(b"<html>slow down", 429),), full()),
    Case(
        "429 of a server an hour ahead",
        (http({}, 429, {**reset(3_720), "date": at(1)}),),
        full(120),
    ),
    Case(
        "429 of a server an hour late",
        (http({}, 429, {**reset(-3_480), "date": at(-1)}),),
        full(120),
    ),
    Case(
        "429 with a date a year old",
        (http({}, 429, {**reset(120), "date": at(-8_760)}),),
        full(120),
    ),
    Case(
        "a limit in words among the headers",
        (http(BOTH, headers={"x-ratelimit-remaining": "some"}),),
        COUNTED,
    ),
    Case(
        "a limit of 5,000 digits",
        (http(BOTH, headers={"x-ratelimit-remaining": "9" * 5_000}),),
        COUNTED,
    ),
    Case(
        "a limit in Devanagari digits",
        (http(BOTH, headers={"x-ratelimit-remaining": "१२"}),),
        COUNTED,
    ),
    Case("a date that is none", (http(BOTH, headers={**reset(60), "date": "once"}),), COUNTED),
]

LINE = [
    Case("nobody listens", (), later("ConnectError")),
    Case("no answer in time", (silence,), later("timeout")),
    Case("cut before the first byte", (b"",), later(CUT)),
    Case("cut within the head", (GOOD[:30],), later(CUT)),
    Case("cut within the body", (http(JSON[:40], length=500),), later(CUT)),
    Case(
        "cut within a chunk",
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",),
        later(CUT),
    ),
    Case("reset by the other side", (hang_up,), later("ReadError")),
    Case("no HTTP at all", (b"SSH-2.0-OpenSSH_9.2\r\n",), later(CUT)),
    Case(
        "a header with a zero byte", (GOOD.replace(b"Connection: close", b"X: a\0b"),), later(CUT)
    ),
    Case(
        "ten thousand headers",
        (GOOD.replace(b"Connection: close", b"X: 1234567890\r\n" * 10_000 + b"Y: z"),),
        later(CUT),
    ),
    Case("no answer, then a good one", (b"", GOOD), later(CUT)),
    Case("a good answer", (GOOD,), COUNTED),
]

SERVER = [
    Case("500", (http({}, 500),), later("500")),
    Case("502 as HTML", (http(b"<html>bad gateway", 502),), later("502")),
    Case("503 with Retry-After", (http({}, 503, {"retry-after": "30"}),), later("503", 30)),
    Case("504 without a body", (http(b"", 504),), later("504")),
    Case("408", (http({}, 408),), later("408")),
    Case("400 of an unknown word", (http({"error": "New"}, 400),), Raised(Refused, "400")),
    Case(
        "redirect to another host",
        (http({}, 302, {"location": "http://127.0.0.2/x"}),),
        Raised(Refused, "redirect 302"),
    ),
    Case(
        "redirect to the same host",
        (http({}, 301, {"location": "/elsewhere"}),),
        Raised(Refused, "redirect 301"),
    ),
    Case("304 without our asking for it", (http(b"", 304),), Raised(Refused, "redirect 304")),
]

BODIES = [
    Case("truncated JSON", (http(JSON[:-5]),), bad("not json")),
    Case("HTML instead of JSON", (http(b"\n<!DOCTYPE html><html>"),), bad("html")),
    Case("an empty body", (http(b""),), bad("empty")),
    Case("204", (b"HTTP/1.1 204 X\r\n\r\n",), bad("empty")),
    Case("null", (http(None),), bad("wrong type")),
    Case("an object instead of a list", (http({"accounts": []}),), bad("wrong type")),
    Case("a text instead of a list", (http("accounts"),), bad("wrong type")),
    Case("JSON nested 100,000 deep", (http(b"[" * 100_000),), bad("not json")),
    Case("a number of 5,000 digits", (http(b"9" * 5_000),), bad("not json")),
    Case("letters in a wrong encoding", (http(JSON.replace(b"p1", b"\xe9")),), bad("not json")),
    Case("JSON in UTF-16", (http(JSON.decode().encode("utf-16")),), COUNTED),
    Case("JSON after a mark of byte order", (http(b"\xef\xbb\xbf" + JSON),), COUNTED),
    Case("a packed answer", (packed(gzip.compress(JSON)),), COUNTED),
    Case("packed, and cut", (packed(gzip.compress(JSON)[:-12]),), bad("encoding")),
    Case("said to be packed, and plain", (packed(JSON),), bad("encoding")),
    Case(
        "packed twice", (packed(gzip.compress(gzip.compress(JSON)), "gzip, gzip"),), bad("encoding")
    ),
    Case("packed as we didn't ask", (packed(JSON, "br"),), bad("encoding")),
    Case("a bomb: 50 MB packed in 50 kB", (packed(BOMB),), bad("too large")),
    Case("a body of 50 MB", (http(b" " * 50_000_000),), bad("too large")),
    Case("a body of 50 MB of unknown length", (flood,), bad("too large")),
]


def wrong(name: str, value: object) -> Case:
    """Give a case of one account with a count of a wrong type, and one that is well."""
    rows = [account("1", value), account("2", 7)]
    return Case(f"a count that is {name}", (http(rows),), (bad("wrong type"), 7))


LACKING = {"id": "1", "acct": "p1", "statuses_count": 1}
SUSPENDED = account("1", 0, suspended=True)
ROWS = [
    wrong("a text", "12"),
    wrong("negative", -2),
    wrong("a fraction", 1.5),
    wrong("true", True),
    wrong("null", None),
    wrong("10^18", 10**18),
    wrong("not a number", float("nan")),
    wrong("a list", [1]),
    Case("a count that is left out", (http([LACKING]),), (bad("wrong type"), GONE)),
    Case("a count that is hidden", (http([account("1", -1), account("2", 7)]),), (None, 7)),
    Case("a row that is no object", (http([5, account("2", 7)]),), bad("wrong type")),
    Case("an account without an id", (http([{"acct": "p1"}]),), bad("wrong type")),
    Case("an id that is a number", (http([account("1", 5) | {"id": 1}]),), bad("wrong type")),
    Case("missing ids in a batch", (http([account("2", 7)]),), (GONE, 7)),
    Case("an empty batch", (http([]),), bad("nobody")),
    Case("a batch of strangers only", (http([account("8", 1)]),), bad("nobody")),
    Case("duplicate ids in a batch", (http([account("1", 5), *BOTH]),), COUNTED),
    Case("accounts never asked for", (http([account("8", 1), *BOTH, account("9", 2)]),), COUNTED),
    Case(
        "one suspended among others",
        (http([SUSPENDED, account("2", 7)]),),
        (Raised(Gone, "suspended", status="suspended"), 7),
    ),
]
