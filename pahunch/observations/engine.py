"""DuckDB, one connection a process and one cursor a thread."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

THREADS = 2

_here = threading.local()
_lock = threading.Lock()
_processes: dict[int, duckdb.DuckDBPyConnection] = {}


def ask(
    sql: str, values: Mapping[str, object], tables: Mapping[str, pa.Table] | None = None
) -> pa.Table:
    """Give the answer to a question over files and, by name, tables in memory."""
    cursor = _cursor()
    given = tables or {}
    for name, table in given.items():
        cursor.register(name, table)
    try:
        return cursor.sql(sql, params=dict(values)).to_arrow_table()
    finally:
        for name in given:
            cursor.unregister(name)


def _cursor() -> duckdb.DuckDBPyConnection:
    # A connection does not survive a fork, so each process and thread finds its own.
    process = os.getpid()
    if getattr(_here, "process", None) != process:
        with _lock:
            if process not in _processes:
                _processes[process] = _connect(process)
        _here.cursor = _processes[process].cursor()
        _here.cursor.execute("SET TimeZone = 'UTC'")
        _here.process = process
    cursor: duckdb.DuckDBPyConnection = _here.cursor
    return cursor


def _connect(process: int) -> duckdb.DuckDBPyConnection:
    spill = Path(tempfile.gettempdir()) / f"pahunch-duckdb-{process}"
    return duckdb.connect(
        config={
            "threads": THREADS,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": False,
            "parquet_metadata_cache": True,
        }
    )
