"""What a table of the registry's files is made of: columns, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import Model

MOST = 2_147_483_647
"""The largest number that both databases keep in an integer column."""

KEY_OF = {"people": "slug", "accounts": "key"}
"""The column by which other tables name a row, where it is not `code`."""


class Sort(StrEnum):
    """What a cell may hold. The value is the word the documentation uses."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "whole number"
    DATE = "date"
    PARTIAL = "date, month or year"
    MOMENT = "date and time"
    YES_NO = "yes or no"
    CHOICE = "one of"
    LIST = "list"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it says, and where the table keeps it."""

    name: str
    sort: Sort
    words: str
    required: bool = False
    choices: tuple[str, ...] = ()
    to: str = ""
    """The table a reference points to."""
    longest: int = 200
    fixed: bool = False
    """Said once: neither a later file nor a correction may change it."""
    at: str = ""
    """How the database reaches it, where that is not its own name."""

    @property
    def lookup(self) -> str:
        """The path by which a query reads the cell."""
        if self.at:
            return self.at
        return f"{self.name}__{KEY_OF.get(self.to, 'code')}" if self.to else self.name


@dataclass(frozen=True, slots=True)
class Table:
    """One file: its rows, which columns name a row, and what must not be twice."""

    name: str
    one: str
    """The word for one row, as `pahunch registry correct` takes it."""
    model: type[Model]
    words: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    of_state: tuple[str, ...]
    """Lookups to the code of the state, any of which puts a row into that state's export."""
    ordered: bool = False
    """Whether `starts` and `ends` are a pair that must be in order."""
    unique: tuple[tuple[str, ...], ...] = ()
    by_name: dict[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def key_of(self, row: dict[str, Any]) -> tuple[Any, ...]:
        """Give the cells that name a row."""
        return tuple(row[name] for name in self.key)

    def key_text(self, key: tuple[Any, ...]) -> str:
        """Write a key in one line, as corrections and commands name a row."""
        return " ".join(
            write_cell(self.by_name[name], value) for name, value in zip(self.key, key, strict=True)
        )

    @property
    def is_fact(self) -> bool:
        """True where every row names its source."""
        return "source" in self.by_name


def read_cell(column: Column, text: str) -> Any:
    """Turn the text of a cell into what the database keeps.

    An empty cell is None, or "" or [] where the column holds text or a list. Raises
    ValueError with words that follow the name of the column.
    """
    if not text:
        if column.required:
            raise ValueError("is empty")
        return [] if column.sort is Sort.LIST else EMPTY.get(column.sort)
    if len(text) > column.longest:
        raise ValueError(f"has {len(text)} letters; at most {column.longest} fit")
    return READ[column.sort](column, text)


def write_cell(column: Column, value: Any) -> str:
    """Give the text of a value, as `read_cell` reads it back."""
    if value is None:
        return ""
    if column.sort is Sort.YES_NO:
        return "yes" if value else "no"
    if column.sort is Sort.LIST:
        return "; ".join(value)
    if column.sort is Sort.MOMENT:
        return str(value.astimezone(UTC).isoformat())
    return str(value)


def _code_of(_: Column, text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(f"is {text!r}; a code has small letters a to z, digits and single hyphens")
    return text


def _number(_: Column, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) > MOST:
        raise ValueError(f"is {text!r}; it must be a whole number of 0 to {MOST}, digits only")
    return int(text)


def _date(_: Column, text: str) -> date:
    if re.fullmatch(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f"is {text!r}; a date is written 2023-08-25")


def _partial(column: Column, text: str) -> str:
    if not re.fullmatch(r"(19|20)[0-9]{2}(-(0[1-9]|1[0-2]))?", text):
        _date(column, text)
    return text


def _moment(_: Column, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min  # noqa: DTZ901  refused below, as it has no zone
    if moment.tzinfo is None:
        raise ValueError(f"is {text!r}; a moment is written 2023-08-25T10:30:00+05:30")
    return moment.astimezone(UTC)


def _yes_no(_: Column, text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(f"is {text!r}; it must be yes or no")
    return text == "yes"


def _choice_of(column: Column, text: str) -> str:
    if text not in column.choices:
        raise ValueError(f"is {text!r}; it must be one of: {', '.join(column.choices)}")
    return text


def _list(_: Column, text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _as_it_is(_: Column, text: str) -> str:
    return text


EMPTY: dict[Sort, Any] = {
    Sort.TEXT: "",
    Sort.CODE: "",
    Sort.CHOICE: "",
    Sort.PARTIAL: "",
    Sort.YES_NO: False,
}
READ: dict[Sort, Callable[[Column, str], Any]] = {
    Sort.TEXT: _as_it_is,
    Sort.CODE: _code_of,
    Sort.NUMBER: _number,
    Sort.DATE: _date,
    Sort.PARTIAL: _partial,
    Sort.MOMENT: _moment,
    Sort.YES_NO: _yes_no,
    Sort.CHOICE: _choice_of,
    Sort.LIST: _list,
    Sort.REFERENCE: _as_it_is,
}
