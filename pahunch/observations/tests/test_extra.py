"""The further tables: posts, their figures, places and fetches."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pahunch.observations import FETCHES, POST_METRICS, POSTS, Extra, Lake, WrongRows

NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def posts(run: str, *rows: tuple[str, str, datetime]) -> pa.Table:
    return pa.Table.from_pylist(
        [
            {
                "account": account,
                "post": post,
                "made_at": made_at,
                "kind": "post",
                "link": "",
                "seen_at": made_at + HOUR,
                "run": run,
            }
            for account, post, made_at in rows
        ],
        schema=POSTS,
    )


def likes(run: str, post: str, number: int | None, at: datetime) -> pa.Table:
    row = {
        "account": "x:1",
        "post": post,
        "metric": "likes",
        "low": number,
        "high": number,
        "withheld": number is None,
        "seen_at": at,
        "run": run,
    }
    return pa.Table.from_pylist([row], schema=POST_METRICS)


def fetch(run: str, outcome: str, at: datetime, *, attempt: int = 1) -> pa.Table:
    row = {
        "account": "x:1",
        "platform": "x",
        "ask": "counts",
        "window": NOON.date(),
        "attempt": attempt,
        "outcome": outcome,
        "code": "",
        "started_at": at,
        "ended_at": at,
        "worker": "w",
        "run": run,
    }
    return pa.Table.from_pylist([row], schema=FETCHES)


def test_an_empty_lake_has_no_rows_of_anything(lake: Lake) -> None:
    assert [lake.rows(table).num_rows for table in Extra] == [0, 0, 0, 0]
    assert lake.posts(["x:1"], since=NOON).num_rows == 0
    assert lake.fetches_of(NOON.date(), NOON.date()).num_rows == 0


def test_the_same_run_again_adds_nothing(lake: Lake) -> None:
    rows = posts("r1", ("x:1", "p1", NOON))
    assert lake.add(Extra.POSTS, "r1", rows)
    assert not lake.add(Extra.POSTS, "r1", rows)
    assert lake.has(Extra.POSTS, "r1")
    assert not lake.has(Extra.POST_METRICS, "r1")
    assert lake.rows(Extra.POSTS).num_rows == 1


def test_rows_are_chosen_by_account_and_time(lake: Lake) -> None:
    lake.add(Extra.POSTS, "r1", posts("r1", ("x:1", "p1", NOON), ("x:2", "p2", NOON)))
    lake.add(Extra.POSTS, "r2", posts("r2", ("x:1", "p3", NOON + 24 * HOUR)))
    assert lake.rows(Extra.POSTS, accounts=["x:2"]).column("post").to_pylist() == ["p2"]
    later = lake.rows(Extra.POSTS, since=NOON + 2 * HOUR).column("post").to_pylist()
    earlier = lake.rows(Extra.POSTS, until=NOON + 2 * HOUR).column("post").to_pylist()
    assert (later, sorted(earlier)) == (["p3"], ["p1", "p2"])


def test_a_post_seen_twice_is_one_post_with_its_newest_figures(lake: Lake) -> None:
    for number, run in enumerate(["r1", "r2"]):
        lake.add(Extra.POSTS, run, posts(run, ("x:1", "p1", NOON)))
        seen = likes(run, "p1", 10 * (number + 1), NOON + number * HOUR)
        lake.add(Extra.POST_METRICS, run, seen)
    (row,) = lake.posts(["x:1"], since=NOON - HOUR).to_pylist()
    assert (row["post"], row["metric"], row["low"]) == ("p1", "likes", 20)
    assert lake.posts(["x:1"], since=NOON + HOUR).num_rows == 0


def test_the_last_attempt_of_a_day_is_its_outcome(lake: Lake) -> None:
    lake.add(Extra.FETCHES, "r1", fetch("r1", "waiting", NOON))
    lake.add(Extra.FETCHES, "r2", fetch("r2", "counted", NOON + HOUR))
    (row,) = lake.fetches_of(NOON.date(), NOON.date()).to_pylist()
    assert row["outcome"] == "counted"
    assert lake.fetches_of(date(2026, 11, 22), date(2026, 11, 22)).num_rows == 0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"account": ""}, "no account"),
        ({"run": "another"}, "every row must be of run"),
        ({"low": -1}, "negative"),
        ({"low": 5, "high": 4}, "below the lower end"),
        ({"high": 10**16}, "too large"),
        ({"seen_at": None}, "no moment"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_added(
    lake: Lake, change: dict[str, object], word: str
) -> None:
    (row,) = likes("r1", "p1", 10, NOON).to_pylist()
    rows = pa.Table.from_pylist([row | change], schema=POST_METRICS)
    with pytest.raises(WrongRows, match=word):
        lake.add(Extra.POST_METRICS, "r1", rows)
    assert lake.rows(Extra.POST_METRICS).num_rows == 0


def test_many_small_files_become_one_and_every_row_stays(lake: Lake) -> None:
    for number in range(5):
        run = f"r{number}"
        lake.add(Extra.FETCHES, run, fetch(run, "counted", NOON + number * HOUR))
    before = lake.rows(Extra.FETCHES)
    assert lake.compact()
    assert len(lake._tables.extra.paths(Extra.FETCHES, None, None)) == 1
    assert lake.rows(Extra.FETCHES) == before
    assert not lake.compact()
    assert not lake.add(Extra.FETCHES, "r0", fetch("r0", "counted", NOON))
