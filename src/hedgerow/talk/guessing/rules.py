"""Learning which words go to which circles: complement naive Bayes on words and parts of words. Pure.

A class is judged by the posts that are *not* in it (Rennie et al. 2003, "Tackling the Poor Assumptions of
Naive Bayes"): that is steadier where a circle has few posts, and where circles differ much in how many. Words
and their runs of four letters are hashed into a fixed number of places, so German compounds share what
their parts have in common, and a face costs the same memory however much it writes. Everything is
counted in whole numbers, so unlearning a post leaves exactly what was there before it.
"""

import math
from array import array
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from zlib import crc32

from hedgerow.kernel.searching.words import fold, pieces

PLACES = 1 << 15
LONGEST = 800
"""Characters of a text that are looked at."""
RUN = 4
UNIT = 256
"""What one stands for in the counts."""
FEWEST_POSTS = 3
"""A circle with fewer posts is not proposed."""
CLEAR = 0.05
"""How much better a circle must fit than the next that is not proposed, for each part of the text."""
BESIDE = 0.5
"""A second circle is proposed where at least this share of the posts to the first went to it, too."""

Features = tuple[tuple[int, int], ...]
"""Places with their weights in `UNIT`s."""


def features(text: str) -> Features:
    """What is learned of a text. A long text weighs as its root, and so does a word said often."""
    counted: Counter[int] = Counter()
    for piece in pieces(fold(text[:LONGEST])):
        counted.update(_places(piece.text))
    scale = UNIT * 8 / math.sqrt(sum(counted.values()) or 1)
    return tuple((place, round(math.log1p(times) * scale) or 1) for place, times in counted.items())


@lru_cache(maxsize=4_096)
def _places(word: str) -> tuple[int, ...]:
    """Where a word counts: as a whole, and by each of its runs."""
    if len(word) < 2:
        return ()
    marked = f"<{word}>"
    runs = [marked[i : i + RUN] for i in range(len(marked) - RUN + 1)] if len(word) > 2 else []
    return tuple(crc32(part.encode()) % PLACES for part in (marked, *runs))


class Learned:
    """What one face's posts say of its circles. A post may go to several."""

    def __init__(self) -> None:
        self.weights: dict[int, array[int]] = {}
        self.totals: Counter[int] = Counter()
        self.posts: Counter[int] = Counter()
        self.together: Counter[tuple[int, int]] = Counter()
        self.all = array("q", bytes(8 * PLACES))
        self.holding = array("i", bytes(4 * PLACES))
        self.total = self.used = self.number = 0

    def learn(self, found: Features, circles: Collection[int]) -> None:
        """A post of these features went to these circles."""
        self._count(found, circles, 1)

    def unlearn(self, found: Features, circles: Collection[int]) -> None:
        """It did not, after all: as if it had never been learned."""
        self._count(found, circles, -1)

    def _count(self, found: Features, circles: Collection[int], sign: int) -> None:
        whole = sign * sum(weight for _place, weight in found)
        self.number += sign
        self.total += whole
        for place, weight in found:
            self.used += (self.holding[place] == 0) - (self.holding[place] + sign == 0)
            self.holding[place] += sign
            self.all[place] += sign * weight
        for circle in circles:
            self._count_circle(circle, found, sign)
            self.totals[circle] += whole
            self.together.update({(circle, other): sign for other in circles})

    def _count_circle(self, circle: int, found: Features, sign: int) -> None:
        self.posts[circle] += sign
        if not self.posts[circle]:
            del self.posts[circle], self.weights[circle]
            return
        weights = self.weights.setdefault(circle, array("q", bytes(8 * PLACES)))
        for place, weight in found:
            weights[place] += sign * weight

    def scores(self, found: Features) -> dict[int, float]:
        """How well each circle fits, on average over the text's parts. Only differences count."""
        known = [(place, weight) for place, weight in found if self.holding[place]]
        rare = [
            weight * math.sqrt(math.log(1 + self.number / self.holding[place])) for place, weight in known
        ]
        whole = sum(rare)
        if not whole:
            return {}
        smooth = UNIT * self.used
        result = {}
        for circle, weights in self.weights.items():
            against = sum(
                times * math.log(self.all[place] - weights[place] + UNIT)
                for times, (place, _weight) in zip(rare, known, strict=True)
            )
            result[circle] = math.log(self.total - self.totals[circle] + smooth) - against / whole
        return result

    def _share_known(self, found: Features) -> float:
        """How much of a text was seen before at all."""
        known = sum(weight for place, weight in found if self.holding[place])
        return known / sum(weight for _place, weight in found)

    def likely(self, found: Features) -> list[int]:
        """The circle that a text clearly looks like, and one that nearly always goes with it; or nothing."""
        scores = self.scores(found)
        best = sorted(scores, key=lambda circle: -scores[circle])
        if len(best) < 2 or self.posts[best[0]] < FEWEST_POSTS:
            return []
        first = best[0]
        beside = [
            circle for circle in best[1:] if self.together[first, circle] >= BESIDE * self.posts[first]
        ][:1]
        rest = [circle for circle in best[1:] if circle not in beside]
        if rest and (scores[first] - scores[rest[0]]) * self._share_known(found) < CLEAR:
            return []
        return [first, *beside]
