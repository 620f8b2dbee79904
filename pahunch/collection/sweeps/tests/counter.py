"""A platform behind a loopback port that counts every request against its limit.

    python -m pahunch.collection.sweeps.tests.counter 60 4.0

serves sixty requests in four seconds, prints its address, and ends with its standard input.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from pahunch.collection.sweeps.tests.platform import FACT, Toy
from pahunch.platforms.base import Ask, Holder, Limit, Need, Offering, Reading
from tests.fakes.base import Answered, Asked, Served

CALLS = 60
SECONDS = 4
BATCH = 5


@dataclass(frozen=True)
class Strict(Toy):
    """The toy with a short window, of whose end its headers tell."""

    limits: ClassVar = (Limit("calls", CALLS, Holder.HOST, FACT, seconds=SECONDS),)
    offers: ClassVar = {Ask.PUBLIC_COUNTS: Offering(BATCH, Need.NOTHING, {"calls": 1})}

    def readings(self, headers: Mapping[str, str], now: datetime) -> Sequence[Reading]:
        if "x-left" not in headers:
            return ()
        resets_at = now + timedelta(seconds=float(headers["x-seconds"]))
        return (Reading("calls", remaining=int(headers["x-left"]), resets_at=resets_at),)


@dataclass
class Counter:
    """Answers every account with a number that grows, so that two answers never look alike."""

    calls: int = CALLS
    seconds: float = SECONDS
    total: int = 0
    over: int = 0
    in_window: int = 0
    ends: float = 0.0
    times: list[float] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answered:
        if asked.path == "/stats":
            return Answered({"total": self.total, "over": self.over})
        now = time.monotonic()
        if now >= self.ends:
            self.in_window, self.ends = 0, now + self.seconds
        self.in_window += 1
        self.total += 1
        headers = {
            "x-left": str(max(0, self.calls - self.in_window)),
            "x-seconds": str(self.ends - now),
        }
        if self.in_window > self.calls:
            self.over += 1
            return Answered({"error": "slow"}, 429, headers)
        ids = asked.query.get("id", [])
        body = {each: {"followers": self.total, "id": each} for each in ids}
        return Answered(body, 200, headers)


def main() -> None:
    calls, seconds = int(sys.argv[1]), float(sys.argv[2])
    with Served(Counter(calls, seconds), latency=0.03) as served:
        sys.stdout.write(f"{served.base}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
