"""The heaviest tree: as heavy as the heaviest of all there are."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from pahunch.lib.trees import Floats, heaviest_tree


def weighed(weights: Floats) -> float:
    """Try every set of edges that joins all nodes."""
    nodes = range(len(weights))
    best = 0.0
    for edges in combinations(combinations(nodes, 2), len(weights) - 1):
        reached = {0}
        for _ in nodes:
            reached |= {end for edge in edges if reached & set(edge) for end in edge}
        if len(reached) == len(weights):
            best = max(best, sum(float(weights[a, b]) for a, b in edges))
    return best


def test_it_is_the_heaviest_of_all_trees() -> None:
    chance = np.random.default_rng(5)
    half = np.triu(chance.random((20, 5, 5)), 1)
    weights = half + half.transpose(0, 2, 1)
    found = heaviest_tree(weights)
    assert found.tolist() == [np.float64(one) for one in found]
    assert np.allclose(found, [weighed(one) for one in weights])


def test_one_node_is_a_tree_without_weight() -> None:
    assert heaviest_tree(np.ones((3, 1, 1))).tolist() == [0, 0, 0]


def test_edges_without_weight_add_nothing() -> None:
    assert heaviest_tree(np.zeros((1, 4, 4))).tolist() == [0]
