"""The name of what the lake held at one moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from pahunch.observations.errors import NoSuchVersion

_TEXT = re.compile(r"o(0|[1-9][0-9]{0,17})w(0|[1-9][0-9]{0,17})")


@dataclass(frozen=True, slots=True, order=True)
class LakeVersion:
    """How many commits of observations and of withdrawals a question looks at.

    Written "o12w0". Zero is an empty table, whether or not its folder was made.
    """

    observations: int = 0
    withdrawals: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "o12w0". Raises NoSuchVersion where the text is no version."""
        match = _TEXT.fullmatch(text.strip())
        if match is None:
            raise NoSuchVersion(f"{text!r} is not a version of the lake; one looks like o12w0")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"o{self.observations}w{self.withdrawals}"
