"""The SQL of the lake: which rows count at a pinned version, and the newest of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pahunch.observations.table import DataFile

COUNTS = """account, metric, low, high, withheld, seen_at, "precision", run, wording, source"""

_EXACTNESS = """CASE "precision"
        WHEN 'moment' THEN 4 WHEN 'day' THEN 3 WHEN 'month' THEN 2 WHEN 'year' THEN 1 ELSE 0
    END"""
# No upper end sorts as the largest while rows are compared.
_UNBOUNDED = 2**63 - 1
_ORDER = f"""seen_at := seen_at, exactness := {_EXACTNESS}, run := run, numbered := NOT withheld,
        low := coalesce(low, -1), high := coalesce(high, {_UNBOUNDED})"""
_WORDS = """, words := coalesce(wording, ''), source := coalesce(source, ''),
        has_words := wording IS NOT NULL, has_source := source IS NOT NULL"""
_NUMBERS = f"""
        CASE WHEN newest.numbered THEN newest.low END AS low,
        CASE WHEN newest.numbered AND newest.high < {_UNBOUNDED} THEN newest.high END AS high,
        NOT newest.numbered AS withheld,
        newest.seen_at AS seen_at"""

LATEST_COUNTS = f"""
    SELECT account, {_NUMBERS}
    FROM (SELECT account, max(struct_pack({_ORDER})) AS newest FROM dated GROUP BY account)
"""
"""From `dated` (rows of one metric): what a rule needs of each account's newest count."""

LATEST_ROWS = f"""
    SELECT account, metric, {_NUMBERS},
        ['unknown', 'year', 'month', 'day', 'moment'][newest.exactness + 1] AS "precision",
        newest.run AS run,
        CASE WHEN newest.has_words THEN newest.words END AS wording,
        CASE WHEN newest.has_source THEN newest.source END AS source
    FROM (
        SELECT account, metric, max(struct_pack({_ORDER}{_WORDS})) AS newest
        FROM dated GROUP BY account, metric
    )
"""
"""From `dated`: each account's and metric's newest row, whole. The comparison runs over every
column, so that between two rows that differ anywhere the answer is never a matter of chance."""

_NOTHING = """
    SELECT NULL::VARCHAR AS account, NULL::VARCHAR AS metric, NULL::BIGINT AS low,
        NULL::BIGINT AS high, NULL::BOOLEAN AS withheld, NULL::TIMESTAMPTZ AS seen_at,
        NULL::VARCHAR AS "precision", NULL::VARCHAR AS run, NULL::VARCHAR AS wording,
        NULL::VARCHAR AS source
    WHERE false"""


def dated(
    files: Sequence[DataFile], until: datetime, withdrawn: Iterable[str]
) -> tuple[str, dict[str, object]]:
    """Give the SQL, with its values, of the rows that count: dated before `until`."""
    paths = [file.path for file in files if file.first is not None and file.first < until]
    if not paths:
        return _NOTHING, {}
    sql = f"SELECT {COUNTS} FROM read_parquet($files) WHERE seen_at < $until"
    values: dict[str, object] = {"files": paths, "until": until}
    if runs := sorted(withdrawn):
        sql += " AND run NOT IN (SELECT unnest($withdrawn))"
        values["withdrawn"] = runs
    return sql, values
