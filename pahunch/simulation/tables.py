"""The made-up state as Arrow rows: observations, the truth beside them, and rosters.

Everything streams: one block of representatives is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pahunch.facts import FOLLOWERS, AccountKind, Platform, Precision
from pahunch.observations import OBSERVATIONS, ROSTER
from pahunch.simulation.followers import Block
from pahunch.simulation.geography import CODE
from pahunch.simulation.plan import SLOTS, Plan
from pahunch.simulation.reach import Reach, draw_reach, rounding_step

DAILY = pa.schema([("account", pa.string()), ("day", pa.date32()), ("followers", pa.int64())])
"""The truth of every day that an account was there, gaps and refusals included."""

SWEEP = (15, 30)
"""Hour and minute in UTC at which a sweep begins: nine in the evening in India."""
SWEEP_SECONDS = 1200
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND
_YOUTUBE = np.array([slot.platform is Platform.YOUTUBE for slot in SLOTS])
_KEPT = np.array([slot.counts_at_end for slot in SLOTS])


def platform_id(plan: Plan, number: int, kind: AccountKind) -> str:
    """Give the made-up id of a representative's account on any platform."""
    return f"ud{plan.seed}-{kind.value[0]}{number + 1:07d}"


def member_code(number: int) -> str:
    """Give the code of a representative's membership of the assembly."""
    return f"{CODE}-member-{number + 1:07d}"


def minister_code(number: int) -> str:
    """Give the code of a representative's membership of the ministry."""
    return f"{CODE}-minister-{number + 1:07d}"


def account_keys(plan: Plan, numbers: np.ndarray, slots: np.ndarray) -> pa.Array:
    """Give the keys of accounts from their representatives' numbers and their slots."""
    before = [f"{slot.platform.value}:ud{plan.seed}-{slot.kind.value[0]}" for slot in SLOTS]
    digits = pc.utf8_lpad(pa.array(numbers + 1).cast(pa.string()), 7, "0")
    return pc.binary_join_element_wise(pa.array(before).take(pa.array(slots)), digits, "")


def observations(block: Block, run: str, days: range) -> pa.RecordBatch:
    """Give what was seen of a block on some days, by account and then by day."""
    plan = block.plan
    keys = account_keys(plan, block.reach.numbers[block.rows], block.slots)
    order = np.asarray(pc.sort_indices(keys)).astype(np.int64)
    accounts, day = np.nonzero(block.seen[order, days.start : days.stop])
    accounts, day = order[accounts], day + days.start
    true = block.true[accounts, day]
    step = np.ones_like(true)
    rounded = _YOUTUBE[block.slots][accounts]
    step[rounded] = rounding_step(true[rounded])
    low = true // step * step
    withheld = block.withheld[accounts, day]
    size = len(true)
    columns = {
        "account": keys.take(pa.array(accounts)),
        "metric": pa.repeat(FOLLOWERS, size),
        "low": pa.array(low, mask=withheld),
        "high": pa.array(low + step - 1, mask=withheld),
        "withheld": pa.array(withheld),
        "seen_at": _moments(block, accounts, day),
        "precision": pa.repeat(Precision.MOMENT.value, size),
        "run": pa.repeat(run, size),
        "wording": pa.nulls(size, pa.string()),
        "source": pa.repeat(plan.source, size),
    }
    return pa.RecordBatch.from_arrays(
        [columns[name] for name in OBSERVATIONS.names], OBSERVATIONS.names
    )


def _moments(block: Block, accounts: np.ndarray, day: np.ndarray) -> pa.Array:
    first = datetime.combine(block.plan.first_day, datetime.min.time(), tzinfo=UTC)
    begins = int(first.replace(hour=SWEEP[0], minute=SWEEP[1]).timestamp()) * _SECOND
    turn = (block.reach.numbers[block.rows] * 7 + block.slots * 131) % SWEEP_SECONDS
    moments = begins + day * _DAY + turn[accounts] * _SECOND
    return pa.array(moments).cast(OBSERVATIONS.field("seen_at").type)


def daily(block: Block) -> pa.RecordBatch:
    """Give the true followers of every account and day of a block."""
    accounts, day = np.nonzero(block.open)
    first = (block.plan.first_day - date(1970, 1, 1)).days
    keys = account_keys(block.plan, block.reach.numbers[block.rows], block.slots)
    return pa.RecordBatch.from_arrays(
        [
            keys.take(pa.array(accounts)),
            pa.array((first + day).astype(np.int32)).cast(pa.date32()),
            pa.array(block.true[accounts, day]),
        ],
        schema=DAILY,
    )


def roster(
    plan: Plan, *, ministers: bool = False, watch: Callable[[int], None] = lambda _: None
) -> Iterator[pa.RecordBatch]:
    """Give the roster of the last day, block by block: all members, or the ministers alone.

    `watch` hears after each block how many representatives it had.
    """
    for number in range(plan.blocks):
        reach = draw_reach(plan, number)
        if ministers:
            yield _roster(plan, reach, np.isin(reach.numbers, plan.minister_numbers), minister_code)
        else:
            yield _roster(plan, reach, np.ones(len(reach.numbers), dtype=bool), member_code)
        watch(len(reach.numbers))


def _roster(
    plan: Plan, reach: Reach, bound: np.ndarray, code: Callable[[int], str]
) -> pa.RecordBatch:
    has = reach.has & _KEPT & bound[:, None]
    # A representative without an account keeps one row, in the column after the last slot.
    alone = bound & ~has.any(axis=1)
    rows, slots = np.nonzero(np.column_stack([has, alone]))
    missing = slots == len(SLOTS)
    slot = np.where(missing, 0, slots)
    numbers = reach.numbers[rows]
    digits = pc.utf8_lpad(pa.array(numbers + 1).cast(pa.string()), 7, "0")
    empty = pa.array(missing)
    nothing = pa.scalar(None, pa.string())
    platforms = pa.array([each.platform.value for each in SLOTS]).take(pa.array(slot))
    kinds = pa.array([each.kind.value for each in SLOTS]).take(pa.array(slot))
    return pa.RecordBatch.from_arrays(
        [
            pc.binary_join_element_wise(code(0).removesuffix("0000001"), digits, ""),
            pa.array(reach.electors[rows, -1]),
            pc.if_else(empty, nothing, account_keys(plan, numbers, slot)),
            pc.if_else(empty, nothing, platforms),
            pc.if_else(empty, nothing, kinds),
        ],
        schema=ROSTER,
    )
