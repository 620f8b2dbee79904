"""Every rule has a page, in both languages, with the sentence that an officer can sign."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
RULES = HOUSE / "pahunch" / "rules"
PAGES = HOUSE / "docs" / "rules"

NAMES = sorted(
    {path.stem for path in RULES.iterdir() if path.suffix in {".sql", ".py"}} - {"__init__"}
)
PARTS = {
    "English": ("Formula", "Denominator", "Period", "Source", "What it cannot say", "Example"),
    "हिन्दी": ("सूत्र", "हर (भाजक)", "अवधि", "स्रोत", "यह क्या नहीं बता सकता", "उदाहरण"),
}


def sentence(name):
    """The first paragraph of the SQL file's comment, else of the function file's docstring."""
    sql = RULES / f"{name}.sql"
    if sql.exists():
        comment = sql.read_text(encoding="utf-8").split("\n--\n")[1]
        return flat(re.sub(r"^-- ?", "", comment, flags=re.MULTILINE))
    words = ast.get_docstring(ast.parse((RULES / f"{name}.py").read_text(encoding="utf-8")))
    assert words, f"{name}.py has no docstring"
    return flat(words.split("\n\n")[0])


def flat(text):
    return " ".join(text.split())


def sections(name):
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_there_is_a_rule():
    assert "reach" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_has_its_sentence_on_its_page(name):
    assert sentence(name).endswith(".")
    assert sentence(name) in flat(sections(name)["English"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", sorted(PARTS))
def test_a_page_says_everything_in_both_languages(name, language):
    section = sections(name)[language]
    missing = [part for part in PARTS[language] if f"**{part}" not in section]
    assert not missing


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_the_revision(name):
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    source = (RULES / f"{name}.py").read_text(encoding="utf-8")
    sql = RULES / f"{name}.sql"
    if sql.exists():
        revision = re.search(r"^-- RULE (\S+)$", sql.read_text("utf-8"), flags=re.MULTILINE)
    else:
        revision = re.search(r'^REVISION = "(\S+)"$', source, flags=re.MULTILINE)
    assert revision
    assert revision[1] in page
    assert f'"{revision[1]}"' in source


def test_no_page_is_left_of_a_rule_that_is_gone():
    assert {path.stem for path in PAGES.glob("*.md")} <= set(NAMES)
