"""What a claim's answers come to, as it is written down before it is acted on.

Plain JSON, so that any later worker of any later version can carry it on: no token, and no
word of any citizen.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict

from django.utils.timezone import localdate

from pahunch.collection.sweeps.asking import Answer, Attempt
from pahunch.collection.sweeps.timetable import REREAD_DAYS
from pahunch.platforms.base import Ask, Outcome, Post, Seen
from pahunch.platforms.errors import Gone, Reconnect, TryLater

BACK_OFF = timedelta(minutes=5)
MOST_BACK_OFF = timedelta(hours=2)
MISSING_IS_DELETED = 3
"""Windows in a row in which an account is absent before we say that it was deleted."""
LOOK_AGAIN = {"suspended": 7, "private": 7, "deleted": 30}
"""Days until an account that is gone is asked again: some come back."""
LASTING = {"refused": 1, "not_offered": 7, "disconnected": 1}
"""Days until a duty is tried again whose failure lasts until somebody does something."""


class Settled(TypedDict):
    """What one duty learns."""

    outcome: str
    code: str
    good: bool
    done: bool
    """The window is over for it."""
    not_before: str | None
    status: NotRequired[str]
    platform_id: NotRequired[str]
    handle: NotRequired[str]
    note: NotRequired[str]


class Payload(TypedDict):
    """Everything that follows from a claim's answers."""

    observations: list[list[object]]
    posts: list[list[object]]
    metrics: list[list[object]]
    classes: NotRequired[list[list[object]]]
    """What the words of posts tell, and never the words."""
    places: list[list[object]]
    fetches: list[list[object]]
    duties: dict[str, Settled]
    readings: list[list[object]]
    closed: list[list[str]]
    unused: list[list[object]]
    good: list[int]
    """Connections that were asked with and answered."""
    broken: dict[str, str]
    """Connections (or "application") that must be connected again, and the code why."""
    tracked: list[list[object]]
    untracked: list[list[object]]


Tell = Callable[[str, str], list[object]]
"""What the words of an account's post tell: language, government work, in the constituency,
and the revision of the rule."""


def compose(
    answers: Sequence[Answer], tries: dict[int, int], now: datetime, tell: Tell | None = None
) -> Payload:
    """Work out what follows from the answers. `tries`: failures so far, by duty."""
    payload: Payload = {
        "observations": [],
        "posts": [],
        "metrics": [],
        "classes": [],
        "places": [],
        "fetches": [],
        "duties": {},
        "readings": [],
        "closed": [],
        "unused": [],
        "good": [],
        "broken": {},
        "tracked": [],
        "untracked": [],
    }
    for answer in answers:
        seen_at = (answer.seen_at or now).isoformat()
        holder = answer.part.holder
        for duty, target in answer.part.targets:
            outcome = answer.outcomes.get(duty) or Outcome(target, error=TryLater("not asked"))
            payload["duties"][str(duty)] = _settled(answer, outcome, tries.get(duty, 0), now)
            payload["observations"] += _figures([target.key], outcome.seen, seen_at)
            _note_limit(payload, holder, outcome)
            _note_access(payload, answer, outcome)
        payload["fetches"] += [
            [
                a.account,
                a.number,
                a.outcome,
                a.code,
                a.started_at.isoformat(),
                a.ended_at.isoformat(),
            ]
            for a in answer.attempts
        ]
        payload["readings"] += [
            [holder, r.limit, r.remaining, r.amount, _text(r.resets_at), _text(r.closed_until)]
            for r in answer.readings
        ]
        payload["unused"] += [
            [holder, name, amount] for name, amount in answer.unused.items() if amount > 0
        ]
        _lists(payload, answer, seen_at, now)
        if tell is not None and answer.part.way.ask == Ask.POSTS:
            key = answer.part.targets[0][1].key
            payload["classes"] += [
                [key, post.post_id, *tell(key, post.text), seen_at]
                for post in answer.posts
                if post.text
            ]
    payload["readings"] = payload["readings"][-2_000:]
    return payload


