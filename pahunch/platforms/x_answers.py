"""Reading what X answers, under its older and its newer names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.asking import read_moment
from pahunch.platforms.base import Message, Outcome, Post, Seen, Target, own_words
from pahunch.platforms.errors import BadAnswer, Gone, PlatformError, Refused
from pahunch.platforms.reading import listing, mapping, number, text

Row = Mapping[str, object]
FIGURES = {
    "likes": ("like_count",),
    "comments": ("reply_count",),
    "shares": ("repost_count", "retweet_count"),
    "quotes": ("quote_count",),
    "saves": ("bookmark_count",),
    "views": ("impression_count",),
}
"""Our name of a post's figure, and X's names for it, the newer one first."""
POSTS_COUNT = ("post_count", "tweet_count")
REFERENCES = ("referenced_posts", "referenced_tweets")
KINDS = {"replied_to": "reply", "quoted": "post", "retweeted": "repost", "reposted": "repost"}
LINK = "https://x.com/i/status/{post}"


def account_outcomes(answer: Row, targets: Sequence[Target], *, by_number: bool) -> list[Outcome]:
    """Give what became of each account: an answer has found ones and errors side by side.

    One that has neither is no answer: it must not make a hundred accounts missing.
    """
    if "data" not in answer and "errors" not in answer:
        raise BadAnswer("neither accounts nor errors", code="wrong type")
    found = {_key(row, by_number=by_number): row for row in _rows(answer, "data")}
    errors = _errors(answer)
    outcomes = []
    for target in targets:
        key = target.platform_id if by_number else target.handle.lower()
        row = found.get(key)
        if row is None:
            gone: PlatformError = errors.get(key) or Gone("not in the answer", status="missing")
            outcomes.append(Outcome(target, error=gone))
        else:
            outcomes.append(_outcome(target, row))
    return outcomes


def _outcome(target: Target, row: Row) -> Outcome:
    try:
        metrics = mapping(row.get("public_metrics"), "public_metrics")
        seen = [Seen(FOLLOWERS, Count.exactly(number(metrics.get("followers_count"), "followers")))]
        posted = first(metrics, POSTS_COUNT)
        if posted is not None:
            seen.append(Seen("posts", Count.exactly(number(posted, "posts"))))
        return Outcome(
            target,
            tuple(seen),
            platform_id=text(row.get("id"), "id"),
            handle=text(row.get("username"), "username"),
            note="protected" if row.get("protected") is True else "",
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)


def _errors(answer: Row) -> dict[str, PlatformError]:
    """Give the error of each account that an answer names as missing, by number and by name."""
    found: dict[str, PlatformError] = {}
    for row in _rows(answer, "errors"):
        word = str(row.get("type", "")).rstrip("/").rsplit("/", 1)[-1][:80]
        words = f"{row.get('detail', '')} {row.get('title', '')}".lower()
        error: PlatformError
        if "suspended" in words:
            error = Gone("suspended", status="suspended", code=word)
        elif word == "resource-not-found":
            error = Gone("not found", status="missing", code=word)
        elif word == "not-authorized-for-resource":
            error = Gone("hidden", status="private", code=word)
        else:
            error = Refused("refused for this account", code=word)
        for name in ("resource_id", "value"):
            if isinstance(row.get(name), str):
                found[str(row[name]).lower()] = error
    return found


def posts(answer: Row, target: Target) -> list[Post]:
    """Give the posts of an answer with their figures. Raises BadAnswer."""
    return [_post(row, target) for row in _rows(answer, "data")]


def _post(row: Row, target: Target) -> Post:
    metrics = mapping(row.get("public_metrics"), "public_metrics")
    seen = []
    for name, theirs in FIGURES.items():
        value = first(metrics, theirs)
        if value is not None:
            seen.append(Seen(name, Count.exactly(number(value, name))))
    post_id = text(row.get("id"), "id")
    kind = KINDS.get(reference(row)[0], "post")
    return Post(
        target.key,
        post_id,
        moment(row),
        kind=kind,
        link=LINK.format(post=post_id),
        seen=tuple(seen),
        text=own_words(row.get("text"), kind),
    )


def mentions(answer: Row, target: Target) -> list[Message]:
    """Give the posts that name an account, with who wrote them. Raises BadAnswer."""
    includes = mapping(answer.get("includes") or {}, "includes")
    names = {
        text(row.get("id"), "id"): text(row.get("username"), "username")
        for row in _rows(includes, "users")
    }
    found = []
    for row in _rows(answer, "data"):
        kind, post = reference(row)
        author = text(row.get("author_id"), "author_id")
        message = text(row.get("id"), "id")
        found.append(
            Message(
                target.key,
                message,
                "reply" if kind == "replied_to" else "mention",
                text(row.get("text"), "text"),
                author,
                names.get(author, ""),
                moment(row),
                post_id=post,
                link=LINK.format(post=message),
            )
        )
    return found


def direct_messages(answer: Row, target: Target) -> tuple[list[Message], int]:
    """Give the messages that others sent to an account, and how many events X told of.

    What the account itself wrote is told too, and paid for, but not kept. Raises BadAnswer.
    """
    rows = _rows(answer, "data")
    found = []
    for row in rows:
        if row.get("event_type") != "MessageCreate" or row.get("sender_id") == target.platform_id:
            continue
        found.append(
            Message(
                target.key,
                text(row.get("id"), "id"),
                "message",
                text(row.get("text") or "", "text"),
                text(row.get("sender_id"), "sender_id"),
                "",
                moment(row),
            )
        )
    return found, len(rows)


def next_token(answer: Row) -> str:
    """Give the word by which the next page is asked for; empty where this was the last."""
    meta = mapping(answer.get("meta") or {}, "meta")
    token = meta.get("next_token")
    return token if isinstance(token, str) else ""


def reference(row: Row) -> tuple[str, str]:
    """Give how a post refers to another and to which; empty where it stands by itself."""
    several = first(row, REFERENCES)
    if not several:
        return "", ""
    one = mapping(listing(several, "references")[0], "a reference")
    return str(one.get("type", "")), str(one.get("id", ""))


def first(row: Row, names: Sequence[str]) -> object:
    """Give the value under the first of several names that a row has."""
    return next((row[name] for name in names if row.get(name) is not None), None)


def moment(row: Row) -> datetime:
    """Give when a post was made. Raises BadAnswer."""
    found = read_moment(text(row.get("created_at"), "created_at"))
    if found is None:
        raise BadAnswer("created_at is no moment", code="wrong type")
    return found


def _rows(answer: Row, name: str) -> list[Row]:
    value = answer.get(name)
    return [] if value is None else [mapping(row, name) for row in listing(value, name)]


def _key(row: Row, *, by_number: bool) -> str:
    if by_number:
        return text(row.get("id"), "id")
    return text(row.get("username"), "username").lower()
