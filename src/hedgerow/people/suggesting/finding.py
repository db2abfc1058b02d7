"""Everything that might be a circle: a pool of overlapping sets, far more than anybody wants to see.

Each way of cutting a network into groups is a family. What several families find, at many resolutions, is
more likely meant than what one of them found once; `signs` counts that.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence

import igraph

from .network import Network, bits, members

Pool = dict[int, dict[str, int]]
"""Each set and how often each family found it; found in no family are those made from others."""

MODULARITY = (0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.4, 2, 2.8, 4, 6, 9)
CPM = (0.01, 0.02, 0.04, 0.07, 0.1, 0.14, 0.2, 0.27, 0.35, 0.45, 0.55, 0.7, 0.85)
ALIKE_MODULARITY = (0.2, 0.5, 1, 1.7, 3, 5)
ALIKE_CPM = (0.01, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4)
SHARED_MODULARITY = (0.3, 0.6, 1, 1.7, 3, 5)
SHARED_CPM = (0.03, 0.08, 0.15, 0.25, 0.4, 0.7, 1, 1.5)
"""Resolutions, from few large groups to many small ones."""
CUTS = (2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40)
"""Into how many groups short random walks cut the network."""

FAMILIES = (
    "parts", "modularity", "cpm", "alike", "alike cpm", "flow", "flow alike", "spreading", "walks", "shared",
    "shared cpm",
)  # fmt: skip

MANY_PEOPLE, MANY_TIES = 1_500, 60_000
"""Beyond these only every second resolution is tried, and no family that needs long."""
SMALLEST_SHARED = 4
"""People who show the same are a possible circle from so many on."""
KEPT, JOINED = (0.15, 0.3, 0.5), 0.5
"""Who is tied to a smaller share of a group leaves it, who is tied to a larger one joins."""


def pool(network: Network) -> Pool:
    """Every set of two or more that may be a circle."""
    found: Pool = {}
    for family, group in _families(network):
        if group.bit_count() > 1:
            often = found.setdefault(group, {})
            often[family] = often.get(family, 0) + 1
    for group in [*_shared(network), *_corrected(network, list(found))]:
        found.setdefault(group, {})
    return found


def _families(network: Network) -> Iterator[tuple[str, int]]:
    # The same network gives the same suggestions each time it is asked.
    igraph.set_random_number_generator(random.Random(7))  # noqa: S311
    for group in network.graph.connected_components():
        yield "parts", bits(group)
    if network.ties:
        yield from _resolutions(network)
        yield from _others(network)


def _resolutions(network: Network) -> Iterator[tuple[str, int]]:
    alike, shared = network.alike, network.shared
    ways: Sequence[tuple[str, str, Sequence[float], list[float] | None]] = (
        ("modularity", "modularity", MODULARITY, None),
        ("cpm", "CPM", CPM, None),
        ("alike", "modularity", ALIKE_MODULARITY, alike),
        ("alike cpm", "CPM", ALIKE_CPM, alike),
        ("shared", "modularity", SHARED_MODULARITY, shared),
        ("shared cpm", "CPM", SHARED_CPM, shared),
    )
    for family, goal, resolutions, weights in ways:
        for resolution in resolutions[:: 2 if _large(network) else 1]:
            found = network.graph.community_leiden(
                goal, resolution=resolution, weights=weights, n_iterations=3
            )
            for group in found:
                yield family, bits(group)


def _others(network: Network) -> Iterator[tuple[str, int]]:
    graph = network.graph
    for _ in range(3):
        for group in graph.community_label_propagation():
            yield "spreading", bits(group)
    if _large(network):
        return
    for family, weights in (("flow", None), ("flow alike", network.alike)):
        for group in graph.community_infomap(edge_weights=weights, trials=2):
            yield family, bits(group)
    walks = graph.community_walktrap(steps=4)
    fewest = len(graph.connected_components())
    for number in CUTS:
        if fewest <= number <= network.size:
            for group in walks.as_clustering(number):
                yield "walks", bits(group)


def _large(network: Network) -> bool:
    return network.size > MANY_PEOPLE or len(network.ties) > MANY_TIES


def _shared(network: Network) -> list[int]:
    return [who for who in network.traits.values() if who.bit_count() >= SMALLEST_SHARED]


def _corrected(network: Network, groups: Iterable[int]) -> Iterator[int]:
    for group in groups:
        for share in KEPT:
            smaller = trimmed(network, group, share)
            if smaller.bit_count() > 2:
                yield smaller
        yield grown(network, group, JOINED)


def trimmed(network: Network, group: int, share: float) -> int:
    """Without those who are tied to less than this share of the others."""
    enough = share * (group.bit_count() - 1)
    return _those(group, lambda person: (network.near[person] & group).bit_count() >= enough)


def grown(network: Network, group: int, share: float) -> int:
    """With those outside who are tied to at least this share of it."""
    enough = share * group.bit_count()
    around = network.around(group)
    return group | _those(around, lambda person: (network.near[person] & group).bit_count() >= enough)


def _those(people: int, fits: Callable[[int], bool]) -> int:
    return bits(person for person in members(people) if fits(person))
