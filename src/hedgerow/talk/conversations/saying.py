"""Beginning conversations and saying something in them."""

from collections.abc import Collection, Sequence

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.once import once
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.faces import reads as faces
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.keys import conversation_key, mine_key
from hedgerow.talk.media import taking
from hedgerow.talk.models import Conversation, Post, Seat
from hedgerow.talk.posts import rules as post_rules
from hedgerow.talk.posts import words
from hedgerow.talk.posts.events import Posted

from . import files, knowing, live, rules, sitting
from .events import Messaged
from .files import Kept
from .sitting import Place


class Said(msgspec.Struct, frozen=True):
    """What somebody wants to say. Pictures by their outside ids, files as `files.bring` kept them."""

    text: str = ""
    pictures: Sequence[int] = ()
    files: Sequence[Kept] = ()
    once_key: str = ""
    """The same submit sent twice says it once."""
    content_note: str = ""
    sensitive: bool = False
    language: str = ""
    """Empty: what the face usually writes in."""
    app: int | None = None
    """The number of the app it is said with, for its author alone."""
    answers: int | None = None
    """The public id of what it answers and the face sees; None for what was last said in the conversation."""


def begin(actor: int, others: Collection[int], said: Said, name: str = "") -> int:
    """Write to others (dense ids) for the first time; the conversation's public id. With one other there is
    one conversation: where it exists, this is said in it. Who names only itself keeps notes for itself.

    Raises Refused("to", …) for somebody one cannot write to, Refused for what cannot be said, TooMany.
    """
    return write_to(actor, others, said, name)[0]


def write_to(actor: int, others: Collection[int], said: Said, name: str = "") -> tuple[int, int]:
    """The same; the public ids of the conversation and of what was said."""
    people = [face for face in dict.fromkeys(others) if face != actor] or list({actor}.intersection(others))
    written, title = _written(said), rules.name(name)
    if not people:
        raise Refused("to", _("Choose whom you want to write to."))
    rules.insist_on_room(1, people)
    with write():
        conversation, message = once(
            actor, said.once_key, lambda: _begin(actor, people, said, written, title)
        )
    return conversation, message


def _begin(actor: int, people: list[int], said: Said, written: words.Written, title: str) -> list[int]:
    ties.lock(actor, people[0] if len(people) == 1 else None)
    known = _pair_of(actor, people[0]) if len(people) == 1 else None
    if known is not None:
        try:
            place = sitting.insist_on_being_there(actor, known.public_id)
        except NotFound as error:
            raise Refused("to", knowing.nobody()) from error
    else:
        knowing.insist_on_letters(actor, [face for face in people if face != actor])
        place = _open(actor, people, title)
    message = _say(actor, place, said, written)
    return [place.conversation.public_id, message]


def _pair_of(actor: int, other: int) -> Conversation | None:
    return Conversation.objects.filter(pair=rules.pair(actor, other)).first()


def _open(actor: int, people: list[int], title: str) -> Place:
    """A new conversation of two, or a group."""
    circle = engine.open_circle(None, "conversation")
    pair = rules.pair(actor, people[0]) if len(people) == 1 else None
    made = Conversation.objects.create(circle=circle, pair=pair, starter_id=actor, name=title)
    seat_all(actor, made, [actor], asker=actor)
    seat_all(actor, made, [face for face in people if face != actor], asker=actor)
    return sitting.at(actor, made.public_id)


def seat_all(actor: int, conversation: Conversation, people: Sequence[int], *, asker: int) -> None:
    """Seat these faces: those who do not know the asker are asked first. Inside a write. Raises TooMany."""
    states = {
        face: Seat.State.IN if face == asker or knowing.knows(face, asker) else Seat.State.ASKED
        for face in people
    }
    for _stranger in [face for face, state in states.items() if state == Seat.State.ASKED]:
        limits.allow(f"stranger:{actor}", limit=rules.STRANGERS_AN_HOUR, per_seconds=3600)
        limits.allow(f"strangers:{actor}", limit=rules.STRANGERS_A_DAY, per_seconds=24 * 3600)
    for face, state in states.items():
        Seat.objects.update_or_create(
            conversation=conversation, face_id=face, defaults={"state": state, "at": clock.now()}
        )
    engine.join(conversation.circle, people)
    epoch.changed([conversation_key(conversation.pk), *(mine_key(face) for face in people)])


def say(actor: int, conversation: int, said: Said) -> int:
    """Say something in a conversation (public id); the message's public id. Saying it accepts a request.

    Raises NotFound; Refused("text", "pictures" or "files", …); TooMany.
    """
    written = _written(said)
    with write():
        return once(actor, said.once_key, lambda: _say_at(actor, conversation, said, written))


def _say_at(actor: int, conversation: int, said: Said, written: words.Written) -> int:
    place = sitting.insist_on_being_there(actor, conversation)
    answering = msgspec.structs.replace(said, answers=said.answers or place.conversation.newest or None)
    return _say(actor, place, answering, written)


def _written(said: Said) -> words.Written:
    text = words.clean(said.text)
    if not text and not said.pictures and not said.files:
        raise Refused("text", _("Write something, or add a picture or a file."))
    if len(said.pictures) > rules.MOST_PICTURES:
        raise Refused("pictures", _("At most %(most)d pictures.") % {"most": rules.MOST_PICTURES})
    # A tag in a message leads to the tag's page; the message never stands there.
    return words.read(text)._replace(tags={})


def _say(actor: int, place: Place, said: Said, written: words.Written) -> int:
    _insist_on_a_reader(place)
    limits.allow(f"message:{actor}", limit=rules.MESSAGES_AN_HOUR, per_seconds=3600)
    row = place.conversation
    post = Post.objects.create(
        author_id=actor,
        conversation=row,
        answers=said.answers,
        text=words.clean(said.text),
        html=written.html,
        language=said.language or faces.manners(actor).language,
        sensitive=said.sensitive,
        content_note=words.clean_note(said.content_note),
        app=said.app,
        audience_id=audience_of(row),
        scope=post_rules.DIRECT,
        entered_at=clock.now_us(),
    )
    words.store(post, written)
    if said.pictures:
        taking.take(actor, post, list(said.pictures))
    files.take(actor, post, said.files)
    if written.link:
        cards.want(post.pk, written.link)
    Conversation.objects.filter(pk=row.pk).update(newest=post.public_id)
    own = Seat.objects.filter(pk=place.seat.pk)
    own.update(read_to=post.public_id, state=sitting.IN, kept_unread=False)
    live.changed(row.pk, live.MESSAGE, post.pk, mine_key(actor))
    emit(Posted(post.pk, actor), Messaged(post.pk, actor, row.pk))
    return post.public_id


def audience_of(row: Conversation) -> int:
    """The engine's id of the audience that everything in this conversation has. Inside a write."""
    return engine.intern(boundary.audience([boundary.clause([row.circle])]))


def _insist_on_a_reader(place: Place) -> None:
    """Raise Refused where nobody would read it, or where nobody has answered the first messages yet."""
    if place.alone:
        return
    others = [seat.face_id for seat in place.others]
    if not any(card.state == "active" for card in faces.cards(others).values()):
        raise Refused("text", _("Nobody is here to read it any more."))
    if place.seat.state == sitting.IN and place.waits() and _said(place) >= rules.MOST_UNANSWERED:
        raise Refused("text", _("You can write again once one of your messages was answered."))


def _said(place: Place) -> int:
    """How many messages a conversation holds that nobody accepted: its beginner's own."""
    rows = Post.objects.unguarded(reason="a writer's own messages are counted for the writer")
    return rows.filter(conversation=place.conversation.pk).count()
