"""What every fake platform is, and two ways to reach one."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import parse_qs

import httpx
import uvicorn


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, taken apart. Header names are in small letters."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    headers: Mapping[str, str]
    body: bytes = b""

    def one(self, name: str, default: str = "") -> str:
        """Give the first value of a parameter."""
        return self.query.get(name, [default])[0]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a fake says: an object is sent as JSON, bytes as they are."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The bytes on the line."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Fake(Protocol):
    """A platform that answers. Called from one thread at a time."""

    def answer(self, asked: Asked) -> Answered:
        """Answer one request."""
        ...


def transport(fake: Fake) -> httpx.MockTransport:
    """Put a fake behind an httpx client, without a network."""

    def handle(request: httpx.Request) -> httpx.Response:
        answered = fake.answer(
            Asked(
                request.method,
                request.url.path,
                parse_qs(request.url.query.decode(), keep_blank_values=True),
                {name.lower(): value for name, value in request.headers.items()},
                request.content,
            )
        )
        headers = {"content-type": "application/json", **answered.headers}
        return httpx.Response(answered.status, headers=headers, content=answered.content)

    return httpx.MockTransport(handle)


class Served:
    """A fake on a loopback port while the `with` lasts; every answer takes `latency` seconds."""

    def __init__(self, fake: Fake, *, port: int = 0, latency: float = 0.0) -> None:
        self.fake = fake
        self.latency = latency
        config = uvicorn.Config(
            self._app,
            host="127.0.0.1",
            port=port,
            log_level="warning",
            lifespan="off",
            interface="asgi3",
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        until = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > until:
                raise TimeoutError("the fake didn't start")
            time.sleep(0.01)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    @property
    def base(self) -> str:
        """Where it listens."""
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    async def _app(self, scope: dict, receive, send) -> None:  # type: ignore[type-arg]
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        if self.latency:
            await asyncio.sleep(self.latency)
        answered = self.fake.answer(
            Asked(
                scope["method"],
                scope["path"],
                parse_qs(scope["query_string"].decode(), keep_blank_values=True),
                {name.decode(): value.decode() for name, value in scope["headers"]},
                body,
            )
        )
        headers = {"content-type": "application/json", **answered.headers}
        await send(
            {
                "type": "http.response.start",
                "status": answered.status,
                "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            }
        )
        await send({"type": "http.response.body", "body": answered.content})
