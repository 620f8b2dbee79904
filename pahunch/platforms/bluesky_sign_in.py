"""Connecting a Bluesky account with an app password, which its owner makes and can take back.

The OAuth of the AT Protocol asks for a proof of possession with each request (DPoP); the
app password needs none, opens no direct messages unless the owner allows it, and is
replaced at once by a session that is renewed.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, Reconnect, Refused
from pahunch.platforms.reading import mapping, text
from pahunch.platforms.sign_in import Application, Owned, Token, done

COST = {"requests": 1}


@dataclass(frozen=True, slots=True)
class BlueskySession:
    """Signing in at the server where an account lives."""

    home: str

    async def create(self, asker: Asker, *, handle: str, password: str) -> Owned:
        """Turn an app password into a session. The password is not needed after that."""
        answer = await asker.post(
            f"{self.home}/xrpc/com.atproto.server.createSession",
            cost=COST,
            json={"identifier": handle, "password": password},
        )
        row = mapping(answer, "the answer")
        name = text(row.get("handle"), "handle")
        return Owned(text(row.get("did"), "did"), name, name, _token(row))

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Give a newer session. Raises Reconnect where the owner took the password back."""
        headers = {"authorization": f"Bearer {token.refresh}"}
        try:
            answer = await asker.post(
                f"{self.home}/xrpc/com.atproto.server.refreshSession", cost=COST, headers=headers
            )
        except Refused as refused:
            raise Reconnect("the session is renewed no more", code=refused.code) from None
        return _token(mapping(answer, "the answer"))

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """End the session. The app password stays until its owner deletes it."""
        headers = {"authorization": f"Bearer {token.refresh}"}
        where = f"{self.home}/xrpc/com.atproto.server.deleteSession"
        await done(asker.post(where, cost=COST, headers=headers))
        return True


def _token(row: Mapping[str, object]) -> Token:
    access, refresh = text(row.get("accessJwt"), "access"), text(row.get("refreshJwt"), "refresh")
    if not access or not refresh:
        raise BadAnswer("a token is empty", code="empty token")
    return Token(access, refresh, expiry(access))


def expiry(token: str) -> datetime | None:
    """Give when a token says that it ends; None where it doesn't say."""
    try:
        part = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return datetime.fromtimestamp(int(claims["exp"]), UTC)
    except (IndexError, KeyError, ValueError, TypeError, binascii.Error, OverflowError):
        return None
