"""DuckDB, one connection a process and one cursor a thread."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

THREADS = 2
ROWS_A_BATCH = 100_000

_here = threading.local()
_lock = threading.Lock()
_processes: dict[int, duckdb.DuckDBPyConnection] = {}


def ask(
    sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None
) -> pa.Table:
    """Give the answer to a question over files and, by name, tables in memory."""
    cursor = _cursor()
    for name, table in (tables or {}).items():
        # The next table of the name takes its place; to unregister costs a millisecond.
        cursor.register(name, table)
    if sql not in _here.statements:
        # To parse a question takes DuckDB as long as to ask it of a small state. There are
        # few texts, as files, days and terms are values.
        (_here.statements[sql],) = cursor.extract_statements(sql)
    return cursor.sql(_here.statements[sql], params=dict(values)).to_arrow_table()


def stream(sql: str, values: Mapping[str, object]) -> Iterator[pa.RecordBatch]:
    """Give an answer that may be larger than the memory, batch by batch."""
    # A cursor of its own: this thread may ask something else before the stream is read.
    cursor = _new_cursor()
    try:
        yield from cursor.sql(sql, params=dict(values)).to_arrow_reader(ROWS_A_BATCH)
    finally:
        cursor.close()


def _cursor() -> duckdb.DuckDBPyConnection:
    # A connection does not survive a fork, so each process and thread finds its own.
    process = os.getpid()
    if getattr(_here, "process", None) != process:
        _here.cursor = _new_cursor()
        _here.statements = {}
        _here.process = process
    cursor: duckdb.DuckDBPyConnection = _here.cursor
    return cursor


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
