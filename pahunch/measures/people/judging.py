"""The people behind the counts of everyone on a roster, and verdicts on them.

Which counts are usable is the rule of reach's to say, so it is asked: once for each platform of
the survey, once for the others together, and once for the sum. What it answers of each
representative becomes a column here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pahunch.facts import Adding, Count, Platform, Standing, Terms, Verdict
from pahunch.measures.models import Survey
from pahunch.measures.people.telling import Told, tell

Floats = npt.NDArray[np.float64]
Ask = Callable[[Terms], pa.Table]
"""The rule of reach, asked of one roster with other terms: one row a representative, in the
same order whatever the terms."""
OTHERS = "others"
"""The platforms that the survey does not have, taken together."""


@dataclass(frozen=True, slots=True)
class PeopleOf:
    """Different people who follow each representative of a roster, by the code of each.

    Whoever has no usable count is not in it. `survey` and `digest` are empty without one.
    """

    people: Mapping[str, Told]
    survey: str = ""
    digest: str = ""


def measure_people(ask: Ask, terms: Terms, survey: Survey | None = None) -> PeopleOf:
    """Measure the people behind the accounts that count under some terms."""
    total = ask(replace(terms, adding=Adding.TOTAL))
    overlaps = survey.overlaps if survey else None
    names = [Platform(name) for name in overlaps.platforms] if overlaps else []
    allowed = terms.platforms or frozenset(Platform)
    groups = {name.value: frozenset({name}) for name in names if name in allowed}
    if others := allowed - set(names):
        groups[OTHERS] = others
    columns = [
        _ends(ask(replace(terms, adding=Adding.PEOPLE, platforms=group)))
        for group in groups.values()
    ]
    electors = np.array(total["electors"].to_pylist(), dtype=np.float64)
    found = tell(
        np.stack([low for low, _high in columns], axis=1),
        np.stack([high for _low, high in columns], axis=1),
        list(groups),
        survey=overlaps,
        electors=electors,
        targets=total["target"].to_pylist(),
    )
    # Two accounts on one platform may have the same people, so the columns' sum is no sum of all.
    follows = zip(*(ends.tolist() for ends in _ends(total)), strict=True)
    rows = zip(total["representative"].to_pylist(), found, follows, strict=True)
    counted = total["low"].is_valid().to_pylist()
    people = {
        code: replace(told, follows=together)
        for (code, told, together), known in zip(rows, counted, strict=True)
        if told is not None and known
    }
    if survey is None:
        return PeopleOf(people)
    return PeopleOf(people, survey.code, survey.digest)


def _ends(table: pa.Table) -> tuple[Floats, Floats]:
    """Give both ends: NaN without an account, from nothing to anything without a count."""
    low, high = (np.array(table[name].to_pylist(), dtype=np.float64) for name in ("low", "high"))
    absent = np.array(table["accounts"].to_pylist(), dtype=np.int64) == 0
    low, high = np.nan_to_num(low, nan=0.0), np.nan_to_num(high, nan=np.inf)
    low[absent] = high[absent] = np.nan
    return low, high


def judged(verdict: Verdict, told: Told | None) -> Verdict:
    """Judge again by the people that a survey tells of: never wider than without it."""
    if told is None or verdict.count is None:
        return verdict
    before = verdict.count
    low = max(before.low, told.low)
    highs = [high for high in (before.high, told.high) if high is not None]
    high = max(low, min(highs)) if highs else None
    return replace(verdict, count=Count(low, high), standing=_standing(low, high, verdict.target))


def _standing(low: int, high: int | None, target: int | None) -> Standing:
    if target is None:
        return Standing.UNDECIDED
    if low >= target:
        return Standing.MET
    return Standing.NOT_MET if high is not None and high < target else Standing.UNDECIDED
