"""Many small decision trees, read out of a compact file, whose answers are averaged."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from pahunch.rules.shared_moves import Floats

LEAF = 255
"""The feature of a node that asks nothing more."""
STEPS = 255.0
"""Answers are kept in so many steps from 0 to 1."""
BLOCK = 50_000
"""Rows answered at once."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Nodes of all trees one after the other: a node's left child follows it."""

    names: Sequence[str]
    """What the columns of the features are."""
    feature: npt.NDArray[np.uint8]
    limit: npt.NDArray[np.float32]
    """Go left where the feature is at most this."""
    right: npt.NDArray[np.int32]
    value: npt.NDArray[np.uint8]
    """Of a leaf: what part of the examples that came to it was bought, in STEPS."""
    roots: npt.NDArray[np.int32]
    typical: npt.NDArray[np.float32]
    """What is put for a feature that is NaN."""

    def answer(self, features: Floats) -> Floats:
        """Give a number from 0 to 1 for each row of features."""
        found = np.empty(len(features))
        for start in range(0, len(features), BLOCK):
            part = features[start : start + BLOCK].astype(np.float32)
            part = np.where(np.isnan(part), self.typical, part)
            found[start : start + BLOCK] = self._answer(part)
        return found

    def _answer(self, part: npt.NDArray[np.float32]) -> Floats:
        total = np.zeros(len(part))
        for root in self.roots.tolist():
            node = np.full(len(part), root, dtype=np.int32)
            going = np.flatnonzero(self.feature[node] != LEAF)
            while len(going):
                here = node[going]
                is_left = part[going, self.feature[here]] <= self.limit[here]
                node[going] = np.where(is_left, here + 1, self.right[here])
                going = going[self.feature[node[going]] != LEAF]
            total += self.value[node] / STEPS
        return total / max(len(self.roots), 1)


def load(name: str) -> Trees:
    """Read the trees that are shipped beside this module."""
    raw = files("pahunch.rules.sudden").joinpath(f"{name}.npz").read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as kept:
        return Trees(
            tuple(str(each) for each in kept["names"]),
            kept["feature"],
            kept["limit"].astype(np.float32),
            right_children(kept["feature"]),
            kept["value"],
            kept["roots"].astype(np.int32),
            kept["typical"].astype(np.float32),
        )


def right_children(feature: npt.NDArray[np.uint8]) -> npt.NDArray[np.int32]:
    """Find each node's right child: it comes after all that is below the left one."""
    right = np.zeros(len(feature), dtype=np.int32)
    ends: list[int] = []
    for node in range(len(feature) - 1, -1, -1):
        if feature[node] == LEAF:
            ends.append(node + 1)
        else:
            # The left side ends where the right child stands; the right one ends the node.
            right[node] = ends.pop()
    return right
