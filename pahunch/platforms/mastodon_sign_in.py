"""Connecting a Mastodon account: at its own server, where we register ourselves first.

There is no one place to register: every server gives its own client. `register` asks for
one; it costs nothing and needs nobody's review.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, Reconnect, Refused
from pahunch.platforms.mastodon_answers import HOME, ONE, global_id, local_name
from pahunch.platforms.public_hosts import public_host
from pahunch.platforms.reading import mapping, number, text
from pahunch.platforms.sign_in import Application, Owned, Token, done

SCOPES = ("read:accounts", "read:statuses", "read:notifications")


@dataclass(frozen=True, slots=True)
class MastodonSignIn:
    """The way in to one server. PKCE is used by servers since 4.3, and ignored by older ones."""

    host: str
    base: str = HOME
    scopes: ClassVar[Sequence[str]] = SCOPES

    async def register(self, asker: Asker, *, name: str, redirect: str) -> Application:
        """Ask the server for a client of our own: once for each server and redirect."""
        answer = mapping(
            await asker.post(
                f"{self._at}/api/v1/apps",
                cost=ONE,
                form={
                    "client_name": name,
                    "redirect_uris": redirect,
                    "scopes": " ".join(SCOPES),
                },
            ),
            "the answer",
        )
        client, secret = answer.get("client_id"), answer.get("client_secret")
        return Application(_filled(client, "client_id"), _filled(secret, "client_secret"), redirect)

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of the server where the owner consents."""
        query = {
            "response_type": "code",
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "scope": " ".join(SCOPES),
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._at}/oauth/authorize?{urlencode(query)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token, which doesn't end until the owner revokes it."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        form["redirect_uri"] = application.redirect
        return await self._token(asker, application, form, now)

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Keep the token where the server gave nothing to renew it with, as Mastodon does."""
        if not token.refresh:
            return token
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        try:
            new = await self._token(asker, application, form, now)
        except Refused as refused:
            raise Reconnect("the server renews the token no more", code=refused.code) from None
        return Token(new.access, new.refresh or token.refresh, new.expires_at, token.scopes)

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """Name the one account that the token speaks for."""
        host = self._host
        signed = {"authorization": f"Bearer {token.access}"}
        url = f"{self._at}/api/v1/accounts/verify_credentials"
        account = mapping(await asker.get(url, cost=ONE, headers=signed), "the answer")
        handle = local_name(text(account.get("acct"), "acct"), host)
        name = text(account.get("display_name"), "display_name") or handle
        return [Owned(global_id(text(account.get("id"), "id"), host), handle, name, token)]

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """Let the server forget the token."""
        form = {"client_id": application.client_id, "client_secret": application.client_secret}
        await done(
            asker.post(f"{self._at}/oauth/revoke", cost=ONE, form=form | {"token": token.access})
        )
        return True

    @property
    def _host(self) -> str:
        return public_host(self.host) if self.base == HOME else self.host

    @property
    def _at(self) -> str:
        return self.base.replace("{host}", self._host)

    async def _token(
        self, asker: Asker, application: Application, form: dict[str, str], now: datetime
    ) -> Token:
        form |= {"client_id": application.client_id, "client_secret": application.client_secret}
        answer = mapping(
            await asker.post(f"{self._at}/oauth/token", cost=ONE, form=form), "the answer"
        )
        seconds = answer.get("expires_in")
        ends = None if seconds is None else now + timedelta(seconds=number(seconds, "expires_in"))
        refresh, scope = answer.get("refresh_token") or "", answer.get("scope") or ""
        return Token(
            _filled(answer.get("access_token"), "access_token"),
            text(refresh, "refresh_token"),
            ends,
            tuple(text(scope, "scope").split()),
        )


def _filled(value: object, what: str) -> str:
    if not text(value, what):
        raise BadAnswer(f"{what} is empty", code="empty token")
    return str(value)
