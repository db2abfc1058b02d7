"""One of SNAP's ego networks as its contacts see each other: ties and features, never the circles drawn by
hand.

SNAP: https://snap.stanford.edu/data/ego-Facebook.html; the same files hold its Google+ and Twitter
networks.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from hedgerow.people.suggesting import reads as suggesting


class Broken(Exception):
    """The files cannot be meant. The message names the file and the line."""


class EgoNetwork(msgspec.Struct):
    """`people`: their numbers as the files have them; `ties`, `profiles`: by place in `people`; `features`:
    their names.
    """

    people: list[str]
    ties: list[tuple[int, int]]
    profiles: list[set[int]]
    features: list[str]


def read(folder: Path, ego: str) -> EgoNetwork:
    """The contacts of this ego. There are no profiles where EGO.feat is missing. Raises Broken."""
    edges, feat = folder / f"{ego}.edges", folder / f"{ego}.feat"
    if not edges.is_file() and not feat.is_file():
        raise Broken(f"{folder}: there is neither {edges.name} nor {feat.name}.")
    network = EgoNetwork([], [], [], [])
    place: dict[str, int] = {}
    for number, words in _lines(feat):
        if words[0] != ego:
            _met(network, place, words[0])
            network.profiles[place[words[0]]] = _features(feat, number, words[1:])
    for number, words in _lines(edges):
        if len(words) < 2:
            raise Broken(f"{edges.name}, line {number}: two people belong here.")
        one, other = words[:2]
        if ego not in (one, other):
            network.ties.append((_met(network, place, one), _met(network, place, other)))
    network.features = [" ".join(words[1:]) for _number, words in _lines(folder / f"{ego}.featnames")]
    return network


def _met(network: EgoNetwork, place: dict[str, int], person: str) -> int:
    if person not in place:
        place[person] = len(network.people)
        network.people.append(person)
        network.profiles.append(set())
    return place[person]


def _features(path: Path, number: int, words: list[str]) -> set[int]:
    """Which features are shown: those that are not 0, for some sites count how often."""
    try:
        return {place for place, word in enumerate(words) if word != "0" and float(word)}
    except ValueError:
        raise Broken(f"{path.name}, line {number}: has a feature that is no number.") from None


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The words of each line that has some; nothing for a file that is missing."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if words := line.split():
                yield number, words


def suggested(network: EgoNetwork) -> list[dict[str, object]]:
    """The suggested circles as they are printed: members by their own numbers, the best circle first."""
    return [
        {
            "name": network.features[group.traits[0]] if _named(network, group) else "",
            "members": [network.people[person] for person in group.people],
            "weight": round(group.weight, 3),
        }
        for group in suggesting.groups(network.ties, network.profiles)
    ]


def _named(network: EgoNetwork, group: suggesting.Group) -> bool:
    return bool(group.traits) and group.traits[0] < len(network.features)


def main(arguments: list[str]) -> int:
    """`./hedgerow suggest-circles DIR EGO`. It needs no site, so none is opened."""
    words = argparse.ArgumentParser(
        prog="./hedgerow suggest-circles",
        description="Prints, as JSON, which circles the contacts of one of SNAP's egos may form.",
        epilog="DIR/EGO.edges and DIR/EGO.feat are read, DIR/EGO.circles never.",
    )
    words.add_argument("folder", type=Path, metavar="DIR")
    words.add_argument("ego", metavar="EGO")
    asked = words.parse_args(arguments)
    try:
        network = read(asked.folder, asked.ego)
    except Broken as error:
        print(error, file=sys.stderr)
        return 1
    print(msgspec.json.encode({"circles": suggested(network)}).decode())
    return 0
