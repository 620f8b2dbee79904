"""Reading what Bluesky's AppView answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.asking import read_moment
from pahunch.platforms.base import Message, Outcome, Post, Seen, Target, own_words
from pahunch.platforms.errors import BadAnswer, Gone
from pahunch.platforms.reading import listing, mapping, number, text

Row = Mapping[str, object]
FIGURES = {
    "likes": "likeCount",
    "comments": "replyCount",
    "shares": "repostCount",
    "quotes": "quoteCount",
}
"""Our name of a post's figure, and Bluesky's. It counts no views."""
KINDS = {"mention": "mention", "reply": "reply", "quote": "mention"}
LINK = "https://bsky.app/profile/{did}/post/{key}"


def profiles(answer: Row, targets: Sequence[Target]) -> list[Outcome]:
    """Give what became of each account of a batch."""
    found: dict[str, Row] = {}
    for each in listing(answer.get("profiles"), "profiles"):
        profile = mapping(each, "a profile")
        found[text(profile.get("did"), "did")] = profile
        found[text(profile.get("handle"), "handle").lower()] = profile
    return [
        _outcome(target, found.get(target.platform_id or target.handle.lower()))
        for target in targets
    ]


def _outcome(target: Target, profile: Row | None) -> Outcome:
    if profile is None:
        return Outcome(target, error=Gone("not among the answers", status="missing"))
    try:
        seen = (
            Seen(FOLLOWERS, Count.exactly(number(profile.get("followersCount"), "followers"))),
            Seen("posts", Count.exactly(number(profile.get("postsCount"), "posts"))),
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)
    return Outcome(target, seen, platform_id=str(profile["did"]), handle=str(profile["handle"]))


def feed(answer: Row, target: Target) -> list[Post]:
    """Give an account's own posts of a feed: what it only repeats is somebody else's."""
    found = []
    for each in listing(answer.get("feed"), "feed"):
        item = mapping(each, "an item")
        if item.get("reason") is None:
            found.append(_post(mapping(item.get("post"), "a post"), target))
    return found


def posts(answer: Row, target: Target) -> list[Post]:
    """Give the posts of an answer. Raises BadAnswer."""
    return [
        _post(mapping(each, "a post"), target) for each in listing(answer.get("posts"), "posts")
    ]


def _post(row: Row, target: Target) -> Post:
    record = mapping(row.get("record"), "a record")
    seen = tuple(
        Seen(name, Count.exactly(number(row[theirs], name)))
        for name, theirs in FIGURES.items()
        if row.get(theirs) is not None
    )
    uri = text(row.get("uri"), "uri")
    return Post(
        target.key,
        uri,
        _moment(row.get("indexedAt")),
        kind="reply" if record.get("reply") is not None else "post",
        link=_link(uri),
        seen=seen,
        text=own_words(record.get("text")),
    )


def messages(answer: Row, target: Target) -> list[Message]:
    """Give what was written to an account, with who wrote it. Raises BadAnswer."""
    found = []
    for each in listing(answer.get("notifications"), "notifications"):
        row = mapping(each, "a notification")
        record = mapping(row.get("record"), "a record")
        author = mapping(row.get("author"), "an author")
        uri = text(row.get("uri"), "uri")
        found.append(
            Message(
                target.key,
                uri,
                KINDS.get(str(row.get("reason")), "mention"),
                str(record.get("text", "")),
                text(author.get("did"), "did"),
                text(author.get("handle"), "handle"),
                _moment(row.get("indexedAt")),
                post_id=str(row.get("reasonSubject") or ""),
                link=_link(uri),
            )
        )
    return found


def cursor_of(answer: Row) -> str:
    """Give the word by which the next page is asked for; empty where this was the last."""
    cursor = answer.get("cursor")
    return cursor if isinstance(cursor, str) else ""


def _link(uri: str) -> str:
    """Give the address of a post: at://did/collection/key, as people open it."""
    parts = uri.removeprefix("at://").split("/")
    return LINK.format(did=parts[0], key=parts[-1]) if len(parts) == 3 else ""


def _moment(value: object) -> datetime:
    found = read_moment(text(value, "indexedAt"))
    if found is None:
        raise BadAnswer("indexedAt is no moment", code="wrong type")
    return found
