"""The sweeps of `collect.py`: ours on five platforms, and two peers'. Prints JSON.

`main` is called where Django is set up already, in an empty installation, `PAHUNCH_HOME`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil

from django.core.management import call_command

from benchmarks.crowds import CROWDS, LATENCY, Crowd, Line, Watched, consent, settle_in
from benchmarks.peers.clients import mastodon_posts, tweepy_mentions
from benchmarks.skipping import SkippingClock, SkippingEvent, SkippingPolicy
from pahunch.collection.models import Duty
from pahunch.collection.sweeps.asking import AT_ONCE
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import Lane
from pahunch.facts import Platform

START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""Seven in the morning in India, when windows of five and of fifteen minutes begin."""
PATIENCE = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Result:
    """What one sweep of one platform took, in requests and seconds."""

    name: str
    accounts: int
    requests: int
    over: int
    seconds: float
    shortest: float
    budget: float | None
    """Part of the limit that was used in the worst window that it bound; None: in none."""
    processor: float


def windows(sent: Sequence[float], crowd: Crowd) -> list[int]:
    """Give how many requests were sent in each window of the limit."""
    found: list[int] = []
    ends = 0.0
    for moment in sorted(sent):
        if moment >= ends:
            found.append(0)
            begins = moment - moment % crowd.seconds if crowd.by_the_clock else moment
            ends = begins + crowd.seconds
        found[-1] += 1
    return found


def shortest(crowd: Crowd, limited: int, requests: int) -> float:
    """Give the least seconds for so many requests, of which `limited` share the limit."""
    quick = ceil(requests / AT_ONCE) * LATENCY
    if not crowd.amount:
        return quick
    full = ceil(limited / crowd.amount) - 1
    rest = limited - full * crowd.amount
    return max(quick, full * crowd.seconds + ceil(rest / AT_ONCE) * LATENCY)


def result(crowd: Crowd, name: str, accounts: int, watched: Watched, worked: float) -> Result:
    """Read what happened off what was noted on the way to the fake."""
    limited = [moment for moment, path in watched.sent if crowd.path in path]
    bound = windows(limited, crowd)[:-1] if crowd.amount else []
    over = int(getattr(watched.fake, "over", 0))
    return Result(
        name,
        accounts,
        len(watched.sent),
        over,
        watched.ended - watched.sent[0][0],
        shortest(crowd, len(limited), len(watched.sent)),
        min(bound) / crowd.amount if bound else None,
        worked,
    )


def sweep(crowd: Crowd, accounts: int) -> Result:
    """Let one lane fetch everything once."""
    clock = SkippingClock(START)
    settle_in(crowd, accounts)
    if crowd.platform == Platform.FACEBOOK:
        consent(crowd, clock)
    watched = Watched(crowd.fake(clock), clock)
    asyncio.set_event_loop_policy(SkippingPolicy(clock))
    enrol({crowd.platform: crowd.connector})  # once in an account's life
    worked = time.process_time()
    stop = SkippingEvent(clock)
    lane = Lane(crowd.connector, "benchmark", clock, transport=Line(watched), stop=stop)
    lane.run(patience=PATIENCE)
    worked = time.process_time() - worked - watched.work
    asyncio.set_event_loop_policy(None)
    mine = Duty.objects.filter(platform=crowd.platform.value, ask__in=crowd.asks)
    undone = mine.exclude(outcome="counted").count()
    assert not undone, f"{undone} duties of {crowd.platform} were not done: {lane.tally}"
    return result(crowd, crowd.platform.value, accounts, watched, worked)


def measure(accounts: int) -> list[Result]:
    """Sweep every platform, then let the peers fetch what binds."""
    each = accounts // len(CROWDS)
    found = [sweep(crowd, each) for crowd in CROWDS]
    by_name = {crowd.platform: crowd for crowd in CROWDS}
    for name, platform, peer in (
        ("mentions of x by tweepy", Platform.X, tweepy_mentions),
        ("posts of mastodon by Mastodon.py", Platform.MASTODON, mastodon_posts),
    ):
        crowd = by_name[platform]
        clock = SkippingClock(START)
        watched = Watched(crowd.fake(clock), clock)
        worked = time.process_time()
        peer(watched, clock, range(1, each + 1))
        worked = time.process_time() - worked - watched.work
        found.append(result(crowd, name, each, watched, worked))
    return found


def count(accounts: int) -> dict[str, float]:
    """Count everybody's followers once; give the largest resident set in megabytes."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    only = [replace(crowd, asks=("counts",)) for crowd in CROWDS]
    worked = sum(sweep(crowd, accounts // len(only)).processor for crowd in only)
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"before": before, "largest": largest, "processor": worked}


def main() -> None:
    """Measure, and print one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--accounts", type=int, required=True)
    parser.add_argument("--counts", action="store_true")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    if options.counts:
        sys.stdout.write(json.dumps(count(options.accounts)))
    else:
        sys.stdout.write(json.dumps([asdict(each) for each in measure(options.accounts)]))
