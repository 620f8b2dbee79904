"""DuckDB, one connection a process and one cursor a question at a time."""

from __future__ import annotations

import os
import tempfile
import threading
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

THREADS = 2
ROWS_A_BATCH = 100_000

# DuckDB warns that `execute` copies the rows once more than `sql` does. `sql` plans a question
# twice, which takes longer, even where 100,000 rows are copied.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

_lock = threading.Lock()
_processes: dict[int, duckdb.DuckDBPyConnection] = {}
_idle: dict[int, list[_Desk]] = {}


class _Desk:
    """A cursor that one question uses at a time, and the questions it has parsed."""

    def __init__(self) -> None:
        self.cursor = _new_cursor()
        self.statements: dict[str, duckdb.Statement] = {}


def ask(
    sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None
) -> pa.Table:
    """Give the answer to a question over files and, by name, tables in memory."""
    # A connection does not survive a fork, so each process has its own. Desks are not tied to
    # threads: a web server ends its idle threads, and a cursor that is freed by the end of a
    # thread takes the process with it (seen with DuckDB 2.0.0 under granian 2.8.7).
    idle = _idle.setdefault(os.getpid(), [])
    try:
        desk = idle.pop()
    except IndexError:
        desk = _Desk()
    for name, table in (tables or {}).items():
        # The next table of the name takes its place; to unregister costs a millisecond.
        desk.cursor.register(name, table)
    if sql not in desk.statements:
        # To parse a question takes DuckDB as long as to ask it of a small state. There are
        # few texts, as files, days and terms are values.
        (desk.statements[sql],) = desk.cursor.extract_statements(sql)
    answer = desk.cursor.execute(desk.statements[sql], dict(values)).to_arrow_table()
    # After an error the desk is dropped: nobody knows what state it is in.
    idle.append(desk)
    return answer


def stream(sql: str, values: Mapping[str, object]) -> Iterator[pa.RecordBatch]:
    """Give an answer that may be larger than the memory, batch by batch."""
    # A cursor of its own: it is in use until the stream is read.
    cursor = _new_cursor()
    try:
        yield from cursor.sql(sql, params=dict(values)).to_arrow_reader(ROWS_A_BATCH)
    finally:
        cursor.close()


def _new_cursor() -> duckdb.DuckDBPyConnection:
    process = os.getpid()
    with _lock:
        if process not in _processes:
            _processes[process] = _connect(process)
        cursor = _processes[process].cursor()
    cursor.execute("SET TimeZone = 'UTC'")
    return cursor


def _connect(process: int) -> duckdb.DuckDBPyConnection:
    spill = Path(tempfile.gettempdir()) / f"pahunch-duckdb-{process}"
    connection = duckdb.connect(config={"threads": THREADS, "temp_directory": str(spill)})
    # A data file never changes, so what its footer says is read once.
    connection.execute("SET parquet_metadata_cache = true")
    return connection
