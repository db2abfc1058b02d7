"""Who and what of the world is measured: the same in every run, chosen by chance."""

from random import Random

from hedgerow.boundary import reads as boundary
from hedgerow.people.models import Face
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.models import Post


def faces() -> list[int]:
    """Every face of the world, shuffled."""
    found = list(Face.objects.order_by("id").values_list("id", flat=True))
    Random(2).shuffle(found)
    return found


def lines(some: int) -> list[Line]:
    """So many posts of the world, as the boundary knows them."""
    posts = Post.objects.unguarded(reason="figures; nothing is shown")
    ids = list(posts.order_by("id").values_list("id", flat=True))
    return list(facts.lines(Random(1).sample(ids, some)).values())


def egos() -> list[int]:
    """The faces with circles of their own."""
    return [face for face in sorted(faces()) if any(row.kind == "own" for row in boundary.circles_of(face))]
