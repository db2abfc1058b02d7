"""A made-up network as large as SNAP's ego-Facebook: 4,039 people, 88,234 ties, 10 egos with 193 circles."""

from itertools import combinations
from pathlib import Path
from random import Random

CONTACTS = (1045, 792, 755, 547, 347, 227, 170, 159, 66, 59)
CIRCLES = (9, 17, 46, 32, 24, 14, 14, 7, 13, 17)
PEOPLE, TIES = 4039, 88_234


def write(folder: Path) -> None:
    """Write the files of such a network."""
    folder.mkdir(parents=True)
    random = Random(1)
    egos = range(len(CONTACTS))
    first = len(CONTACTS)
    friendships = TIES - sum(CONTACTS)
    # Neighbouring networks share people, as in life: the segments overlap by what they have too many.
    overlap = (sum(CONTACTS) - (PEOPLE - first)) / (len(CONTACTS) - 1)
    begin, left = float(first), friendships
    taken: set[tuple[int, int]] = set()
    for ego in egos:
        start = min(round(begin), PEOPLE - CONTACTS[ego])
        contacts = range(start, start + CONTACTS[ego])
        begin += CONTACTS[ego] - overlap
        wanted = min(left, _possible(ego, friendships)) if ego else left - _rest(friendships)
        pairs = _pairs(random, contacts, wanted, taken)
        left -= len(pairs)
        _write_ego(folder, random, ego, contacts, pairs)


def _possible(ego: int, friendships: int) -> int:
    """How many friendships this ego's contacts have among them: as the square of their number has it."""
    squares = [size * size for size in CONTACTS]
    return friendships * squares[ego] // sum(squares)


def _rest(friendships: int) -> int:
    return sum(_possible(ego, friendships) for ego in range(1, len(CONTACTS)))


def _pairs(
    random: Random, contacts: range, wanted: int, taken: set[tuple[int, int]]
) -> list[tuple[int, int]]:
    if wanted * 2 > len(contacts) * (len(contacts) - 1) // 2:
        pool = [pair for pair in combinations(contacts, 2) if pair not in taken]
        pairs = random.sample(pool, wanted)
    else:
        pairs = []
        while len(pairs) < wanted:
            one, two = sorted(random.sample(contacts, 2))
            if (one, two) not in taken:
                taken.add((one, two))
                pairs.append((one, two))
    taken.update(pairs)
    return pairs


def _write_ego(folder: Path, random: Random, ego: int, contacts: range, pairs: list[tuple[int, int]]) -> None:
    (folder / f"{ego}.feat").write_text("".join(f"{contact} 0\n" for contact in contacts))
    (folder / f"{ego}.edges").write_text("".join(f"{one} {two}\n" for one, two in pairs))
    lines = []
    for number in range(CIRCLES[ego]):
        size = min(len(contacts), 1 + int(random.expovariate(1 / 30)))
        members = sorted(random.sample(contacts, size))
        lines.append("\t".join([f"circle{number}", *map(str, members)]) + "\n")
    (folder / f"{ego}.circles").write_text("".join(lines))
