from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from pahunch.ui import messages

PO = """\
msgid ""
msgstr ""
"Language: hi\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Done"
msgstr "हो गया"

msgid "Empty"
msgstr ""

#, fuzzy
msgid "Guessed"
msgstr "शायद"
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a house of one room, with one template and one module."""
    room = tmp_path / "hall"
    (room / "templates").mkdir(parents=True)
    (room / messages.PO).parent.mkdir(parents=True)
    (room / messages.PO).write_text(PO, encoding="utf-8")
    (room / "templates" / "page.html").write_text(
        "<div>\n  {% translate 'Done' %}\n    {% blocktranslate count counter=n %}{{ counter }} day"
        "{% plural %}{{ counter }} days{% endblocktranslate %}\n</div>",
        encoding="utf-8",
    )
    (room / "models.py").write_text(
        'from x import gettext_lazy as _\nwords = _("Guessed"), _("Empty"), pgettext("a", "b")\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    return tmp_path


def test_every_string_of_the_product_has_its_hindi() -> None:
    assert messages.untranslated() == []


def test_strings_are_found_in_templates_and_modules(house: Path) -> None:
    found = {(one.context, one.text, one.plural) for one in messages.messages()}
    assert found == {
        (None, "Done", None),
        (None, "%(counter)s day", "%(counter)s days"),
        (None, "Guessed", None),
        (None, "Empty", None),
        ("a", "b", None),
    }


def test_absent_empty_and_fuzzy_strings_count_as_untranslated(house: Path) -> None:
    named = "\n".join(messages.untranslated())
    assert all(word in named for word in ("'%(counter)s day'", "'Guessed'", "'Empty'", "'b'"))
    assert "'Done'" not in named


def test_collecting_adds_what_is_missing_and_keeps_what_is_there(house: Path) -> None:
    assert messages.collect() == [house / "hall" / messages.PO]
    written = (house / "hall" / messages.PO).read_text(encoding="utf-8")
    assert 'msgid_plural "%(counter)s days"' in written
    assert "हो गया" in written
    assert messages.collect() == []


def test_what_nobody_uses_any_more_is_named(house: Path) -> None:
    (house / "hall" / "models.py").write_text("", encoding="utf-8")
    assert messages.unused() == ["hall: 'Empty'", "hall: 'Guessed'"]


def test_compiling_again_writes_nothing(house: Path) -> None:
    assert messages.compile_all() == 1
    assert (house / "hall" / messages.PO).with_suffix(".mo").exists()
    assert messages.compile_all() == 0


def test_the_command_says_that_every_string_has_its_hindi(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("messages")
    assert "every string has its Hindi" in capsys.readouterr().out


def test_the_command_fails_where_hindi_is_missing(house: Path) -> None:
    with pytest.raises(CommandError, match="4 strings have no Hindi"):
        call_command("messages")