def _settled(answer: Answer, outcome: Outcome, tries: int, now: datetime) -> Settled:
    error = outcome.error
    if error is None:
        found: Settled = {
            "outcome": "counted",
            "code": "" if answer.complete else "list_cut",
            "good": True,
            "done": True,
            "not_before": None,
        }
        if outcome.platform_id:
            found["platform_id"] = outcome.platform_id
        if outcome.handle:
            found["handle"] = outcome.handle
        if outcome.note:
            found["note"] = outcome.note[:300]
        return found
    bad: Settled = {
        "outcome": error.outcome,
        "code": error.code[:80],
        "good": False,
        "done": False,
        "not_before": None,
    }
    if isinstance(error, Gone):
        bad["status"] = error.status
        bad["done"] = True
        days = LOOK_AGAIN.get(error.status, 0)
        bad["not_before"] = (now + timedelta(days=days)).isoformat() if days else None
    elif isinstance(error, TryLater):
        wait = min(BACK_OFF * 2**tries, MOST_BACK_OFF) * random.uniform(0.5, 1.0)  # noqa: S311
        bad["not_before"] = (error.not_before or now + wait).isoformat()
    else:
        days = LASTING.get(error.outcome, 1)
        bad["not_before"] = (now + timedelta(days=days)).isoformat()
        bad["done"] = error.outcome in LASTING
    return bad


def _figures(names: list[object] | list[str], seen: Iterable[Seen], at: str) -> list[list[object]]:
    """Give a row a figure: names, metric, low, high, withheld, when."""
    rows: list[list[object]] = []
    for each in seen:
        low = each.count.low if each.count else None
        high = each.count.high if each.count else None
        rows.append([*names, each.metric, low, high, each.count is None, at])
    return rows


def _note_limit(payload: Payload, holder: str, outcome: Outcome) -> None:
    error = outcome.error
    if isinstance(error, TryLater) and error.limit and error.not_before is not None:
        row = [holder, error.limit, error.not_before.isoformat()]
        if row not in payload["closed"][-3:]:
            payload["closed"].append(row)


def _note_access(payload: Payload, answer: Answer, outcome: Outcome) -> None:
    connection = answer.part.way.connection
    if isinstance(outcome.error, Reconnect):
        name = "application" if connection is None else str(connection)
        payload["broken"][name] = outcome.error.code[:80]
    elif outcome.error is None and connection is not None and connection not in payload["good"]:
        payload["good"].append(connection)


def _lists(payload: Payload, answer: Answer, seen_at: str, now: datetime) -> None:
    """Write down posts, their metrics and places, and which posts are read again when."""
    part = answer.part
    duty, target = part.targets[0]
    if part.way.ask == Ask.POSTS:
        payload["posts"] += [
            [target.key, post.post_id, post.made_at.isoformat(), post.kind, post.link, seen_at]
            for post in answer.posts
        ]
    for post in answer.posts:
        payload["metrics"] += _figures([target.key, post.post_id], post.seen, seen_at)
    if part.way.ask in {Ask.POSTS, Ask.ENGAGEMENT} and duty in answer.outcomes:
        answered = answer.outcomes[duty].error is None
        payload["tracked"] += [
            [target.key, post.post_id, post.made_at.isoformat(), _text(next_reading(post, now))]
            for post in answer.posts
            if answered
        ]
        there = {post.post_id for post in answer.posts}
        gone = [post for post in part.posts if post not in there] if answered else []
        payload["untracked"] += [[target.key, post] for post in gone]
    payload["places"] += [
        [target.key, place.breakdown, place.name, place.count.low, place.count.high, seen_at]
        for place in answer.places
    ]


def next_reading(post: Post, now: datetime) -> date | None:
    """Give the day on which a post's engagement is read next; None: never again."""
    today, made = localdate(now), localdate(post.made_at)
    days = (made + timedelta(days=day) for day in REREAD_DAYS)
    return next((day for day in days if day > today), None)


def _moments(attempt: Attempt) -> tuple[str, str]:
    return attempt.started_at.isoformat(), attempt.ended_at.isoformat()


def _text(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
