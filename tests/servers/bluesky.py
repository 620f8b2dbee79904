"""Bluesky's own servers on loopback: identities, accounts, figures and takedowns."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.postgresql import programs, server
from tests.servers.npm import free_port, installed, listens, need, running, wait_for

HERE = Path(__file__).parent / "bluesky"
ADMIN = ("admin", "admin-pass")
"""What the development network of Bluesky is always set up with."""


@dataclass(frozen=True, slots=True)
class Network:
    """Where its parts listen."""

    home: str
    view: str
    directory: str

    def call(
        self,
        name: str,
        *,
        body: object = None,
        token: str = "",
        at: str = "",
        admin: bool = False,
        **params: str,
    ) -> dict[str, object]:
        """Call a procedure (with a body) or ask a query of the network."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        url = f"{at or self.home}/xrpc/{name}"
        signed = httpx.BasicAuth(*ADMIN) if admin else None
        if body is None:
            answer = httpx.get(url, params=params, headers=headers, timeout=30, auth=signed)
        else:
            answer = httpx.post(url, json=body, headers=headers, timeout=30, auth=signed)
        assert answer.status_code == 200, f"{name}: {answer.status_code} {answer.text}"
        return dict(answer.json()) if answer.content else {}


@contextmanager
def bluesky() -> Iterator[Network]:
    """Run the network, with a PostgreSQL and a Redis of its own, all on loopback."""
    need("node", "npm", "redis-server")
    if programs() is None:
        need("initdb")
    folder = installed("bluesky", ["npm", "rebuild", "better-sqlite3"])
    for file in ("loopback.cjs", "network.cjs"):
        (folder / file).write_text((HERE / file).read_text(encoding="utf-8"), encoding="utf-8")
    redis_port = free_port()
    redis = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1", "--save", ""]
    ports = {name: free_port() for name in ("PLC_PORT", "PDS_PORT", "BSKY_PORT", "OZONE_PORT")}
    with server() as database, running(redis, cwd=folder) as store:
        wait_for(lambda: listens(redis_port), store)
        environment = {name: str(port) for name, port in ports.items()} | {
            "DB_POSTGRES_URL": database,
            "REDIS_HOST": f"127.0.0.1:{redis_port}",
            "LOG_ENABLED": "false",
            "NODE_ENV": "development",
        }
        with running(["node", "network.cjs"], cwd=folder, env=environment) as node:
            assert node.stdout is not None
            for line in node.stdout:
                if '"ready":true' in line:
                    break
            assert node.poll() is None, "the network ended while it started"
            yield Network(
                f"http://localhost:{ports['PDS_PORT']}",
                f"http://localhost:{ports['BSKY_PORT']}",
                f"http://localhost:{ports['PLC_PORT']}",
            )
