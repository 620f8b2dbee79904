"""Hindi: compiling what is translated, and finding what is not.

Every room keeps its own `locale/hi/LC_MESSAGES/django.po`; no compiled file is committed.
Strings are found the way Django finds them, with Babel in place of the gettext programs,
so that a machine without them can run the tests.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from shutil import copymode
from tempfile import mkstemp
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
PO = Path("locale/hi/LC_MESSAGES/django.po")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = r"""# Hindi of this room. The words are those of docs/glossary.md.
msgid ""
msgstr ""
"Language: hi\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


class Message(NamedTuple):
    """A string that a reader may see, and where it is written."""

    room: str
    context: str | None
    text: str
    plural: str | None
    where: str


def catalogues() -> list[Path]:
    """Give every .po file of the product."""
    return sorted(PACKAGE.glob(f"*/{PO}"))


def compile_all() -> int:
    """Write the .mo beside every .po that is newer; gives how many were written.

    Any number of processes may do so at once, and others read meanwhile: a .mo is whole or
    it is the one before.
    """
    return sum(_compile(source, source.with_suffix(".mo")) for source in catalogues())


def _compile(source: Path, target: Path) -> bool:
    """Write one .mo, unless it is as new as its .po; its time is that of what was read."""
    changed = source.stat().st_mtime_ns
    if _time_of(target) >= changed:
        return False
    compiled = BytesIO()
    write_mo(compiled, read(source))
    handle, name = mkstemp(prefix=f".{target.stem}-", suffix=".mo", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(compiled.getvalue())
        copymode(source, draft)  # mkstemp lets only its own user read
        # A .po that was changed while it was read is newer than this, and compiled again.
        os.utime(draft, ns=(changed, changed))
        draft.replace(target)
    except OSError:
        # Where a file that is open can't be replaced, another process may have been first.
        if _time_of(target) < changed:
            raise
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def _time_of(path: Path) -> int:
    """Give when a file was changed, in nanoseconds; -1 where there is none."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return -1


def read(source: Path) -> Catalog:
    """Read one .po file; raises babel.messages.pofile.PoFileError where it is malformed."""
    with source.open("rb") as file:
        return read_po(file, locale="hi", abort_invalid=True)


def messages() -> Iterator[Message]:
    """Give every string marked for translation in the product's templates and modules."""
    for path in sorted(PACKAGE.rglob("*")):
        if not path.is_file() or "tests" in path.parts or "migrations" in path.parts:
            continue
        inner = path.relative_to(PACKAGE).parts
        room = inner[0] if len(inner) > 1 else "ui"  # the roof has no catalogue of its own
        if path.suffix == ".py":
            yield from _found(room, path, path.read_text(encoding="utf-8"))
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            words = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # What is not a message is blanked out but keeps its indent, which is no Python.
            flat = "\n".join(line.lstrip() for line in words.splitlines())
            yield from _found(room, path, flat)


def untranslated() -> list[str]:
    """Name every string without Hindi: absent, empty or marked fuzzy."""
    known: set[tuple[str | None, str]] = set()
    for source in catalogues():
        for entry in read(source):
            strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
            if entry.id and not entry.fuzzy and all(strings):
                known.add((entry.context, _singular(entry.id)))
    return sorted(
        {
            f"{message.room}: {message.text!r} ({message.where})"
            for message in messages()
            if (message.context, message.text) not in known
        }
    )


def unused() -> list[str]:
    """Name every translation whose string no longer appears in the product."""
    wanted = {(message.context, message.text) for message in messages()}
    return sorted(
        f"{source.relative_to(PACKAGE).parts[0]}: {_singular(entry.id)!r}"
        for source in catalogues()
        for entry in read(source)
        if entry.id and (entry.context, _singular(entry.id)) not in wanted
    )


def collect() -> list[Path]:
    """Add strings that no room translates yet to their room's .po, without Hindi."""
    known = {
        (entry.context, _singular(entry.id)) for source in catalogues() for entry in read(source)
    }
    fresh: dict[str, list[Message]] = {}
    for message in messages():
        if (message.context, message.text) not in known:
            known.add((message.context, message.text))
            fresh.setdefault(message.room, []).append(message)
    return [_add(room, found) for room, found in fresh.items()]


def _add(room: str, found: list[Message]) -> Path:
    path = PACKAGE / room / PO
    catalogue = read(path) if path.exists() else Catalog(locale="hi")
    for message in found:
        text = (message.text, message.plural) if message.plural else message.text
        catalogue.add(text, context=message.context)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, catalogue, no_location=True, omit_header=True, width=96)
    return path


def _found(room: str, path: Path, words: str) -> Iterator[Message]:
    # Babel's annotation of this generator is narrower than what it yields.
    # A text that is only known when it runs is no string to collect, and comes as None.
    extracted: Any = extract_python(BytesIO(words.encode()), KEYWORDS, [], {})
    for line, function, strings, _comments in extracted:
        parts = [strings] if isinstance(strings, str) else list(strings or ())
        context = parts.pop(0) if "pgettext" in (function or "") else None
        if parts and parts[0]:
            plural = parts[1] if len(parts) > 1 and function.startswith("n") else None
            where = f"{path.relative_to(PACKAGE)}:{line}"
            yield Message(room, context, parts[0], plural, where)


def _singular(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else text[0]
