"""Upkeep: what goes on beside the lanes, again and again, and ends with them."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError

from pahunch.collection.connecting.renewing import SHARE_LEFT
from pahunch.collection.sweeps.upkeep import EVERY, upkeep

SOON = timedelta(milliseconds=5)
PATIENCE = 10.0


class Work:
    """Counts how often it was done, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.times = 0
        self.failures = failures
        self.often = threading.Event()

    def __call__(self) -> None:
        self.times += 1
        if self.times >= 4:
            self.often.set()
        if 1 < self.times <= 1 + self.failures:
            raise DatabaseError("away")


def test_it_is_done_before_anything_else_and_again_while_lanes_ask() -> None:
    work = Work()
    with upkeep(work, every=SOON):
        assert work.times >= 1
        assert work.often.wait(PATIENCE)
    times = work.times
    assert not [one for one in threading.enumerate() if one.name == "upkeep"]
    assert work.times == times


def test_it_goes_on_when_the_database_was_away() -> None:
    work = Work(failures=2)
    with upkeep(work, every=SOON):
        assert work.often.wait(PATIENCE)


def test_it_ends_with_the_lanes_even_where_they_fail() -> None:
    work = Work()
    with pytest.raises(RuntimeError), upkeep(work, every=SOON):
        raise RuntimeError("a lane")
    assert not [one for one in threading.enumerate() if one.name == "upkeep"]


def test_a_token_of_one_hour_is_looked_at_more_than_once_before_it_ends() -> None:
    assert timedelta(hours=1) * SHARE_LEFT > 2 * EVERY
