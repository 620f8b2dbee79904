"""The work itself: one lane a platform, so that none waits for another."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections, transaction

from pahunch.collection.sweeps import claims, settling
from pahunch.collection.sweeps.asking import AT_ONCE, PAUSES, Round
from pahunch.collection.sweeps.duties import timetables
from pahunch.collection.sweeps.meters import Grant, Meters, Room
from pahunch.facts import Platform
from pahunch.observations import LakeError
from pahunch.platforms.asking import AGENT, TIMEOUT
from pahunch.platforms.base import Connector
from pahunch.platforms.errors import TryLater

LOG = logging.getLogger(__name__)
LONGEST_ROUND = 0.8
"""Part of a lease that asking may take; then what is not answered is given up."""
RECOVERY_SECONDS = 5.0
"""Wait after the database or the lake was busy."""
GLANCE = timedelta(minutes=1)
"""How often a lane that runs for ever looks whether something new is due."""


@dataclass(slots=True)
class Tally:
    """What a lane has done so far."""

    requests: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    claims: int = 0
    waits: list[tuple[str, datetime]] = field(default_factory=list)
    """Why the lane ended with something due: the kind of fetch, and when there is room."""


@dataclass(slots=True)
class Lane:
    """One platform's share of a sweep, in a thread of its own."""

    connector: Connector
    worker: str
    clock: Callable[[], datetime]
    lease: timedelta = claims.LEASE
    pauses: tuple[float, ...] = PAUSES
    transport: httpx.AsyncBaseTransport | None = None
    """Where requests go instead of the network: tests' platforms in the same process."""
    tally: Tally = field(default_factory=Tally)
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, *, patience: timedelta | None) -> None:
        """Ask whatever is due. `patience`: the longest wait for a limit; None: for ever."""
        with asyncio.Runner() as runner, ThreadPoolExecutor(1) as bank:
            client = runner.run(_client(self.transport))
            try:
                while not self.stop.is_set():
                    wait = self._guarded(runner, client, bank)
                    if wait is None:
                        continue
                    if not self._sleep(wait, patience):
                        return
            finally:
                runner.run(client.aclose())
                bank.submit(connections.close_all).result()

    def _guarded(
        self, runner: asyncio.Runner, client: httpx.AsyncClient, bank: ThreadPoolExecutor
    ) -> claims.Nothing | None:
        """Do one step; where the database or the lake is busy, wait and go on."""
        try:
            return self._step(runner, client, bank)
        except (DatabaseError, LakeError) as error:
            LOG.warning("%s: %s; trying again", self.connector.platform, type(error).__name__)
            close_old_connections()
            self.stop.wait(RECOVERY_SECONDS)
            return None

    def _sleep(self, wait: claims.Nothing, patience: timedelta | None) -> bool:
        """Wait until there is more to do; False where that is too far away."""
        seconds = (wait.until - self.clock()).total_seconds()
        if patience is None:
            self.stop.wait(max(0.0, min(seconds, GLANCE.total_seconds())))
            return True
        if not wait.open or seconds > patience.total_seconds():
            return False
        self.stop.wait(max(0.0, seconds))
        return True

    def _step(
        self, runner: asyncio.Runner, client: httpx.AsyncClient, bank: ThreadPoolExecutor
    ) -> claims.Nothing | None:
        """Do one claim; give why there is none, and until when."""
        taken = self._take()
        if isinstance(taken, claims.Nothing):
            return taken
        claim = taken.claim
        if not claim.answered:
            asking = Round(
                self.connector, client, self._reserver(bank), self.clock, pauses=self.pauses
            )
            seconds = self.lease.total_seconds() * LONGEST_ROUND
            try:
                answers = runner.run(asyncio.wait_for(asking.ask(taken.parts), seconds))
            except TimeoutError:
                LOG.warning("%s: a claim took too long and is given up", claim.platform)
                return None
            if not settling.write_answers(claim, answers, self.clock()):
                return None
            for answer in answers:
                for attempt in answer.attempts:
                    counts = self.tally.outcomes
                    counts[attempt.outcome] = counts.get(attempt.outcome, 0) + 1
                self.tally.requests += len({a.started_at for a in answer.attempts})
        settling.settle(claim, self.connector, self.clock())
        self.tally.claims += 1
        return None

    def _take(self) -> claims.Taken | claims.Nothing:
        """Take a claim that was left behind, else the first that is due."""
        now = self.clock()
        left = claims.take_over(self.connector, worker=self.worker, now=now, lease=self.lease)
        if left is not None:
            return left
        zone = ZoneInfo(settings.TIME_ZONE)
        waits = []
        for ask, table in timetables(self.connector).items():
            window = table.window(now, zone)
            if window is None:
                waits.append(claims.Nothing(table.next(now, zone), open=False))
                continue
            taken = claims.take(
                self.connector, ask, window, worker=self.worker, now=now, lease=self.lease
            )
            if isinstance(taken, claims.Taken):
                return taken
            waits.append(taken)
        later = now + timedelta(days=1)
        return claims.Nothing(
            min((wait.until for wait in waits if wait.open), default=None)
            or min((wait.until for wait in waits), default=later),
            open=any(wait.open for wait in waits),
        )

    def _reserver(
        self, bank: ThreadPoolExecutor
    ) -> Callable[[str, Mapping[str, int]], Awaitable[Grant]]:
        """Give the way to spend for one more request while others are on their way."""

        def reserve(holder: str, cost: Mapping[str, int]) -> Grant:
            now = self.clock()
            with transaction.atomic():
                meters = Meters(
                    self.connector.platform.value,
                    self.connector.limits,
                    [holder],
                    amounts={},
                    now=now,
                )
                grant = meters.take(holder, cost)
                meters.save()
            if isinstance(grant, Room):
                limit = next(iter(cost), "")
                raise TryLater("the limit is used up", not_before=grant.until, limit=limit)
            return grant

        def ask(holder: str, cost: Mapping[str, int]) -> Awaitable[Grant]:
            return asyncio.get_running_loop().run_in_executor(bank, reserve, holder, cost)

        return ask


async def _client(transport: httpx.AsyncBaseTransport | None) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=AT_ONCE * 2, max_keepalive_connections=AT_ONCE)
    return httpx.AsyncClient(
        headers={"user-agent": AGENT},
        timeout=TIMEOUT,
        transport=transport,
        limits=limits,
        follow_redirects=False,
        trust_env=False,
    )


def sweep(
    connectors: Mapping[Platform, Connector],
    *,
    worker: str,
    clock: Callable[[], datetime],
    patience: timedelta | None,
    lease: timedelta = claims.LEASE,
    stop: threading.Event | None = None,
) -> dict[Platform, Tally]:
    """Run a lane for each platform until nothing is due; give what each did, by name."""
    halt = stop or threading.Event()
    lanes = {
        name: Lane(connector, worker, clock, lease=lease, stop=halt)
        for name, connector in connectors.items()
    }

    def work(lane: Lane) -> None:
        try:
            lane.run(patience=patience)
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=work, args=[lane], name=f"lane-{name}")
        for name, lane in lanes.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(0.5)
    return {name: lane.tally for name, lane in lanes.items()}
