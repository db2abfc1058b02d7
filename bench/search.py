"""Searching: a word that sixty posts hold, spread over faces and audiences like all others, signed in.

Where a world of a million posts is kept (`HEDGEROW_BENCH_WORLD=large ./hedgerow bench search` makes it), the
same is asked there in a process of its own, and compared.
"""

# ruff: noqa: E402
from bench import stage

stage.enter()

import json
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


def run() -> None:
    """Tell the figures of the world that is set up, and those of the large one."""
    median = _figures()
    if stage.LARGE:
        return
    if not (stage.KEPT / "large" / "made").exists():
        stage.tell("There is no large world to compare with: HEDGEROW_BENCH_WORLD=large makes it.")
        return
    stage.compare("search: the large world, times the small one", _in_the_large_world() / median, MOST_TIMES)


def _in_the_large_world() -> float:
    """The seconds of the median reader there."""
    environment = {**os.environ, "HEDGEROW_BENCH_WORLD": "large", "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, Path(__file__)], env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    print(told, end="", flush=True)
    return float(json.loads(told.splitlines()[0])["value"]) / 1e3


def _figures() -> float:
    """Tell the figures of this world; the seconds of the median reader."""
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
    return statistics.median(costs)


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
