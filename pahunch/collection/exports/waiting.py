"""Uploaded files that wait until whoever uploaded them confirms what they will become.

A file lies in `PAHUNCH_HOME/uploads/waiting/` in a folder named after its checksum and its
uploader, so that nobody else can find it to confirm it. Nothing of it counts yet.
"""

from __future__ import annotations

import hashlib
import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.crypto import get_random_string

from pahunch.staff.models import User

KEPT = timedelta(days=1)
"""How long a file waits for its confirmation."""
_LONGEST_NAME = 80
"""Letters of a file's name; a Hindi letter takes three bytes, and a name has 255."""


def folder() -> Path:
    """Give the folder of waiting files."""
    return Path(settings.UPLOADS) / "waiting"


def keep(content: BinaryIO, name: str, user: User, now: datetime) -> str:
    """Keep an uploaded file for its uploader; give its checksum. Old ones are cleared."""
    clear_stale(now)
    folder().mkdir(parents=True, exist_ok=True)
    passing = folder() / f".{get_random_string(20)}"
    digest = hashlib.sha256()
    with passing.open("wb") as file:
        while piece := content.read(1 << 20):
            digest.update(piece)
            file.write(piece)
    checksum = digest.hexdigest()
    drop(checksum, user)
    own = _own(checksum, user)
    own.mkdir(exist_ok=True)
    passing.replace(own / plain_name(name))
    os.utime(own, (now.timestamp(), now.timestamp()))
    return checksum


def find(checksum: str, user: User) -> Path | None:
    """Give the file that this user uploaded and has not confirmed; None: there is none."""
    if not re.fullmatch(r"[0-9a-f]{64}", checksum):
        return None
    return next(iter(sorted(_own(checksum, user).glob("*"))), None)


def drop(checksum: str, user: User) -> None:
    """Forget a file that was confirmed or thrown away."""
    _remove(_own(checksum, user))


def clear_stale(now: datetime) -> None:
    """Forget what nobody confirmed in a day, and what an upload left half written."""
    for path in folder().glob("*") if folder().is_dir() else ():
        if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds():
            _remove(path)


def plain_name(name: str) -> str:
    """Give a file's name without folders and signs that no file name may have."""
    bare = re.sub(r"[\x00-\x1f/\\]", " ", name).strip(" .") or "file"
    return bare.encode("utf-8", "replace").decode()[-_LONGEST_NAME:].strip(" .") or "file"


def _own(checksum: str, user: User) -> Path:
    return folder() / f"{checksum}-{user.pk}"


def _remove(path: Path) -> None:
    if path.is_dir():
        for file in path.iterdir():
            file.unlink(missing_ok=True)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
