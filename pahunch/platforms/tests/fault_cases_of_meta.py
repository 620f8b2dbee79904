"""The faults that Meta tells by code and subcode, and a set of insights without any."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pahunch.platforms.errors import Gone, NotOffered, Reconnect, Refused
from pahunch.platforms.tests.fault_cases import GONE, Becomes, Case, Raised, bad, later
from tests.fakes.line import http

HOUR = 3_600.0
USED = "x-business-use-case-usage"


def page(identity: str, followers: object) -> dict[str, object]:
    return {"id": identity, "username": f"p{identity}", "followers_count": followers}


def error(
    code: object,
    subcode: object = None,
    status: int = 400,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    told = {"code": code, "message": "in words", "fbtrace_id": "x"}
    if subcode is not None:
        told["error_subcode"] = subcode
    return http({"error": told}, status, headers)


def of_facebook(name: str, answer: bytes, becomes: Raised | tuple[Becomes, ...]) -> Case:
    return Case(name, (answer,), becomes, "facebook")


def of_threads(name: str, answer: bytes, becomes: Raised | tuple[Becomes, ...]) -> Case:
    return Case(name, (answer,), becomes, "threads")


def insights(*values: object) -> bytes:
    rows = [{"name": "followers_count", "total_value": {"value": value}} for value in values]
    return http({"data": rows})


def regain(minutes: object) -> dict[str, str]:
    entry = {"call_count": 100, "estimated_time_to_regain_access": minutes}
    return {USED: json.dumps({"1": [entry]})}


LOST = {
    None: "for whatever reason",
    458: "the application was taken out",
    459: "a checkpoint",
    460: "the password was changed",
    463: "it ended",
    464: "an unconfirmed user",
    467: "it is invalid",
    492: "a session that is no good",
    9_999: "a subcode that nobody knows",
}
TOKENS = [
    of_facebook(
        f"190 {subcode}: {why}",
        error(190, subcode),
        Raised(Reconnect, f"190/{subcode}" if subcode else "190"),
    )
    for subcode, why in LOST.items()
]
BOTH = http({"1": page("1", 5), "2": page("2", 7)})
PROOFLESS = http(
    {"error": {"code": 100, "message": "Invalid appsecret_proof provided in the API argument"}},
    400,
)
FACEBOOK = [
    of_facebook(
        "100 of a proof that does not fit the secret",
        PROOFLESS,
        Raised(Refused, "appsecret_proof"),
    ),
    *TOKENS,
    of_facebook("both", BOTH, (5, 7)),
    of_facebook("190 with status 200", error(190, 463, 200), Raised(Reconnect, "190/463")),
    of_facebook("102: no session", error(102), Raised(Reconnect, "102")),
    of_facebook("4 without a header", error(4), later("4", HOUR, "calls")),
    of_facebook("17", error(17), later("17", HOUR, "calls")),
    of_facebook("32", error(32), later("32", HOUR, "calls")),
    of_facebook("613", error(613), later("613", HOUR, "calls")),
    of_facebook(
        "80001 with minutes to regain access",
        error(80_001, headers=regain(7)),
        later("80001", 420, "calls"),
    ),
    of_facebook(
        "80001 with a text for the minutes",
        error(80_001, headers=regain("7")),
        later("80001", HOUR, "calls"),
    ),
    of_facebook(
        "80001 with more minutes than a day has",
        error(80_001, headers=regain(10**30)),
        later("80001", 24 * HOUR, "calls"),
    ),
    of_facebook("a use that is no JSON", http({"1": page("1", 5)}, headers={USED: "{"}), (5, GONE)),
    of_facebook(
        "a use without end",
        http({"1": page("1", 5)}, headers={"x-app-usage": '{"call_count": 1e999}'}),
        (5, GONE),
    ),
    of_facebook(
        "a use that is not a number",
        http({"1": page("1", 5)}, headers={"x-app-usage": '{"call_count": NaN}'}),
        (5, GONE),
    ),
    of_facebook(
        "a use of 200 digits",
        http({"1": page("1", 5)}, headers={"x-page-usage": json.dumps({"total_time": 10**200})}),
        (5, GONE),
    ),
    of_facebook("1: unknown", error(1, status=500), later("1")),
    of_facebook("2: not well", error(2, status=500), later("2")),
    of_facebook("10: a review is missing", error(10, status=403), Raised(Refused, "10")),
    of_facebook("200: a permission is missing", error(200, status=403), Raised(Refused, "200")),
    of_facebook("100: no such field", error(100), Raised(NotOffered, "100")),
    of_facebook("100 33: not there", error(100, 33), Raised(Gone, "100/33", status="missing")),
    of_facebook("a code that is a text", error("190"), Raised(Refused, "0")),
    of_facebook("a code that nobody knows", error(54_321), Raised(Refused, "54321")),
    of_facebook("an error that is a text", http({"error": "x"}, 500), later("500")),
    of_facebook("none of several ids in the answer", http({}), bad("nobody")),
    of_facebook("missing ids in a batch", http({"2": page("2", 7)}), (GONE, 7)),
    of_facebook("a count that is a text", http({"1": page("1", "5")}), (bad("wrong type"), GONE)),
    of_facebook(
        "a count that is left out", http({"1": page("1", None), "2": page("2", 7)}), (None, 7)
    ),
    of_facebook("a Page never asked for", http({"9": page("9", 1), "1": page("1", 5)}), (5, GONE)),
]
THREADS = [
    of_threads("a figure", insights(5), (5,)),
    of_threads("an empty insight set", insights(), (None,)),
    of_threads("an insight without a value", insights(None), (None,)),
    of_threads("an insight that is a text", insights("5"), bad("wrong type")),
    of_threads("insights of something else", http({"data": [{"name": "views"}]}), (None,)),
    of_threads("no list of insights", http({}), bad("wrong type")),
    of_threads("190 in the middle", error(190, 463, 401), Raised(Reconnect, "190/463")),
]
