"""What may be spent of a limit, and when there is more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pahunch.collection.models import Meter
from pahunch.collection.sweeps.meters import (
    AHEAD,
    GUARD,
    LATE,
    Meters,
    Room,
    asker_at,
    give_back,
)
from pahunch.platforms.base import Fact, Holder, Limit, Reading

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
FACT = Fact("made up for the test", "this file", date(2026, 11, 23))
QUARTER = Limit("users", 3, Holder.APPLICATION, FACT, seconds=900)
UNITS = Limit("units", 10, Holder.APPLICATION, FACT, day_in="America/Los_Angeles")
MONEY = Limit("money", None, Holder.APPLICATION, FACT, month_in="UTC")
PACED = Limit("calls", 10, Holder.APPLICATION, FACT, seconds=1, paced=True)
UNKNOWN = Limit("share", None, Holder.TOKEN, FACT, seconds=3_600)
LIMITS = (QUARTER, UNITS, MONEY, PACED, UNKNOWN)

pytestmark = pytest.mark.django_db


def meters(now: datetime = NOW, **amounts: int) -> Meters:
    return Meters("x", LIMITS, ["application"], amounts=amounts, now=now)


def sent(there: Meters, cost: dict[str, int]) -> datetime | Room:
    found = there.take("application", cost)
    return found if isinstance(found, Room) else found.at


def taken(cost: dict[str, int], now: datetime = NOW, **amounts: int) -> datetime | Room:
    there = meters(now, **amounts)
    found = sent(there, cost)
    there.save()
    return found


def test_a_window_is_spent_to_its_end_and_no_further() -> None:
    assert [taken({"users": 1}) for _ in range(3)] == [NOW] * 3
    assert taken({"users": 1}) == Room(0, NOW + timedelta(minutes=15) + GUARD)


def test_when_the_window_ends_there_is_all_of_it_again() -> None:
    taken({"users": 3})
    later = NOW + timedelta(minutes=15) + GUARD
    assert taken({"users": 3}, later) == later


def test_a_cost_is_spent_whole_or_not_at_all() -> None:
    taken({"units": 10})
    assert isinstance(taken({"users": 1, "units": 1}), Room)
    assert not Meter.objects.filter(limit="users", spent__gt=0).exists()


def test_a_day_of_the_platform_ends_at_its_own_midnight() -> None:
    taken({"units": 10})
    found = taken({"units": 1})
    assert found == Room(0, datetime(2026, 11, 23, 8, 0, tzinfo=UTC))


def test_money_stops_at_the_cap_that_the_office_set() -> None:
    assert taken({"money": 900_000}, money=1_000_000) == NOW
    assert taken({"money": 200_000}, money=1_000_000) == Room(0, datetime(2026, 12, 1, tzinfo=UTC))


def test_a_higher_cap_opens_the_rest_at_once() -> None:
    taken({"money": 1_000_000}, money=1_000_000)
    assert taken({"money": 200_000}, money=2_000_000) == NOW


def test_a_paced_limit_spreads_its_requests_evenly() -> None:
    there = meters()
    times = [sent(there, {"calls": 1}) for _ in range(5)]
    assert times == [NOW + timedelta(milliseconds=100 * number) for number in range(5)]


def test_a_paced_limit_is_not_spent_far_ahead() -> None:
    there = meters()
    times = [sent(there, {"calls": 1}) for _ in range(300)]
    moments = [time for time in times if isinstance(time, datetime)]
    assert len(moments) == int(AHEAD.total_seconds() * 10) + 1
    assert max(moments) <= NOW + AHEAD


def test_a_header_that_says_less_is_believed() -> None:
    there = meters()
    reset = NOW + timedelta(minutes=4)
    there.learn("application", [Reading("users", remaining=1, amount=3, resets_at=reset)])
    assert sent(there, {"users": 1}) == NOW
    assert sent(there, {"users": 1}) == Room(0, reset)


def test_a_header_that_says_more_gives_nothing_back_that_is_on_its_way() -> None:
    there = meters()
    sent(there, {"users": 2})
    there.learn("application", [Reading("users", remaining=3, resets_at=NOW + timedelta(60))])
    assert isinstance(sent(there, {"users": 2}), Room)


def test_a_header_about_a_window_that_is_over_is_not_believed() -> None:
    there = meters()
    there.learn("application", [Reading("users", remaining=0, resets_at=NOW)])
    assert sent(there, {"users": 3}) == NOW


def test_a_platform_that_says_how_long_to_wait_is_not_asked_before() -> None:
    there = meters()
    until = NOW + timedelta(minutes=9)
    there.learn("application", [Reading("share", closed_until=until)])
    assert sent(there, {"share": 1}) == Room(0, until)


def test_what_was_not_used_comes_back_while_its_window_runs() -> None:
    taken({"users": 3})
    give_back("x", LIMITS, [("application", "users", 2)], NOW)
    assert taken({"users": 2}) == NOW
    later = NOW + timedelta(minutes=20)
    give_back("x", LIMITS, [("application", "users", 2)], later)
    assert Meter.objects.get(limit="users").spent == 3


def test_two_holders_spend_apart() -> None:
    each = Limit("each", 3, Holder.TOKEN, FACT, seconds=900)
    there = Meters("x", [each], ["one", "two"], amounts={}, now=NOW)
    grants = [there.take(asker, {"each": 3}) for asker in ("one", "two at host")]
    assert not any(isinstance(grant, Room) for grant in grants)


@pytest.mark.parametrize("holder", [Holder.APPLICATION, Holder.HOST])
def test_what_two_connections_share_they_spend_together(holder: Holder) -> None:
    shared = Limit("shared", 3, holder, FACT, seconds=900)
    askers = [asker_at(access, "host") for access in ("connection-1", "connection-2", "")]
    for asker in askers:
        there = Meters("x", [shared], [asker], amounts={}, now=NOW)
        assert not isinstance(there.take(asker, {"shared": 1}), Room)
        there.save()
    there = Meters("x", [shared], askers, amounts={}, now=NOW)
    assert all(isinstance(there.take(asker, {"shared": 1}), Room) for asker in askers)
    assert [meter.spent for meter in Meter.objects.all()] == [3]
    give_back("x", [shared], [(askers[0], "shared", 1), (askers[0], "unknown", 1)], NOW)
    there = Meters("x", [shared], askers, amounts={}, now=NOW)
    assert not isinstance(there.take(askers[1], {"shared": 1}), Room)


def test_another_server_has_a_limit_of_its_own() -> None:
    hosts = Limit("hosts", 1, Holder.HOST, FACT, seconds=900)
    there = Meters("x", [hosts], [], amounts={}, now=NOW)
    grants = [there.take(f"connection-1 at {host}", {"hosts": 1}) for host in ("one", "two")]
    assert not any(isinstance(grant, Room) for grant in grants)


def test_in_the_last_moment_of_a_window_nothing_is_sent() -> None:
    taken({"users": 1})
    end = NOW + timedelta(minutes=15) + GUARD
    assert taken({"users": 1}, end - LATE) == Room(0, end)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 3)), max_size=40))
def test_no_window_is_ever_overspent(steps: list[tuple[int, int]]) -> None:
    limit = QUARTER
    meter = Meter(platform="x", holder="h", limit="users", amount=3)
    there = Meters("x", [limit], [], amounts={}, now=NOW)
    there._meters["application", "users"] = meter
    spent: list[tuple[datetime, int]] = []
    now = NOW
    for seconds, cost in steps:
        now += timedelta(seconds=seconds)
        there.now = now
        there._prepare("users", meter)
        if not isinstance(there.take("h", {"users": cost}), Room):
            spent.append((now, cost))
    starts: list[datetime] = []
    for moment, _ in spent:
        if not starts or moment >= starts[-1] + timedelta(minutes=15):
            starts.append(moment)
    for start in starts:
        end = start + timedelta(minutes=15)
        assert sum(cost for moment, cost in spent if start <= moment < end) <= 3
