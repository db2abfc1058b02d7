"""Grows the ranker of suggested circles, and measures it on egos it has not seen.

    ./hedgerow bench circles DIR --out FILE   each ego's circles by a ranker grown from the others
    ./hedgerow bench circles DIR --write      grows the ranker from all egos and writes it into the package

DIR holds SNAP ego networks with their .circles (https://snap.stanford.edu/data/ego-Facebook.html; no data
comes with Hedgerow). FILE is {"EGO": [[id, …], …]}. Growing needs `pip install scikit-learn`, running the
product does not. Every network is also shown thinned, in part and without profiles, so that the
ranker learns what holds for networks of other sizes and with less known about them.

Two forests of extremely randomized trees learn from circles drawn by hand: how like a set is to the circle
it is most like, and which share of the circles it stands for. Each tree learns from a few hundred sets only,
so all of them together are small enough to ship. The settings below, and those of `choosing`, were tried on
the same ten egos: they are few and coarse, but the figures owe them something. With another `--seed` other
trees grow, which shows how much is chance.
"""

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy
from sklearn.ensemble import ExtraTreesRegressor

from hedgerow.doors.cli import egonets
from hedgerow.people.suggesting import choosing, finding, ranker
from hedgerow.people.suggesting.network import Network, bits, members
from hedgerow.people.suggesting.signs import Signs

FOREST = {
    "n_estimators": 150, "bootstrap": True, "max_samples": 0.3, "min_samples_leaf": 10, "max_features": 0.3,
}  # fmt: skip
# In scikit-learn 1.9 `max_samples` is a share of all weights, which makes some 350 sets a tree.
SHARP, OF_NO_USE = 15, 0.2
"""How much of a circle goes to the sets that are most like it; a circle no set is like counts for nothing."""
COPIES = [  # which share of the people, whether profiles are shown, which share of ties and of traits is lost
    (1, False, 0, 0), (0.6, True, 0, 0), (0.6, True, 0.2, 0.3), (1, True, 0.3, 0.3),
    (0.35, True, 0, 0), (0.35, False, 0, 0),
]  # fmt: skip
SMALL = 300
"""Networks with fewer people have no copies of a third."""


class Seen:
    """A network's pool, the signs of each set, its best F1 with a circle drawn by hand, and which share of
    the circles it stands for.
    """

    def __init__(self, network: Network, circles: list[int]) -> None:
        pool = finding.pool(network)
        signs = Signs(network, pool)
        self.sets = list(pool)
        found = [signs.of(group) for group in self.sets]
        self.names = list(found[0])
        self.signs = numpy.array([[one[name] for name in self.names] for one in found])
        alike = numpy.array([[f1(group, circle) for circle in circles] for group in self.sets])
        self.best = alike.max(axis=1)
        self.meant = meant(alike)


def meant(alike: numpy.ndarray) -> numpy.ndarray:
    """Each circle's share of each set (rows: sets, columns: circles), summed over the circles."""
    shares = alike**SHARP
    shares /= shares.sum(axis=0) + 1e-9
    of_use = numpy.maximum(0, alike.max(axis=0) - OF_NO_USE) / (1 - OF_NO_USE)
    return (shares * of_use).sum(axis=1) * len(alike) ** 0.5


def f1(one: int, other: int) -> float:
    return 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())


def load(folder: Path, ego: str) -> tuple[Network, list[int], list[str]]:
    read = egonets.read(folder, ego)
    place = {person: at for at, person in enumerate(read.people)}
    lines = (folder / f"{ego}.circles").read_text().splitlines()
    circles = [bits(place[person] for person in line.split()[1:] if person in place) for line in lines]
    return Network(read.ties, read.profiles), [circle for circle in circles if circle], read.people


