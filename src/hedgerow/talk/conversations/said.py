"""What was said in a conversation, and what happened besides words, as a viewer sees it."""

from collections.abc import Sequence

import msgspec

from hedgerow.boundary import quick
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.talk import bodies
from hedgerow.talk.models import Happening, Post
from hedgerow.talk.posts.showing import shown

from . import files, sitting
from .finding import dense
from .shapes import Line, Message, Messages, Sender

AT_ONCE = 40
FEW = 20


def messages(
    viewer: int, conversation: int, before: int | None = None, after: int | None = None, limit: int = AT_ONCE
) -> Messages:
    """What was said and happened before, or from and after, a public id; without either, the latest.

    Raises NotFound.
    """
    number = dense(viewer, conversation)
    said = Post.objects.visible(viewer).filter(conversation=number)
    happened = Happening.objects.visible(viewer).filter(conversation=number)
    if before is not None:
        said, happened = said.filter(public_id__lt=before), happened.filter(public_id__lt=before)
    order = "-public_id"
    if after is not None:
        said, happened = said.filter(public_id__gte=after), happened.filter(public_id__gte=after)
        order = "public_id"
    posts = list(said.order_by(order).values_list("public_id", "id")[: limit + 1])
    lines = list(happened.order_by(order)[: limit + 1])
    numbers = sorted([*(post for post, _id in posts), *(line.public_id for line in lines)])
    kept = numbers[:limit] if after is not None else numbers[-limit:]
    cut = after is None and len(numbers) > limit
    return Messages(_items(viewer, dict(posts), lines, set(kept)), kept[0] if cut else None)


def _items(
    viewer: int, posts: dict[int, int], lines: Sequence[Happening], kept: set[int]
) -> list[Message | Line]:
    ids = [number for public_id, number in posts.items() if public_id in kept]
    carried = files.of(viewer, ids)
    said = [Message(post, carried.get(post.id, [])) for post in shown(viewer, ids)]
    happened = _lines(viewer, [line for line in lines if line.public_id in kept])
    return sorted([*said, *happened], key=lambda item: item.number)


def _lines(viewer: int, rows: Sequence[Happening]) -> list[Line]:
    named = {face for row in rows for face in (row.author_id, row.about_id) if face is not None}
    hidden = sitting.apart(viewer, named)
    cards = {
        face: card
        for face, card in faces.cards(named).items()
        if face not in hidden and (card.state == "active" or face == viewer)
    }
    return [
        Line(
            number=row.public_id,
            kind=row.kind,
            who=cards[row.author_id],
            about=cards[row.about_id] if row.about_id is not None else None,
            at=from_us(row.entered_at),
            mine=row.author_id == viewer,
            about_me=row.about_id == viewer,
        )
        for row in rows
        if row.author_id in cards and (row.about_id is None or row.about_id in cards)
    ]


def words(viewer: int, message: int) -> str:
    """The words of an own message (public id) as they were written. Raises NotFound."""
    rows = Post.objects.visible(viewer).filter(public_id=message, author=viewer, conversation__isnull=False)
    found = rows.values_list("text", flat=True).first()
    if found is None:
        raise NotFound
    return found


def heard(viewer: int, conversation: int, message: int) -> Message | None:
    """A message (dense id) that a hint of this conversation named, as the viewer sees it now, if it does.

    Raises NotFound for the conversation.
    """
    sitting.at(viewer, conversation)
    post = next(iter(shown(viewer, [message])), None)
    return Message(post, files.of(viewer, [message]).get(message, [])) if post is not None else None


def some(viewer: int, conversation: int, numbers: Sequence[int]) -> list[Message]:
    """Those of these messages (public ids) that stand in the conversation and that the viewer may see, oldest
    first; a handful at most. Raises NotFound for the conversation.
    """
    marks, parameters = quick.places(numbers)
    rows = quick.rows(_NAMED % marks, [dense(viewer, conversation), *parameters])
    return [item for item in _items(viewer, dict(rows), [], set(numbers)) if isinstance(item, Message)]


# What is named here is only looked up: `shown` asks the boundary for each.
_NAMED = "SELECT public_id, id FROM talk_post WHERE conversation_id = %%s AND public_id IN (%s)"


def senders(viewer: int, conversation: int) -> list[Sender]:
    """The others who lately said something that the viewer may see, first who did so first, each with their
    newest few messages. Raises NotFound.
    """
    said: dict[int, Sender] = {}
    for item in messages(viewer, conversation).items:
        if isinstance(item, Message) and not item.shown.mine:
            sender = said.setdefault(item.shown.author.id, Sender(item.shown.author, []))
            sender.messages.append(item.number)
    return [Sender(each.face, each.messages[-FEW:]) for each in said.values()]


def taken_away(viewer: int, message: int) -> int | None:
    """The public id of a message (dense id) that was deleted and that the viewer could see until then. Of any
    other nothing is said, not even that there is one.
    """
    entry = bodies.entries([message]).get(message)
    if entry is None or entry.gone_at is None:
        return None
    before = msgspec.structs.replace(entry, gone_at=None)
    return entry.public_id if boundary.seen(viewer, [before]) else None


def newest_line(viewer: int, conversation: int) -> Line | None:
    """What happened last that the viewer may see. Raises NotFound."""
    rows = Happening.objects.visible(viewer).filter(conversation=dense(viewer, conversation))
    return next(iter(_lines(viewer, list(rows.order_by("-public_id")[:1]))), None)
