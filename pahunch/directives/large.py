"""Judging a state whose roster lies in the lake and not in the registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pahunch.directives.judge import day_ends, lake
from pahunch.directives.models import Directive
from pahunch.facts import Standing
from pahunch.observations import LakeVersion
from pahunch.rules import reach


@dataclass(frozen=True, slots=True)
class LargeJudgement:
    """The verdicts of up to millions, as a table, and what they were computed from."""

    table: pa.Table
    """One row a representative, with the columns of `Snapshot.reach`."""
    headline: dict[str, int]
    computed: dict[str, str]


def judge_roster(
    directive: Directive, as_of: date, *, version: LakeVersion | None = None
) -> LargeJudgement:
    """Judge everyone on the lake's roster that the directive names.

    Raises `observations.LakeError` where the lake has no such roster or version.
    """
    snapshot = lake().at(version)
    table = snapshot.reach_of(directive.roster, directive.terms, until=day_ends(as_of))
    counted = {
        row["values"]: row["counts"] for row in pc.value_counts(table["standing"]).to_pylist()
    }
    headline = {"bound": table.num_rows} | {
        standing.value: counted.get(standing.value, 0) for standing in Standing
    }
    computed = {
        "lake_version": str(snapshot.version),
        "roll": directive.roll.name,
        "rule": reach.REVISION,
        "as_of": as_of.isoformat(),
        "directive": directive.code,
        "roster": directive.roster,
    }
    return LargeJudgement(table, headline, computed)
