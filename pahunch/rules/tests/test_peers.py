"""Peers: like with like, the same for everybody who asks, and no rank from unequal counting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pahunch.rules.peers import (
    BAND,
    LEAST,
    SIZE,
    URBAN_BAND,
    Entry,
    Exposure,
    PeersOf,
    Place,
    Rank,
    Why,
    digest,
    peers,
    rank,
)

DAY = date(2026, 10, 1)
EXPOSURE = Exposure(frozenset({"x", "facebook"}), DAY, DAY, 2, 2)
PLACES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(150_000, 350_000)),
        st.sampled_from(["GEN", "SC", "ST", ""]),
        st.one_of(st.none(), st.floats(0, 1)),
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: [Place(f"ac-{number}", *row) for number, row in enumerate(rows)])


def town(*electors: int, kind: str = "GEN", urban: float | None = None) -> list[Place]:
    return [Place(f"{kind}-{number}", one, kind, urban) for number, one in enumerate(electors)]


def of(code: str, places: list[Place], **more: int) -> PeersOf:
    return next(one for one in peers(places, **more) if one.code == code)


def test_peers_have_the_same_reservation_and_nearly_as_many_electors() -> None:
    places = town(200_000, 201_000, 199_000, 230_000, 239_000, 245_000)
    places += town(200_000, 200_000, 200_000, 200_000, 200_000, kind="ST")
    assert of("GEN-0", places).peers == ("GEN-1", "GEN-2", "GEN-3", "GEN-4")


def test_a_bands_own_edge_is_inside_it() -> None:
    places = town(200_000, 240_000, 210_000, 220_000, 230_000)
    assert "GEN-1" in of("GEN-0", places).peers
    places = town(200_000, 240_001, 210_000, 220_000, 230_000, 190_000)
    assert "GEN-1" not in of("GEN-0", places).peers


def test_of_many_the_nearest_are_taken() -> None:
    places = town(*range(200_000, 220_000, 1_000))
    found = of("GEN-0", places)
    assert len(found.peers) == SIZE
    assert found.peers[:2] == ("GEN-1", "GEN-2")
    assert of("GEN-0", places, size=5).peers == found.peers[:5]


def test_a_town_is_no_peer_of_the_country() -> None:
    towns = town(*[200_000] * 6, kind="GEN", urban=0.9)
    country = [replace(one, code=f"c-{one.code}", urban=0.1) for one in towns]
    assert all(not code.startswith("c-") for code in of("GEN-0", [*towns, *country]).peers)


def test_an_urban_share_that_is_not_known_is_not_guessed() -> None:
    known = town(*[200_000] * 5, urban=0.9)
    unknown = [replace(one, code=f"u-{one.code}", urban=None) for one in known]
    both = [*known, *unknown]
    assert all(not code.startswith("u-") for code in of("GEN-0", both).peers)
    assert len(of("u-GEN-0", both).peers) == 9, "by electors and reservation, all are near"


def test_too_few_are_no_comparison() -> None:
    assert of("GEN-0", town(*[200_000] * LEAST)) == PeersOf("GEN-0", (), Why.TOO_FEW)
    assert of("GEN-0", town(*[200_000] * (LEAST + 1))).why is None


def test_what_is_not_known_makes_no_set_and_is_in_none() -> None:
    places = town(*[200_000] * 6)
    places[0] = replace(places[0], electors=None)
    places[1] = replace(places[1], reservation="")
    assert of("GEN-0", places).why is Why.NO_ELECTORS
    assert of("GEN-1", places).why is Why.NO_RESERVATION
    assert not any({"GEN-0", "GEN-1"} & set(one.peers) for one in peers(places))


@settings(deadline=None)
@given(PLACES, st.randoms())
def test_the_order_of_places_changes_no_set(places: list[Place], chance: object) -> None:
    shuffled = list(places)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = {one.code: one for one in peers(places)}
    assert found == {one.code: one for one in peers(shuffled)}
    assert digest(places, peers(places)) == digest(shuffled, peers(shuffled))


@settings(deadline=None)
@given(PLACES)
def test_every_peer_is_like_and_nobody_is_their_own(places: list[Place]) -> None:
    known = {one.code: one for one in places}
    for found in peers(places):
        own = known[found.code]
        assert found.code not in found.peers
        assert (found.why is None) == bool(found.peers)
        assert len(found.peers) in {0, *range(LEAST, SIZE + 1)}
        for peer in map(known.__getitem__, found.peers):
            assert peer.reservation == own.reservation
            assert own.electors
            assert peer.electors
            ratio = peer.electors / own.electors
            assert 1 / BAND - 1e-6 <= ratio <= BAND + 1e-6
            if own.urban is not None:
                assert peer.urban is not None
                assert abs(peer.urban - own.urban) <= URBAN_BAND + 1e-6


@pytest.mark.parametrize(
    ("places", "why"),
    [
        ([Place("a", 1, "GEN"), Place("a", 2, "GEN")], "twice"),
        ([Place("a", 0, "GEN")], "0 electors"),
        ([Place("a", 5, "GEN", 62.0)], "no part of one"),
    ],
)
def test_wrong_places_are_refused(places: list[Place], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        peers(places)


def test_a_digest_changes_with_a_fact_and_with_a_set() -> None:
    places = town(*[200_000] * 6)
    sets = peers(places)
    other = [replace(places[0], urban=0.5), *places[1:]]
    assert len({digest(places, sets), digest(other, sets), digest(places, sets[1:])}) == 3


def entries(*parts: tuple[float, float | None], **exposure: object) -> dict[str, Entry]:
    shown = replace(EXPOSURE, **exposure)  # type: ignore[arg-type]
    return {str(number): Entry(str(number), *part, shown) for number, part in enumerate(parts)}


def test_exact_counts_give_one_rank_each_and_equals_share_one() -> None:
    found = rank("0123", entries((0.05, 0.05), (0.09, 0.09), (0.05, 0.05), (0.01, 0.01)))
    assert found.ranks == (
        Rank("1", 1, 1, 4),
        Rank("0", 2, 2, 4),
        Rank("2", 2, 2, 4),
        Rank("3", 4, 4, 4),
    )


def test_an_interval_gives_an_interval_of_ranks() -> None:
    found = rank("012", entries((0.05, 0.08), (0.07, 0.07), (0.01, 0.01)))
    assert {one.code: (one.best, one.worst) for one in found.ranks} == {
        "0": (1, 2),
        "1": (1, 2),
        "2": (3, 3),
    }


def test_without_an_upper_end_somebody_may_be_first() -> None:
    found = rank("01", entries((0.01, None), (0.07, 0.07)))
    assert {one.code: (one.best, one.worst) for one in found.ranks} == {"0": (1, 2), "1": (1, 2)}


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12)
)
def test_whatever_the_truth_is_the_rank_holds_it(rows: list[tuple[float, float, float]]) -> None:
    parts = [(min(a, b), max(a, b)) for a, b, _ in rows]
    truth = [low + (high - low) * at for (low, high), (*_, at) in zip(parts, rows, strict=True)]
    found = {one.code: one for one in rank([*entries(*parts)], entries(*parts)).ranks}
    for number, own in enumerate(truth):
        place = 1 + sum(other > own for other in truth)
        assert found[str(number)].best <= place <= found[str(number)].worst


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"measured": 1}, Why.INCOMPLETE),
        ({"accounts": 0, "measured": 0}, Why.INCOMPLETE),
        ({"platforms": frozenset({"x"})}, Why.PLATFORMS),
        ({"newest": DAY + timedelta(days=1)}, Why.DAYS),
        ({"oldest": DAY - timedelta(days=1)}, Why.DAYS),
        ({"oldest": None}, Why.DAYS),
    ],
)
def test_nobody_is_ranked_where_counting_differs(change: dict[str, object], why: Why) -> None:
    given = entries((0.01, 0.01), (0.02, 0.02), (0.03, 0.03))
    given["1"] = replace(given["1"], exposure=replace(EXPOSURE, **change))  # type: ignore[arg-type]
    found = rank("012", given)
    assert (found.ranks, found.why, found.differ) == ((), why, ("1",))


def test_somebody_nobody_counted_leaves_all_unranked() -> None:
    assert rank(["0", "9"], entries((0.01, 0.01))).why is Why.ABSENT


def test_days_may_lie_apart_as_far_as_is_said() -> None:
    given = entries((0.01, 0.01), (0.02, 0.02), (0.03, 0.03))
    late = replace(EXPOSURE, newest=DAY + timedelta(days=1))
    given["1"] = replace(given["1"], exposure=late)
    assert rank("012", given, days_apart=1).why is None


def test_nobody_is_a_comparison_of_nobody() -> None:
    assert rank([], {}).ranks == ()
