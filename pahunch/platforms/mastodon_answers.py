"""What Mastodon's answers mean: accounts, statuses and mentions out of decoded JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pahunch.facts import FOLLOWERS, Count
from pahunch.platforms.base import Message, Outcome, Post, Seen, Target, own_words
from pahunch.platforms.errors import BadAnswer, Gone, NotOffered
from pahunch.platforms.plain_text import plain_text
from pahunch.platforms.reading import listing, mapping, number, text

HOME = "https://{host}"
"""Where a server is asked. Tests put one of their own here, with or without `{host}`."""
REST = "requests"
ONE = {REST: 1}
PUBLIC = frozenset({"public", "unlisted"})
KINDS = {"image": "photo", "gifv": "video", "video": "video"}
ENGAGEMENT = (
    ("likes", "favourites_count"),
    ("shares", "reblogs_count"),
    ("comments", "replies_count"),
    ("quotes", "quotes_count"),
)
"""Ours, and Mastodon's name. `quotes_count` is newer than 4.4; an older server leaves it out."""


def local_name(acct: str, host: str) -> str:
    """Give `user@host` of what a server calls an account: its own have no host."""
    return acct if "@" in acct else f"{acct}@{host}"


def global_id(local: str, host: str) -> str:
    """Give an id that is one account's only: servers count theirs each from one."""
    return f"{local}@{host}"


def account_outcome(target: Target, account: Mapping[str, object], host: str) -> Outcome:
    """Read one account. A suspended one has no figures; a moved one still has its own."""
    try:
        identity = global_id(text(account.get("id"), "id"), host)
        handle = local_name(text(account.get("acct"), "acct"), host)
        if account.get("suspended") is True:
            gone = Gone("the server suspended the account", status="suspended", code="suspended")
            return Outcome(target, error=gone, platform_id=identity, handle=handle)
        seen = (
            Seen(FOLLOWERS, shown(account.get("followers_count"), "followers")),
            Seen("posts", shown(account.get("statuses_count"), "posts")),
        )
    except BadAnswer as bad:
        return Outcome(target, error=bad)
    return Outcome(target, seen, platform_id=identity, handle=handle, note=_note(account, host))


def shown(value: object, what: str) -> Count | None:
    """Read a count; -1 is how glitch-soc says that the account hides it (seen 2026-11-22)."""
    if value == -1 and not isinstance(value, bool):
        return None
    return Count.exactly(number(value, what))


def _note(account: Mapping[str, object], host: str) -> str:
    moved = account.get("moved")
    if isinstance(moved, dict) and isinstance(moved.get("acct"), str):
        return f"moved:{local_name(str(moved['acct']), host)}"
    return "limited" if account.get("limited") is True else ""


def statuses(answer: object, account: str, own: str) -> list[Post]:
    """Read a page of statuses that everybody may see. `own`: the account's id on its server."""
    posts = []
    for each in listing(answer, "the answer"):
        status = mapping(each, "a status")
        if status.get("visibility") in PUBLIC and status.get("reblog") is None:
            posts.append(_post(status, account, own))
    return posts


def _post(status: Mapping[str, object], account: str, own: str) -> Post:
    seen = tuple(
        Seen(ours, shown(status.get(theirs), theirs))
        for ours, theirs in ENGAGEMENT
        if theirs != "quotes_count" or status.get(theirs) is not None
    )
    return Post(
        account=account,
        post_id=text(status.get("id"), "id"),
        made_at=moment(status.get("created_at")),
        kind=_kind(status, own),
        link=link(status.get("url")),
        seen=seen,
        text=plain_text(own_words(status.get("content"))),
    )


def _kind(status: Mapping[str, object], own: str) -> str:
    """Name the kind. An account that goes on below its own status answers nobody."""
    if status.get("in_reply_to_id") is not None and status.get("in_reply_to_account_id") != own:
        return "reply"
    media = status.get("media_attachments")
    first = media[0] if isinstance(media, list) and media else None
    kind = first.get("type") if isinstance(first, dict) else None
    return KINDS.get(kind, "post") if isinstance(kind, str) else "post"


def mentions(answer: object, account: str, own: str, host: str) -> list[Message]:
    """Read a page of notifications of the type mention; one whose status is gone is left out."""
    found = []
    for each in listing(answer, "the answer"):
        note = mapping(each, "a notification")
        if note.get("type") == "mention" and isinstance(note.get("status"), dict):
            found.append(_message(note, account, own, host))
    return found


def _message(note: Mapping[str, object], account: str, own: str, host: str) -> Message:
    status = mapping(note.get("status"), "the status")
    author = mapping(note.get("account"), "the account")
    name = local_name(text(author.get("acct"), "acct"), host)
    answers = status.get("in_reply_to_id") if status.get("in_reply_to_account_id") == own else None
    kind = "reply" if answers is not None else "mention"
    return Message(
        account=account,
        message_id=text(status.get("id"), "id"),
        kind="message" if status.get("visibility") == "direct" else kind,
        text=plain_text(text(status.get("content"), "content")),
        author_id=global_id(text(author.get("id"), "id"), host),
        author_name=name,
        written_at=moment(status.get("created_at")),
        post_id="" if answers is None else text(answers, "in_reply_to_id"),
        link=link(status.get("url")),
    )


def moment(value: object) -> datetime:
    """Read a moment in ISO. Raises BadAnswer."""
    try:
        read = datetime.fromisoformat(text(value, "a moment"))
    except ValueError:
        raise BadAnswer("a moment is no moment", code="wrong type") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def link(value: object) -> str:
    """Keep the address of a page if it is one: it is shown as a link."""
    return value if isinstance(value, str) and value.startswith("https://") else ""


def last_id(answer: object, size: int) -> str:
    """Give where to go on, if the page is full: the rule of the server's own Link header."""
    page: Sequence[object] = listing(answer, "the answer")
    if len(page) < size:
        return ""
    identity = text(mapping(page[-1], "the last of a page").get("id"), "id")
    if not identity.isalnum():
        raise NotOffered("ids of this server can't be paged by", code="ids")
    return identity
