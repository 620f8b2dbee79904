"""The faults that only one platform has a way of telling."""

from __future__ import annotations

from pahunch.platforms.errors import Gone, Reconnect, Refused
from pahunch.platforms.tests.fault_cases import (
    EPOCH,
    GONE,
    Becomes,
    Case,
    Raised,
    account,
    at,
    bad,
    full,
    later,
)
from tests.fakes.line import http


def profile(name: str, followers: object) -> dict[str, object]:
    row = {"did": f"did:plc:{name}", "handle": f"{name}.example", "followersCount": followers}
    return row | {"postsCount": 1}


def user(identity: str, followers: object, **more: object) -> dict[str, object]:
    metrics = {"followers_count": followers, "tweet_count": 1}
    return {"id": identity, "username": f"p{identity}", "public_metrics": metrics, **more}


def problem(word: str, identity: str, detail: str = "") -> dict[str, object]:
    kind = f"https://api.twitter.com/2/problems/{word}"
    return {"type": kind, "resource_id": identity, "title": word, "detail": detail}


def no(code: int, words: str, **more: object) -> bytes:
    return http({"ok": False, "error_code": code, "description": words, **more}, code)


SPOILT = {"www-authenticate": 'Bearer realm="Doorkeeper", error="invalid_token"'}
ASHA, RAVI = profile("asha", 5), profile("ravi", 7)
BLUESKY = [
    Case("both", (http({"profiles": [ASHA, RAVI]}),), (5, 7), "bluesky"),
    Case(
        "a count that is a text",
        (http({"profiles": [profile("asha", "5"), RAVI]}),),
        (bad("wrong type"), 7),
        "bluesky",
    ),
    Case(
        "twice, and one never asked for",
        (http({"profiles": [profile("x", 1), ASHA, ASHA, RAVI]}),),
        (5, 7),
        "bluesky",
    ),
    Case("no list", (http({"profiles": {}}),), bad("wrong type"), "bluesky"),
    Case("an empty list of several", (http({"profiles": []}),), bad("nobody"), "bluesky"),
    Case(
        "a token that ended",
        (http({"error": "ExpiredToken", "message": "x"}, 400),),
        Raised(Reconnect, "ExpiredToken"),
        "bluesky",
    ),
    Case(
        "429 with a reset, of a server an hour late",
        (http({}, 429, {"ratelimit-reset": str(EPOCH - 3_480), "date": at(-1)}),),
        full(120),
        "bluesky",
    ),
]

MASTODON = [
    Case(
        "a batch that an old server doesn't know, then one by one",
        (http({}, 404), http(account("1", 5)), http({}, 410)),
        (5, Raised(Gone, "410", status="deleted")),
        "mastodon",
    ),
    Case(
        "one by one, and the second one busy",
        (http({}, 404), http(account("1", 5)), http({}, 503)),
        (5, later("503")),
        "mastodon",
    ),
    Case(
        "a token revoked",
        (http({"error": "x"}, 401, SPOILT),),
        Raised(Reconnect, "invalid_token"),
        "mastodon",
    ),
    Case(
        "429 with a reset as ISO",
        (http({}, 429, {"x-ratelimit-reset": "2026-11-23T06:35:00.000001Z"}),),
        full(300.000001),
        "mastodon",
    ),
    Case(
        "429 with a reset as epoch, of a server an hour late",
        (http({}, 429, {"x-ratelimit-reset": str(EPOCH - 3_480), "date": at(-1)}),),
        full(120),
        "mastodon",
    ),
]

TELEGRAM = [
    Case(
        "429 with the wait in the body",
        (no(429, "Too Many Requests", parameters={"retry_after": 35}),),
        full(35),
        "telegram",
    ),
    Case("429 without a wait", (no(429, "Too Many Requests"),), full(), "telegram"),
    Case(
        "429 with a wait in words",
        (no(429, "Too Many Requests", parameters={"retry_after": "35"}),),
        full(),
        "telegram",
    ),
    Case(
        "200 with ok false",
        (http({"ok": False, "error_code": 401}),),
        Raised(Reconnect, "401"),
        "telegram",
    ),
    Case(
        "no such chat",
        (no(400, "Bad Request: chat not found"),),
        Raised(Gone, "no chat", status="missing"),
        "telegram",
    ),
    Case("put out", (no(403, "Forbidden: bot was kicked"),), Raised(Refused, "403"), "telegram"),
    Case(
        "the key revoked between two requests",
        (http({"ok": True, "result": {"id": -1001, "type": "channel"}}), no(401, "Unauthorized")),
        Raised(Reconnect, "401"),
        "telegram",
    ),
    Case(
        "members that are a text",
        (
            http({"ok": True, "result": {"id": -1001, "type": "channel"}}),
            http({"ok": True, "result": "58123"}),
        ),
        bad("wrong type"),
        "telegram",
    ),
]

