from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from pahunch.simulation.geography import CODE, electors, make_geography, tiles


@pytest.fixture
def state():
    return make_geography(230, np.random.default_rng(7))


def test_its_code_cannot_be_taken_for_a_real_states():
    assert CODE == "udaharan"


def test_every_place_but_the_state_lies_in_a_place_named_before_it(state):
    seen = set()
    for place in state.everything():
        assert place.parent in seen or place.kind == "state"
        seen.add(place.code)


def test_every_district_has_constituencies_and_blocks(state):
    homes = Counter(place.parent for place in (*state.constituencies, *state.blocks))

    assert all(homes[district.code] >= 2 for district in state.districts)
    assert all(not homes[division.code] for division in state.divisions)


def test_every_place_has_a_name_of_its_own_in_both_scripts(state):
    names = [place.name for place in state.everything()]

    assert len(set(names)) == len(names)
    assert all(name.latin.isascii() and not name.hindi.isascii() for name in names)


def test_seats_are_reserved_as_in_a_state_of_230(state):
    reserved = Counter(seat.reservation for seat in state.constituencies)

    assert reserved == {"GEN": 148, "ST": 47, "SC": 35}


def test_reserved_seats_of_a_very_small_state_leave_general_ones():
    state = make_geography(3, np.random.default_rng(7))

    assert len(state.constituencies) == 3
    assert any(seat.reservation == "GEN" for seat in state.constituencies)


@pytest.mark.parametrize("seats", [1, 2, 29, 230, 3000])
def test_each_constituency_has_a_tile_of_its_own(seats):
    places = tiles(seats)

    assert len({tuple(place) for place in places.tolist()}) == seats
    assert places.min() == 0


def test_the_map_is_compact(state):
    places = np.array([seat.tile for seat in state.constituencies])

    assert np.prod(np.ptp(places, axis=0) + 1) < 230 * 1.6


def test_a_district_is_a_patch_of_the_map(state):
    for district in state.districts:
        patch = np.array([s.tile for s in state.constituencies if s.parent == district.code])
        assert np.ptp(patch, axis=0).max() <= 6


def test_the_newer_roll_is_longer_and_around_two_point_four_lakh():
    rolls = electors(5000, np.random.default_rng(7))

    assert (rolls[:, 0] < rolls[:, 1]).all()
    assert 235_000 < np.median(rolls[:, 1]) < 243_000
    assert rolls[:, 1].min() > 140_000
    assert rolls[:, 1].max() < 420_000
