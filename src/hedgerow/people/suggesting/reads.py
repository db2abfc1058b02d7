"""Suggestions for a network that the asker sees already: nothing is read here, and nothing kept."""

from collections.abc import Collection, Iterable, Sequence

import msgspec

from . import choosing, finding, naming, ranker
from .network import Network, members
from .signs import Signs

FEWEST_PEOPLE = 4
"""Fewer need no sorting."""


class Group(msgspec.Struct, frozen=True):
    """People who may belong together. `traits`: what they share, the most telling first; `weight`: how much
    speaks for them, compared with the other groups of the same network.
    """

    people: list[int]
    traits: list[int]
    weight: float


def groups(ties: Iterable[tuple[int, int]], profiles: Sequence[Collection[int]]) -> list[Group]:
    """At most fifteen overlapping groups, the best first. People and traits are numbers (see `Network`)."""
    network = Network(ties, profiles)
    if network.size < FEWEST_PEOPLE:
        return []
    pool = finding.pool(network)
    signs = Signs(network, pool)
    sets = list(pool)
    weights = ranker.weights(signs.of(group) for group in sets)
    shown = choosing.settle(sets, weights, choosing.choose(sets, weights))
    return [_group(network, people, weights[at]) for at, people in shown.items()]


def _group(network: Network, people: int, weight: float) -> Group:
    return Group(list(members(people)), naming.traits(network, people), weight)
