"""A real server, and a real browser to walk its pages."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that asks nobody but the server under test."""
IDLE_SECONDS = 5
"""The server ends a thread that had nothing to do for so long; usually it is half a minute."""


def chromium() -> str | None:
    """Give the path of a Chromium on this machine, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """Run a browser for as long as a test needs it."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        try:
            yield program
        finally:
            program.close()


@dataclass(frozen=True, slots=True)
class Served:
    """A demonstration that runs: its address, home and sign-in."""

    address: str
    home: Path
    user: str
    password: str


def free_port() -> int:
    """Give a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demonstration(home: Path, **more: str) -> Iterator[Served]:
    """Set up what `make run` shows, serve it on loopback, and stop it at the end.

    `more` are settings of the installation by their names.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PAHUNCH_")}
    environment = {**clean, "PAHUNCH_HOME": str(home), **more}
    pahunch = [sys.executable, "-m", "pahunch"]
    said = subprocess.run(
        [*pahunch, "run", "--no-serve"],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    found = re.search(r"sign in as (\S+) with the password (\S+)", said)
    assert found, said
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(port), "--workers", "1", "--blocking-threads", "2"),
            *("--blocking-threads-idle-timeout", str(IDLE_SECONDS)),
            *("--log-level", "warning", "pahunch.wsgi:application"),
        ],
        env=environment,
        cwd=ROOT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/healthz")
        yield Served(address, home, found[1], found[2])
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"no server at {address} within a minute")
