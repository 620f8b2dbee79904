"""Connecting a YouTube channel: Google's OAuth 2, with a token that is renewed for ever."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, Reconnect, Refused
from pahunch.platforms.reading import listing, mapping, number, text
from pahunch.platforms.sign_in import Application, Owned, Token

CONSENT = "https://accounts.google.com/o/oauth2/v2/auth"
TOKENS = "https://oauth2.googleapis.com/token"
SCOPES = (
    "https://www.googleapis.com/auth/youtube.readonly",
    "https://www.googleapis.com/auth/yt-analytics.readonly",
)
REVOCATIONS = "https://oauth2.googleapis.com/revoke"


@dataclass(frozen=True, slots=True)
class GoogleSignIn:
    """The way in to YouTube. The consent screen must be published: in testing, what renews a
    token ends after seven days."""

    base: str
    tokens: str = TOKENS
    revocations: str = REVOCATIONS
    scopes: ClassVar[Sequence[str]] = SCOPES

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of Google where the owner consents, each time anew."""
        query = {
            "response_type": "code",
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "scope": " ".join(SCOPES),
            "access_type": "offline",
            "prompt": "consent",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{CONSENT}?{urlencode(query)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token and what renews it."""
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
        """Give a newer token; what renews it stays. Raises Reconnect."""
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        try:
            answer = await self._send(asker, application, form)
        except Refused as refused:
            raise Reconnect("Google renews the token no more", code=refused.code) from None
        new = _token(answer, now)
        scopes = new.scopes or token.scopes
        return Token(new.access, new.refresh or token.refresh, new.expires_at, scopes)

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """List the channels that the token speaks for."""
        answer = mapping(
            await asker.get(
                f"{self.base}/youtube/v3/channels",
                cost={"units": 1},
                params=[("part", "snippet"), ("mine", "true")],
                headers={"authorization": f"Bearer {token.access}"},
            ),
            "the answer",
        )
        found = []
        for each in listing(answer.get("items"), "items"):
            row = mapping(each, "a channel")
            snippet = mapping(row.get("snippet"), "snippet")
            handle = str(snippet.get("customUrl", "")).removeprefix("@")
            name = text(snippet.get("title"), "title")
            found.append(Owned(text(row.get("id"), "id"), handle, name, token))
        return found

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """Take the consent back; Google asks for no secret, only for one of the two tokens."""
        form = {"token": token.refresh or token.access}
        await asker.post(self.revocations, cost={}, form=form)
        return True

    async def _send(
        self, asker: Asker, application: Application, form: Mapping[str, str]
    ) -> Mapping[str, object]:
        secrets = {
            "client_id": application.client_id,
            "client_secret": application.client_secret,
        }
        answer = await asker.post(self.tokens, cost={}, form={**form, **secrets})
        return mapping(answer, "the answer")


def _token(answer: Mapping[str, object], now: datetime) -> Token:
    access = text(answer.get("access_token"), "access_token")
    if not access:
        raise BadAnswer("access_token is empty", code="empty token")
    seconds = number(answer.get("expires_in"), "expires_in")
    refresh, scope = answer.get("refresh_token") or "", answer.get("scope") or ""
    ends = now + timedelta(seconds=seconds)
    return Token(access, text(refresh, "refresh"), ends, tuple(text(scope, "scope").split()))
