"""A rule's page in words, from `docs/rules`, in the language of the reader."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from django.http import Http404
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt

FOLDERS = (
    Path(__file__).resolve().parents[2] / "docs" / "rules",
    Path(__file__).resolve().parents[1] / "docs" / "rules",
)
"""Beside the package in a checkout; inside it where it was installed."""
_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


def names() -> list[str]:
    """Name every rule that has a page."""
    return sorted({path.name.split(".")[0] for folder in FOLDERS for path in folder.glob("*.md")})


def heading(name: str, language: str) -> str:
    """Give a rule's title."""
    found = _HEADING.search(_text(name, language))
    return found[1] if found else name


def page(name: str, language: str) -> SafeString:
    """Give a rule's page as HTML. Tags written in the text stay text; Http404: no such rule."""
    return _rendered(_text(name, language))


@lru_cache(maxsize=64)
def _rendered(text: str) -> SafeString:
    return SafeString(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _text(name: str, language: str) -> str:
    if name not in names():
        raise Http404
    wanted = [f"{name}.{language}.md", f"{name}.md", f"{name}.en.md"]
    paths = [folder / file for file in wanted for folder in FOLDERS]
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        raise Http404
    return found.read_text(encoding="utf-8")
