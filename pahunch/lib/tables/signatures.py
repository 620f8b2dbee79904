"""What a file really is, whatever its name: the first bytes tell."""

from __future__ import annotations

import stat
from pathlib import Path

from pahunch.lib.tables.base import BadTable, Limits

_OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed file; unpack it first"),
    (b"Rar!", "a compressed file; unpack it first"),
    (b"BZh", "a compressed file; unpack it first"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "save it as CSV (UTF-8) or XLSX"


def open_plain_file(path: Path, limits: Limits) -> bytes:
    """Check that there is a file of a fair size that we may read; give its first 64 kB."""
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise BadTable("is a folder, not a file")
        if not stat.S_ISREG(facts.st_mode):
            raise BadTable("is not a plain file")
        if facts.st_size == 0:
            raise BadTable("is empty")
        if facts.st_size > limits.size:
            raise BadTable(
                f"is {facts.st_size / 1e6:,.0f} MB; at most {limits.size / 1e6:,.0f} MB are read"
            )
        with path.open("rb") as file:
            return file.read(65_536)
    except FileNotFoundError as error:
        raise BadTable("there is no such file") from error
    except PermissionError as error:
        raise BadTable("this user may not read the file") from error
    except (OSError, RuntimeError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadTable(f"cannot be opened: {words}") from error


def refuse_other_kinds(start: bytes) -> None:
    """Raise BadTable in words where the first bytes are of another kind of file."""
    if start.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in start:
            raise BadTable("is locked with a password; save it without one")
        raise BadTable(f"is an old Excel or Office file (.xls); {_SAVE_AS}")
    for signature, name in _OTHER_KINDS:
        if start.startswith(signature):
            raise BadTable(f"is {name}, not a table; {_SAVE_AS}")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<body", b"<?xml", b"<div")):
        raise BadTable(f"is a web page or XML, not a table; {_SAVE_AS}")
    if text.startswith((b"{", b"[")):
        raise BadTable(f"is JSON, not a table; {_SAVE_AS}")
