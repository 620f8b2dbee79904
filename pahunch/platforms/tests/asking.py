"""How the tests of platforms ask: one connector, one fake, one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from pahunch.platforms.asking import FreePurse, HttpAsker
from pahunch.platforms.base import Connector

Result = TypeVar("Result")
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def asked(
    connector: Connector,
    question: Callable[[HttpAsker], Awaitable[Result]],
    transport: httpx.AsyncBaseTransport | None = None,
    *,
    now: datetime = NOW,
) -> Result:
    """Ask one question of a platform, over a transport or over the network of this machine."""

    async def ask() -> Result:
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
            return await question(HttpAsker(client, connector, FreePurse(), lambda: now))

    return asyncio.run(ask())
