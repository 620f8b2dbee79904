from __future__ import annotations

import os
import subprocess
import sys
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
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


def test_a_translation_that_changes_while_it_is_compiled_is_compiled_again(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = house / "hall" / messages.PO
    reading = messages.read

    def changed(path: Path) -> Catalog:
        found = reading(path)
        after = path.stat().st_mtime_ns + 1_000_000
        os.utime(path, ns=(after, after))
        return found

    with monkeypatch.context() as patch:
        patch.setattr(messages, "read", changed)
        assert messages.compile_all() == 1
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0
    assert source.with_suffix(".mo").stat().st_mode == source.stat().st_mode


def test_where_another_process_was_first_nothing_is_lost_and_nothing_left(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = (house / "hall" / messages.PO).with_suffix(".mo")
    replacing = Path.replace

    def late(draft: Path, to: Path) -> Path:
        replacing(draft, to)
        raise PermissionError("somebody reads it")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", late)
        assert messages.compile_all() == 0
    assert target.exists()

    def never(draft: Path, to: Path) -> Path:
        raise PermissionError("somebody reads it")

    target.unlink()
    monkeypatch.setattr(Path, "replace", never)
    with pytest.raises(PermissionError):
        messages.compile_all()
    assert [path.name for path in target.parent.iterdir()] == ["django.po"]


COMPILER = """
import os, sys
from pathlib import Path
from pahunch.ui import messages

messages.PACKAGE = Path(sys.argv[1])
(source,) = messages.catalogues()
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
for _ in range(60):
    os.utime(source)
    messages.compile_all()
"""


def test_several_processes_compile_at_once_and_a_reader_never_meets_half_a_file(
    house: Path,
) -> None:
    messages.compile_all()
    target = (house / "hall" / messages.PO).with_suffix(".mo")
    words = [sys.executable, "-c", COMPILER, str(house)]
    workers = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    read = 0
    while any(worker.poll() is None for worker in workers):
        with target.open("rb") as file:
            assert GNUTranslations(file).gettext("Done") == "हो गया"
        read += 1
    for worker in workers:
        worker.communicate()
        assert worker.returncode == 0
    assert read
    assert sorted(path.name for path in target.parent.iterdir()) == ["django.mo", "django.po"]


def test_the_command_says_that_every_string_has_its_hindi(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("messages")
    assert "every string has its Hindi" in capsys.readouterr().out


def test_the_command_fails_where_hindi_is_missing(house: Path) -> None:
    with pytest.raises(CommandError, match="4 strings have no Hindi"):
        call_command("messages")
