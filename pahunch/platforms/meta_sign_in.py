"""Connecting Facebook Pages, Instagram and Threads accounts by OAuth 2."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer
from pahunch.platforms.reading import listing, mapping, number, text
from pahunch.platforms.sign_in import Application, Owned, Token

Row = Mapping[str, object]
VERSION = "v26.0"
ONE = {"calls": 1}
PAGE_SCOPES = (
    "pages_show_list",
    "pages_read_engagement",
    "read_insights",
    "pages_read_user_content",
    "pages_manage_metadata",
    "pages_messaging",
)
INSTAGRAM_SCOPES = (
    "instagram_basic",
    "instagram_manage_insights",
    "instagram_manage_comments",
    "pages_show_list",
    "pages_read_engagement",
)
THREADS_SCOPES = (
    "threads_basic",
    "threads_manage_insights",
    "threads_read_replies",
    "threads_manage_mentions",
)


@dataclass(frozen=True, slots=True)
class FacebookSignIn:
    """The way in to Pages. A Page's own token, from a long-lived one, doesn't end by itself."""

    base: str
    scopes: ClassVar[Sequence[str]] = PAGE_SCOPES

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of Facebook where the owner consents. It knows no PKCE."""
        query = {
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "response_type": "code",
            "scope": ",".join(self.scopes),
            "state": state,
        }
        return f"https://www.facebook.com/{VERSION}/dialog/oauth?{urlencode(query)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token of an hour, and that into one of sixty days."""
        form = {"code": code, "redirect_uri": application.redirect}
        short = await self._send(asker, application, form, now)
        return await self.renew(asker, application, short, now=now)

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Exchange a token for a longer one. An empty answer is a BadAnswer."""
        form = {"grant_type": "fb_exchange_token", "fb_exchange_token": token.access}
        new = await self._send(asker, application, form, now)
        return Token(new.access, "", new.expires_at, token.scopes)

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """List the Pages, each with a token of its own, and whose sign-in gave them."""
        person = await self._person(asker, application, token)
        return [
            Owned(
                text(row.get("id"), "id"),
                str(row.get("username") or ""),
                text(row.get("name"), "name"),
                Token(filled(row.get("access_token")), scopes=tuple(self.scopes)),
                grantor=person,
            )
            for row in await self._pages(asker, application, token, "id,name,username,access_token")
        ]

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """Take back what the person who signed in allowed: all of it, as Meta knows no less.

        A Page's own token can't do that; the application's own key can.
        """
        if not grantor or not application.client_secret:
            return False
        ours = f"{application.client_id}|{application.client_secret}"
        answer = await asker.post(
            f"{self.base}/{VERSION}/{quote(grantor, safe='')}/permissions",
            cost=ONE,
            form={"method": "delete"},
            headers={"authorization": f"Bearer {ours}"},
        )
        if mapping(answer, "the answer").get("success") is not True:
            raise BadAnswer("Meta does not confirm it", code="not confirmed")
        return True

    async def _person(self, asker: Asker, application: Application, token: Token) -> str:
        """Give the number of whoever signed in; empty where Meta doesn't tell."""
        answer = await asker.get(
            f"{self.base}/{VERSION}/me",
            cost=ONE,
            params=[("fields", "id"), *proved(application.client_secret, token.access)],
            headers={"authorization": f"Bearer {token.access}"},
        )
        return str(mapping(answer, "the answer").get("id") or "")

    async def _pages(
        self, asker: Asker, application: Application, token: Token, fields: str
    ) -> list[Row]:
        answer = await asker.get(
            f"{self.base}/{VERSION}/me/accounts",
            cost=ONE,
            params=[
                ("fields", fields),
                ("limit", "100"),
                *proved(application.client_secret, token.access),
            ],
            headers={"authorization": f"Bearer {token.access}"},
        )
        rows = listing(mapping(answer, "the answer").get("data"), "data")
        return [mapping(row, "a Page") for row in rows]

    async def _send(
        self, asker: Asker, application: Application, form: Mapping[str, str], now: datetime
    ) -> Token:
        secrets = {"client_id": application.client_id, "client_secret": application.client_secret}
        answer = await asker.post(
            f"{self.base}/{VERSION}/oauth/access_token", cost=ONE, form={**form, **secrets}
        )
        return token_of(mapping(answer, "the answer"), now)


