"""Receiving an answer: whole, of a bounded size, and with every fault of the line named."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Awaitable

import httpx

from pahunch.platforms.errors import BadAnswer, PlatformError, TryLater

LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes, once unpacked. The longest honest answer, a hundred posts of X, has under one million."""

LONGEST_TALK = 180.0
"""Seconds from our asking to the end of the answer: httpx limits only the pause between bytes."""


async def fetched(
    sending: Awaitable[httpx.Response], longest: float = LONGEST_TALK
) -> tuple[int, httpx.Headers, bytes]:
    """Receive an answer. Raises TryLater, or BadAnswer where it can't be an answer.

    The fault is raised outside of the handler: httpx's own error holds the request with its
    keys, and sometimes a piece of the answer.
    """
    fault: PlatformError
    try:
        async with asyncio.timeout(longest):
            answer = await sending
            try:
                return answer.status_code, answer.headers, await whole(answer)
            finally:
                await answer.aclose()
    except (httpx.TimeoutException, TimeoutError):
        fault = TryLater("no answer in time", code="timeout")
    except httpx.DecodingError:
        fault = BadAnswer("the answer can't be unpacked", code="encoding")
    except httpx.TransportError as error:
        fault = TryLater("the line broke", code=type(error).__name__)
    raise fault


async def whole(answer: httpx.Response) -> bytes:
    """Join the parts of an answer, unpacked, up to a size. Raises BadAnswer."""
    if answer.is_stream_consumed:
        return answer.content
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    parts: list[bytes] = []
    room = LARGEST_ANSWER
    async for part in _unpacked(answer) if packing in {"gzip", "x-gzip"} else answer.aiter_raw():
        room -= len(part)
        if room < 0:
            raise BadAnswer("the answer is too large to be one", code="too large")
        parts.append(part)
    if packing not in {"gzip", "x-gzip", "identity", ""}:
        raise BadAnswer("the answer is packed as we did not ask", code="encoding")
    return b"".join(parts)


async def _unpacked(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Unpack no more at a time than an answer may have: a megabyte of zeros packs to one of 1 kB.

    httpx unpacks whatever one read of the line brought, and packings within packings.
    """
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    started = False
    try:
        async for part in answer.aiter_raw():
            started = started or bool(part)
            yield unpacking.decompress(part, LARGEST_ANSWER + 1)
    except zlib.error:
        raise BadAnswer("the answer can't be unpacked", code="encoding") from None
    if started and not unpacking.eof:
        raise BadAnswer("the answer is packed, and ends too early", code="encoding")
