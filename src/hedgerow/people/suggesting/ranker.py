"""How much like a circle that somebody drew a set is, foretold from its signs.

`ranker.json` is a small forest of decision trees that `bench/circles.py` grew. A tree is a leaf (a number
to add) or `[sign, threshold, below or equal, above]`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Tree: TypeAlias = "float | Sequence[Any]"


@cache
def _forest() -> tuple[list[str], list[Tree]]:
    kept = json.loads(Path(__file__).with_name("ranker.json").read_text())
    return kept["signs"], kept["trees"]


def likeness(signs: Iterable[Mapping[str, float]]) -> list[float]:
    """For each set the expected F1 with the circle it is most like, from 0 to 1."""
    names, trees = _forest()
    return [value([one[name] for name in names], trees) for one in signs]


def value(signs: list[float], trees: Iterable[Tree]) -> float:
    """What all trees together say, between 0.001 and 1."""
    return min(1.0, max(0.001, sum(_leaf(signs, tree) for tree in trees)))


def _leaf(signs: list[float], tree: Tree) -> float:
    while not isinstance(tree, (float, int)):
        sign, threshold, low, high = tree
        tree = low if signs[sign] <= threshold else high
    return tree
