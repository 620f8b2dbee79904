"""The parts of suspicion: trees out of a file, features of months, what is looked at around."""

from __future__ import annotations

import numpy as np
import pytest

from pahunch.rules.sudden import judging
from pahunch.rules.sudden.context import AROUND, NOBODY, in_context
from pahunch.rules.sudden.evidence import WORDS, Evidence, Kind, in_words
from pahunch.rules.sudden.judging import judge_months, trained
from pahunch.rules.sudden.months import LATER, NEVER, NOTHING, PAST, gains_of, months
from pahunch.rules.sudden.trees import LEAF, Trees, right_children
from pahunch.rules.sudden.usual import rounding
from pahunch.rules.sudden.weighing import Gains, running_posts, weigh

NUMBERS = dict.fromkeys(
    ("followers", "days", "times", "share", "usual", "posts", "number", "pace"), 2.0
)


def small_trees() -> Trees:
    """Two trees over two features: one asks for the first, then the second; one asks nothing."""
    feature = np.array([0, LEAF, 1, LEAF, LEAF, LEAF], dtype=np.uint8)
    return Trees(
        ("first", "second"),
        feature,
        np.array([1.5, 0, -2, 0, 0, 0], dtype=np.float32),
        right_children(feature),
        np.array([0, 51, 0, 102, 255, 51], dtype=np.uint8),
        np.array([0, 5], dtype=np.int32),
        np.array([2.0, -3.0], dtype=np.float32),
    )


def test_trees_answer_with_the_mean_of_their_leaves() -> None:
    trees = small_trees()
    assert trees.right.tolist() == [2, 0, 4, 0, 0, 0]
    asked = np.array([[1.5, 0], [2, -2], [2, 0]])
    assert trees.answer(asked) == pytest.approx([0.2, 0.3, 0.6])


def test_what_is_not_known_is_taken_to_be_typical() -> None:
    assert small_trees().answer(np.array([[np.nan, np.nan]])) == pytest.approx([0.3])


def test_the_shipped_trees_know_the_features_by_name() -> None:
    (first,) = trained(hindsight=False)
    later, second = trained(hindsight=True)
    assert first.names == tuple(PAST)
    assert later.names == (*PAST, *LATER)
    assert second.names == (*PAST, *LATER, *AROUND)
    for trees in (first, later, second):
        asked = trees.feature[trees.feature != LEAF]
        assert set(asked.tolist()) <= set(range(len(trees.names)))
        assert not np.isnan(trees.typical).any()


def test_trees_of_other_features_are_refused() -> None:
    with pytest.raises(ValueError, match="train them anew"):
        judge_months(np.ones((2, 3)), None, hindsight=True, is_older=False, forests=[small_trees()])


