"""The suggested audience: twelve circles learned from fifty posts each, asked about posts it has not seen.

The posts are Debian's fortunes (`apt-get install fortunes`), each file a circle. Also: what learning a post
and a suggestion cost. Needs no database.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from random import Random

from hedgerow.talk.guessing.rules import Learned, features

FOLDER = Path("/usr/share/games/fortunes")
CIRCLES = [
    "art",
    "computers",
    "education",
    "food",
    "kids",
    "law",
    "love",
    "medicine",
    "politics",
    "science",
    "sports",
    "work",
]
LEARNED, ASKED, SEEDS = 50, 60, 5
LEAST_FIRST, LEAST_THREE, MOST_LEARN_MS, MOST_ASK_MS = 0.45, 0.66, 1, 5

Posts = list[tuple[str, int]]


def run() -> None:
    """Tell the figures."""
    if not FOLDER.exists():
        sys.exit("Debian's fortunes are not there: sudo apt-get install fortunes")
    rounds = [_round(Random(seed)) for seed in range(SEEDS)]
    asked = sum(each[0] for each in rounds)
    _tell("audience: the circle named first", sum(each[1] for each in rounds) / asked, LEAST_FIRST)
    _tell("audience: among the first three", sum(each[2] for each in rounds) / asked, LEAST_THREE)
    offered = sum(each[3] for each in rounds)
    _tell("audience: how often something is proposed", offered / asked)
    _tell("audience: of what is proposed, right", sum(each[4] for each in rounds) / offered)
    _tell_times()


def _split(random: Random) -> tuple[Posts, Posts]:
    learned, asked = [], []
    for circle, name in enumerate(CIRCLES):
        posts = [text.strip() for text in (FOLDER / name).read_text(errors="replace").split("\n%\n")]
        posts = [text for text in posts if text]
        random.shuffle(posts)
        learned += [(text, circle) for text in posts[:LEARNED]]
        asked += [(text, circle) for text in posts[LEARNED : LEARNED + ASKED]]
    random.shuffle(learned)
    return learned, asked


def _learn(posts: Posts) -> Learned:
    model = Learned()
    for text, circle in posts:
        model.learn(features(text), [circle])
    return model


def _round(random: Random) -> tuple[int, int, int, int, int]:
    """How many were asked, right at first, right among three, proposed, and proposed rightly."""
    learned, asked = _split(random)
    model = _learn(learned)
    first = three = proposed = right = 0
    for text, circle in asked:
        found = features(text)
        scores = model.scores(found)
        best = sorted(scores, key=lambda each: -scores[each])[:3]
        likely = model.likely(found)
        first += best[:1] == [circle]
        three += circle in best
        proposed += bool(likely)
        right += likely[:1] == [circle]
    return len(asked), first, three, proposed, right


def _tell_times() -> None:
    learned, asked = _split(Random(0))
    model = _learn(learned)
    learning = [_cost(lambda text=text: model.learn(features(text), [0])) for text, _circle in learned]  # type: ignore[misc]
    asking = [_cost(lambda text=text: model.likely(features(text))) for text, _circle in asked]  # type: ignore[misc]
    for name, costs, most in (
        ("learning a post", learning, MOST_LEARN_MS),
        ("a proposal", asking, MOST_ASK_MS),
    ):
        for what, value in (("median", statistics.median(costs)), ("dearest of 20", _dearest(costs))):
            _tell(f"audience: {name}, {what}, ms", value, most=most)


def _cost(work: object) -> float:
    begun = time.thread_time_ns()
    work()  # type: ignore[operator]
    return (time.thread_time_ns() - begun) / 1e6


def _dearest(costs: list[float]) -> float:
    return statistics.quantiles(costs, n=20)[-1]


def _tell(name: str, value: float, least: float | None = None, most: float | None = None) -> None:
    line = {"name": name, "value": round(value, 3)}
    if least is not None:
        line |= {"at_least": least, "holds": value >= least}
    if most is not None:
        line |= {"at_most": most, "holds": value <= most}
    print(json.dumps(line | {"load": round(os.getloadavg()[0], 1)}), flush=True)


if __name__ == "__main__":
    run()
