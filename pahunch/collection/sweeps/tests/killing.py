"""Four workers on one installation, killed at random moments, day after day.

    DJANGO_SETTINGS_MODULE=pahunch.settings PAHUNCH_HOME=$(mktemp -d) python -c \
        "import django; django.setup(); \
         from pahunch.collection.sweeps.tests.killing import main; main(300, seed=7)"

A warm parent, which never opens the database or the lake, forks the workers and kills them
with SIGKILL. When every account is settled, the workers' clock goes on by a day. Prints one
line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from datetime import datetime, timedelta
from datetime import time as clock_time
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.utils.timezone import now

from pahunch.collection.models import Duty, Meter, Plan
from pahunch.collection.sweeps.duties import enrol
from pahunch.collection.sweeps.lanes import sweep
from pahunch.collection.sweeps.tests.counter import CALLS, SECONDS, Strict
from pahunch.collection.sweeps.tests.crowd import accounts
from pahunch.collection.tests.killing import answer_of, in_child
from pahunch.facts import Platform
from pahunch.observations import Lake
from pahunch.registry.models import Account

WORKERS = 4
ACCOUNTS = 900
LEASE = timedelta(seconds=3)
DAY = timedelta(days=1)
LONGEST_DAY = 120.0
"""Seconds after which a day that does not end is a failure."""


def prepare() -> dict[str, object]:
    """Make the accounts and a timetable that is open at any hour."""
    call_command("migrate", verbosity=0)
    accounts(ACCOUNTS)
    Plan.objects.create(platform="threads", ask="counts", every_minutes=1440, opens=clock_time(0))
    enrol({Platform.THREADS: Strict()})
    return {}


def work(base: str, offset: timedelta) -> dict[str, object]:
    """Sweep until nothing is left, on a clock that is some days ahead."""
    sweep(
        {Platform.THREADS: Strict(base=base)},
        worker=f"w{os.getpid()}",
        clock=lambda: now() + offset,
        patience=timedelta(seconds=60),
        lease=LEASE,
    )
    return {}


def unsettled(offset: timedelta) -> dict[str, object]:
    """Give how many accounts are not done with on the workers' day."""
    today = (now() + offset).astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    midnight = datetime.combine(today, clock_time(), ZoneInfo(settings.TIME_ZONE))
    return {"left": ACCOUNTS - Duty.objects.filter(settled__gte=midnight, claim=None).count()}


def look() -> dict[str, object]:
    """Give how often each account was counted on each day, and what the meter says."""
    zone = ZoneInfo(settings.TIME_ZONE)
    keys = list(Account.objects.values_list("key", flat=True))
    rows = Lake(settings.LAKE).at().series(keys).select(["account", "seen_at"]).to_pylist()
    found = Counter((row["account"], row["seen_at"].astimezone(zone).date()) for row in rows)
    days = sorted({day for _, day in found})
    return {
        "days": len(days),
        "skipped": sum((key, day) not in found for key in keys for day in days),
        "twice": sum(times > 1 for times in found.values()),
        "overspent": Meter.objects.filter(spent__gt=CALLS).count(),
    }


def main(kills: int, *, seed: int) -> None:
    """Kill so many workers, and say what is left."""
    chance = random.Random(seed)
    answer_of(*in_child(prepare))
    server = subprocess.Popen(
        [sys.executable, "-m", "pahunch.collection.sweeps.tests.counter", str(CALLS), str(SECONDS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    base = server.stdout.readline().strip()
    try:
        killed, days, stuck = _kill_for_days(base, kills, chance)
        with urllib.request.urlopen(f"{base}/stats") as answer:
            stats = json.loads(answer.read())
    finally:
        server.communicate("")
    found = answer_of(*in_child(look))
    found |= stats | {"killed": killed, "swept_days": days, "stuck": stuck}
    sys.stdout.write(json.dumps(found) + "\n")


def _kill_for_days(base: str, kills: int, chance: random.Random) -> tuple[int, int, int]:
    """Go on from day to day until so many were killed; give kills, days, and days stuck."""
    killed = days = 0
    while killed < kills:
        crew = Crew(base, DAY * days)
        days += 1
        began = time.monotonic()
        try:
            while not crew.is_done():
                if time.monotonic() - began > LONGEST_DAY:
                    return killed, days, 1
                crew.fill()
                time.sleep(chance.uniform(0.01, 0.3))
                if killed < kills:
                    crew.kill(chance)
                    killed += 1
        finally:
            crew.end()
    return killed, days, 0


class Crew:
    """The workers of one day."""

    def __init__(self, base: str, offset: timedelta) -> None:
        self._work = partial(work, base, offset)
        self._left = partial(unsettled, offset)
        self._readers: dict[int, int] = {}

    def fill(self) -> None:
        """Start workers in the place of those that are gone."""
        while len(self._readers) < WORKERS:
            child, reader = in_child(self._work)
            self._readers[child] = reader

    def kill(self, chance: random.Random) -> None:
        """Kill one of them."""
        victim = chance.choice(list(self._readers))
        os.kill(victim, signal.SIGKILL)
        answer_of(victim, self._readers.pop(victim))

    def is_done(self) -> bool:
        """Tell whether some have ended by themselves and nothing is left to do."""
        ended = [
            child
            for child, reader in self._readers.items()
            if select.select([reader], [], [], 0)[0]
        ]
        for child in ended:
            failure = answer_of(child, self._readers.pop(child))
            assert not failure, failure
        return bool(ended) and answer_of(*in_child(self._left))["left"] == 0

    def end(self) -> None:
        """Kill those that are left."""
        for child, reader in self._readers.items():
            os.kill(child, signal.SIGKILL)
            answer_of(child, reader)
        self._readers.clear()