def copy(
    network: Network, circles: list[int], seed: int, share: float, shown: bool, ties: float, traits: float
) -> Seen:
    """The network with less of it known."""
    chance = random.Random(seed)
    kept = sorted(chance.sample(range(network.size), max(20, int(share * network.size))))
    place = {person: at for at, person in enumerate(kept)}
    profiles: list[set[int]] = [set() for _ in kept]
    for trait, who in network.traits.items() if shown else ():
        for person in members(who):
            if person in place and chance.random() >= traits:
                profiles[place[person]].add(trait)
    pairs = [
        (place[a], place[b]) for a, b in network.ties if a in place and b in place and chance.random() >= ties
    ]
    left = [bits(place[person] for person in members(circle) if person in place) for circle in circles]
    return Seen(Network(pairs, profiles), [circle for circle in left if circle])


def copies(network: Network, circles: list[int], ego: str) -> list[Seen]:
    kinds = COPIES if network.size > SMALL else COPIES[:4]
    return [copy(network, circles, int(ego) * 10 + at, *kind) for at, kind in enumerate(kinds)]


def grow(seen: list[tuple[Seen, float]], seed: int) -> ranker.Forests:
    """Trees from networks with weights; a large pool counts for more, but not in proportion."""
    signs = numpy.vstack([one.signs for one, _weight in seen])
    weights = numpy.concatenate(
        [numpy.full(len(one.best), weight / len(one.best) ** 0.5) for one, weight in seen]
    )
    told = {"likeness": [one.best for one, _weight in seen], "share": [one.meant for one, _weight in seen]}
    grown = {}
    for name, each in told.items():
        forest = ExtraTreesRegressor(**FOREST, random_state=seed).fit(signs, numpy.concatenate(each), weights)
        grown[name] = [tree(one.tree_, 0) for one in forest.estimators_]
    return grown


def tree(grown: Any, node: int) -> ranker.Tree:
    low, high = grown.children_left[node], grown.children_right[node]
    if low == high:
        return float(f"{grown.value[node].item():.3g}")
    threshold = float(f"{grown.threshold[node]:.5g}")
    return [int(grown.feature[node]), threshold, tree(grown, low), tree(grown, high)]


def write(names: list[str], forests: ranker.Forests) -> None:
    """One tree a line, so that a change can be read."""
    lines = [f'{{"signs": {json.dumps(names)}']
    for name, grown in forests.items():
        rows = ",\n".join(json.dumps(one, separators=(",", ":")) for one in grown)
        lines.append(f'"{name}": [\n{rows}\n]')
    (Path(ranker.__file__).parent / "ranker.json").write_text(",\n".join(lines) + "}\n")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("folder", type=Path)
    words.add_argument("--out", type=Path)
    words.add_argument("--write", action="store_true")
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    egos = sorted((path.stem for path in asked.folder.glob("*.circles")), key=int)
    loaded = {ego: load(asked.folder, ego) for ego in egos}
    own = {ego: Seen(network, circles) for ego, (network, circles, _people) in loaded.items()}
    more = {ego: copies(network, circles, ego) for ego, (network, circles, _people) in loaded.items()}
    seen = {ego: [(own[ego], 1.0), *((one, 0.5) for one in more[ego])] for ego in egos}
    if asked.write:
        write(own[egos[0]].names, grow([one for ego in egos for one in seen[ego]], asked.seed))
    if asked.out:
        found = {ego: unseen(ego, seen, loaded[ego][2], asked.seed) for ego in egos}
        asked.out.write_text(json.dumps(found))


def unseen(
    ego: str, seen: dict[str, list[tuple[Seen, float]]], people: list[str], seed: int
) -> list[list[str]]:
    """The circles suggested for an ego by a ranker that was grown without it."""
    forests = grow([one for other in seen if other != ego for one in seen[other]], seed)
    this = seen[ego][0][0]
    weights = ranker.weigh(this.signs.tolist(), forests)
    shown = choosing.settle(this.sets, weights, choosing.choose(this.sets, weights))
    return [[people[at] for at in members(group)] for group in shown.values()]


if __name__ == "__main__":
    main()
