"""Posts: one, and the thread around it."""

from collections.abc import Iterable

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Context, Status
from hedgerow.doors.mastodon.making import statuses
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Node, Shown


@door.get(
    "/api/v1/statuses/<id:status>",
    gives=Status,
    scopes="read:statuses",
    needs="nobody",
    errors=(404,),
    hot=True,
)
def show(caller: Caller, status: int) -> Answer:
    """One post."""
    return Answer(statuses.one(caller, posts.post(caller.face, status)))


@door.get(
    "/api/v1/statuses/<id:status>/context",
    gives=Context,
    scopes="read:statuses",
    needs="nobody",
    errors=(404,),
)
def context(caller: Caller, status: int) -> Answer:
    """What it answers, and what answers it: each branch after what it answers. Around a message stands its
    conversation.
    """
    thread = posts.thread(caller.face, status)
    if thread.focus.shown is not None and thread.focus.shown.direct:
        above, below = talks.around(caller.face, status)
    else:
        above = [node.shown for node in thread.above if node.shown is not None]
        below = list(_below(thread.focus))
    made = statuses.encoded(caller, [*above, *below])
    first, rest = b",".join(made[: len(above)]), b",".join(made[len(above) :])
    return Answer(b'{"ancestors":[' + first + b'],"descendants":[' + rest + b"]}")


def _below(focus: Node) -> Iterable[Shown]:
    """What stands below, depth first; a deleted post's place is left out, and what answers it stays."""
    waiting = list(reversed(focus.replies))
    while waiting:
        node = waiting.pop()
        if node.shown is not None:
            yield node.shown
        waiting += reversed(node.replies)
