"""Meta's deliveries: changes and messages of Pages, Instagram and Threads accounts, signed.

One delivery holds several entries, each of one account. What an account did itself comes
too, and is left out: it is not what a citizen wrote.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pahunch.platforms.asking import read_moment
from pahunch.platforms.base import Message
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import listing, mapping, text
from pahunch.platforms.webhooks import Delivery, same, unpacked

Row = Mapping[str, object]
SIGNATURE = "x-hub-signature-256"
PLATFORMS = {"page": "facebook", "instagram": "instagram", "threads": "threads"}
"""Meta's `object` of a delivery, and the platform that it is about."""
KINDS = {
    "comments": "comment",
    "live_comments": "comment",
    "mentions": "mention",
    "mention": "mention",
    "replies": "reply",
}
"""Fields of a change that hold what somebody wrote, and what it is."""
GONE = frozenset({"remove", "delete", "hide"})
SUBSCRIBE_TO = {
    "facebook": ("feed", "mention", "messages"),
    "instagram": ("comments", "mentions", "messages"),
    "threads": ("mentions", "replies"),
}
"""The fields to switch on for each."""


@dataclass(frozen=True, slots=True)
class MetaWebhooks:
    """The deliveries of one application of Meta's; the secret is the application's own."""

    word: str = ""
    """The word for "is it really you?" that the office chose in Meta's settings."""

    def verify(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Compare the signature of the body. Without a secret nobody is let in."""
        return bool(secret) and same(headers.get(SIGNATURE, ""), signed(secret, body))

    def challenge(self, query: Mapping[str, str], secret: str) -> str | None:
        """Give Meta's own number back, where it knows the word that the office chose."""
        number = query.get("hub.challenge", "")
        known = bool(self.word) and same(query.get("hub.verify_token", ""), self.word)
        if query.get("hub.mode") != "subscribe" or not known:
            return None
        return number if number.isalnum() and len(number) <= 200 else None

    def messages(self, body: bytes) -> Sequence[Message]:
        """Give what citizens wrote."""
        return self.delivery(body).messages

    def event_ids(self, body: bytes) -> Sequence[str]:
        """Meta names no events: what was written has names of its own."""
        return self.delivery(body).event_ids

    def delivery(self, body: bytes) -> Delivery:
        """Read every entry. One of a kind that we don't read is passed over."""
        told = unpacked(body)
        platform = PLATFORMS.get(str(told.get("object", "")), "")
        found: list[Message] = []
        removed: list[str] = []
        if not platform:
            return Delivery()
        for each in listing(told.get("entry"), "entry"):
            entry = mapping(each, "an entry")
            account = text(entry.get("id"), "id")
            for change in listing(entry.get("changes") or [], "changes"):
                row = mapping(change, "a change")
                value = mapping(row.get("value") or {}, "value")
                if str(value.get("verb", "")) in GONE:
                    removed += _names(value)
                else:
                    found += _change(platform, account, str(row.get("field", "")), value, entry)
            for part in listing(entry.get("messaging") or [], "messaging"):
                found += _talk(platform, account, mapping(part, "a message"))
        return Delivery((), tuple(found), tuple(removed))


def _names(value: Row) -> Iterator[str]:
    """Name what was taken back: a comment, else the post."""
    for name in ("comment_id", "post_id"):
        if isinstance(value.get(name), str):
            yield str(value[name])
            return


def _change(platform: str, account: str, field: str, value: Row, entry: Row) -> Iterator[Message]:
    kind = KINDS.get(field)
    if field == "feed":
        kind = {"comment": "comment", "post": "mention", "status": "mention"}.get(
            str(value.get("item", ""))
        )
    name = value.get("comment_id") or value.get("id") or value.get("post_id")
    if kind is None or not isinstance(name, str):
        return
    author = value.get("from") or {}
    row = mapping(author, "from")
    identity, called = str(row.get("id") or ""), row.get("name") or row.get("username") or ""
    called = called or value.get("username") or ""
    if identity == account:
        return  # the account's own words
    said = next((value[name] for name in ("message", "text") if value.get(name) is not None), "")
    media = value.get("media")
    post = value.get("post_id") or (media.get("id") if isinstance(media, dict) else "")
    yield Message(
        f"{platform}:{account}",
        name,
        kind,
        text(said, "text"),
        identity,
        text(called, "a name"),
        _moment(value.get("created_time") or value.get("timestamp") or entry.get("time")),
        post_id=text(post or "", "post_id"),
        link=text(value.get("permalink") or value.get("permalink_url") or "", "a link"),
    )


def _talk(platform: str, account: str, part: Row) -> Iterator[Message]:
    """Read what somebody wrote where only the two of them read it."""
    said = part.get("message")
    if not isinstance(said, dict) or said.get("is_echo") is True:
        return  # a receipt, a reaction, or the account's own words
    sender = text(mapping(part.get("sender") or {}, "sender").get("id"), "sender")
    if sender == account or said.get("is_deleted") is True:
        return
    yield Message(
        f"{platform}:{account}",
        text(said.get("mid"), "mid"),
        "message",
        text(said.get("text") or "", "text"),
        sender,
        "",
        _moment(part.get("timestamp")),
    )


def _moment(value: object) -> datetime:
    """Read a moment: seconds, thousandths of seconds, or a date. Raises BadAnswer."""
    found: datetime | None = None
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 10**14:
        seconds = value / 1000 if value > 10**11 else float(value)
        found = datetime.fromtimestamp(seconds, UTC)
    elif isinstance(value, str):
        found = read_moment(value)
    if found is None:
        raise BadAnswer("a moment is none", code="wrong type")
    return found


def signed(secret: str, body: bytes) -> str:
    """Sign as Meta does."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"
