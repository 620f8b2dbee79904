"""Nothing can be seen or done without a rule: pages, actions, the API and queries."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from pahunch.staff.middleware import OPEN, name_of, operations_of
from pahunch.staff.operations import OPERATIONS

PACKAGE = Path(__file__).resolve().parents[1] / "pahunch"
DOORS = ("views.py", "api.py")
PANELS = "dashboard"
MANAGERS = {"objects", "_default_manager"}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield address, pattern.callback


def all_routes() -> list[tuple[str, Callable[..., Any]]]:
    return list(routes(get_resolver().url_patterns))


def sources(*patterns: str) -> Iterator[tuple[Path, ast.Module]]:
    for pattern in patterns:
        for path in sorted(PACKAGE.glob(pattern)):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_every_page_and_every_operation_of_the_api_has_a_rule() -> None:
    bare = [
        f"{address} ({name_of(view)})"
        for address, view in all_routes()
        if name_of(view) not in OPEN and operations_of(view) is None
    ]
    assert not bare


def test_every_rule_of_a_page_stands_in_the_table() -> None:
    unknown = [
        f"{address}: {operation}"
        for address, view in all_routes()
        for operation in operations_of(view) or []
        if operation not in OPERATIONS
    ]
    assert not unknown


def test_an_open_page_is_one_that_exists() -> None:
    """Of our own and of the sign-in; styles and the API's description come and go."""
    present = {name_of(view) for _, view in all_routes()}
    ours = {name for name in OPEN if name.startswith(("pahunch.", "allauth."))}
    assert not ours - present


def test_every_action_has_a_rule() -> None:
    ruled, bare = 0, []
    for path in sorted(PACKAGE.glob("**/actions.py")):
        below = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        module = import_module(f"pahunch.{below}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ != module.__name__ or name.startswith("_"):
                continue
            if "by" not in inspect.signature(function).parameters:
                continue
            if asks(function):
                ruled += 1
            else:
                bare.append(f"{module.__name__}.{name}")
    assert ruled
    assert not bare


def asks(function: Callable[..., Any]) -> bool:
    """Tell whether a function has a rule, or hands `by` on to one of its module that has."""
    if getattr(function, "operation", None) in OPERATIONS:
        return True
    module = inspect.getmodule(function)
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and any(word.arg == "by" for word in node.keywords)
        and getattr(getattr(module, node.func.id, None), "operation", None) in OPERATIONS
        for node in ast.walk(ast.parse(inspect.getsource(function)))
    )


def test_a_page_asks_for_rows_as_somebody() -> None:
    """`Model.objects` at a door is followed by `.seen_by(`, so that no row slips through."""
    loose = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in sources(*(f"**/{door}" for door in DOORS), "api.py", f"{PANELS}/*.py")
        for node in loose_queries(tree)
    ]
    assert not loose


def loose_queries(tree: ast.Module) -> Iterator[ast.Attribute]:
    narrowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "seen_by"
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in narrowed:
            continue
        if node.attr in MANAGERS:
            yield node


def test_a_loose_query_would_be_found() -> None:
    (found,) = loose_queries(
        ast.parse("A.objects.seen_by(user, 'x').filter(a=1)\nB.objects.filter(a=1)")
    )
    assert found.lineno == 2


def test_every_rule_is_used_somewhere() -> None:
    """A rule that nothing asks is a promise that nothing keeps."""
    words = {
        node.value
        for path, tree in sources("*.py", "**/*.py")
        if path.name != "operations.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not set(OPERATIONS) - words
