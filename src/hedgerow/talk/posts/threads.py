"""A thread as one viewer may see it: what stands above a post, and what answers it, branch by branch."""

from collections.abc import Iterable

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.sight import learn_gates
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.errors import NotFound
from hedgerow.talk import bodies
from hedgerow.talk.bodies import Entry
from hedgerow.talk.models import Post

from .showing import Shown, shown

MOST = 1_000
"""How many posts of one thread are shown at once, oldest first."""


class Node(msgspec.Struct, frozen=True):
    """A place in a thread. `shown` is None where a deleted post left its place to what answers it."""

    public_id: int
    shown: Shown | None
    replies: list["Node"] = []


class Thread(msgspec.Struct, frozen=True):
    """A post, what it answers from the root on, and what answers it."""

    above: list[Node]
    focus: Node
    root: int
    """The public id of the first post of the thread that the viewer may see."""


def thread(viewer: int | None, public_id: int) -> Thread:
    """The thread around a post. Raises NotFound: the same for missing and forbidden.

    Whatever stands behind a post that the viewer may not pass is not there. Only own words stay, even where
    what they answer is lost: they then hang on the nearest post above that is seen.
    """
    rows = Post.objects.unguarded(reason="where posts stand in a thread; shown() asks the boundary for each")
    focus = rows.filter(public_id=public_id).values_list("id", "root_id", "boost_of_id").first()
    if focus is None or focus[2] is not None:
        raise NotFound
    root = focus[1] or focus[0]
    ids = [root, *rows.filter(root=root).order_by("public_id").values_list("id", flat=True)[:MOST]]
    if focus[0] not in ids:
        ids.append(focus[0])
    return _Tree(viewer, ids).around(focus[0])


class _Tree:
    """The posts of a thread that the viewer may see, and the places of the deleted ones."""

    def __init__(self, viewer: int | None, ids: list[int]) -> None:
        self.entries = {post: entry for post, entry in bodies.entries(ids).items() if post in set(ids)}
        self.seen = {post.id: post for post in shown(viewer, [post for post in ids if post in self.entries])}
        self.places = self._places(viewer)
        self.below: dict[int, list[int]] = {}
        for post in ids:
            parent = self._parent(post) if post in self.places else None
            if parent is not None:
                self.below.setdefault(parent, []).append(post)

    def _places(self, viewer: int | None) -> set[int]:
        """Seen posts, and gone ones that the viewer could see: those whose gate still lets it pass."""
        now = now_us()
        gone = [entry for entry in self.entries.values() if entry.gate_id and entry.is_over(now)]
        learn_gates(entry.gate_id for entry in gone if entry.gate_id)
        eyes = boundary.sight(viewer)
        left = {
            entry.id for entry in gone if entry.gate_id and not eyes.stopped and eyes.passes(entry.gate_id)
        }
        return {*self.seen, *self._leading_on(left)}

    def _leading_on(self, left: set[int]) -> set[int]:
        """Those of the gone posts below which something is still seen."""
        kept: set[int] = set()
        for post in self.seen:
            for above in self._ancestors(post):
                if above in left:
                    kept.add(above)
        return kept

    def _ancestors(self, post: int) -> Iterable[int]:
        above = self.entries[post].reply_to
        while above is not None and above in self.entries:
            yield above
            above = self.entries[above].reply_to

    def _parent(self, post: int) -> int | None:
        """The nearest place above."""
        return next((above for above in self._ancestors(post) if above in self.places), None)

    def around(self, focus: int) -> Thread:
        """The thread around this post. Raises NotFound where it is not seen."""
        if focus not in self.seen:
            raise NotFound
        above = [self._place(post) for post in self._ancestors(focus) if post in self.places][::-1]
        first = above[0] if above else self._place(focus)
        return Thread(above, self._node(focus), first.public_id)

    def _place(self, post: int) -> Node:
        entry: Entry = self.entries[post]
        return Node(entry.public_id, self.seen.get(post))

    def _node(self, post: int) -> Node:
        """The place with all below it; built from the deepest up, however long a branch is."""
        built: dict[int, Node] = {}
        order = [post]
        for each in order:
            order += self.below.get(each, [])
        for each in reversed(order):
            replies = [built[below] for below in self.below.get(each, [])]
            built[each] = Node(self.entries[each].public_id, self.seen.get(each), replies)
        return built[post]
