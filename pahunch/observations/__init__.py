"""The lake: every count that a source ever showed, appended and never edited.

What is always true here:

- A run is added whole, in one commit, or not at all; the same run again adds nothing.
- No row is ever changed. A mistake is withdrawn, with a reason, and both stay visible.
- A question is asked of a pinned version ("o12w0": the twelfth commit of observations, no
  withdrawal yet), and the same version gives the same rows, byte for byte, for ever.
- Of several counts of one account and metric the **latest** is the one with the newest
  `seen_at`; where that is the same, the more exactly dated one (a moment beats a day, a day
  a month, a month a year), then the run whose name sorts last, then a number before a
  withheld answer, then the larger number. A count without a date is never the latest.
- Checkpoints are derived: to delete them changes nothing but speed.

Only this package opens the lake's tables. Its errors:

    LakeError
    ├── NoSuchVersion   the version asked for is not (or not yet) in this lake
    ├── NoSuchRoster    no roster of that name was written
    ├── WrongRows       rows that may not enter: schema, time, sign, order of the ends
    ├── WrongMoment     a moment without a time zone
    ├── WithdrawnRun    a run withdrawn before, or one that was never appended
    └── Busy            other writers won every one of many tries; nothing was added
"""

from __future__ import annotations

from pahunch.observations.errors import (
    DAMAGED,
    Busy,
    LakeError,
    NoSuchRoster,
    NoSuchVersion,
    WithdrawnRun,
    WrongMoment,
    WrongRows,
)
from pahunch.observations.extra import (
    AUDIENCE,
    FETCHES,
    POST_CLASSES,
    POST_METRICS,
    POSTS,
    Extra,
)
from pahunch.observations.history import History
from pahunch.observations.lake import Lake
from pahunch.observations.schema import OBSERVATIONS, ROSTER
from pahunch.observations.snapshot import Snapshot
from pahunch.observations.version import LakeVersion

__all__ = [
    "AUDIENCE",
    "DAMAGED",
    "FETCHES",
    "OBSERVATIONS",
    "POSTS",
    "POST_CLASSES",
    "POST_METRICS",
    "ROSTER",
    "Busy",
    "Extra",
    "History",
    "Lake",
    "LakeError",
    "LakeVersion",
    "NoSuchRoster",
    "NoSuchVersion",
    "Snapshot",
    "WithdrawnRun",
    "WrongMoment",
    "WrongRows",
]
