"""What Facebook, Instagram and Threads share: one way to ask, one table of errors, one meter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from pahunch.facts import Count
from pahunch.platforms.asking import read_moment, retry_after
from pahunch.platforms.base import (
    Access,
    Asker,
    Connector,
    Fact,
    Holder,
    Limit,
    Place,
    Reading,
    Seen,
)
from pahunch.platforms.errors import (
    BadAnswer,
    Gone,
    NotOffered,
    PlatformError,
    Reconnect,
    Refused,
    TryLater,
)
from pahunch.platforms.meta_sign_in import proved
from pahunch.platforms.reading import listing, mapping, number, text

Row = Mapping[str, object]
VERSION = "v26.0"
READ = date(2026, 11, 22)
LIMITS_PAGE = "https://developers.facebook.com/docs/graph-api/overview/rate-limiting"
USAGE = Fact(
    "200 calls an hour for each user of the application; with an account's own token 4,800 "
    "in 24 hours for each person who used or saw it. Headers tell the part that is used",
    LIMITS_PAGE,
    READ,
)
TOKEN_SUBCODES = frozenset({458, 459, 460, 463, 464, 467})
"""Of code 190: consent withdrawn, checkpoint, password changed, expired, unconfirmed, invalid."""
BUSY = frozenset({1, 2})
THROTTLED = frozenset({4, 17, 32, 613, 80001, 80002, 80006})
NO_TOKEN = frozenset({102, 190})
NO_METRIC = frozenset({3001})
NOT_VISIBLE = frozenset({110, 2207013})
PAUSE_AT = 80
"""Per cent of a limit at which we wait, before the platform makes us."""
MOST_USED = 10_000
"""Per cent. A header that says more is a mistake, or no number at all."""
HOUR = timedelta(hours=1)
CALLS = "calls"
ONE = {CALLS: 1}
PROOF = "appsecret_proof"
"""Code 100 with this word is no missing figure, but a secret that doesn't fit the token."""


@dataclass(frozen=True)
class Graph(Connector):
    """A platform behind Meta's Graph API."""

    version: ClassVar[str] = VERSION
    """Part of every address; Threads numbers its own."""
    signed: ClassVar = True
    limits: ClassVar = (Limit(CALLS, None, Holder.TOKEN, USAGE, seconds=3_600),)

    def fault(
        self, status: int, headers: Mapping[str, str], body: object, now: datetime
    ) -> PlatformError | None:
        """Read `error.code` and its subcode, which say more than the status does."""
        error = body.get("error") if isinstance(body, dict) else None
        if not isinstance(error, dict):
            return None
        code, subcode = whole(error.get("code")), whole(error.get("error_subcode"))
        words = f"{code}/{subcode}" if subcode else str(code)
        if code in THROTTLED:
            until = regained(headers, now) or retry_after(headers, now) or now + HOUR
            return TryLater("the limit is used up", not_before=until, limit=CALLS, code=words)
        if code in BUSY or error.get("is_transient") is True:
            return TryLater("Meta is not well", not_before=retry_after(headers, now), code=words)
        if PROOF in str(error.get("message", "")):
            return Refused("the application's secret is missing or wrong", code=PROOF)
        return lasting_fault(code, subcode, words) if status < 500 else None

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        """Stop at four fifths of whichever part of a limit is used most."""
        used = max(usages(headers), default=0)
        if used < PAUSE_AT:
            return ()
        until = regained(headers, now) or now + HOUR * (used - PAUSE_AT + 5) / 100
        return (Reading(CALLS, closed_until=until),)

    async def read(
        self,
        asker: Asker,
        access: Access,
        path: str,
        *params: tuple[str, str],
        calls: int = 1,
    ) -> Row:
        """Ask for one object or list. The token travels in a header, never in the address."""
        answer = await asker.get(
            f"{self.base}/{self.version}/{path}",
            cost={CALLS: calls},
            params=[*params, *proved(access.secret if self.signed else "", access.token)],
            headers={"authorization": f"Bearer {access.token}"},
        )
        return mapping(answer, "the answer")


