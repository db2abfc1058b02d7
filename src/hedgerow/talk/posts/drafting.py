"""What composers need: the words of an own post to edit, and what is answered as a thing to ask about."""

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.algebra import chosen
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk import bodies
from hedgerow.talk.bodies import Entry
from hedgerow.talk.models import Media, Post
from hedgerow.talk.polls import reads as polls
from hedgerow.talk.polls.rules import Asked

from . import words
from .known import ids_of
from .showing import shown


class Written(msgspec.Struct, frozen=True):
    """An own post as its author wrote it."""

    text: str
    content_note: str
    language: str
    choice: Choice | None
    """Whom it was meant for, though other versions took some of them; None where no single choice says it:
    it was narrowed after it was published.
    """
    media: list[int]
    may_reply: str
    closed: bool
    reply_to: bool
    title: str = ""
    cover: int | None = None
    vanish_at: int | None = None
    poll: Asked | None = None


def for_edit(actor: int, post: int) -> Written:
    """One's own post as it was written. Raises NotFound."""
    row = (
        Post.objects.visible(actor)
        .filter(public_id=post, author=actor, boost_of=None, conversation=None)
        .first()
    )
    if row is None:
        raise NotFound
    rows = Media.objects.filter(post=row).exclude(state=Media.State.FAILED)
    pictures = rows.order_by("position").values_list("public_id", flat=True)
    return Written(
        text=row.text,
        content_note=row.content_note,
        language=row.language,
        choice=audiences.choice_of(actor, chosen(boundary.read_audience(row.audience_id))),
        media=list(pictures),
        may_reply=row.may_reply,
        closed=row.closed,
        reply_to=row.reply_to_id is not None,
        title=row.title,
        cover=row.cover.public_id if row.cover is not None else None,
        vanish_at=row.expires_at,
        poll=polls.asked([row.pk]).get(row.pk),
    )


def thing(viewer: int, post: int) -> Entry:
    """What is answered, as the boundary asks of it, for the preview of an answer. Raises NotFound."""
    found = shown(viewer, ids_of([post]))
    if not found:
        raise NotFound
    return bodies.entries([found[0].id])[found[0].id]


def whole_story(viewer: int | None, post: int) -> str:
    """All of a story as HTML, for whoever may see it. Raises NotFound, for a post that is no story too."""
    row = Post.objects.visible(viewer).filter(public_id=post).exclude(title="").first()
    if row is None:
        raise NotFound
    return words.whole(row.text).html


def named(text: str) -> list[int]:
    """The faces (dense ids) that a text names. Naming addresses nobody."""
    return words.read(words.clean(text)).mentions


def drawn(text: str) -> str:
    """A text as HTML, before it is published: nobody is named by it and nothing kept."""
    return words.whole(text).html


def minutes(text: str) -> int:
    """How long it takes to read."""
    return words.minutes(text)