@dataclass(frozen=True, slots=True)
class InstagramSignIn(FacebookSignIn):
    """The way in to the Instagram accounts that belong to Pages."""

    scopes: ClassVar[Sequence[str]] = INSTAGRAM_SCOPES

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """List the Instagram accounts of the owner's Pages, each asked with its Page's token."""
        found = []
        person = await self._person(asker, application, token)
        fields = "name,access_token,instagram_business_account{id,username}"
        for row in await self._pages(asker, application, token, fields):
            account = row.get("instagram_business_account")
            if account is None:
                continue
            mine = mapping(account, "an account")
            found.append(
                Owned(
                    text(mine.get("id"), "id"),
                    text(mine.get("username"), "username"),
                    text(row.get("name"), "name"),
                    Token(filled(row.get("access_token")), scopes=tuple(self.scopes)),
                    grantor=person,
                )
            )
        return found


@dataclass(frozen=True, slots=True)
class ThreadsSignIn:
    """The way in to Threads: an hour, then sixty days, renewed from the second day on."""

    base: str
    scopes: ClassVar[Sequence[str]] = THREADS_SCOPES

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of Threads where the owner consents."""
        query = {
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "response_type": "code",
            "scope": ",".join(self.scopes),
            "state": state,
        }
        return f"https://threads.net/oauth/authorize?{urlencode(query)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token of an hour, and that into one of sixty days."""
        form = {
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "grant_type": "authorization_code",
            "redirect_uri": application.redirect,
            "code": code,
        }
        answer = await asker.post(f"{self.base}/oauth/access_token", cost=ONE, form=form)
        short = filled(mapping(answer, "the answer").get("access_token"))
        return await self._longer(
            asker,
            "access_token",
            [
                ("grant_type", "th_exchange_token"),
                ("client_secret", application.client_secret),
                ("access_token", short),
            ],
            now,
        )

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Give the token sixty more days."""
        asked = [("grant_type", "th_refresh_token"), ("access_token", token.access)]
        new = await self._longer(asker, "refresh_access_token", asked, now)
        return Token(new.access, "", new.expires_at, token.scopes)

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """Name the one account that the token speaks for."""
        answer = await asker.get(
            f"{self.base}/v1.0/me",
            cost=ONE,
            params=[("fields", "id,username,name")],
            headers={"authorization": f"Bearer {token.access}"},
        )
        row = mapping(answer, "the answer")
        handle = text(row.get("username"), "username")
        return [Owned(text(row.get("id"), "id"), handle, str(row.get("name") or handle), token)]

    async def _longer(
        self, asker: Asker, path: str, asked: Sequence[tuple[str, str]], now: datetime
    ) -> Token:
        answer = await asker.get(f"{self.base}/{path}", cost=ONE, params=asked)
        return token_of(mapping(answer, "the answer"), now)


def token_of(row: Row, now: datetime) -> Token:
    """Read a token; without an end it lives until its owner takes it back. Raises BadAnswer."""
    seconds = row.get("expires_in")
    ends = None if seconds is None else now + timedelta(seconds=number(seconds, "expires_in"))
    return Token(filled(row.get("access_token")), "", ends)


def filled(value: object) -> str:
    """Give a token that is not empty. Raises BadAnswer."""
    if not text(value, "access_token"):
        raise BadAnswer("access_token is empty", code="empty token")
    return str(value)


def proved(secret: str, token: str) -> list[tuple[str, str]]:
    """Give the parameter that proves a request; none where the application has no secret."""
    return [("appsecret_proof", proof(secret, token))] if secret and token else []


def proof(secret: str, token: str) -> str:
    """Give `appsecret_proof`: that whoever asks knows the application's secret."""
    return hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()
