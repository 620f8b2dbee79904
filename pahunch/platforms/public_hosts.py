"""Servers that a handle names: only names that anybody on the internet could ask.

A handle is typed by a person or answered by a stranger's server. `asha@127.0.0.1` must not
make this machine ask its own network.
"""

from __future__ import annotations

import re

from pahunch.platforms.errors import Refused

INSIDE = frozenset(
    (
        *("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp"),
        *("private", "test", "invalid", "arpa", "onion", "i2p", "alt"),
    )
)
"""Last words of names that mean nothing, or something private, on a network of one's own."""

LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")
"""A last word with a digit in it may be a number in disguise (`127.1`, `0x7f.0x1`)."""


def public_host(name: str) -> str:
    """Give a server's name in the letters of the DNS. Raises Refused where it isn't public."""
    try:
        plain = name.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    if (
        len(labels) < 2
        or len(plain) > 253
        or not all(LABEL.fullmatch(label) for label in labels)
        or not TOP.fullmatch(labels[-1])
        or labels[-1] in INSIDE
    ):
        raise Refused("the handle names no public server", code="host")
    return plain
