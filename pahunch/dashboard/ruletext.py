"""A rule's page in words, from `docs/rules`, in the language of the reader.

A page of `docs/rules` has one title, "Reach · पहुँच", and one section a language.
"""

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
LINK = re.compile(r"\]\((\w+)\.md\)")
"""A link to another rule's page, as it stands in the file."""
CODE = re.compile(r"\[([^\]]+)\]\(\.\./\.\./[^)]*\)")
"""A link to a file of the program, which no page of it has."""
SECTIONS = {"en": "## English\n", "hi": "## हिन्दी\n"}


def names() -> list[str]:
    """Name every rule that has a page."""
    return sorted({path.stem for folder in FOLDERS for path in folder.glob("*.md")})


def heading(name: str, language: str) -> str:
    """Give a rule's title. Http404: no such rule."""
    title = _text(name).partition("\n")[0].removeprefix("# ")
    english, _, hindi = title.partition(" · ")
    return hindi.strip() if language == "hi" and hindi else english.strip()


def page(name: str, language: str) -> SafeString:
    """Give a rule's page as HTML. Tags written in the text stay text; Http404: no such rule."""
    _before, found, after = _text(name).partition(SECTIONS.get(language, SECTIONS["en"]))
    if not found:
        raise Http404
    linked = LINK.sub(r"](../\1/)", after.partition("\n## ")[0])
    return _rendered(CODE.sub(r"\1", linked))


@lru_cache(maxsize=64)
def _rendered(text: str) -> SafeString:
    return SafeString(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _text(name: str) -> str:
    if name not in names():
        raise Http404
    paths = [folder / f"{name}.md" for folder in FOLDERS]
    return next(path for path in paths if path.is_file()).read_text(encoding="utf-8")
