"""Connecting an X account: OAuth 2 with PKCE, as a confidential client."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, Reconnect, Refused
from pahunch.platforms.reading import mapping, number, text
from pahunch.platforms.sign_in import Application, Owned, Token

CONSENT = "https://x.com/i/oauth2/authorize"
SCOPES = ("users.read", "tweet.read", "dm.read", "offline.access")


@dataclass(frozen=True, slots=True)
class XSignIn:
    """The way in to X. A token lives for two hours and is renewed by another, once each."""

    base: str
    scopes: ClassVar[Sequence[str]] = SCOPES

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of X where the owner consents."""
        query = {
            "response_type": "code",
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{CONSENT}?{urlencode(query, quote_via=quote)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token. Raises Refused where X does not take it."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": verifier,
            "redirect_uri": application.redirect,
        }
        return _token(await self._send(asker, application, form), now)

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Give a newer token. Raises Reconnect where the owner has taken consent back."""
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        try:
            answer = await self._send(asker, application, form)
        except Refused as refused:
            raise Reconnect("X renews the token no more", code=refused.code) from None
        new = _token(answer, now)
        return Token(
            new.access,
            new.refresh or token.refresh,
            new.expires_at,
            new.scopes or token.scopes,
        )

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """Name the one account that the token speaks for."""
        headers = {"authorization": f"Bearer {token.access}"}
        answer = mapping(
            await asker.get(f"{self.base}/2/users/me", cost={"users": 1}, headers=headers),
            "the answer",
        )
        row = mapping(answer.get("data"), "data")
        handle = text(row.get("username"), "username")
        return [Owned(text(row.get("id"), "id"), handle, text(row.get("name"), "name"), token)]

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """Take back what renews the token, and then the token, which may have ended with that."""
        first, *rest = filter(None, (token.refresh, token.access))
        await self._send(asker, application, {"token": first}, "revoke")
        for one in rest:
            with suppress(Refused):
                await self._send(asker, application, {"token": one}, "revoke")
        return True

    async def _send(
        self, asker: Asker, application: Application, form: Mapping[str, str], what: str = "token"
    ) -> Mapping[str, object]:
        pair = f"{quote(application.client_id)}:{quote(application.client_secret)}"
        basic = base64.b64encode(pair.encode()).decode()
        answer = await asker.post(
            f"{self.base}/2/oauth2/{what}",
            cost={},
            form=form,
            headers={"authorization": f"Basic {basic}"},
        )
        return mapping(answer, "the answer")


def _token(answer: Mapping[str, object], now: datetime) -> Token:
    access = text(answer.get("access_token"), "access_token")
    if not access:
        raise BadAnswer("access_token is empty", code="empty token")
    seconds = number(answer.get("expires_in"), "expires_in")
    refresh, scope = answer.get("refresh_token") or "", answer.get("scope") or ""
    ends = now + timedelta(seconds=seconds)
    return Token(access, text(refresh, "refresh"), ends, tuple(text(scope, "scope").split()))
