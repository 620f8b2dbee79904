from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.facts import AccountKind, Adding, Platform, Terms
from pahunch.rules import reach

UNTIL = datetime(2025, 6, 1, tzinfo=UTC)
OFFICE, PERSONAL, PARTY = AccountKind.OFFICE, AccountKind.PERSONAL, AccountKind.PARTY
TERMS = Terms(Fraction(1, 20), Adding.TOTAL, frozenset(AccountKind), frozenset(), None)
EVIDENCE = pa.schema(
    [
        ("number", pa.int64()),
        ("representative", pa.string()),
        ("electors", pa.int64()),
        ("platform", pa.string()),
        ("kind", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("withheld", pa.bool_()),
        ("seen_at", pa.timestamp("us", "UTC")),
    ]
)
DUCKDB = duckdb.connect(config={"threads": 1})
DUCKDB.execute("SET TimeZone = 'UTC'")
NEVER = {"low": None, "high": None, "withheld": None, "seen_at": None}
WITHHELD = NEVER | {"withheld": True, "seen_at": UNTIL - timedelta(days=1)}


def seen(low, high=..., *, days=1.0):
    """An account whose latest count was seen so many days ago; exact without `high`."""
    return {
        "low": low,
        "high": low if high is ... else high,
        "withheld": False,
        "seen_at": UNTIL - timedelta(days=days),
    }


def account(latest, platform="x", kind="office"):
    return {"platform": str(platform), "kind": str(kind)} | latest


NO_ACCOUNT = {"platform": None, "kind": None} | NEVER


def judge(people, terms=TERMS):
    """Judge people, each of (electors, accounts), by the SQL and nothing else."""
    rows = [
        {"number": number, "representative": f"person {number}", "electors": electors} | one
        for number, (electors, accounts) in enumerate(people)
        for one in accounts
    ]
    return judge_rows(rows, terms)


def judge_rows(rows, terms=TERMS):
    DUCKDB.register("evidence", pa.Table.from_pylist(rows, schema=EVIDENCE))
    values = reach.parameters(terms, until=UNTIL)
    table = DUCKDB.sql(reach.SQL, params=values).to_arrow_table()
    assert tuple(table.schema.names) == reach.COLUMNS
    return table.to_pylist()


def terms(**changes):
    asked = {name: getattr(TERMS, name) for name in Terms.__slots__}
    return Terms(**(asked | changes))


# Of 243,740 electors one in twenty is 12,187 people.
@pytest.mark.parametrize(
    ("accounts", "standing", "low", "high"),
    [
        ([seen(12_187)], "met", 12_187, 12_187),
        ([seen(12_186)], "not_met", 12_186, 12_186),
        ([seen(12_100, 12_199)], "undecided", 12_100, 12_199),
        ([seen(12_187, 12_199)], "met", 12_187, 12_199),
        ([seen(12_000, 12_186)], "not_met", 12_000, 12_186),
        ([seen(12_000, 12_187)], "undecided", 12_000, 12_187),
        ([seen(0)], "not_met", 0, 0),
        ([seen(15_00_000, None)], "met", 15_00_000, None),
        ([seen(100, None)], "undecided", 100, None),
        ([NEVER], "not_measured", None, None),
        ([WITHHELD], "not_measured", None, None),
        ([seen(12_187), NEVER], "met", 12_187, None),
        ([seen(12_186), NEVER], "undecided", 12_186, None),
        ([seen(12_186), WITHHELD], "undecided", 12_186, None),
        ([seen(6_000), seen(6_187)], "met", 12_187, 12_187),
        ([seen(6_000, 6_099), seen(6_100, 6_199)], "undecided", 12_100, 12_298),
    ],
)
def test_the_standing_survives_the_whole_interval(accounts, standing, low, high):
    platforms = ["x", "facebook"]
    rows = [account(one, platforms[place]) for place, one in enumerate(accounts)]
    (found,) = judge([(243_740, rows)])
    assert (found["standing"], found["low"], found["high"]) == (standing, low, high)
    assert found["target"] == 12_187


@pytest.mark.parametrize(
    ("share", "electors", "target"),
    [
        (Fraction(1, 20), 243_740, 12_187),
        (Fraction(1, 20), 243_741, 12_188),
        (Fraction(1, 3), 3, 1),
        (Fraction(1, 3), 10**15, 333_333_333_333_334),
        (Fraction(1, 10), 30, 3),
        (Fraction(7, 100), 100, 7),
        (Fraction(0), 100, 0),
        (Fraction(1), 100, 100),
        (Fraction(2**61 - 1, 2**61), 10**15, 10**15),
    ],
)
def test_the_target_is_exact_and_rounded_up(share, electors, target):
    (found,) = judge([(electors, [account(seen(1))])], terms(share=share))
    assert found["target"] == target == terms(share=share).target(electors)


@pytest.mark.parametrize("share", [Fraction(-1, 20), Fraction(1, 2**63)])
def test_a_share_that_cannot_be_judged_exactly_is_refused(share):
    with pytest.raises(ValueError, match="not a share"):
        reach.parameters(terms(share=share), until=UNTIL)


def test_a_representative_without_an_account_is_not_measured():
    (found,) = judge([(100, [NO_ACCOUNT])])
    assert (found["standing"], found["accounts"], found["measured"]) == ("not_measured", 0, 0)


@pytest.mark.parametrize(
    ("days", "standing"),
    [(29.9, "met"), (30, "met"), (30.1, "not_measured"), (900, "not_measured")],
)
def test_a_stale_count_is_not_usable(days, standing):
    (found,) = judge([(100, [account(seen(50, days=days))])], terms(fresh_days=30))
    assert found["standing"] == standing
    assert judge([(100, [account(seen(50, days=days))])])[0]["standing"] == "met"


def test_a_stale_account_keeps_not_met_undecided():
    rows = [account(seen(1)), account(seen(1, days=40), "facebook")]
    (found,) = judge([(100, rows)], terms(fresh_days=30))
    assert (found["standing"], found["accounts"], found["measured"]) == ("undecided", 2, 1)
    assert found["high"] is None


def test_only_the_kinds_and_platforms_of_the_directive_count():
    rows = [
        account(seen(1), "x", OFFICE),
        account(seen(20), "x", PERSONAL),
        account(seen(300), "facebook", OFFICE),
        account(NEVER, "youtube", PARTY),
    ]
    office = terms(kinds=frozenset({OFFICE}))
    assert judge([(100, rows)], office)[0]["low"] == 301
    on_x = terms(kinds=frozenset({OFFICE, PERSONAL}), platforms=frozenset({Platform.X}))
    (found,) = judge([(100, rows)], on_x)
    assert (found["low"], found["high"], found["accounts"]) == (21, 21, 2)
    nobody = terms(platforms=frozenset({Platform.KOO}))
    assert judge([(100, rows)], nobody)[0]["standing"] == "not_measured"


@pytest.mark.parametrize(
    ("accounts", "low", "high"),
    [
        # The newspaper's number may be that of the account on X.
        ([("x", OFFICE, 100), ("unstated", OFFICE, 80)], 100, 180),
        ([("x", OFFICE, 80), ("unstated", OFFICE, 100)], 100, 180),
        # Two unstated ones may be the same account too.
        ([("unstated", OFFICE, 70), ("unstated", OFFICE, 90)], 90, 160),
        ([("x", OFFICE, 40), ("facebook", OFFICE, 50), ("unstated", OFFICE, 80)], 90, 170),
        # Of another kind it is another account.
        ([("x", OFFICE, 100), ("unstated", PERSONAL, 80)], 180, 180),
        (
            [("x", OFFICE, 10), ("unstated", OFFICE, 30), ("x", PARTY, 5), ("unstated", PARTY, 7)],
            37,
            52,
        ),
    ],
)
def test_an_unstated_platform_never_adds_twice_to_the_low_end(accounts, low, high):
    rows = [account(seen(count), platform, kind) for platform, kind, count in accounts]
    (found,) = judge([(1_000, rows)])
    assert (found["low"], found["high"]) == (low, high)


def test_an_unstated_account_that_is_not_usable_adds_nothing_and_opens_the_end():
    rows = [account(seen(100)), account(WITHHELD, "unstated")]
    (found,) = judge([(1_000, rows)])
    assert (found["low"], found["high"], found["measured"]) == (100, None, 1)


@pytest.mark.parametrize(
    ("adding", "low", "high"),
    [(Adding.TOTAL, 60, 66), (Adding.BEST, 30, 33), (Adding.PEOPLE, 30, 66)],
)
def test_there_are_three_ways_of_adding_up(adding, low, high):
    rows = [account(seen(n, n + n // 10), p) for n, p in ((10, "x"), (20, "threads"), (30, "koo"))]
    (found,) = judge([(1_000, rows)], terms(adding=adding))
    assert (found["low"], found["high"]) == (low, high)


def test_the_age_of_the_counts_used_is_told():
    rows = [account(seen(1, days=days), p) for days, p in ((3, "x"), (9, "koo"), (50, "threads"))]
    (found,) = judge([(100, rows)], terms(fresh_days=30))
    assert found["oldest"] == UNTIL - timedelta(days=9)
    assert found["newest"] == UNTIL - timedelta(days=3)


COUNTS = st.integers(0, 300).flatmap(
    lambda low: st.builds(seen, st.just(low), st.none() | st.integers(low, low + 100))
)
STALE = st.builds(seen, st.integers(0, 300), days=st.just(90.0))
ACCOUNTS = st.builds(
    account,
    st.one_of(COUNTS, COUNTS, STALE, st.just(NEVER), st.just(WITHHELD)),
    st.sampled_from(["x", "facebook", "unstated", "unstated"]),
    st.sampled_from([OFFICE, PERSONAL]),
)
PEOPLE = st.tuples(st.integers(1, 8_000), st.lists(ACCOUNTS, max_size=5)).map(
    lambda person: (person[0], person[1] or [NO_ACCOUNT])
)
ASKED = st.builds(
    terms,
    share=st.sampled_from([Fraction(1, 20), Fraction(1, 7), Fraction(1, 3)]),
    adding=st.sampled_from(list(Adding)),
    kinds=st.sampled_from([frozenset({OFFICE}), frozenset({OFFICE, PERSONAL})]),
    platforms=st.sampled_from([frozenset(), frozenset({Platform.X, Platform.UNSTATED})]),
    fresh_days=st.sampled_from([None, 30]),
)
properties = settings(max_examples=60, deadline=None)


def usable(one):
    return one["withheld"] is False


def without_times(found):
    return {name: found[name] for name in reach.COLUMNS if name != "representative"}


@properties
@given(PEOPLE, ASKED, st.integers(0, 300), st.none() | st.integers(0, 300))
def test_a_wider_interval_decides_nothing_new(person, asked, down, up):
    electors, accounts = person
    wider = [
        one
        | {
            "low": max(0, one["low"] - down),
            "high": None if up is None or one["high"] is None else one["high"] + up,
        }
        if usable(one)
        else one
        for one in accounts
    ]
    before, after = judge([(electors, accounts), (electors, wider)], asked)
    assert after["standing"] in {before["standing"], "undecided"}
    if before["standing"] in {"undecided", "not_measured"}:
        assert after["standing"] == before["standing"]


@properties
@given(PEOPLE, ASKED, st.integers(0, 300))
def test_more_followers_never_turn_met_into_anything_else(person, asked, more):
    electors, accounts = person
    grown = [
        one
        | {"low": one["low"] + more, "high": None if one["high"] is None else one["high"] + more}
        if usable(one)
        else one
        for one in accounts
    ]
    before, after = judge([(electors, accounts), (electors, grown)], asked)
    order = ["not_met", "undecided", "met"]
    if before["standing"] == "not_measured":
        assert after["standing"] == "not_measured"
    elif before["standing"] == "met":
        assert after["standing"] == "met"
    else:
        assert after["low"] >= before["low"]
        assert order.index(after["standing"]) >= order.index(before["standing"]) or (
            # The end was open before: nothing was known of it, and nothing is now.
            before["high"] is None
        )


@properties
@given(PEOPLE, ASKED)
def test_best_people_and_total_are_ordered(person, asked):
    best, people, total = (
        judge([person], terms(**{n: getattr(asked, n) for n in Terms.__slots__} | {"adding": way}))[
            0
        ]
        for way in (Adding.BEST, Adding.PEOPLE, Adding.TOTAL)
    )
    assert best["accounts"] == people["accounts"] == total["accounts"]
    if best["measured"] == 0:
        assert {way["low"] for way in (best, people, total)} == {None}
        return
    assert best["low"] == people["low"] <= total["low"]
    assert (best["high"] is None) == (people["high"] is None) == (total["high"] is None)
    if best["high"] is not None:
        assert best["high"] <= people["high"] == total["high"]
        assert total["low"] <= total["high"]


@properties
@given(st.lists(PEOPLE, min_size=1, max_size=6), ASKED)
def test_many_at_once_are_judged_as_one_at_a_time(people, asked):
    together = judge(people, asked)
    alone = [judge([person], asked)[0] for person in people]
    assert list(map(without_times, together)) == list(map(without_times, alone))


@properties
@given(st.lists(PEOPLE, min_size=1, max_size=5), ASKED, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(people, asked, chance):
    rows = [
        {"number": number, "representative": f"person {number}", "electors": electors} | one
        for number, (electors, accounts) in enumerate(people)
        for one in accounts
    ]
    shuffled = chance.sample(rows, len(rows))
    assert judge_rows(shuffled, asked) == judge_rows(rows, asked)


def test_the_verdicts_come_in_the_order_of_the_numbers():
    found = judge([(100, [account(seen(n))]) for n in range(5)])
    assert all(a["representative"] < b["representative"] for a, b in pairwise(found))
