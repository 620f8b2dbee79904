"""Activity out of the lake: days of the zone, figures that are not known, words not read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest

from pahunch.measures.activity import LANGUAGES, Share, activity_of
from pahunch.observations import OBSERVATIONS, POST_CLASSES, POST_METRICS, POSTS, Extra, Lake

IST = ZoneInfo("Asia/Kolkata")
LAST = date(2026, 3, 28)
FIRST = date(2026, 3, 1)
FACEBOOK, TUBE, CLOSED = "facebook:1", "youtube:1", "koo:1"


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=IST)


def followers(account: str, day: date, low: int, high: int | None = None) -> dict[str, object]:
    return {
        "account": account,
        "metric": "followers",
        "low": low,
        "high": high or low,
        "withheld": False,
        "seen_at": at(day, 1),
        "precision": "day",
        "run": "r",
        "wording": "",
        "source": "",
    }


def add(lake: Lake, table: Extra, schema: pa.Schema, *rows: dict[str, object]) -> None:
    lake.add(table, "r", pa.Table.from_pylist([{"run": "r", **row} for row in rows], schema))


def post(account: str, name: str, made_at: datetime, kind: str = "photo") -> dict[str, object]:
    seen = made_at + timedelta(hours=1)
    return {
        "account": account,
        "post": name,
        "made_at": made_at,
        "kind": kind,
        "link": "",
        "seen_at": seen,
    }


def figures(account: str, name: str, seen: datetime, **values: int) -> list[dict[str, object]]:
    return [
        {
            "account": account,
            "post": name,
            "metric": metric,
            "low": value,
            "high": value,
            "withheld": False,
            "seen_at": seen,
        }
        for metric, value in values.items()
    ]


def told(account: str, name: str, seen: datetime, *, work: bool) -> dict[str, object]:
    return {
        "account": account,
        "post": name,
        "language": "hinglish",
        "government_work": work,
        "in_constituency": False,
        "revision": "government-work-1",
        "seen_at": seen,
    }


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    found = Lake(tmp_path / "lake")
    counts = [
        followers(FACEBOOK, FIRST, 10_000),
        followers(FACEBOOK, FIRST + timedelta(days=14), 20_000),
        followers(TUBE, FIRST, 1_000, 1_009),
    ]
    found.append("r", pa.Table.from_pylist(counts, OBSERVATIONS))
    add(
        found,
        Extra.POSTS,
        POSTS,
        post(FACEBOOK, "p1", at(FIRST, 0)),
        post(FACEBOOK, "p2", at(FIRST, 23), "video"),
        post(FACEBOOK, "p3", at(FIRST + timedelta(days=15))),
        post(FACEBOOK, "p4", at(FIRST + timedelta(days=13))),
        post(FACEBOOK, "p5", at(LAST, 23) + timedelta(hours=1)),
        post(FACEBOOK, "p0", at(FIRST, 0) - timedelta(minutes=1)),
        post(TUBE, "v1", at(FIRST), "video"),
    )
    seen = at(LAST)
    add(
        found,
        Extra.POST_METRICS,
        POST_METRICS,
        *figures(FACEBOOK, "p1", seen, likes=40, comments=5, shares=5),
        *figures(FACEBOOK, "p2", seen, likes=80, comments=0, shares=0),
        *figures(FACEBOOK, "p3", seen, likes=1_000, comments=400, shares=400),
        *figures(FACEBOOK, "p4", seen, likes=9, comments=9, shares=9),
        *figures(TUBE, "v1", seen, likes=10, comments=0),
    )
    add(
        found,
        Extra.POST_CLASSES,
        POST_CLASSES,
        told(FACEBOOK, "p1", seen, work=True),
        told(FACEBOOK, "p2", seen, work=False),
    )
    return found


def test_the_posts_of_a_period_are_counted_by_the_days_of_the_zone(lake: Lake) -> None:
    line = activity_of(lake, [FACEBOOK], LAST, IST).line(FACEBOOK)
    assert (line.posts, line.active_days, line.days) == (4, 3, 28)
    assert line.weekly == 1.0
    assert line.kinds == {"photo": 3, "video": 1}


def test_the_rate_is_by_the_followers_of_the_day_of_the_post(lake: Lake) -> None:
    """0.5 and 0.8 per cent of 10,000, and 9 of 20,000; the fourth post's count is too old."""
    line = activity_of(lake, [FACEBOOK], LAST, IST).line(FACEBOOK)
    assert line.rated == 3
    assert line.rate_low == line.rate_high == pytest.approx(0.008)


def test_a_rounded_count_of_followers_makes_the_rate_a_range(lake: Lake) -> None:
    line = activity_of(lake, [TUBE], LAST, IST).line(TUBE)
    assert line.rate_low == pytest.approx(10 / 1_009)
    assert line.rate_high == pytest.approx(10 / 1_000)


def test_what_was_seen_later_is_not_used(lake: Lake) -> None:
    line = activity_of(lake, [FACEBOOK], LAST - timedelta(days=1), IST).line(FACEBOOK)
    assert line.rated == 0
    assert line.rate_low is None
    assert line.work == Share(yes=0, no=0, not_read=line.posts)


def test_words_that_were_not_read_make_the_share_a_range(lake: Lake) -> None:
    line = activity_of(lake, [FACEBOOK], LAST, IST).line(FACEBOOK)
    assert line.work == Share(yes=1, no=1, not_read=2)
    assert line.work.ends == (0.25, 0.75)
    assert line.here == Share(yes=0, no=2, not_read=2)
    assert line.languages == {"hinglish": 2, "unknown": 2}


def test_an_account_without_posts_has_none_and_no_share(lake: Lake) -> None:
    line = activity_of(lake, [CLOSED, FACEBOOK], LAST, IST).line(CLOSED)
    assert (line.posts, line.weekly, line.rate_low, line.work.ends) == (0, 0, None, None)


def test_several_accounts_together_are_counted_once_a_day_and_have_no_rate(lake: Lake) -> None:
    found = activity_of(lake, [FACEBOOK, TUBE, CLOSED], LAST, IST)
    line = found.together([FACEBOOK, TUBE])
    assert (line.posts, line.active_days) == (5, 3)
    assert line.rate_low is None
    assert line.kinds == {"photo": 3, "video": 2}


def test_an_empty_lake_has_no_activity(tmp_path: Path) -> None:
    found = activity_of(Lake(tmp_path / "none"), [FACEBOOK], LAST, IST)
    assert found.line(FACEBOOK).posts == 0
    assert np.isnan(found.engagement.low).all()
    assert found.by_language.shape == (1, len(LANGUAGES))
    assert (found.first, found.last) == (FIRST, LAST)


def test_a_run_that_was_withdrawn_is_not_told(lake: Lake) -> None:
    lake.withdraw("r", reason="a wrong file", at=at(LAST))
    assert activity_of(lake, [FACEBOOK], LAST, IST).line(FACEBOOK).posts == 0
