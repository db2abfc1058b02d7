"""Searching: a word that sixty posts hold, spread over faces and audiences like all others, signed in."""

# ruff: noqa: E402
from bench import stage

stage.enter()

import statistics
from random import Random

from bench import people
from hedgerow.boundary import scopes
from hedgerow.talk.models import Post
from hedgerow.talk.searching import acts, reads

READERS, RARE, HITS = 20, "chrysoprase", 60


def run() -> None:
    """Tell the figures of the world that is set up."""
    _plant()
    readers = people.faces()[:READERS]
    for reader in readers:
        _ask(reader)
    costs = [stage.cpu(lambda each=reader: _ask(each)) for reader in readers]  # type: ignore[misc]
    everything = sorted(costs)
    baseline = ("the median reader", statistics.median(costs))
    posts = Post.objects.unguarded(reason="figures; nothing is shown").count()
    name = f"search, a rare word among {posts:,} posts"
    stage.figure(name, statistics.median(costs), "ms", 20, baseline)
    stage.figure(f"{name}: the dearest of {READERS} readers", everything[-1], "ms", None, baseline)
    widest = max(people.egos(), key=lambda face: len(scopes.openings(face).scopes))
    _ask(widest)
    wide = len(scopes.openings(widest).scopes)
    stage.figure(f"{name}: who is in {wide:,} circles", stage.cpu(lambda: _ask(widest)), "ms", None, baseline)


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
    if not acts.index.rows.exists():
        acts.rebuild(lambda count: stage.tell(f"{count:,} posts looked at"))
    run()
