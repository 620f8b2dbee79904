"""Installing what a folder's lock file pins, once, and running it on loopback."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".venv" / "servers"
HERE = Path(__file__).parent
IN_CI = bool(os.environ.get("CI"))


def need(*programs: str) -> None:
    """Skip the test where a program is missing; in CI fail instead."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        words = f"needs {', '.join(missing)}, which this machine lacks"
        if IN_CI:
            pytest.fail(words)
        pytest.skip(words)


def installed(name: str, *then: Sequence[str]) -> Path:
    """Give the folder in which the packages of a lock file are installed, installing on first use.

    `then` are commands to run there afterwards. Two test processes agree on one of them.
    """
    need("node", "npm")
    source = HERE / name
    digest = hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = CACHE / f"{name}-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".done").exists():
            for file in ("package.json", "package-lock.json"):
                shutil.copy(source / file, folder / file)
            for command in (["npm", "ci", "--no-audit", "--no-fund"], *then):
                done = subprocess.run(
                    command, cwd=folder, capture_output=True, text=True, check=False
                )
                assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
            (folder / ".done").touch()
    return folder


def free_port() -> int:
    """Give a port of the loopback address that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(
    ready: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 60
) -> None:
    """Wait until a server answers. Raises where it ended or takes too long."""
    until = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise RuntimeError(f"the server ended: {process.communicate()[0]}")
        if time.monotonic() > until:
            raise TimeoutError("the server didn't start")
        time.sleep(0.1)


def listens(port: int) -> bool:
    """Tell whether somebody listens on a loopback port."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: Sequence[str], *, cwd: Path, env: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run a server while the `with` lasts; it and nobody else is ended."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(15)
        if process.stdout is not None:
            process.stdout.close()
