"""Grow the trees that judge counts a month, and write them beside the rule.

    python benchmarks/train_suspicion.py            needs scikit-learn: requirements/bench.txt

The same data and version of scikit-learn give the same trees. Learned from are the months
that brought more than 50 stars, with the features of `pahunch/rules/sudden/months.py`; the
label is the published one, see `benchmarks/peers/stars.py`. What the trees are worth is
measured by `benchmarks/suspicion.py`, which grows them anew without the fold that they judge.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import ExtraTreesClassifier

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.peers.stars import LABEL, Stars, read_stars
from pahunch.rules.sudden.context import AROUND, in_context
from pahunch.rules.sudden.months import Months, months
from pahunch.rules.sudden.trees import LEAF, STEPS, Trees, right_children

FOLDER = Path(__file__).resolve().parents[1] / "pahunch" / "rules" / "sudden"
TREES, LEAVES, LEAST_LEAF, FEATURES, SEED = 100, 600, 3, 0.6, 7

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def examples(data: Stars, *, hindsight: bool, label: str = LABEL) -> tuple[Months, Flags]:
    """Give the months to learn from, and which of them were bought."""
    found = months(data.counts, hindsight=hindsight)
    return found, data.labels()[label][found.rows, found.columns]


def learn(found: Months, is_bought: Flags, learned: Flags, *, twice: bool) -> tuple[Trees, ...]:
    """Grow trees from some of the months and, if wanted, second ones that see the context.

    The second ones must learn from first answers as honest as they will be asked with: each
    month is answered by those trees of a like forest that did not draw it.
    """
    first = grow(found.features[learned], is_bought[learned], found.names)
    if not twice:
        return (first,)
    answer = first.answer(found.features)
    like = _forest(bootstrap=True, oob_score=True)
    like.fit(_filled(found.features[learned], first.typical), is_bought[learned])
    answer[learned] = np.nan_to_num(like.oob_decision_function_[:, 1])
    features = in_context(found, answer)[learned]
    return first, grow(features, is_bought[learned], (*found.names, *AROUND))


def grow(features: Floats, is_bought: Flags, names: tuple[str, ...]) -> Trees:
    """Grow the trees, and keep what is needed to ask them."""
    typical = np.nan_to_num(np.nanmedian(features, axis=0)).astype(np.float32)
    forest = _forest().fit(_filled(features, typical), is_bought)
    parts = [_laid_out(one.tree_) for one in forest.estimators_]
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    nodes = np.concatenate(parts)
    feature = nodes[:, 0].astype(np.uint8)
    return Trees(
        names,
        feature,
        # Half a float is enough: the limits are drawn by chance anyway.
        nodes[:, 1].astype(np.float16).astype(np.float32),
        right_children(feature),
        nodes[:, 2].astype(np.uint8),
        starts.astype(np.int32),
        typical,
    )


def _forest(**options: bool) -> Any:
    return ExtraTreesClassifier(
        TREES,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=LEAST_LEAF,
        max_features=FEATURES,
        criterion="log_loss",
        random_state=SEED,
        **options,
    )


def _filled(features: Floats, typical: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.where(np.isnan(features), typical, features).astype(np.float32)


def _laid_out(tree: Any) -> Floats:
    """Give feature, limit and answer of each node; below a node comes its left side first."""
    nodes, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        if tree.children_left[node] < 0:
            share = tree.value[node][0]
            nodes.append((LEAF, 0.0, round(float(share[1] / share.sum() * STEPS))))
        else:
            nodes.append((int(tree.feature[node]), float(tree.threshold[node]), 0))
            waiting += [tree.children_right[node], tree.children_left[node]]
    return np.array(nodes, dtype=np.float64)


def write(trees: Trees, path: Path) -> None:
    """Write the trees so that the same trees are the same bytes."""
    parts = {
        "names": np.array(trees.names),
        "feature": trees.feature,
        "limit": trees.limit.astype(np.float16),
        "value": trees.value,
        "roots": trees.roots,
        "typical": trees.typical,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as packed:
        for name, array in parts.items():
            raw = io.BytesIO()
            np.save(raw, array, allow_pickle=False)
            packed.writestr(zipfile.ZipInfo(f"{name}.npy"), raw.getvalue(), zipfile.ZIP_LZMA)


def main() -> None:
    """Grow and write the trees with hindsight, the second ones, and those without."""
    data = read_stars()
    for names in (("hindsight", "second"), ("foresight",)):
        found, is_bought = examples(data, hindsight=len(names) > 1)
        every = np.ones(len(is_bought), dtype=bool)
        forests = learn(found, is_bought, every, twice=len(names) > 1)
        for name, trees in zip(names, forests, strict=True):
            path = FOLDER / f"{name}.npz"
            write(trees, path)
            print(
                f"{path.name}: {len(trees.roots)} trees, {len(trees.feature):,} nodes, "
                f"{path.stat().st_size:,} bytes, from {len(is_bought):,} months"
            )


if __name__ == "__main__":
    main()
