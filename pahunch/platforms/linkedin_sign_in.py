"""Connecting LinkedIn pages: OAuth 2 of a member who administers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import quote, urlencode

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer, NotOffered, Reconnect, Refused
from pahunch.platforms.reading import listing, mapping, number, text
from pahunch.platforms.sign_in import Application, Owned, Token

CONSENT = "https://www.linkedin.com/oauth/v2/authorization"
TOKENS = "https://www.linkedin.com/oauth/v2/accessToken"
SCOPES = ("rw_organization_admin", "r_organization_social")
VERSION = "202610"
"""The month of the interface; LinkedIn keeps one for about a year."""
KIND = "urn:li:organization:"
ONE = {"calls": 1, "member": 1}
TARGETS = ("organization", "organizationTarget", "organizationalTarget")
"""Names that versions of the interface have for the page that a role is in."""


@dataclass(frozen=True, slots=True)
class LinkedInSignIn:
    """The way in to pages. A token lives for sixty days, and only partners may renew it."""

    base: str
    tokens: str = TOKENS
    scopes: ClassVar[Sequence[str]] = SCOPES

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of LinkedIn where the administrator consents. It knows no PKCE."""
        query = {
            "response_type": "code",
            "client_id": application.client_id,
            "redirect_uri": application.redirect,
            "scope": " ".join(SCOPES),
            "state": state,
        }
        return f"{CONSENT}?{urlencode(query, quote_via=quote)}"

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code into a token of sixty days, with what renews it for partners."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": application.redirect,
        }
        return _token(await self._send(asker, application, form), now)

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Give a newer token. Raises NotOffered where LinkedIn gave nothing to renew with.

        That breaks nothing: the token is good to its end. Raises Reconnect where it is not.
        """
        if not token.refresh:
            raise NotOffered("LinkedIn lets only its partners renew a token", code="no refresh")
        form = {"grant_type": "refresh_token", "refresh_token": token.refresh}
        try:
            answer = await self._send(asker, application, form)
        except Refused as refused:
            raise Reconnect("LinkedIn renews the token no more", code=refused.code) from None
        new = _token(answer, now)
        scopes = new.scopes or token.scopes
        return Token(new.access, new.refresh or token.refresh, new.expires_at, scopes)

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """List the pages that the member administers. Their names are not asked for."""
        answer = mapping(
            await asker.get(
                f"{self.base}/rest/organizationAcls",
                cost=ONE,
                params=[
                    ("q", "roleAssignee"),
                    ("role", "ADMINISTRATOR"),
                    ("state", "APPROVED"),
                    ("count", "100"),
                ],
                headers=headers(token.access),
            ),
            "the answer",
        )
        rows = [mapping(each, "a role") for each in listing(answer.get("elements"), "elements")]
        numbers = [_page(row).removeprefix(KIND) for row in rows]
        return [Owned(number_, "", number_, token) for number_ in dict.fromkeys(numbers)]

    async def _send(
        self, asker: Asker, application: Application, form: Mapping[str, str]
    ) -> Mapping[str, object]:
        secrets = {"client_id": application.client_id, "client_secret": application.client_secret}
        answer = await asker.post(self.tokens, cost={}, form={**form, **secrets})
        return mapping(answer, "the answer")


def headers(token: str) -> dict[str, str]:
    """Give what every request says: who asks, and in which month's words."""
    return {
        "authorization": f"Bearer {token}",
        "linkedin-version": VERSION,
        "x-restli-protocol-version": "2.0.0",
    }


def _page(row: Mapping[str, object]) -> str:
    return text(next((row[name] for name in TARGETS if name in row), None), "organization")


def _token(answer: Mapping[str, object], now: datetime) -> Token:
    access = text(answer.get("access_token"), "access_token")
    if not access:
        raise BadAnswer("access_token is empty", code="empty token")
    ends = now + timedelta(seconds=number(answer.get("expires_in"), "expires_in"))
    refresh, scope = answer.get("refresh_token") or "", answer.get("scope") or ""
    scopes = text(scope, "scope").replace(",", " ").split()
    return Token(access, text(refresh, "refresh"), ends, tuple(scopes))
