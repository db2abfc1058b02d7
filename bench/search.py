"""Searching: a word that sixty posts hold, spread over faces and audiences like all others, signed in.

Where a world of a million posts is kept (`HEDGEROW_BENCH_WORLD=large ./hedgerow bench search` makes it), the
same is asked there in a process of its own. The two are asked in turn, round by round, and compared within
each round: a machine that others slow down slows both.
"""

# ruff: noqa: E402
from bench import stage

stage.enter()

import os
import statistics
import subprocess
import sys
from pathlib import Path
from random import Random

from bench import people
from hedgerow.boundary import scopes
from hedgerow.kernel.writing import write
from hedgerow.people.faces import finding
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Post
from hedgerow.talk.searching import acts, reads

READERS, RARE, HITS = 20, "chrysoprase", 60
MOST_MS, MOST_TIMES = 20, 1.5
TURNS = 15
IN_TURN, READY = "HEDGEROW_BENCH_IN_TURN", "ready\n"


def run() -> None:
    """Tell the figures of the world that is set up, and those of the large one."""
    readers = _figures()
    if stage.LARGE:
        _answer(readers)
        return
    if not (stage.KEPT / "large" / "made").exists():
        stage.tell("There is no large world to compare with: HEDGEROW_BENCH_WORLD=large makes it.")
        return
    times = _times_the_large_world_takes(readers)
    stage.compare("search: the large world, times the small one", times, MOST_TIMES)


def _times_the_large_world_takes(readers: list[int]) -> float:
    """How many times as long the median reader there waits: the median of the rounds."""
    environment = {
        **os.environ, "HEDGEROW_BENCH_WORLD": "large", IN_TURN: "1", "PYTHONPATH": os.pathsep.join(sys.path)
    }  # fmt: skip
    command = [sys.executable, str(Path(__file__))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as there:
        assert there.stdin is not None
        assert there.stdout is not None
        for line in iter(there.stdout.readline, READY):
            if not line:
                raise SystemExit("The large world could not be asked.")
            print(line, end="", flush=True)
        ratios = []
        for _ in range(TURNS):
            here = _round(readers)
            print(file=there.stdin, flush=True)
            ratios.append(float(there.stdout.readline()) / here)
        there.stdin.close()
    return statistics.median(ratios)


def _answer(readers: list[int]) -> None:
    """A round for each line that comes in, where this world is asked in turn with the small one."""
    if IN_TURN in os.environ:
        print(READY, end="", flush=True)
        for _line in sys.stdin:
            print(_round(readers), flush=True)


def _round(readers: list[int]) -> float:
    """The seconds of the median reader."""
    return statistics.median(stage.cpu(lambda each=reader: _ask(each)) for reader in readers)  # type: ignore[misc]


def _figures() -> list[int]:
    """Tell the figures of this world; who was asked."""
    if not acts.index.rows.exists():
        acts.rebuild(lambda count: stage.tell(f"{count:,} posts looked at"))
    finding.rebuild()
    _plant()
    with write():
        # As every hour leaves it.
        acts.index.tidy(acts.ALL_PAGES)
    readers = people.faces()[:READERS]
    for reader in readers:
        _ask(reader)
    costs = [stage.cpu(lambda each=reader: _ask(each)) for reader in readers]  # type: ignore[misc]
    everything = sorted(costs)
    baseline = ("the median reader", statistics.median(costs))
    posts = Post.objects.unguarded(reason="figures; nothing is shown").count()
    name = f"search, a rare word among {posts:,} posts"
    stage.figure(name, statistics.median(costs), "ms", MOST_MS, baseline)
    stage.figure(f"{name}: the dearest of {READERS} readers", everything[-1], "ms", None, baseline)
    widest = max(people.egos(), key=lambda face: len(scopes.openings(face).scopes))
    _ask(widest)
    wide = len(scopes.openings(widest).scopes)
    cost = stage.cpu(lambda: _ask(widest))
    stage.figure(f"{name}: who is in {wide:,} circles", cost, "ms", MOST_MS, baseline)
    near = stage.cpu(lambda: faces.find(widest, "person 12"))
    stage.figure(f"people by a word begun, among {len(people.faces()):,}", near, "ms", MOST_MS, baseline)
    return readers


def _ask(reader: int) -> None:
    reads.posts(reader, reads.read(RARE))


def _plant() -> None:
    """Let as many posts hold the rare word in a world of any size."""
    rows = Post.objects.unguarded(reason="figures; nothing is shown").order_by("id")
    ids = list(rows.filter(boost_of=None, gone_at=None).values_list("id", flat=True))
    some = Random(3).sample(ids, HITS)
    for post in rows.filter(pk__in=some):
        Post._base_manager.filter(pk=post.pk).update(text=f"{post.text} {RARE}")
    acts.refresh(some)


if __name__ == "__main__":
    run()
