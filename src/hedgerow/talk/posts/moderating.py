"""What the author of a thread decides in it: who may answer, and which replies stay."""

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Post

from . import addressing, loading, narrowing


def thread_settings(actor: int, root: int, may_reply: str = "", closed: bool | None = None) -> None:
    """Who may answer in one's own thread (empty: as it is), and whether it is closed (None: as it is).

    Raises NotFound, Refused("may_reply", …).
    """
    if may_reply and may_reply not in Post.MayReply.values:
        raise Refused("may_reply", _("Choose who may reply."))
    with write():
        found = loading.own(actor, root)
        if found.reply_to_id is not None:
            raise NotFound
        found.may_reply = may_reply or found.may_reply
        found.closed = found.closed if closed is None else closed
        found.save(update_fields=["may_reply", "closed"])
        addressing.say_changed(found)


def hide_reply(actor: int, reply: int, hidden: bool = True) -> None:
    """Fold a reply in one's own thread away for everybody, or unfold it. Raises NotFound."""
    with write():
        found = _reply_in_own_thread(actor, reply)
        found.hidden = hidden
        found.save(update_fields=["hidden"])
        addressing.say_changed(found)


def remove_reply(actor: int, reply: int) -> None:
    """Take somebody's reply out of one's own thread: its author alone keeps it, and what is below it goes
    with it. It cannot be put back. Raises NotFound.
    """
    with write():
        narrowing.take_out(_reply_in_own_thread(actor, reply))


def _reply_in_own_thread(actor: int, reply: int) -> Post:
    found = loading.load(actor, reply)
    if found.root_id is None or loading.root_of(found).author_id != actor or found.author_id == actor:
        raise NotFound
    return found
