"""`./hedgerow bench growth`: what reading and posting cost among 5,000 people with a million posts.

They follow 200 each; the world is made once, in some minutes, and kept. Compared with a small site of 50
people and 2,000 posts in the same run. A line a row:
`home` (processor time for a page of home, and times the small site's), `cold_home` (somebody comes back of
whom the process remembers nothing), `post_answered` and `post_all` (posting to 5,000 followers: until the
answer, and with all that follows), `start` (from the command to the first answer), `memory`.
"""

import json
import os
import statistics
import time
from typing import Any

from bench import loading, worlds
from bench.loading import Ask
from bench.mastodon import SECONDS, World, cost_of, serving, settle

PEOPLE, FOLLOWS, POSTS = 5_000, 200, 1_000_000
SMALL = (50, 20, 2_000)
ROTATING, COLD, POSTED = 50, 40, 20


def run() -> None:
    """Tell the rows."""
    small, large = worlds.kept("small", *SMALL), worlds.kept("growth", PEOPLE, FOLLOWS, POSTS)
    with serving(small) as world:
        of_small = _home(world, worlds.tokens(small)[1 : ROTATING + 1])
    with serving(large) as world:
        _row("start", world.started, "s", 5, cpu_s=round(world.spent(), 2))
        tokens = worlds.tokens(large)
        cost = _home(world, tokens[1 : ROTATING + 1])
        _row("home", cost * 1e3, "ms", None, small_ms=round(of_small * 1e3, 3))
        _row("home_ratio", cost / of_small, "times", 1.5)
        _row("cold_home", _cold(world, tokens[ROTATING + 1 :][:COLD]) * 1e3, "ms", 50)
        answered, everything = _posting(world, tokens[0])
        _row("post_answered", answered * 1e3, "ms", 25, followers=PEOPLE - 1)
        _row("post_all", everything * 1e3, "ms", 150, followers=PEOPLE - 1)
        _row("memory", world.rss(), "MiB", 600, homes=ROTATING + COLD)


def _row(name: str, value: float, unit: str, most: float | None, **more: Any) -> None:
    line: dict[str, Any] = {"name": name, "value": round(value, 3), "unit": unit}
    if most is not None:
        line |= {"at_most": most, "holds": value <= most}
    print(json.dumps({**line, **more, "load": round(os.getloadavg()[0], 1)}), flush=True)


def _home(world: World, tokens: list[str]) -> float:
    """Seconds of processor for one page of home, these people rotating."""
    asks = [Ask("/api/v1/timelines/home?limit=20", token) for token in tokens]
    for token in [*tokens, *tokens]:
        world.call("GET", "/api/v1/timelines/home?limit=20", token)
    loading.load(world.port, asks, 2)
    settle(world)
    cost, told = cost_of(world.spent, lambda: loading.load(world.port, asks, SECONDS))
    if told.failed:
        raise SystemExit(f"{told.failed} of {told.requests} homes failed.")
    return cost


def _cold(world: World, tokens: list[str]) -> float:
    """The same for people of whom nothing is remembered, one after the other: the median."""
    costs = []
    for token in tokens:
        begun = world.spent()
        world.call("GET", "/api/v1/timelines/home?limit=20", token)
        costs.append(world.spent() - begun)
    return statistics.median(costs)


def _posting(world: World, token: str) -> tuple[float, float]:
    """Seconds of processor until a post is answered (the median), and for all that follows from it."""
    settle(world)
    answered, begun = [], world.spent()
    for number in range(POSTED):
        asked = world.spent()
        world.call("POST", "/api/v1/statuses", token, status=f"To everybody, {number}.", visibility="public")
        answered.append(world.spent() - asked)
        time.sleep(0.2)
    settle(world)
    return statistics.median(answered), (world.spent() - begun) / POSTED


if __name__ == "__main__":
    run()
