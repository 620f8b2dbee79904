"""What can go wrong with the lake; the tree is drawn in the package's docstring."""

from __future__ import annotations

import duckdb
import pyarrow as pa
from deltalake.exceptions import DeltaError

DAMAGED = (DeltaError, pa.ArrowException, duckdb.Error)
"""What the readers raise where somebody damaged the lake's files; whoever prints says so."""


class LakeError(Exception):
    """Anything the lake refuses or cannot do."""


class NoSuchVersion(LakeError, ValueError):
    """The version asked for is not in this lake, or is no version at all."""


class NoSuchRoster(LakeError, LookupError):
    """No roster of that name was written to this lake."""


class WrongRows(LakeError, ValueError):
    """Rows that may not enter the lake. The message names the first bad row."""


class WrongMoment(LakeError, ValueError):
    """A moment without a time zone cannot be compared with one that has it."""


class WithdrawnRun(LakeError, ValueError):
    """A run that was never appended cannot be withdrawn, nor one that is withdrawn already."""


class Busy(LakeError):
    """Other writers committed first on every try. Nothing was added; try again later."""
