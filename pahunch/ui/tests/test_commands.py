"""What every command shares: tables whose cells are text and nothing else."""

from __future__ import annotations

from io import StringIO

import pytest

from pahunch.ui.commands import Command


@pytest.mark.parametrize("name", ["[/red]", "[bold]Asha[/bold]", "Asha [MLA]", ":smile:"])
def test_a_name_with_brackets_is_printed_as_it_stands(name: str) -> None:
    out = StringIO()
    command = Command(stdout=out)
    command.print_table(("Name", "Row"), [(name, "1")], right=("Row",))
    assert name in out.getvalue()


def test_a_terminal_obeys_nothing_that_a_file_held() -> None:
    out = StringIO()
    command = Command(stdout=out)
    command.print_table(("Name",), [("\x1b[2JAsha\r\nRavi",)])
    assert "\x1b" not in out.getvalue()
    assert "Asha" in out.getvalue()
