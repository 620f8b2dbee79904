"""How often a plan that never was seems to have had an effect, and how large one must be.

    make bench B=effect            needs no peers

Two sets of daily counts: 58 accounts of politics on X in spring 2022, real, with a shock of the
platform in their last week, two weeks before and two after; and a made-up state, rounded as
platforms round (taken as exact here), with gaps, bursts and purges, six weeks before and six
after. Each account in turn plays the one with a plan, and the twelve of its platform that are
nearest in size play its frozen peers. Nobody had a plan, so that whatever is told apart is a false
alarm. Then growth that is known is planted after the start, and it is counted how often it is
told apart.

Beside the rule stand two usual ways, with the same counts: growth after less growth before, by
the account's own days; and its change against the mean of the peers, without how they differ
among themselves.

Claim: `false-alarms-<set>`, of 100 plans that never were: 5 or fewer, as the rule says of its
interval. How often plantings are told apart is printed: it says what to expect.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.claims import claim, table
from benchmarks.planted import draw
from benchmarks.real_series import FOLDER, calendar
from pahunch.rules.effect import Course, effect

Floats = npt.NDArray[np.float64]
PEERS = 12
PLANTED = (0.0, 0.0025, 0.005, 0.01, 0.02)
"""Growth a week that is planted after the start, as parts of one."""
NORMAL = 1.96
REAL, MADE_UP = "x_political_daily_2022", "made-up"
WEEKS = {REAL: 2, MADE_UP: 6}


def sets(representatives: int) -> Iterator[tuple[str, list[Floats], int]]:
    """Give each set that there is: its name, accounts by days, and days between starts."""
    path = FOLDER / f"{REAL}.csv"
    if path.exists():
        yield REAL, [calendar(path)], 1
    else:
        print(f"{REAL} is not on this machine: not measured")
    state = draw(11, representatives)
    names = np.array(state.platforms)
    yield MADE_UP, [state.counts[names == name] for name in sorted(set(names.tolist()))], 84


def told(one: Floats, others: Floats, weeks: float) -> bool:
    """Say whether the rule tells one apart."""
    own = Course(*(np.array([at]) for at in one for _ in range(2)))
    peers = Course(*(at for at in others.T for _ in range(2)))
    return effect(own, peers, weeks).is_told_apart


def before_and_after(daily: Floats, length: int) -> bool:
    """Say whether the mean daily growth after differs from that before."""
    gains = np.diff(np.log(daily))
    before, after = (part[np.isfinite(part)] for part in (gains[:length], gains[length:]))
    if min(len(before), len(after)) < 2:
        return False
    spread = np.sqrt(before.var(ddof=1) / len(before) + after.var(ddof=1) / len(after))
    return bool(abs(after.mean() - before.mean()) > NORMAL * spread)


def against_mean(one: Floats, others: Floats) -> bool:
    """Say whether one's change lies outside the interval of the mean change of the peers."""
    changes = np.diff(np.log(others), 2, axis=1)[:, 0]
    own = np.diff(np.log(one), 2)[0]
    spread = changes.std(ddof=1) / np.sqrt(len(changes))
    return bool(abs(own - changes.mean()) > NORMAL * spread)


def play(laid: Floats, weeks: int, every: int) -> tuple[int, Floats, Floats]:
    """Let every account play the one with a plan: plays, usual alarms, told apart by planting."""
    length = 7 * weeks
    number, alarms, seen = 0, np.zeros(2), np.zeros(len(PLANTED))
    for day in range(length, laid.shape[1] - length, every):
        three = laid[:, [day - length, day, day + length]]
        whole = ~np.isnan(three).any(axis=1) & (np.nan_to_num(three) > 0).all(axis=1)
        rows, counts = np.flatnonzero(whole), three[whole]
        if len(rows) <= PEERS:
            continue
        for place, row in enumerate(rows):
            away = np.abs(np.log(counts[:, 1] / counts[place, 1]))
            away[place] = -1
            near = counts[np.argsort(away, kind="stable")[1 : PEERS + 1]]
            number += 1
            for at, planted in enumerate(PLANTED):
                grown = counts[place] * [1, 1, np.exp(planted * weeks)]
                seen[at] += told(grown, near, weeks)
            own = laid[row, day - length : day + length + 1]
            with np.errstate(divide="ignore", invalid="ignore"):
                alarms += [before_and_after(own, length), against_mean(counts[place], near)]
    return number, alarms, seen


def report(name: str, number: int, alarms: Floats, seen: Floats) -> None:
    """Print what was measured of a set."""
    shares, usual = 100 * seen / number, 100 * alarms / number
    print(f"{name}: {number:,} plans that never were, {WEEKS[name]} weeks before and after")
    table(
        ("way", "false alarms of 100"),
        [
            ("the rule", f"{shares[0]:.1f}"),
            ("before and after, alone", f"{usual[0]:.1f}"),
            ("against the peers' mean, alone", f"{usual[1]:.1f}"),
        ],
    )
    planted = [
        (f"{100 * part:.2f}%", f"{share:.1f}")
        for part, share in zip(PLANTED, shares, strict=True)
        if part
    ]
    table(("planted a week", "told apart of 100"), planted)
    claim(f"false-alarms-{name}", f"{shares[0]:.1f}", "5 or fewer", holds=bool(shares[0] <= 5))


def main() -> None:
    """Play plans that never were, then planted ones, and print the claims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--representatives", type=int, default=60, help="made up (60)")
    options = parser.parse_args()
    for name, parts, every in sets(options.representatives):
        played = [play(laid, WEEKS[name], every) for laid in parts]
        number = sum(one[0] for one in played)
        if number:
            alarms = np.sum([one[1] for one in played], axis=0)
            seen = np.sum([one[2] for one in played], axis=0)
            report(name, number, alarms, seen)
        else:
            print(f"{name}: too few accounts were counted for so long")


if __name__ == "__main__":
    main()