X = [
    Case("both", (http({"data": [user("1", 5), user("2", 7)]}),), (5, 7), "x"),
    Case(
        "200 with errors[]: one not found",
        (http({"data": [user("2", 7)], "errors": [problem("resource-not-found", "1")]}),),
        (Raised(Gone, "resource-not-found", status="missing"), 7),
        "x",
    ),
    Case(
        "200 with errors[] alone: one suspended, one hidden",
        (
            http(
                {
                    "errors": [
                        problem("resource-not-found", "1", "User has been suspended: [1]."),
                        problem("not-authorized-for-resource", "2"),
                    ]
                }
            ),
        ),
        (
            Raised(Gone, "resource-not-found", status="suspended"),
            Raised(Gone, "not-authorized-for-resource", status="private"),
        ),
        "x",
    ),
    Case("200 with neither data nor errors", (http({}),), bad("wrong type"), "x"),
    Case("an empty list of several", (http({"data": []}),), bad("nobody"), "x"),
    Case("strangers only", (http({"data": [user("9", 1)]}),), bad("nobody"), "x"),
    Case(
        "200 with errors[] alone: both not found",
        (http({"errors": [problem("resource-not-found", each) for each in "12"]}),),
        (Raised(Gone, "resource-not-found", status="missing"),) * 2,
        "x",
    ),
    Case(
        "an error of an unknown kind",
        (http({"data": [user("1", 5)], "errors": [problem("new", "2")]}),),
        (5, Raised(Refused, "new")),
        "x",
    ),
    Case("errors that are no list", (http({"errors": "many"}),), bad("wrong type"), "x"),
    Case(
        "a count that is a text",
        (http({"data": [user("1", "5"), user("2", 7)]}),),
        (bad("wrong type"), 7),
        "x",
    ),
    Case(
        "no metrics",
        (http({"data": [{"id": "1", "username": "p1"}, user("2", 7)]}),),
        (bad("wrong type"), 7),
        "x",
    ),
    Case(
        "twice, and one never asked for",
        (http({"data": [user("9", 1), user("1", 5), user("1", 5), user("2", 7)]}),),
        (5, 7),
        "x",
    ),
    Case(
        "headers of 5,000 digits",
        (
            http(
                {"data": [user("1", 5), user("2", 7)]},
                headers={"x-rate-limit-remaining": "9" * 5_000, "x-rate-limit-limit": "9" * 5_000},
            ),
        ),
        (5, 7),
        "x",
    ),
    Case(
        "a token revoked",
        (http({"title": "Unauthorized", "type": "about:blank"}, 401),),
        Raised(Reconnect, "about:blank"),
        "x",
    ),
]


def channel(identity: str, count: object, **more: object) -> dict[str, object]:
    statistics = {"subscriberCount": count, "videoCount": "1", **more}
    return {"id": identity, "snippet": {"title": "T"}, "statistics": statistics}


def channels(*rows: object) -> bytes:
    return http({"kind": "youtube#channelListResponse", "items": list(rows)})


def reason(status: int, word: str) -> bytes:
    return http({"error": {"code": status, "errors": [{"reason": word}]}}, status)


def of_youtube(name: str, answer: bytes, becomes: Raised | tuple[Becomes, ...]) -> Case:
    return Case(name, (answer,), becomes, "youtube")


UNTIL_MIDNIGHT = 5_400.0
"""Seconds from half past six UTC until midnight in California, which is eight hours behind."""
HIDDEN = channel("UC1", "0", hiddenSubscriberCount=True)
YOUTUBE = [
    of_youtube("both", channels(channel("UC1", "5"), channel("UC2", "7")), (5, 7)),
    of_youtube("a hidden count is not zero", channels(HIDDEN, channel("UC2", "7")), (None, 7)),
    of_youtube(
        "a count that is a number, though it is promised as a text",
        channels(channel("UC1", 5), channel("UC2", "7")),
        (bad("wrong type"), 7),
    ),
    of_youtube(
        "a count of 5,000 digits",
        channels(channel("UC1", "9" * 5_000), channel("UC2", "7")),
        (bad("wrong type"), 7),
    ),
    of_youtube("a count below zero", channels(channel("UC1", "-5")), (bad("wrong type"), GONE)),
    of_youtube("missing ids in a batch", channels(channel("UC2", "7")), (GONE, 7)),
    of_youtube("a list without items", http({"pageInfo": {"totalResults": 0}}), bad("nobody")),
    of_youtube("an empty list of several channels", channels(), bad("nobody")),
    of_youtube("an answer without anything", http({}), bad("wrong type")),
    of_youtube(
        "twice, and one never asked for",
        channels(channel("UC9", "1"), *[channel("UC1", "5")] * 2, channel("UC2", "7")),
        (5, 7),
    ),
    of_youtube(
        "the units of the day used up",
        reason(403, "quotaExceeded"),
        later("quotaExceeded", UNTIL_MIDNIGHT, "units"),
    ),
    of_youtube("a fault of its own", reason(500, "backendError"), later("backendError")),
]
