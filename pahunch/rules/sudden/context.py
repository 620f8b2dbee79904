"""A second look at a month: what the first trees answered of the months around it.

A campaign often runs over two or three months, seldom comes twice, and its seller serves
others in the same month. That is only to be seen once every month has an answer.
"""

from __future__ import annotations

import numpy as np

from pahunch.rules.shared_moves import LEAST_ACCOUNTS, Floats
from pahunch.rules.sudden.months import Months

OLD = 6
"""Months of history from which an account's past says enough to ask for less."""
NOBODY = -0.1
"""Stands where no such month was looked at."""
AROUND: dict[str, str] = {
    "answer": "the first answer for the month itself",
    "answer_before": "the same for the month before",
    "answer_after": "the same for the month after",
    "answer_best": "the highest first answer of the account's other months",
    "answer_others": "the mean first answer of accounts of six months or more in that month",
}


def in_context(found: Months, answer: Floats) -> Floats:
    """Give the features of each month with those of AROUND behind them.

    `answer` has the first answer for each month of `found`, which is ordered by account and
    month. NaN where too few others were looked at.
    """
    size = len(answer)
    added = np.full((size, len(AROUND)), NOBODY)
    if not size:
        return np.concatenate([found.features, added], axis=1)
    follows = (np.diff(found.rows) == 0) & (np.diff(found.columns) == 1)
    added[:, 0] = answer
    added[1:][follows, 1] = answer[:-1][follows]
    added[:-1][follows, 2] = answer[1:][follows]
    added[:, 3] = _best_other(found, answer)
    is_old = found.age >= OLD
    width = int(found.columns.max()) + 1
    number = np.bincount(found.columns[is_old], minlength=width)
    total = np.bincount(found.columns[is_old], weights=answer[is_old], minlength=width)
    mean = np.where(number >= LEAST_ACCOUNTS, total / np.maximum(number, 1), np.nan)
    added[:, 4] = mean[found.columns]
    return np.concatenate([found.features, added], axis=1)


def _best_other(found: Months, answer: Floats) -> Floats:
    """Give the highest answer of the same account, this month's own left out."""
    order = np.lexsort((-answer, found.rows))
    rows, sorted_answer = found.rows[order], answer[order]
    is_first = np.concatenate([[True], np.diff(rows) != 0])
    starts = np.flatnonzero(is_first)
    group = np.cumsum(is_first) - 1
    second = np.full(len(starts), NOBODY)
    has_second = np.concatenate([np.diff(starts) > 1, [len(rows) - starts[-1] > 1]])
    second[has_second] = sorted_answer[starts[has_second] + 1]
    best = np.empty(len(answer))
    best[order] = np.where(is_first, second[group], sorted_answer[starts][group])
    return best