def lasting_fault(code: int, subcode: int, words: str) -> PlatformError:
    """Give the error that a code stands for, of those that waiting doesn't mend."""
    if code in NO_TOKEN:
        return Reconnect("the token is no good any more", code=words)
    if (code, subcode) == (100, 33) or {code, subcode} & NOT_VISIBLE:
        return Gone("not there, or not visible to us", status="missing", code=words)
    if code in NO_METRIC or code == 100:
        return NotOffered("there is no such field or figure", code=words)
    if code == 10 or 200 <= code <= 299:
        return Refused("a permission or a review is missing", code=words)
    return Refused("Meta refuses this request", code=words)


def whole(value: object) -> int:
    """Give a whole number as it is, and 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def usages(headers: Mapping[str, str]) -> Iterator[int]:
    """Give every percentage of use that the headers tell of."""
    for name in ("x-app-usage", "x-page-usage"):
        yield from _parts(_decoded(headers.get(name, "")))
    for entry in _business(headers):
        yield from _parts(entry)


def regained(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Give when access is regained, where the headers say so (in minutes)."""
    minutes = [whole(entry.get("estimated_time_to_regain_access")) for entry in _business(headers)]
    longest = max(minutes, default=0)
    return now + timedelta(minutes=min(longest, 24 * 60)) if longest > 0 else None


def _business(headers: Mapping[str, str]) -> Iterator[Row]:
    for entries in _decoded(headers.get("x-business-use-case-usage", "")).values():
        if isinstance(entries, list):
            yield from (entry for entry in entries if isinstance(entry, dict))


def _parts(entry: Row) -> Iterator[int]:
    for name in ("call_count", "total_cputime", "total_time"):
        value = entry.get(name)
        if isinstance(value, int | float) and 0 <= value <= MOST_USED:
            yield int(value)


def _decoded(value: str) -> Row:
    try:
        found = json.loads(value) if value else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def data(answer: Row) -> list[Row]:
    """Give the rows of a list. Raises BadAnswer."""
    return [mapping(row, "a row") for row in listing(answer.get("data"), "data")]


def after(answer: Row) -> str:
    """Give the word for the next page. The address of the next page holds the token: unused."""
    paging = answer.get("paging")
    if not isinstance(paging, dict) or "next" not in paging:
        return ""
    cursors = paging.get("cursors")
    word = cursors.get("after") if isinstance(cursors, dict) else None
    return word if isinstance(word, str) else ""


def total(value: object, what: str) -> int:
    """Give `summary.total_count` of a list that was asked for its length only."""
    summary = mapping(mapping(value, what).get("summary"), f"{what}.summary")
    return number(summary.get("total_count"), what)


def insight(answer: object, metric: str) -> Count | None:
    """Give one figure of a list of insights; None where the list has none: not zero."""
    if not isinstance(answer, dict):
        return None
    for row in data(answer):
        if row.get("name") != metric:
            continue
        if isinstance(row.get("total_value"), dict):
            value = mapping(row["total_value"], metric).get("value")
        else:
            values = listing(row.get("values"), metric)
            value = mapping(values[-1], metric).get("value") if values else None
        return None if value is None else Count.exactly(number(value, metric))
    return None


def breakdown(answer: Row, kind: str) -> list[Place]:
    """Give the places of a breakdown; an empty list means that nothing is told, not zero."""
    found = []
    for row in data(answer):
        value = mapping(row.get("total_value") or {}, "total_value")
        for part in listing(value.get("breakdowns", []), "breakdowns"):
            results = mapping(part, "a breakdown").get("results", [])
            for each in listing(results, "results"):
                result = mapping(each, "a result")
                (name, *_) = [*listing(result.get("dimension_values"), "values"), ""]
                count = Count.exactly(number(result.get("value"), "value"))
                found.append(Place(text(name, "a place"), count, breakdown=kind))
    return found


def made_at(value: object) -> datetime:
    """Read a moment as Meta writes it: 2026-11-23T06:30:00+0000. Raises BadAnswer."""
    found = read_moment(text(value, "a moment"))
    if found is None:
        raise BadAnswer("a moment is none", code="wrong type")
    return found


def figure(name: str, value: object) -> Seen:
    """Give one exact figure. Raises BadAnswer."""
    return Seen(name, Count.exactly(number(value, name)))
