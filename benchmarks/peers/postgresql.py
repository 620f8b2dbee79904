"""The question in PostgreSQL, with the best index we know and both forms of the query."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
import pyarrow as pa
import pyarrow.csv as pc

from benchmarks.made import State
from benchmarks.peers.rows import observations, roster
from pahunch.observations.schema import VERDICTS
from tests.postgresql import server

SETTINGS = {
    "shared_buffers": "2GB",
    "effective_cache_size": "8GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "16GB",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_workers": "2",
    "random_page_cost": "1.1",
    "jit": "off",
    "autovacuum": "off",
}
"""For an analytical question on a machine of its own: data in memory, no compiling of
queries (it took longer than it saved), parallel workers as there are processors."""

DISTINCT = """
SELECT r.number, r.representative, r.electors, r.counts, o.low, o.high, o.withheld, o.seen_at
FROM {state}_roster r LEFT JOIN (
    SELECT DISTINCT ON (account) account, low, high, withheld, seen_at FROM {state}_seen
    WHERE seen_at < {until} ORDER BY account, seen_at DESC
) o ON o.account = r.account
"""
LATERAL = """
SELECT r.number, r.representative, r.electors, r.counts, o.low, o.high, o.withheld, o.seen_at
FROM {state}_roster r LEFT JOIN LATERAL (
    SELECT low, high, withheld, seen_at FROM {state}_seen
    WHERE account = r.account AND seen_at < {until} ORDER BY seen_at DESC LIMIT 1
) o ON true
"""
VERDICT = """
SELECT representative, electors, target, accounts, measured, low,
    CASE WHEN measured = accounts THEN high END AS high,
    CASE WHEN measured = 0 THEN 'not_measured' WHEN low >= target THEN 'met'
        WHEN measured = accounts AND high < target THEN 'not_met' ELSE 'undecided' END AS standing,
    oldest, newest
FROM (
    SELECT number, min(representative) AS representative, min(electors) AS electors,
        (min(electors) * 5 + 99) / 100 AS target,
        count(*) FILTER (WHERE counts) AS accounts,
        count(*) FILTER (WHERE usable) AS measured,
        sum(low) FILTER (WHERE usable) AS low, sum(high) FILTER (WHERE usable) AS high,
        min(seen_at) FILTER (WHERE usable) AS oldest,
        max(seen_at) FILTER (WHERE usable) AS newest
    FROM (
        SELECT *, counts AND NOT withheld AND seen_at >= {fresh} AS usable FROM ({evidence}) e
    ) u
    GROUP BY number
) s ORDER BY number
"""


@contextmanager
def running() -> Iterator[str]:
    """Run a private server, stopped whatever happens, and give its address."""
    with server(SETTINGS) as address:
        yield address


def asking(state: State, address: str) -> Callable[[datetime], pa.Table]:
    """Give the question, with the state loaded; the faster of two forms for each day."""
    connection = psycopg.connect(address, autocommit=True)
    _load(connection, state)
    chosen: dict[datetime, str] = {}

    def ask(until: datetime) -> pa.Table:
        if until not in chosen:
            texts = [_text(state, form, until) for form in (DISTINCT, LATERAL)]
            chosen[until] = min(texts, key=lambda text: _seconds(connection, text))
        return _read(connection, chosen[until])

    return ask


def _text(state: State, form: str, until: datetime) -> str:
    end = int(until.timestamp() * 1_000_000)
    fresh = int((until - timedelta(days=30)).timestamp() * 1_000_000)
    evidence = form.format(state=state.name, until=end)
    return VERDICT.format(evidence=evidence, fresh=fresh)


def _seconds(connection: psycopg.Connection, text: str) -> float:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        _read(connection, text)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def _read(connection: psycopg.Connection, text: str) -> pa.Table:
    sink = io.BytesIO()
    with connection.cursor().copy(f"COPY ({text}) TO STDOUT (FORMAT csv)") as copy:
        for block in copy:
            sink.write(block)
    sink.seek(0)
    kinds = {
        field.name: pa.int64() if pa.types.is_timestamp(field.type) else field.type
        for field in VERDICTS
    }
    return pc.read_csv(
        sink,
        read_options=pc.ReadOptions(column_names=VERDICTS.names),
        convert_options=pc.ConvertOptions(column_types=kinds),
    ).cast(VERDICTS)


def _load(connection: psycopg.Connection, state: State) -> None:
    name = state.name
    cursor = connection.cursor()
    cursor.execute(
        f"CREATE UNLOGGED TABLE {name}_seen (account int4 NOT NULL, seen_at int8 NOT NULL,"
        " low int8, high int8, withheld bool NOT NULL)"
    )
    cursor.execute(
        f"CREATE UNLOGGED TABLE {name}_roster (number int4, representative text, electors int8,"
        " account int4, counts bool)"
    )
    for table, rows in (("seen", observations(state)), ("roster", roster(state))):
        with cursor.copy(f"COPY {name}_{table} FROM STDIN (FORMAT csv)") as copy:
            for batch in rows.to_batches(max_chunksize=500_000):
                sink = io.BytesIO()
                pc.write_csv(batch, sink, pc.WriteOptions(include_header=False))
                copy.write(sink.getvalue())
    cursor.execute(
        f"CREATE INDEX ON {name}_seen (account, seen_at DESC) INCLUDE (low, high, withheld)"
    )
    cursor.execute(f"VACUUM (ANALYZE) {name}_seen")
    cursor.execute(f"VACUUM (ANALYZE) {name}_roster")
