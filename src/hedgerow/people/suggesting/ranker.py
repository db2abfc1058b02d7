"""How much speaks for a set being a circle that somebody means, foretold from its signs.

`ranker.json` is a small forest of decision trees that `bench/circles.py` grew. A tree is a leaf (a number
to add) or `[sign, threshold, below or equal, above]`.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Tree: TypeAlias = "float | list[Any]"

LEAST = 1e-4


@cache
def _forest() -> tuple[list[str], list[Tree]]:
    kept = json.loads(Path(__file__).with_name("ranker.json").read_text())
    return kept["signs"], kept["trees"]


def weights(signs: Iterable[Mapping[str, float]]) -> list[float]:
    """For each set how much it weighs among the sets of its network; weights of two networks do not compare.

    Similar sets share the weight of the circle that they are similar to.
    """
    names, trees = _forest()
    return [weight([one[name] for name in names], trees) for one in signs]


def weight(signs: list[float], trees: Iterable[Tree]) -> float:
    """The square of what all trees say together: they are grown to the root, which is less uneven."""
    return float(max(LEAST, sum(_leaf(signs, tree) for tree in trees)) ** 2)


def _leaf(signs: list[float], tree: Tree) -> float:
    while isinstance(tree, list):
        sign, threshold, low, high = tree
        tree = low if signs[sign] <= threshold else high
    return tree
