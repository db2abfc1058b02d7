"""Telling when things were said."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from hedgerow.kernel import clock, retelling
from hedgerow.kernel.retelling import Telling, move
from hedgerow.kernel.writing import write
from hedgerow.people.retelling import acts as people
from hedgerow.talk.models import (
    Attachment,
    Bookmark,
    Collection,
    CollectionItem,
    Conversation,
    Happening,
    Media,
    Norms,
    Poll,
    PollVote,
    Post,
    Reaction,
    Report,
    Revision,
    Seat,
    StoredDraft,
)
from hedgerow.talk.polls import acts as polls
from hedgerow.talk.searching import acts as searching


class Told(NamedTuple):
    """What the rooms above must know of it: new public ids by the old ones, and when posts (by dense ids)
    and reactions (by post and face) are told to have been made, and polls (by post) to have been over.
    """

    ids: dict[int, int]
    posts: dict[int, int]
    reactions: dict[tuple[int, int], datetime]
    polls: dict[int, datetime]


def end_poll(post: int) -> None:
    """Let the poll of a post (public id) be over at this moment, though it was to run on."""
    with write():
        for poll in Poll.objects.filter(post__public_id=post):
            poll.ends_at = clock.now_us()
            poll.save(update_fields=["ends_at"])
            polls.close(poll.post_id, poll.ends_at)


def retell(telling: Telling) -> Told:
    """Move every moment of talk and of the rooms below. Inside `write()`."""
    people.retell(telling)
    ids, posts = _posts(telling)
    move(Revision.objects.all(), telling, "entered_at", "at")
    for model in (Reaction, Bookmark, PollVote):
        move(model._default_manager.all(), telling, "at")
    move(Media.objects.all(), telling, "made_at")
    move(Report.objects.all(), telling, "at", "done_at")
    reactions = Reaction.objects.values_list("post_id", "face_id", "at")
    _conversations(telling, ids)
    _written(telling)
    over = {poll.post_id: poll.told_at for poll in Poll.objects.all() if poll.told_at is not None}
    return Told(ids, posts, {(post, face): at for post, face, at in reactions}, over)


def _written(telling: Telling) -> None:
    """Polls, drafts and collections. A moment that is still to come stays where it is."""
    move(Poll.objects.all(), telling, "ends_at", "told_at")
    move(StoredDraft.objects.all(), telling, "updated_at", "send_at", "gone_at")
    move(CollectionItem.objects.all(), telling, "at")
    for board in _all(Collection):
        board.entered_at = telling.moment(board.entered_at)
        board.made_at = telling.at(board.made_at)
        board.save(update_fields=["entered_at", "made_at"])


def _conversations(telling: Telling, ids: dict[int, int]) -> None:
    """Where conversations name a message, they name it as it is now called; small lines stay among them."""
    for row in Conversation.objects.all():
        row.newest, row.made_at = ids.get(row.newest, row.newest), telling.at(row.made_at)
        row.save(update_fields=["newest", "made_at"])
    for seat in Seat.objects.all():
        seat.read_to, seat.at = ids.get(seat.read_to, seat.read_to), telling.at(seat.at)
        seat.save(update_fields=["read_to", "at"])
    move(Attachment.objects.all(), telling, "made_at")
    for norms in Norms.objects.all():
        norms.entered_at = telling.moment(norms.entered_at)
        norms.ended_at = telling.moment(norms.ended_at) if norms.ended_at is not None else None
        norms.save(update_fields=["entered_at", "ended_at"])
    for line in _all(Happening):
        line.entered_at = telling.moment(line.entered_at)
        line.public_id = retelling.timed_id(line.public_id, line.entered_at)
        line.save(update_fields=["entered_at", "public_id"])


def _all(kind: Any) -> Iterable[Any]:
    """Every row of a guarded kind."""
    rows: Iterable[Any] = kind.objects.unguarded(reason="moving a made-up world in time; shows nothing")
    return rows


def _posts(telling: Telling) -> tuple[dict[int, int], dict[int, int]]:
    rows = list(_all(Post))
    moved = {}
    for row in rows:
        row.entered_at = telling.moment(row.entered_at)
        moved[row.public_id] = row.public_id = retelling.timed_id(row.public_id, row.entered_at)
        for column in ("gone_at", "expires_at"):
            value = getattr(row, column)
            setattr(row, column, telling.moment(value) if value is not None else None)
        for column in ("edited_at", "pinned_at"):
            value = getattr(row, column)
            setattr(row, column, telling.at(value) if value is not None else None)
    columns = ["public_id", "entered_at", "gone_at", "expires_at", "edited_at", "pinned_at"]
    Post._base_manager.bulk_update(rows, columns, batch_size=100)
    searching.rebuild()
    return moved, {row.pk: row.entered_at for row in rows}
