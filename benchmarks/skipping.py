"""A clock that leaps over waiting, so that hours of limits pass in the seconds of work.

The time is the machine's own plus whatever was leapt over. Nothing else is made up: the code
that is measured asks this clock, waits on it and never knows. What it really works is part
of the time that it takes, as it would be on a quiet day.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Any


class SkippingClock:
    """Seconds since the epoch, beginning at `start`."""

    def __init__(self, start: datetime) -> None:
        self._start = start.timestamp() - time.monotonic()
        self.skipped = 0.0

    def time(self) -> float:
        """Give the time as `time.time` does."""
        return self._start + time.monotonic() + self.skipped

    def __call__(self) -> datetime:
        """Give it as the collector wants it."""
        return datetime.fromtimestamp(self.time(), UTC)

    def sleep(self, seconds: float) -> None:
        """Leap."""
        self.skipped += max(0.0, seconds)


class SkippingEvent(threading.Event):
    """An event whose `wait` leaps over what would have been waited for."""

    def __init__(self, clock: SkippingClock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        """Leap, unless it is set already."""
        if not self.is_set() and timeout is not None:
            self._clock.sleep(timeout)
        return self.is_set()


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop of the same clock: when nothing is ready, it leaps to the next timer."""

    def __init__(self, clock: SkippingClock) -> None:
        self.busy = 0
        self._clock = clock
        super().__init__(_Selector(self, clock))

    def time(self) -> float:
        """Give the clock's time, by which timers are set."""
        return self._clock.time()

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Run something in a thread, and don't leap before it is done."""
        self.busy += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._done)
        return future

    def _done(self, _future: asyncio.Future[Any]) -> None:
        self.busy -= 1


class _Selector(selectors.DefaultSelector):
    def __init__(self, loop: SkippingLoop, clock: SkippingClock) -> None:
        super().__init__()
        self._loop = loop
        self._clock = clock

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Leap over the timeout, where no thread works and nothing is ready."""
        if timeout is None or self._loop.busy:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self._clock.sleep(timeout)
        return ready


class SkippingPolicy(asyncio.DefaultEventLoopPolicy):
    """Makes every new event loop one of the clock."""

    def __init__(self, clock: SkippingClock) -> None:
        super().__init__()
        self._clock = clock

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        """Make a loop."""
        return SkippingLoop(self._clock)
