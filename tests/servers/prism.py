"""Prism: holds every request and every answer against an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.npm import free_port, installed, listens, running, wait_for


@contextmanager
def prism(specification: Path, upstream: str) -> Iterator[str]:
    """Stand between a client and a server; what breaks the document is answered as an error."""
    folder = installed("prism")
    port = free_port()
    command = ["node", "node_modules/@stoplight/prism-cli/dist/index.js", "proxy", "--errors"]
    command += ["-h", "127.0.0.1", "-p", str(port), str(specification), upstream]
    with running(command, cwd=folder) as process:
        wait_for(lambda: listens(port), process)
        yield f"http://127.0.0.1:{port}"
