"""Triggers that make the database itself refuse to edit or remove a deed.

They stop a slip in a database shell, not somebody who owns the database: that one is found
by `deeds.verify`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

WORDS = "a deed is never edited nor removed"

SQLITE = {
    f"staff_deed_no_{event.lower()}": (
        f"CREATE TRIGGER staff_deed_no_{event.lower()} BEFORE {event} ON staff_deed "
        f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    )
    for event in ("UPDATE", "DELETE")
}
POSTGRESQL = (
    (
        "CREATE FUNCTION staff_deed_is_final() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$"
    ),
    (
        "CREATE TRIGGER staff_deed_is_final BEFORE UPDATE OR DELETE ON staff_deed "
        "FOR EACH ROW EXECUTE FUNCTION staff_deed_is_final()"
    ),
    (
        "CREATE TRIGGER staff_deed_no_truncate BEFORE TRUNCATE ON staff_deed "
        "FOR EACH STATEMENT EXECUTE FUNCTION staff_deed_is_final()"
    ),
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the table of deeds."""
    _run(connection, [*SQLITE.values()] if connection.vendor == "sqlite" else [*POSTGRESQL])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for a test that damages the book, or one that empties it."""
    if connection.vendor == "sqlite":
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE])
    else:
        _run(connection, ["DROP FUNCTION IF EXISTS staff_deed_is_final() CASCADE"])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
