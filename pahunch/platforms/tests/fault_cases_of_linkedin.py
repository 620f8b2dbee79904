"""The faults of LinkedIn: one page a request, and the calls of a day."""

from __future__ import annotations

import json

from pahunch.platforms.errors import Gone, Reconnect, Refused
from pahunch.platforms.tests.fault_cases import Becomes, Case, Raised, at, bad, later
from tests.fakes.line import http

UNTIL_MIDNIGHT = 63_000.0
"""Seconds from half past six UTC until midnight UTC."""
SIZE = json.dumps({"firstDegreeSize": 5}).encode()
THROTTLED = "Resource level throttle {} DAY limit for calls to this resource is reached."


def of(name: str, answer: bytes, becomes: Raised | tuple[Becomes, ...]) -> Case:
    return Case(name, (answer,), becomes, "linkedin")


def no(status: int, word: str = "") -> bytes:
    told = {"status": status, "message": "in words"} | ({"code": word} if word else {})
    return http(told, status)


def throttled(whose: str) -> bytes:
    return http({"serviceErrorCode": 101, "message": THROTTLED.format(whose)}, 429)


LINKEDIN = [
    of("a page", http(SIZE), (5,)),
    of(
        "429 of the application, without a wait",
        throttled("APPLICATION"),
        later("429", UNTIL_MIDNIGHT, "calls"),
    ),
    of(
        "429 of one member, without a wait",
        throttled("MEMBER"),
        later("429", UNTIL_MIDNIGHT, "member"),
    ),
    of(
        "429 with Retry-After in seconds",
        http({}, 429, {"retry-after": "90"}),
        later("429", 90, "calls"),
    ),
    of(
        "429 with Retry-After as a date",
        http({}, 429, {"retry-after": at(1)}),
        later("429", 3_600, "calls"),
    ),
    of("429 as HTML", http(b"<html>slow", 429), later("429", UNTIL_MIDNIGHT, "calls")),
    of(
        "401: the token has ended",
        no(401, "EXPIRED_ACCESS_TOKEN"),
        Raised(Reconnect, "EXPIRED_ACCESS_TOKEN"),
    ),
    of(
        "401: the owner took it back",
        no(401, "REVOKED_ACCESS_TOKEN"),
        Raised(Reconnect, "REVOKED_ACCESS_TOKEN"),
    ),
    of("401 without a word", no(401), Raised(Reconnect, "401")),
    of("403: no role in the page", no(403, "ACCESS_DENIED"), Raised(Refused, "ACCESS_DENIED")),
    of("404: no such page", no(404, "NOT_FOUND"), Raised(Gone, "NOT_FOUND", status="missing")),
    of(
        "426: the month of the interface is over",
        no(426, "NONEXISTENT_VERSION"),
        Raised(Refused, "NONEXISTENT_VERSION"),
    ),
    of("400", no(400, "ILLEGAL_ARGUMENT"), Raised(Refused, "ILLEGAL_ARGUMENT")),
    of("500", no(500, "INTERNAL_SERVER_ERROR"), later("500")),
    of("502 as HTML", http(b"<html>bad gateway", 502), later("502")),
    of("503 with Retry-After", http({}, 503, {"retry-after": "30"}), later("503", 30)),
    of("504 without a body", http(b"", 504), later("504")),
    of(
        "redirect to another host",
        http({}, 302, {"location": "http://127.0.0.2/x"}),
        Raised(Refused, "redirect 302"),
    ),
    of("truncated JSON", http(SIZE[:-3]), bad("not json")),
    of("an empty body", http(b""), bad("empty")),
    of("a list instead of an object", http([5]), bad("wrong type")),
    of("an answer without the count", http({}), bad("wrong type")),
    of("a count that is a text", http({"firstDegreeSize": "5"}), bad("wrong type")),
    of("a count below zero", http({"firstDegreeSize": -1}), bad("wrong type")),
    of("a count of 10^18", http({"firstDegreeSize": 10**18}), bad("wrong type")),
]
