"""The further tables: posts, their figures, places and fetches."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pahunch.observations import (
    FETCHES,
    POST_CLASSES,
    POST_METRICS,
    POSTS,
    Extra,
    Lake,
    WrongRows,
)

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
    assert {lake.rows(table).num_rows for table in Extra} == {0}
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


def told(run: str, post: str, at: datetime, *, work: bool, here: bool | None = None) -> pa.Table:
    row = {
        "account": "x:1",
        "post": post,
        "language": "hi",
        "government_work": work,
        "in_constituency": here,
        "revision": "government-work-1",
        "seen_at": at,
        "run": run,
    }
    return pa.Table.from_pylist([row], schema=POST_CLASSES)


IST = timedelta(hours=5, minutes=30)


def rows_of(
    lake: Lake, *accounts: str, until: datetime = NOON + 72 * HOUR
) -> list[dict[str, object]]:
    found = lake.post_rows(accounts, since=NOON - 24 * HOUR, until=until, shift=IST)
    rows: list[dict[str, object]] = found.to_pylist()
    return rows


def test_each_post_of_a_time_stands_once_with_its_day_in_the_zone(lake: Lake) -> None:
    late = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)  # half past midnight of the 24th in India
    lake.add(Extra.POSTS, "r1", posts("r1", ("x:1", "p1", NOON), ("x:2", "p2", late)))
    lake.add(Extra.POSTS, "r2", posts("r2", ("x:1", "p1", NOON)))
    lake.add(Extra.POSTS, "r3", posts("r3", ("x:1", "p0", NOON - 48 * HOUR)))
    first = (NOON.date() - date(1970, 1, 1)).days
    found = [(row["place"], row["day"], row["kind"]) for row in rows_of(lake, "x:2", "x:1")]
    assert found == [(0, first + 1, "post"), (1, first, "post")]
    assert rows_of(lake) == []


def test_what_nobody_asked_or_was_withheld_is_null_and_not_zero(lake: Lake) -> None:
    lake.add(Extra.POSTS, "r1", posts("r1", ("x:1", "p1", NOON)))
    assert rows_of(lake, "x:1")[0]["likes_low"] is None
    lake.add(Extra.POST_METRICS, "r1", likes("r1", "p1", 10, NOON + HOUR))
    assert [rows_of(lake, "x:1")[0][name] for name in ("likes_low", "likes_high")] == [10, 10]
    assert rows_of(lake, "x:1")[0]["shares_low"] is None
    lake.add(Extra.POST_METRICS, "r2", likes("r2", "p1", None, NOON + 2 * HOUR))
    assert rows_of(lake, "x:1")[0]["likes_low"] is None


def test_figures_and_classes_are_those_known_at_the_end(lake: Lake) -> None:
    lake.add(Extra.POSTS, "r1", posts("r1", ("x:1", "p1", NOON)))
    for number in (1, 2):
        at, run = NOON + number * 24 * HOUR, f"r{number}"
        lake.add(Extra.POST_METRICS, run, likes(run, "p1", number, at))
        lake.add(Extra.POST_CLASSES, run, told(run, "p1", at, work=number == 2))
    early, late = (rows_of(lake, "x:1", until=NOON + days * 24 * HOUR)[0] for days in (1.5, 3))
    assert (early["likes_low"], early["government_work"]) == (1, False)
    assert (late["likes_low"], late["government_work"], late["in_constituency"]) == (2, True, None)


def test_a_run_that_is_withdrawn_tells_nothing_of_posts(lake: Lake) -> None:
    lake.add(Extra.POSTS, "r1", posts("r1", ("x:1", "p1", NOON)))
    lake.withdraw("r1", reason="a wrong file", at=NOON)
    assert rows_of(lake, "x:1") == []
