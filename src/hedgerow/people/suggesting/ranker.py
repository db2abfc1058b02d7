"""How much speaks for a set being a circle that somebody means, foretold from its signs.

`ranker.json` holds two forests of decision trees that `bench/circles.py` grew: how like the set is to a
circle somebody would draw (`likeness`, an F1), and which share of such a circle it stands for (`share`),
since similar sets share one circle. A tree is a leaf (what it says) or `[sign, threshold, below or equal,
above]`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

Tree: TypeAlias = "float | list[Any]"
Forests: TypeAlias = "Mapping[str, Sequence[Tree]]"

SURE = 3
"""How much more than another a likely set weighs."""
LEAST = 1e-9


@cache
def _forests() -> tuple[list[str], Forests]:
    kept = json.loads(Path(__file__).with_name("ranker.json").read_text())
    return kept.pop("signs"), kept


def weights(signs: Iterable[Mapping[str, float]]) -> list[float]:
    """For each set how much it weighs among those of its network; weights of two networks do not compare."""
    names, forests = _forests()
    return weigh([[one[name] for name in names] for one in signs], forests)


def weigh(signs: Sequence[Sequence[float]], forests: Forests) -> list[float]:
    """The same for signs in the order of the forests."""
    likeness, share = (_said(signs, forests[name]) for name in ("likeness", "share"))
    return [max(LEAST, like**SURE * part) for like, part in zip(likeness, share, strict=True)]


def _said(signs: Sequence[Sequence[float]], trees: Sequence[Tree]) -> list[float]:
    """What the trees say of each set, on average."""
    return [sum(_leaf(one, tree) for tree in trees) / len(trees) for one in signs]


def _leaf(signs: Sequence[float], tree: Tree) -> float:
    while isinstance(tree, list):
        sign, threshold, low, high = tree
        tree = low if signs[sign] <= threshold else high
    return tree
