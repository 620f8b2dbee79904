"""The documents say what the program does, and nothing that leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import load_command_class

from pahunch.cli import commands
from pahunch.ui.commands import Command

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("pahunch/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", text)
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_command_shows_an_example_and_says_what_it_does() -> None:
    for name in commands():
        command = load_command_class(room_of(name), name)
        assert isinstance(command, Command), name
        assert command.example.startswith(f"pahunch {name}"), name
        assert command.help, name


def room_of(command: str) -> str:
    (path,) = ROOT.glob(f"pahunch/*/management/commands/{command}.py")
    return f"pahunch.{path.parts[-4]}"


def test_the_readme_names_only_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^    pahunch (\w+)", text, flags=re.MULTILINE))
    assert named <= set(commands())


def test_every_word_of_the_glossary_that_names_code_is_in_the_code() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in ROOT.glob("pahunch/**/*.py")
    ) + "".join(str(path) for path in ROOT.glob("pahunch/**/*.sql"))
    rows = re.findall(
        r"^\| [^|]+ \| ([^|]*) \| `([^`]+)`", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M
    )
    assert len(rows) > 30
    for hindi, code in rows:
        assert re.search("[\u0900-\u097f]", hindi), code
        assert code.rsplit(".", maxsplit=1)[-1].split(" ")[0] in source, code
