"""The tables and columns as a page: the second half of `docs/registry.md`."""

from __future__ import annotations

from collections.abc import Iterator

from pahunch.registry.columns import MOST, Column, Sort, Table
from pahunch.registry.tables import TABLES


def columns_page() -> str:
    """Write every table and column as Markdown, from the rows that the import reads."""
    return "\n".join(line for table in TABLES.values() for line in _table(table))


def _table(table: Table) -> Iterator[str]:
    key = ", ".join(f"`{name}`" for name in table.key)
    yield f"### {table.name}.csv"
    yield ""
    word = f" `pahunch registry correct` calls it `{table.one}`." if table.is_fact else ""
    yield f"{table.words} A row is named by {key}.{word}"
    yield ""
    yield "| column | holds | needed | what it says |"
    yield "|---|---|---|---|"
    for column in table.columns:
        needed = "yes" if column.required else ""
        yield f"| `{column.name}` | {_holds(column)} | {needed} | {column.words} |"
    yield ""


def _holds(column: Column) -> str:
    if column.sort is Sort.CHOICE:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    if column.sort is Sort.REFERENCE:
        return f"a row of {column.to}"
    if column.sort is Sort.NUMBER:
        return f"whole number, 0 to {MOST}"
    if column.sort is Sort.LIST:
        return "parts with `; ` between them"
    if column.sort in {Sort.TEXT, Sort.CODE}:
        return f"{column.sort.value}, at most {column.longest} letters"
    return column.sort.value
