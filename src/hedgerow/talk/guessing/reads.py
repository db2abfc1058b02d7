"""Which circles a text looks like, for the face that writes it and nobody else."""

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.searching.words import fold
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.talk.models import Post

from .rules import Features, Learned, features

__all__ = ["forget", "learned", "likely"]

SHORTEST = 12
"""Characters; a shorter text looks like nothing yet."""

MOST_POSTS = 400
"""The newest, per face."""
MOST_FACES = 40
"""How many faces' models are held in memory at once."""
OFFERED = ("own", "label")
SHORTEST_NAME, MOST_NAMED = 3, 2
_WORD = re.compile(r"\w+")

Known = dict[int, tuple[int, int, Features, frozenset[int]]]
"""What was learned, by post: its version and audience then, and what it said of which circles."""


class _Model:
    """What was learned of one face, and from which posts."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.learned = Learned()
        self.known: Known = {}


_models: OrderedDict[int, _Model] = OrderedDict()
_lock = threading.Lock()


def likely(viewer: int, text: str) -> list[OwnCircle]:
    """The own circles and labels that a text clearly looks like, at most two; often none. Before posts speak,
    the circles whose names stand in it.
    """
    found = _found(viewer, text)
    own = _own(viewer)
    if not found and not _silent(viewer, text):
        return named([circle for circle in own.values() if circle.kind == "own"], text)
    return _offered(found, own)


def learned(viewer: int, text: str) -> list[OwnCircle]:
    """The same by past posts alone: a name in the text says nothing."""
    return _offered(_found(viewer, text), _own(viewer))


def _own(viewer: int) -> dict[int, OwnCircle]:
    return {circle.id: circle for circle in circles.circles(viewer, OFFERED)}


def _offered(found: list[int], own: dict[int, OwnCircle]) -> list[OwnCircle]:
    # Where it looks like more than circles of one's own, silence: nothing proposes to widen.
    return [own[circle] for circle in found] if set(found) <= own.keys() else []


def _silent(viewer: int, text: str) -> bool:
    return viewer in boundary.stopped() or len(text.strip()) < SHORTEST


def _found(viewer: int, text: str) -> list[int]:
    """The circles (dense ids) that past posts speak for."""
    if _silent(viewer, text):
        return []
    model = _model(viewer)
    with model.lock:
        _catch_up(viewer, model)
        return model.learned.likely(features(text))


def named(own: Iterable[OwnCircle], text: str) -> list[OwnCircle]:
    """The circles whose whole name stands in a text, where they are one or two."""
    said = f" {_plain(text)} "
    names = {circle: _plain(circle.name) for circle in own}
    found = [circle for circle, name in names.items() if len(name) >= SHORTEST_NAME and f" {name} " in said]
    return found if len(found) <= MOST_NAMED else []


def _plain(text: str) -> str:
    """The words of a text, and nothing else."""
    return " ".join(_WORD.findall(fold(text)))


def forget(face: int) -> None:
    """What was learned of this face is gone from this process."""
    with _lock:
        _models.pop(face, None)


def _model(face: int) -> _Model:
    with _lock:
        model = _models.setdefault(face, _Model())
        _models.move_to_end(face)
        while len(_models) > MOST_FACES:
            _models.popitem(last=False)
        return model


def _catch_up(viewer: int, model: _Model) -> None:
    """Unlearn what is gone or changed since, and learn what is new."""
    rows = Post.objects.visible(viewer).filter(author=viewer, conversation=None, boost_of=None, reply_to=None)
    columns = ("id", "version", "audience_id")
    now = {row[0]: row[1:] for row in rows.order_by("-public_id").values_list(*columns)[:MOST_POSTS]}
    for post in [post for post, known in model.known.items() if now.get(post) != known[:2]]:
        _version, _audience, found, circles = model.known.pop(post)
        model.learned.unlearn(found, circles)
    new = [post for post in now if post not in model.known]
    if new:
        _learn(model, new, now, dict(rows.filter(pk__in=new).values_list("id", "text")))


def _learn(model: _Model, new: Iterable[int], now: dict[int, tuple[int, ...]], texts: dict[int, str]) -> None:
    audiences = boundary.read_audiences({now[post][1] for post in new})
    for post in new:
        parts = audiences.get(now[post][1], ())
        # One narrowed afterwards went to its circles by mistake: it teaches nothing.
        went_to = parts[0].circles if len(parts) == 1 else frozenset()
        found = features(texts[post]) if went_to and post in texts else ()
        model.known[post] = (now[post][0], now[post][1], found, frozenset(went_to))
        model.learned.learn(found, went_to)