def test_a_second_look_sees_what_was_answered_around_a_month() -> None:
    counts = np.cumsum([[60.0, 70, 3, 80, 3, 3], [2, 2, 90, 2, 2, 2]], axis=1)
    found = months(counts, hindsight=True)
    assert list(zip(found.rows.tolist(), found.columns.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (0, 3),
        (1, 2),
    ]
    around = in_context(found, np.array([0.2, 0.9, 0.5, 0.7]))[:, -len(AROUND) :]
    assert around[:, 0].tolist() == [0.2, 0.9, 0.5, 0.7]
    assert around[:, 1].tolist() == [NOBODY, 0.2, NOBODY, NOBODY]
    assert around[:, 2].tolist() == [0.9, NOBODY, NOBODY, NOBODY]
    assert around[:, 3].tolist() == [0.9, 0.5, 0.9, NOBODY]
    assert np.isnan(around[:, 4]).all()


def test_a_second_look_takes_the_mean_of_the_older_accounts_in_the_month() -> None:
    counts = np.cumsum(np.full((9, 8), 2.0), axis=1)
    counts[:, 5:] += 100
    found = months(counts, hindsight=True)
    around = in_context(found, np.linspace(0, 0.8, 9))
    assert around[:, -1] == pytest.approx(0.4)


def test_a_months_gain_is_compared_with_what_came_before_and_after() -> None:
    counts = np.array([[10.0, 20, 35, 235, 240, np.nan, 260]])
    found = months(counts, hindsight=True)
    assert (found.rows.tolist(), found.columns.tolist()) == ([0], [3])
    value = {name: float(found.feature(name)[0]) for name in found.names}
    assert found.gain[0] == 200
    assert value["size"] == pytest.approx(np.log(200))
    assert value["usual"] == pytest.approx(np.log(205 / 15))
    assert value["best"] == pytest.approx(np.log(205 / 20))
    assert value["last_3"] == pytest.approx(np.log(205 / 15))
    assert value["next_1"] == pytest.approx(np.log(205 / 10))
    assert value["next_2"] == pytest.approx(np.log(205 / 5))
    assert (value["counts"], value["age"], value["length"], value["left"]) == (4, 3, 6, 3)
    assert value["part"] == pytest.approx(200 / 235)
    assert value["all_part"] == pytest.approx(200 / 260)
    assert np.isnan(value["others_new"])


def test_a_first_month_has_nothing_to_be_compared_with() -> None:
    found = months(np.array([[np.nan, 80.0]]), hindsight=True)
    for name in ("usual", "best", "last_1", "next_1", "all_best"):
        assert found.feature(name)[0] == NOTHING


def test_the_others_in_a_month_are_counted_by_what_they_did() -> None:
    counts = np.cumsum(np.full((10, 6), 3.0), axis=1)
    counts[:4, 3:] += 90
    counts[9, :3] = np.nan
    counts[9, 3:] = 70
    found = months(counts, hindsight=True)
    assert found.feature("others_jump")[0] == pytest.approx(4 / 9)
    assert found.feature("others_burst_old")[0] == pytest.approx(4 / 9)
    assert found.feature("others_burst")[0] == pytest.approx(5 / 10)
    assert found.feature("others_new")[0] == pytest.approx(1 / 10)


def test_losses_are_no_gains_and_a_large_first_count_is_where_counting_began() -> None:
    taken = gains_of(np.array([[NEVER + 1.0, NEVER + 61, NEVER - 100]]), is_older=False)
    assert taken.gain.tolist() == [[0, 60, 0]]
    assert taken.start.tolist() == [NEVER + 1]


def test_what_is_gone_after_a_gain_raises_its_odds() -> None:
    counts = np.array([[100.0, 100, 300, 290, 250, 220, 200]])
    gains = Gains(np.array([0]), np.array([1]), np.array([2]))
    seen = weigh(counts, gains, None, hindsight=True)
    assert (seen.gained[0], seen.left[0], seen.within[0]) == (200, 100, 7)
    assert seen.factor[0] == pytest.approx(2)
    assert seen.evidence(0) == [Evidence(Kind.GONE, {"followers": 100, "days": 7})]
    early = weigh(counts, gains, None, hindsight=False)
    assert (early.left[0], early.factor[0], early.evidence(0)) == (0, 1, [])


def test_posts_of_each_day_become_running_totals_and_gaps_stay() -> None:
    rows = np.array([[3.0, 0, 5, 1, 4], [10, 12, 15, np.nan, 20]])
    totals = running_posts(rows)
    assert totals[0].tolist() == [3, 3, 8, 9, 13]
    assert totals[1, :3].tolist() == [10, 12, 15]
    assert totals[1, 4] == 20


def test_a_rounded_count_is_known_by_its_zeros_until_one_is_exact() -> None:
    counts = np.array([[1230.0, 12300, 12400], [1230, 1234, 1240], [87, 99, 103]])
    assert rounding(counts).tolist() == [[10, 100, 100], [10, 1, 1], [1, 1, 1]]
    middles = np.array([[1234.5, 12349.5, np.nan]])
    assert rounding(middles).tolist() == [[10, 100, 100]]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_evidence_has_words(kind: Kind) -> None:
    assert kind in WORDS
    assert in_words([Evidence(kind, NUMBERS)])
    assert Evidence(kind, NUMBERS).as_data()["kind"] == kind.value


def test_evidence_reads_as_a_sentence() -> None:
    seen = [
        Evidence(Kind.GAIN, {"followers": 41_000, "days": 2, "times": 18.2}),
        Evidence(Kind.NO_POST, {"usual": 4}),
        Evidence(Kind.GONE, {"followers": 9_000, "days": 7}),
    ]
    assert in_words(seen) == (
        "+41,000 in 2 days, 18 times the usual; with no post (usually 4.0 in that time); "
        "9,000 gone within a week"
    )


def test_limits_stand_where_half_of_the_reached_f1_does() -> None:
    young, old = judging.LIMITS
    assert 0 < old < young < 0.5
