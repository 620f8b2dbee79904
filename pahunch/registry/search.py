"""The text by which people and places are found, whichever script somebody types."""

from __future__ import annotations

from pahunch.lib.names import fold


def search_text(*names: str) -> str:
    """Fold names into a text that holds " " + fold(query) for every query worth finding.

    Each name is folded from each of its words on, so that "chouhan", "singh chouhan" and
    "शिवराज" all find "Shivraj Singh Chouhan".
    """
    folded = set()
    for name in names:
        words = name.split()
        folded |= {fold(" ".join(words[start:])) for start in range(len(words))}
    return "".join(f" {text}" for text in sorted(folded) if text)
