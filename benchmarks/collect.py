"""How well a sweep uses what platforms allow, and what it costs the machine.

    python benchmarks/collect.py            10,000 accounts on five platforms, with two peers
    python benchmarks/collect.py --accounts 1000
    python benchmarks/collect.py --memory   the counts of 1,000 to 100,000 accounts, each in a
                                            process of its own

Every platform is a fake of ours with the platform's real limits, 80 ms away. The clock leaps
over waiting (`skipping.py`) and keeps what is really worked; the fakes' own work is taken off.
What is fetched: X followers and mentions; Facebook followers with each Page's own token;
YouTube, Bluesky and Mastodon followers and posts, all of Mastodon on one server.

Claims:

- `budget`: of each window of a limit that binds, the part that was used; the last window,
  in which nothing is left to ask, is none that binds;
- `over`: requests that a fake counted beyond a limit;
- `shortest`: the time of a sweep against the shortest that the limit allows: all windows but
  the last in full, and the rest at our sixteen requests at once;
- `processor`: processor time an account for the day's count of all five platforms, from what
  is due to what is settled, database and lake with it. (A list of posts or mentions is a
  request for each account: what that costs stands in the table, beside the peers'.)
- `memory`: the largest resident set at 100,000 accounts against that at 1,000.

Peers, on the same fakes, clock and latency: tweepy with `wait_on_rate_limit` for the mentions
and Mastodon.py with its usual waiting for the posts. Both ask one by one and in batches where
they can, as their documents show; they store nothing, while the collector keeps every answer
in database and lake. Their processor time is printed for that reason, and no claim is made.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table

ROOT = Path(__file__).resolve().parents[1]
START = "import django; django.setup(); from benchmarks.sweeping import main; main()"
ACCOUNTS = 10_000
SIZES = (1_000, 10_000, 100_000)
FLAT = 1.25
"""A resident set that grows by less over a hundred times the accounts is called flat."""
OURS = 5
"""Sweeps of the collector; the peers' come after them."""

Result = Mapping[str, Any]
"""One sweep, as `sweeping.Result` has it."""


def measured(*words: str) -> Any:
    """Sweep in a process and an installation of its own; give what it printed."""
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-c", START, *words],
            cwd=ROOT,
            env=os.environ | {"PAHUNCH_HOME": home, "DJANGO_SETTINGS_MODULE": "pahunch.settings"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


def show(results: Sequence[Result]) -> None:
    """Print what was measured, and whether the claims hold."""
    table(
        ["sweep", "accounts", "requests", "over", "minutes", "to shortest", "budget", "ms/account"],
        [
            [
                each["name"],
                each["accounts"],
                each["requests"],
                each["over"],
                f"{each['seconds'] / 60:.1f}",
                f"{each['seconds'] / each['shortest']:.3f}",
                "" if each["budget"] is None else f"{each['budget']:.1%}",
                f"{1000 * each['processor'] / each['accounts']:.2f}",
            ]
            for each in results
        ],
    )
    ours = results[:OURS]
    bound = [each for each in ours if each["budget"] is not None]
    if bound:
        least = min(each["budget"] for each in bound)
        longest = max(each["seconds"] / each["shortest"] for each in bound)
        claim("budget", f"{least:.1%}", "98 % at least", holds=least >= 0.98)
        claim("shortest", f"{longest:.3f} times", "1.1 times", holds=longest <= 1.1)
    over = sum(each["over"] for each in ours)
    claim("over", f"{over} requests", "none", holds=over == 0)


def show_work(accounts: int) -> None:
    """Count everybody once, and print what that costs the processor."""
    spent = 1000 * measured("--accounts", str(accounts), "--counts")["processor"] / accounts
    claim("processor", f"{spent:.2f} ms an account", "1 ms", holds=spent < 1)


def remember(sizes: Sequence[int]) -> None:
    """Count more and more accounts, and see how much memory that takes."""
    peaks = [measured("--accounts", str(size), "--counts") for size in sizes]
    table(
        ["accounts", "before, MB", "largest, MB", "ms/account"],
        [
            [
                size,
                f"{one['before']:.0f}",
                f"{one['largest']:.0f}",
                f"{1000 * one['processor'] / size:.2f}",
            ]
            for size, one in zip(sizes, peaks, strict=True)
        ],
    )
    grown = peaks[-1]["largest"] / peaks[0]["largest"]
    words = f"{grown:.2f} times from {sizes[0]:,} to {sizes[-1]:,} accounts"
    claim("memory", words, f"{FLAT} times", holds=grown <= FLAT)


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description="How well sweeps use what platforms allow.")
    parser.add_argument("--accounts", type=int, default=ACCOUNTS, help=f"({ACCOUNTS:,})")
    parser.add_argument("--memory", action="store_true", help="1,000 to 100,000 accounts")
    options = parser.parse_args()
    if options.memory:
        remember(SIZES)
    else:
        show(measured("--accounts", str(options.accounts)))
        show_work(options.accounts)


if __name__ == "__main__":
    main()
