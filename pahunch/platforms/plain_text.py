"""Words out of HTML: what a person wrote, without the marks around it."""

from __future__ import annotations

from html.parser import HTMLParser

LONGEST = 20_000
"""Letters. A message is cut here; no server that we know allows as many."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "br" or (tag == "p" and self.parts):
            self.parts.append("\n")


def plain_text(html: str) -> str:
    """Give the words, with paragraphs and line breaks as lines."""
    words = _Words()
    words.feed(html[: LONGEST * 4])
    words.close()
    return "".join(words.parts).strip()[:LONGEST]
