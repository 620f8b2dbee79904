"""Deliveries: what a platform sends by itself, and how to tell that it was the platform.

All of it is pure: bytes and a secret go in, nothing is asked and nothing is stored. A door
calls `verify` first and believes nothing before; then `messages`. A delivery may come twice,
so that what is stored is known by the platform's own `message_id`, or by `event_ids`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pahunch.platforms.base import Message
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import mapping

LARGEST_DELIVERY = 1024 * 1024
"""Bytes. A delivery holds a few events; a longer one is not read."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one delivery held. `messages` is empty for events that concern nobody's inbox."""

    event_ids: tuple[str, ...] = ()
    """The platform's own names of its events: one that is known already may be dropped."""
    messages: tuple[Message, ...] = ()
    removed: tuple[str, ...] = ()
    """Posts or messages that were taken back: they go from our store within a day."""
    revoked: tuple[str, ...] = ()
    """Accounts, in the platform's own ids, whose owner took consent back."""


class Webhooks(Protocol):
    """The deliveries of one platform. Header names are in small letters."""

    def verify(self, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
        """Tell, in constant time, whether whoever sent this knows the secret."""
        ...

    def challenge(self, query: Mapping[str, str], secret: str) -> str | None:
        """Give the answer to "is it really you?"; None where that is not asked, or wrongly."""
        ...

    def messages(self, body: bytes) -> Sequence[Message]:
        """Give what citizens wrote. Raises BadAnswer."""
        ...

    def event_ids(self, body: bytes) -> Sequence[str]:
        """Name the events of a delivery. Raises BadAnswer."""
        ...

    def delivery(self, body: bytes) -> Delivery:
        """Give all that a delivery holds, read once. Raises BadAnswer."""
        ...


def same(one: str, other: str) -> bool:
    """Compare two signatures in constant time, whatever letters a stranger put in."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def unpacked(body: bytes) -> Mapping[str, object]:
    """Read a delivery's JSON. Raises BadAnswer, and never with a word of it."""
    if len(body) > LARGEST_DELIVERY:
        raise BadAnswer("the delivery is too large to be one", code="too large")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    return mapping(value, "the delivery")
