"""A PostgreSQL server of one's own, for as long as one command runs.

    python tests/postgresql.py make test

starts a private cluster in a temporary folder, on a Unix socket and on loopback alone,
sets PAHUNCH_DATABASE to it, runs the command, and stops the server whatever happens.
With `--or-skip` before the command a machine without PostgreSQL skips it, and says so; where
CI is set nothing is skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
}
"""Right for a server that is thrown away; never for one that keeps anything."""


def programs() -> Path | None:
    """Give the folder of the newest PostgreSQL server on this machine, if there is one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _as_somebody(folder: Path) -> list[str]:
    """Give the words that leave root behind: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _run(words: Sequence[str | Path]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def server(more: dict[str, str] | None = None) -> Iterator[str]:
    """Run a server and give its address. Raises RuntimeError where none is installed."""
    binaries = programs()
    if binaries is None:
        raise RuntimeError("no PostgreSQL server here; install the package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="pahunch-postgresql-"))
    port = _free_port()
    become = _as_somebody(folder)
    data = folder / "data"
    control: Sequence[str | Path] = [*become, binaries / "pg_ctl", "-D", data, "-w"]
    try:
        initdb: list[str | Path] = [*become, binaries / "initdb", "-D", data]
        _run([*initdb, "-U", "pahunch", "-A", "trust", "-E", "UTF8"])
        options = {
            **SETTINGS,
            **(more or {}),
            "port": str(port),
            "unix_socket_directories": str(folder),
        }
        words = " ".join(f"-c {name}={value}" for name, value in options.items())
        log = folder / "log"
        _run([*control, "-l", log, "-o", words, "start"])
        try:
            yield f"postgresql://pahunch@127.0.0.1:{port}/postgres"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run the words given, with a database of their own; give their exit code."""
    words = sys.argv[1:]
    may_skip = words[:1] == ["--or-skip"] and "CI" not in os.environ
    if may_skip and programs() is None:
        sys.stdout.write("skipped on PostgreSQL: no server is installed here\n")
        return 0
    with server() as address:
        environment = {**os.environ, "PAHUNCH_DATABASE": address}
        command = words[1:] if words[:1] == ["--or-skip"] else words
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
