"""The question by hand in DuckDB, over the lake's own files."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.made import State
from pahunch.observations.schema import VERDICTS

# The terms are written into the text. The rule about accounts on an unstated platform is
# kept, as the question is the rule; there are two good ways to write it.
VERDICT = """
WITH counted AS NOT MATERIALIZED (
    SELECT number, representative, electors, kind, platform = 'unstated' AS unstated,
        kind IN ('office', 'personal') AS counts,
        counts AND NOT withheld AND seen_at >= $fresh_from AS usable,
        CASE WHEN usable THEN low END AS low,
        CASE WHEN usable THEN high END AS high,
        CASE WHEN usable THEN seen_at END AS seen_at
    FROM ({evidence})
),
summed AS (
    SELECT number, any_value(representative) AS representative, any_value(electors) AS electors,
        (any_value(electors) * 5 + 99) // 100 AS target,
        count(*) FILTER (counts) AS accounts, count(low) AS measured, {low} AS low,
        CASE WHEN count(high) = count(*) FILTER (counts) THEN sum(high)::BIGINT END AS high,
        min(seen_at) AS oldest, max(seen_at) AS newest
    FROM counted GROUP BY number
){more}
SELECT representative, electors, target, accounts, measured,
    CASE WHEN measured > 0 THEN low END AS low, CASE WHEN measured > 0 THEN high END AS high,
    CASE WHEN measured = 0 THEN 'not_measured' WHEN low >= target THEN 'met'
        WHEN high < target THEN 'not_met' ELSE 'undecided' END AS standing,
    oldest, newest
FROM {whole} ORDER BY number
"""
BY_KIND = {
    "low": "("
    + " + ".join(
        f"""coalesce(greatest(
            sum(low) FILTER (kind = '{kind}' AND NOT unstated),
            max(low) FILTER (kind = '{kind}' AND unstated)), 0)"""
        for kind in ("office", "personal")
    )
    + ")::BIGINT",
    "more": "",
    "whole": "summed",
}
BY_JOIN = {
    "low": "coalesce(sum(low) FILTER (NOT unstated), 0)::BIGINT",
    "more": """, beyond AS (
    SELECT number, sum(low)::BIGINT AS beyond FROM (
        SELECT number, greatest(0, max(low) FILTER (unstated)
            - coalesce(sum(low) FILTER (NOT unstated), 0)) AS low
        FROM counted WHERE number IN (SELECT number FROM counted WHERE unstated)
        GROUP BY number, kind
    ) GROUP BY number
), whole AS (
    SELECT summed.* REPLACE (low + coalesce(beyond, 0) AS low)
    FROM summed LEFT JOIN beyond USING (number)
)""",
    "whole": "whole",
}
JOINED = """
SELECT number, representative, electors, platform, kind, low, high, withheld, seen_at
FROM {roster} LEFT JOIN (
    SELECT account, low, high, withheld, seen_at FROM read_parquet('{checkpoint}')
    WHERE metric = 'followers'
) USING (account)
"""
PAIRED = """
SELECT number, representative, electors, platform, kind, low, high, withheld, seen_at
FROM read_parquet('{pair}')
"""


def asking(state: State) -> Callable[[datetime], pa.Table]:
    """Give the question, with a warm connection and the names of the files."""
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true")
    if not state.in_lake:
        number = pa.array([place // 5 for place in range(state.representatives * 5)])
        connection.register("given", state.roster.append_column("number", number))
    chosen: dict[datetime, str] = {}

    def answer(text: str, until: datetime) -> pa.Table:
        values = {"fresh_from": until - timedelta(days=30)}
        return connection.sql(text, params=values).to_arrow_table().cast(VERDICTS)

    def seconds(text: str, until: datetime) -> float:
        taken = []
        for _ in range(5):
            begun = time.perf_counter()
            answer(text, until)
            taken.append(time.perf_counter() - begun)
        return min(taken)

    def ask(until: datetime) -> pa.Table:
        if until not in chosen:
            evidence = _evidence(state, until)
            texts = [VERDICT.format(evidence=evidence, **way) for way in (BY_KIND, BY_JOIN)]
            chosen[until] = min(texts, key=lambda text: seconds(text, until))
        return answer(chosen[until], until)

    return ask


def _evidence(state: State, until: datetime) -> str:
    day = f"{until:%Y%m%dT%H%M}-"
    (checkpoint,) = (state.folder / "checkpoints").glob(f"{day}*.parquet")
    if not state.in_lake:
        return JOINED.format(roster="given", checkpoint=checkpoint)
    (pair,) = (state.folder / "pairs").glob(f"*-{Path(checkpoint).name}")
    return PAIRED.format(pair=pair)
