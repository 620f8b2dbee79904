"""X's deliveries: one event of the Activity API each, signed with the application's secret.

X asks now and then whether the address is ours (`crc_token`), and sends an event again where
it is not answered with 200 within ten seconds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pahunch.platforms.asking import read_moment
from pahunch.platforms.base import Message, Target
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import mapping, text
from pahunch.platforms.webhooks import Delivery, same, unpacked
from pahunch.platforms.x_answers import mentions

Row = Mapping[str, object]
SIGNATURE = "x-twitter-webhooks-signature"
WRITTEN = frozenset({"post.mention.create", "post.reply.create", "post.quote.create"})
"""What people write to an account where everybody may read it. Needs its owner's consent."""
TOLD = "dm.received"
DELETED = "post.delete"
SUBSCRIBE_TO = (*sorted(WRITTEN), TOLD)
"""The kinds of event to subscribe to for each account."""


@dataclass(frozen=True, slots=True)
class XWebhooks:
    """The deliveries of the X Activity API. The secret is the application's consumer secret."""

    def verify(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Compare the signature of the body. Without a secret nobody is let in."""
        return bool(secret) and same(headers.get(SIGNATURE, ""), signed(secret, body))

    def challenge(self, query: Mapping[str, str], secret: str) -> str | None:
        """Answer X's question whether we know the secret: the token, signed, as JSON."""
        token = query.get("crc_token", "")
        if not token or not secret or len(token) > 500:
            return None
        return f'{{"response_token":"{signed(secret, token.encode())}"}}'

    def messages(self, body: bytes) -> Sequence[Message]:
        """Give what a citizen wrote."""
        return self.delivery(body).messages

    def event_ids(self, body: bytes) -> Sequence[str]:
        """Give X's name of the event."""
        return self.delivery(body).event_ids

    def delivery(self, body: bytes) -> Delivery:
        """Read one event."""
        event = mapping(unpacked(body).get("data"), "data")
        kind = text(event.get("event_type"), "event_type")
        names = (text(event.get("event_uuid"), "event_uuid"),)
        about = mapping(event.get("filter") or {}, "filter").get("user_id")
        payload = mapping(event.get("payload") or {}, "payload")
        if kind == DELETED:
            return Delivery(names, removed=(text(payload.get("id"), "id"),))
        if kind not in WRITTEN | {TOLD}:
            return Delivery(names)
        key = f"x:{text(about, 'user_id')}"
        if kind == TOLD:
            return Delivery(names, (_told(payload, key),))
        includes = mapping(event.get("includes") or {}, "includes")
        written = mentions({"data": [payload], "includes": includes}, Target(key, str(about)))
        return Delivery(names, tuple(written))


def _told(payload: Row, account: str) -> Message:
    made = read_moment(text(payload.get("created_at"), "created_at"))
    if made is None:
        raise BadAnswer("created_at is no moment", code="wrong type")
    return Message(
        account,
        text(payload.get("id"), "id"),
        "message",
        text(payload.get("text") or "", "text"),
        text(payload.get("sender_id"), "sender_id"),
        "",
        made,
    )


def signed(secret: str, body: bytes) -> str:
    """Sign as X does."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return f"sha256={base64.b64encode(digest).decode()}"
