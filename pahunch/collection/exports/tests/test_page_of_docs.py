"""The page of imports names every file that is known, as the code knows it."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext, override

from pahunch.collection.exports.formats import FORMATS
from pahunch.collection.exports.meanings import WORDS

PAGE = Path(__file__).resolve().parents[4] / "docs" / "imports.md"


def rows_of_formats() -> list[str]:
    """Give the rows of the table, as they shall stand on the page."""
    with override("en"):
        return [
            f"| {gettext(one.label)} | {', '.join(f'`{name}`' for name in one.needs)} | "
            f"{'; '.join(str(WORDS[meaning]) for meaning in one.columns)}"
            f"{'; needs `--account`' if one.needs_account else ''} |"
            for one in FORMATS
        ]


def test_every_known_file_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [row for row in rows_of_formats() if row not in page]
    assert not missing
    table = page.partition("<!-- formats")[2].partition("<!-- end of formats")[0]
    assert table.count("\n| ") == len(FORMATS) + 1
