"""The table of faults as a page: `python -m pahunch.platforms.tests.fault_page` writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pahunch.platforms.tests.fault_cases import Becomes, Case, Raised
from pahunch.platforms.tests.fault_table import TABLE

PAGE = Path(__file__).resolve().parents[3] / "docs/platforms/faults.md"
HEAD = """# What becomes of each fault

Read by: whoever wants to know what the collector does when a platform fails. Every row is a case
that is asked through a real socket, and asserted, in `pahunch/platforms/tests/test_faults.py`.

- **try later**: tried again, not before the wait that is named; where a limit is named, everything
  that it counts waits. A **bad answer** is tried again in the same way, and nothing of it is kept.
- **reconnect**: the token is lost, and its owner is called. Nothing else disconnects an account.
- **refused**, **not offered**: shown as such, and not tried again at once.
- **gone**: the account becomes a state with a date, and never a count of zero.

Where the answer names several accounts, each has its own outcome.
"""
WORDS = {
    "TryLater": "try later",
    "BadAnswer": "bad answer",
    "Reconnect": "reconnect",
    "Refused": "refused",
    "NotOffered": "not offered",
    "Gone": "gone",
}


def page(table: Sequence[tuple[str, Sequence[Case]]] = TABLE) -> str:
    """Write the page."""
    parts = [HEAD]
    for title, cases in table:
        parts.append(f"\n## {title}\n\n| what comes | what becomes of it |\n|---|---|\n")
        parts += [f"| {case.name} | {_what(case.becomes)} |\n" for case in cases]
    return "".join(parts)


def _what(becomes: Raised | tuple[Becomes, ...]) -> str:
    several = becomes if isinstance(becomes, tuple) else (becomes,)
    return "; ".join(map(_one, several))


def _one(becomes: Becomes) -> str:
    if becomes is None:
        return "withheld"
    if isinstance(becomes, int):
        return "counted"
    words = [WORDS[becomes.kind.__name__]]
    if becomes.status:
        words.append(becomes.status)
    if becomes.limit:
        words.append(f"limit `{becomes.limit}`")
    if becomes.wait is not None:
        words.append(f"in {becomes.wait:,.0f} s")
    if becomes.code:
        words.append(f"`{becomes.code}`")
    return ", ".join(words)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
