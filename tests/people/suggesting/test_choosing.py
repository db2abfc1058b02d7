"""Choosing few of many possible circles: the best next one each time, with work that stays bounded."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hedgerow.people.suggesting import choosing, finding, ranker, rules
from hedgerow.people.suggesting import signs as looking
from hedgerow.people.suggesting.network import Network, bits, members
from hedgerow.people.suggesting.signs import Signs

SETS = some.lists(
    some.tuples(some.integers(1, 2**9 - 1), some.floats(0.01, 1)), max_size=30, unique_by=lambda one: one[0]
)


def use(one: int, other: int) -> float:
    f1 = 2 * (one & other).bit_count() / (one.bit_count() + other.bit_count())
    return max(0.0, (f1 - choosing.NEAR) / (1 - choosing.NEAR))


def served(chosen: list[int], groups: list[int], weights: list[float]) -> float:
    """How much of what may be meant lies near to something chosen."""
    return sum(
        weight * max((use(groups[one], group) for one in chosen), default=0.0)
        for group, weight in zip(groups, weights, strict=True)
    )


@settings(max_examples=150, deadline=None)
@given(pairs=SETS)
def test_each_choice_is_the_best_next_one(pairs: list[tuple[int, float]]) -> None:
    groups, weights = [group for group, _ in pairs], [weight for _, weight in pairs]
    chosen = choosing.choose(groups, weights, most=5)
    for place, one in enumerate(chosen):
        so_far = served(chosen[: place + 1], groups, weights)
        best = max(served([*chosen[:place], other], groups, weights) for other in range(len(groups)))
        assert abs(so_far - best) < 1e-9, one
    assert len(set(chosen)) == len(chosen)


def test_who_has_enough_votes_is_in_what_is_shown() -> None:
    """Four alike sets stand for one circle: it has whoever most of them have, nobody whom only one has."""
    family, choir = range(8), range(20, 30)
    alike = [bits([*family, stranger]) for stranger in (10, 11, 12)]
    groups, weights = [*alike, bits(family[:-1]), bits(choir)], [1.0, 1.0, 1.0, 1.0, 2.0]
    shown = choosing.settle(groups, weights, choosing.choose(groups, weights, most=2))
    assert sorted(shown.values()) == [bits(family), bits(choir)]


@settings(max_examples=150, deadline=None)
@given(pairs=SETS)
def test_what_is_shown_is_different_circles_of_people_who_were_in_some_set(
    pairs: list[tuple[int, float]],
) -> None:
    several = [(group, weight) for group, weight in pairs if group.bit_count() > 1]
    groups, weights = [group for group, _ in several], [weight for _, weight in several]
    chosen = choosing.choose(groups, weights, most=5)
    shown = choosing.settle(groups, weights, chosen)
    assert list(shown) == [place for place in chosen if place in shown]
    assert bool(shown) == bool(chosen)
    assert len(set(shown.values())) == len(shown)
    everybody = bits(person for group in groups for person in members(group))
    assert all(group.bit_count() > 1 and group & ~everybody == 0 for group in shown.values())


class Counted(int):
    """A set of people that counts how often two are compared."""

    met = 0

    def __and__(self, other: int) -> int:
        Counted.met += 1
        return int(self) & int(other)


def test_however_many_sets_there_are_few_are_compared() -> None:
    chance = random.Random(5)
    few = [bits(chance.sample(range(400), 20)) for _ in range(2 * choosing.LOOKED_AT)]
    groups = [Counted(group) for group in few]
    Counted.met = 0
    assert choosing.choose(groups, [chance.random() for _ in groups])
    assert Counted.met <= choosing.LOOKED_AT**2 / 2


def test_traits_that_nobody_in_a_set_shares_cost_nothing() -> None:
    """Large networks show thousands of traits, and there is a set for every few people."""
    network = Network([(0, 1), (1, 2)], [{0, 1}, {0, 2}, {0}, *({9 + at // 2} for at in range(1000))])
    network.traits = {trait: Counted(who) for trait, who in network.traits.items()}
    signs = Signs(network, finding.pool(network))
    Counted.met = 0
    told = signs.of(bits((0, 1, 2)))
    assert Counted.met == 1
    assert told["trait"] == told["lift"] == told["shows"] == 1


def test_sets_with_nobody_in_common_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a large network most sets are far from each other; what is told of them stays the same."""
    network = town(400, random.Random(6))
    pool = finding.pool(network)
    signs, group = Signs(network, pool), Counted(bits(range(5)))
    pool[group] = {}
    Counted.met = 0
    told = signs.of(group)
    few, Counted.met = Counted.met, 0
    monkeypatch.setattr(looking, "FEW", len(signs.found))
    assert signs.of(group) == told
    assert few < Counted.met / 4


def test_those_outside_who_know_one_person_of_a_set_cost_nothing() -> None:
    """A few people may know thousands whom nobody else of them knows."""
    ties = [(0, 1), (0, 2), (1, 2), *((person % 3, person) for person in range(3, 900))]
    network = Network([*ties, (0, 4), (1, 3), (2, 3)], [set() for _ in range(900)])
    signs, group = Signs(network, finding.pool(network)), bits((0, 1, 2))
    network.near = [Counted(near) for near in network.near]
    Counted.met = 0
    told = signs.of(group)
    assert Counted.met < 20
    assert told["missing"] == 2 / 3, "one knows all three, one two of them"
    assert told["perhaps missing"] == 5, "the others each know a third of it: as many as count"
    assert told["next"] == 1


def town(size: int, chance: random.Random) -> Network:
    """People in groups of twenty who mostly know each other, and a few others."""
    near = [(a, b) for a in range(size) for b in range(a) if a // 20 == b // 20 and chance.random() < 0.5]
    far = [(chance.randrange(size), chance.randrange(size)) for _ in range(2 * size)]
    return Network([*near, *far], [{person % 7, 100 + person // 20} for person in range(size)])


def test_the_pool_grows_no_faster_than_the_network() -> None:
    """What is found for 500 people is looked at set by set, so its number is the work."""
    assert len(finding.pool(town(500, random.Random(3)))) < 8 * 500


def test_the_ranker_is_small_enough_to_read() -> None:
    signs, forests = ranker._forests()
    assert len(signs) == len(set(signs)) < 60
    for trees in forests.values():
        assert len(trees) <= 150
        assert max(depth(tree) for tree in trees) <= 20


def depth(tree: Any) -> int:
    return 1 + max(depth(tree[2]), depth(tree[3])) if isinstance(tree, list) else 0


def test_people_who_all_know_each_other_outweigh_strangers() -> None:
    network = town(60, random.Random(4))
    together, strangers = bits(range(20)), bits(range(0, 60, 3))
    signs = Signs(network, {**finding.pool(network), together: {}, strangers: {}})
    first, second = ranker.weights([signs.of(together), signs.of(strangers)])
    assert first > 3 * second


def test_two_groups_do_not_get_one_name() -> None:
    shared = ["singing", "Lyon", "Kantorei"]
    assert rules.name(shared, ()) == "Lyon"
    assert rules.name(shared, {"Lyon"}) == "Kantorei"
    assert rules.name(shared, {"Lyon", "Kantorei"}) == "singing"
    assert rules.name(shared, set(shared)) == ""
