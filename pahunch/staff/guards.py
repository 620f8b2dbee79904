"""Triggers that make the database itself refuse to edit or remove what is final.

They stop a slip in a database shell, not somebody who owns the database: that one is found
by `deeds.verify` and `sealed.broken_seals`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

DEEDS = "staff_deed"
WORDS = "is never edited nor removed"


def install(connection: BaseDatabaseWrapper, table: str = DEEDS) -> None:
    """Put the triggers on a table whose rows are final: of deeds, unless another is named."""
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    _run(connection, make(table))


def remove(connection: BaseDatabaseWrapper, table: str = DEEDS) -> None:
    """Take the triggers off: for a test that damages rows, or one that empties the table."""
    if connection.vendor == "sqlite":
        names = (f"{table}_no_update", f"{table}_no_delete")
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        _run(connection, [f"DROP FUNCTION IF EXISTS {table}_is_final() CASCADE"])


def _words(table: str) -> str:
    return f"a {table.partition('_')[2]} {WORDS}"


def _sqlite(table: str) -> list[str]:
    made = (
        "CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )
    return [
        made.format(table=table, name=event.lower(), event=event, words=_words(table))
        for event in ("UPDATE", "DELETE")
    ]


def _postgresql(table: str) -> list[str]:
    made = (
        "CREATE FUNCTION {table}_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '{words}'; END $$;"
        "CREATE TRIGGER {table}_is_final BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_is_final();"
        "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_final()"
    )
    return [made.format(table=table, words=_words(table))]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
