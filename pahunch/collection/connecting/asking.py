"""Asking a platform once, outside any sweep: a sign-in, a renewal, a look at a token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import httpx

from pahunch.platforms.asking import AGENT, TIMEOUT, FreePurse, HttpAsker
from pahunch.platforms.base import Asker, Connector

Answer = TypeVar("Answer")


def ask(
    connector: Connector,
    question: Callable[[Asker], Awaitable[Answer]],
    *,
    now: datetime,
    transport: httpx.AsyncBaseTransport | None = None,
) -> Answer:
    """Put one question to a platform and wait for the answer. Raises PlatformError."""
    return asyncio.run(_ask(connector, question, now, transport))


async def _ask(
    connector: Connector,
    question: Callable[[Asker], Awaitable[Answer]],
    now: datetime,
    transport: httpx.AsyncBaseTransport | None,
) -> Answer:
    async with httpx.AsyncClient(
        headers={"user-agent": AGENT}, timeout=TIMEOUT, trust_env=False, transport=transport
    ) as client:
        return await question(HttpAsker(client, connector, FreePurse(), lambda: now))
