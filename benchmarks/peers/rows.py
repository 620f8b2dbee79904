"""A state's rows with whole numbers for accounts, as PostgreSQL and pandas like them best."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.made import State, keys
from pahunch.observations import Lake


def _connect(state: State) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET TimeZone = 'UTC'")
    numbers = np.arange(state.representatives * 5, dtype=np.int32)
    connection.register("named", pa.table({"key": keys(numbers), "number": numbers}))
    return connection


def observations(state: State) -> pa.Table:
    """Give account (a number), seen_at (microseconds), low, high, withheld."""
    files = [file.path for file in Lake(state.folder).at()._files]
    return (
        _connect(state)
        .sql(
            "SELECT named.number AS account, epoch_us(seen_at) AS seen_at,"
            " coalesce(low, 0) AS low, coalesce(high, 0) AS high, withheld"
            " FROM read_parquet($files) JOIN named ON key = account ORDER BY account, seen_at",
            params={"files": files},
        )
        .to_arrow_table()
    )


def roster(state: State) -> pa.Table:
    """Give number, representative, electors, account (a number), counts."""
    connection = _connect(state)
    connection.register("bound", state.roster)
    return connection.sql(
        "SELECT named.number // 5 AS number, representative, electors, named.number AS account,"
        " kind IN ('office', 'personal') AS counts"
        " FROM bound JOIN named ON key = account ORDER BY named.number"
    ).to_arrow_table()
