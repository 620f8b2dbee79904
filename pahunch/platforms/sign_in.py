"""Connecting an account by OAuth 2: where to send its owner, and what comes back."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from pahunch.platforms.base import Asker
from pahunch.platforms.errors import BadAnswer


@dataclass(frozen=True, slots=True)
class Application:
    """The installation's own registration with a platform. `repr` shows no secret."""

    client_id: str
    client_secret: str = field(default="", repr=False)
    redirect: str = ""
    """The address, registered with the platform, to which it sends the owner back."""


@dataclass(frozen=True, slots=True)
class Token:
    """What an account's owner gave: to ask with, until it ends. `repr` shows no secret."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    """Empty: the platform gives none; the access token itself may be renewed, or nothing can."""
    expires_at: datetime | None = None
    """None: it doesn't end by itself."""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Owned:
    """An account that a token speaks for, as the platform names it."""

    platform_id: str
    handle: str
    name: str
    grantor: str = field(default="", kw_only=True)
    """The platform's number of the person who signed in, where it is not the account itself."""
    server: str = field(default="", kw_only=True)
    """Where it lives, where each account has a server of its own and that had to be found out."""
    token: Token = field(repr=False)
    """Its own where the platform gives each one (a Facebook Page), else the owner's."""


class Renews(Protocol):
    """Whatever gives a newer token for one that is near its end."""

    async def renew(
        self, asker: Asker, application: Application, token: Token, *, now: datetime
    ) -> Token:
        """Give a newer token; what the answer leaves out stays as it was. Raises Reconnect."""
        ...


class Revokes(Protocol):
    """Whatever lets a platform forget a token."""

    async def revoke(
        self, asker: Asker, application: Application, token: Token, *, grantor: str
    ) -> bool:
        """Let the platform forget a token; False where it can't be told. Raises PlatformError.

        `grantor` is the person who signed in, where the token's account is another.
        """
        ...


class SignIn(Renews, Protocol):
    """The way in to one platform. An empty token in an answer is a BadAnswer, never stored."""

    @property
    def scopes(self) -> Sequence[str]:
        """What is asked for, and no more than the offers need."""
        ...

    def address(self, application: Application, *, state: str, challenge: str) -> str:
        """Give the page of the platform where the owner consents (PKCE S256 where it can)."""
        ...

    async def exchange(
        self, asker: Asker, application: Application, *, code: str, verifier: str, now: datetime
    ) -> Token:
        """Turn the code that came back into a token, a long-lived one where there is one."""
        ...

    async def owned(self, asker: Asker, application: Application, token: Token) -> Sequence[Owned]:
        """List the accounts that the token speaks for."""
        ...


async def done(answer: Awaitable[object]) -> None:
    """Wait for an answer that may be empty. Raises PlatformError for any other fault."""
    try:
        await answer
    except BadAnswer as bad:
        if bad.code != "empty":
            raise
