"""The rules of the house that the import contracts can't see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pahunch"
FLOORS = (
    ("operate",),
    ("simulation", "dashboard"),
    ("training", "support"),
    ("directives",),
    ("measures", "collection"),
    ("registry",),
    ("staff",),
    ("ui",),
)
LONGEST_FILE = 400
LONGEST_VIEW = 25


def floor(room: str) -> int:
    """Give a room's height: 0 is the top floor below the roof."""
    return next(height for height, rooms in enumerate(FLOORS) if room in rooms)


def sources(pattern: str = "**/*.py") -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(PACKAGE.glob(pattern)):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_test(path: Path) -> bool:
    return "tests" in path.parts


def test_a_foreign_key_points_down_or_stays_in_its_room() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("pahunch."):
            continue
        room = model._meta.app_label
        for field in model._meta.get_fields():
            other = field.related_model
            if field.auto_created or other is None or isinstance(other, str):
                continue
            if other.__module__.startswith("pahunch.") and other._meta.app_label != room:
                assert floor(other._meta.app_label) > floor(room), f"{model.__name__}.{field.name}"


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path, _ in sources()
        if "migrations" not in path.parts
        and (lines := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    assert not long


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in sources()
        for function in functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_a_view_fetches_asks_once_and_renders() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path, tree in sources("**/views.py")
        for function in functions(tree)
        if (function.end_lineno or 0) - function.lineno > LONGEST_VIEW
    ]
    assert not long


def test_packages_models_and_actions_say_what_they_are() -> None:
    silent = []
    for path, tree in sources():
        if is_test(path) or "migrations" in path.parts:
            continue
        name = str(path.relative_to(ROOT))
        if tree.body and not ast.get_docstring(tree):
            silent.append(name)
        if path.name in {"actions.py", "models.py"} or path.parent.name == "models":
            silent += [
                f"{name}:{node.lineno} {node.name}"
                for node in tree.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert not silent


def test_rooms_do_not_signal_each_other() -> None:
    """A room that must react to another is called by an action on a higher floor."""
    signals = [
        str(path.relative_to(ROOT))
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.db.models.signals"
    ]
    assert not signals


def test_migrations_are_named_for_what_they_change() -> None:
    assert not [path.name for path, _ in sources("*/migrations/*.py") if "auto" in path.stem]


def test_every_room_stands_on_a_floor() -> None:
    rooms = {
        path.name
        for path in PACKAGE.iterdir()
        if (path / "apps.py").exists() or (path / "migrations").exists()
    }
    placed = {room for rooms in FLOORS for room in rooms}
    assert rooms <= placed
