"""What faces do in conversations: the face that acts comes first, conversations go by their outside ids."""

from collections.abc import Collection
from contextlib import suppress
from functools import partial

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.talk.keys import conversation_key, mine_key
from hedgerow.talk.models import Conversation, Happening, Seat
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

from . import knowing, live, rules, sitting
from .files import bring
from .lines import note
from .norms import discuss_norms, say_norms
from .rules import LONGEST_NORMS, MOST_FILES, MOST_PICTURES
from .saying import Said, begin, say, seat_all, write_to
from .sitting import Place

__all__ = [
    "LONGEST_NORMS", "MOST_FILES", "MOST_PICTURES", "Said", "accept", "add", "begin", "bring", "decline",
    "discuss_norms", "edit", "keep_unread", "know", "leave", "mute", "put_away", "read_to", "remove",
    "rename", "say", "say_norms", "wish", "write_to", "writing",
]  # fmt: skip


def edit(actor: int, message: int, text: str) -> None:
    """Say an own message anew; what it said before stays for those who saw it. Raises NotFound, Refused."""
    posts.edit(actor, message, Draft(text=text))


def add(actor: int, conversation: int, people: Collection[int]) -> None:
    """Bring faces (dense ids) into a group: a line says so, and they see from then on. Twice is once.

    Raises NotFound; Refused("to", …) for whom one cannot write to and for a conversation of two.
    """
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if not place.group:
            raise Refused("to", _("Naming somebody else starts a new conversation."))
        there = {seat.face_id for seat in place.others}
        fresh = [face for face in dict.fromkeys(people) if face != actor and face not in there]
        rules.insist_on_room(len(there) + 1, fresh)
        _changing(actor)
        knowing.insist_on_letters(actor, fresh)
        seat_all(actor, place.conversation, fresh, asker=actor)
        newest = place.conversation.newest
        # What was said before is not theirs to read, so none of it waits for them.
        Seat.objects.filter(conversation=place.conversation, face__in=fresh).update(read_to=newest)
        for face in fresh:
            note(place, actor, Happening.Kind.ADDED, face)


def remove(actor: int, conversation: int, face: int) -> None:
    """Take somebody out of a group that the actor began, at once and everywhere. Raises NotFound."""
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if place.conversation.starter_id != actor or not place.group:
            raise NotFound
        if face not in {seat.face_id for seat in place.others}:
            raise NotFound
        _changing(actor)
        _go(place, face)
        note(place, actor, Happening.Kind.REMOVED, face)


def leave(actor: int, conversation: int) -> None:
    """Go from a group: from now on only the actor's own words are theirs. Twice is once. Raises NotFound."""
    with write():
        place = sitting.at(actor, conversation, lock=True)
        if not place.group:
            raise NotFound
        if place.present:
            _go(place, actor)
            note(place, actor, Happening.Kind.LEFT)


def _go(place: Place, face: int) -> None:
    engine.leave(place.conversation.circle, [face])
    Seat.objects.filter(conversation=place.conversation, face=face).update(state=sitting.LEFT)
    epoch.changed([mine_key(face), conversation_key(place.conversation.pk)])


def rename(actor: int, conversation: int, name: str) -> None:
    """Give a group a name, or none. Raises NotFound, Refused("name", …)."""
    wanted = rules.name(name)
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if not place.group:
            raise NotFound
        if wanted == place.conversation.name:
            return
        _changing(actor)
        Conversation.objects.filter(pk=place.conversation.pk).update(name=wanted)
        note(place, actor, Happening.Kind.NAMED)


def _changing(actor: int) -> None:
    limits.allow(f"conversation:{actor}", limit=rules.CHANGES_AN_HOUR, per_seconds=3600)


def mute(actor: int, conversation: int, muted: bool) -> None:
    """Be told nothing of a conversation, or again. Nobody else knows. Raises NotFound."""
    _seat(actor, conversation, muted=muted)


def read_to(actor: int, conversation: int, message: int) -> bool:
    """The actor has read up to this message (public id); is that news? Of a request nobody hears it.

    Raises NotFound.
    """
    place = sitting.at(actor, conversation)
    seat, up_to = place.seat, min(message, place.conversation.newest)
    if seat.state not in (sitting.IN, sitting.ASKED) or (seat.read_to >= up_to and not seat.kept_unread):
        return False
    with write():
        rows = Seat.objects.filter(pk=seat.pk)
        moved = rows.filter(read_to__lt=up_to).update(read_to=up_to)
        rows.update(kept_unread=False)
        epoch.changed([mine_key(actor), conversation_key(place.conversation.pk)])
        news = bool(moved) and seat.state == sitting.IN
        if news and face_reads.face(actor).settings.read_marks:
            after_commit(partial(live.tell, place.conversation.pk, live.READ, actor))
    return news


def keep_unread(actor: int, conversation: int) -> None:
    """Call a conversation unread, until it is read again. Nobody else knows. Raises NotFound."""
    _seat(actor, conversation, kept_unread=True)


def put_away(actor: int, conversation: int) -> None:
    """Take a conversation out of the actor's list until something is said in it; nothing is deleted, and
    nobody else knows. Twice is once. Raises NotFound.
    """
    newest = sitting.at(actor, conversation).conversation.newest
    _seat(actor, conversation, put_away=newest, kept_unread=False)


def _seat(actor: int, conversation: int, **columns: object) -> None:
    """Change what the actor alone knows of its seat. Raises NotFound."""
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        Seat.objects.filter(pk=place.seat.pk).update(**columns)
        epoch.changed([mine_key(actor), conversation_key(place.conversation.pk)])


def accept(actor: int, conversation: int) -> None:
    """Let somebody unknown write on. Twice is once. Raises NotFound."""
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if place.seat.state == sitting.IN:
            return
        Seat.objects.filter(pk=place.seat.pk).update(state=sitting.IN)
        live.changed(place.conversation.pk, live.PEOPLE, 0, mine_key(actor))


def take_up(actor: int, others: Collection[int]) -> None:
    """Let these write on, who ask in a conversation of two; nothing for who does not ask."""
    pairs = [rules.pair(actor, other) for other in others]
    seats = Seat.objects.filter(face=actor, state=sitting.ASKED, conversation__pair__in=pairs)
    for conversation in seats.values_list("conversation__public_id", flat=True):
        with suppress(NotFound):
            accept(actor, conversation)


def know(ties: Collection[tuple[int, int]]) -> None:
    """Of these ties (who, whom they follow by now): accept what those ask. Twice is once."""
    wanted = {(face, rules.pair(face, other)): other for face, other in ties}
    seats = Seat.objects.filter(state=sitting.ASKED, conversation__pair__in={pair for _face, pair in wanted})
    asked = seats.values_list("face", "conversation__pair", "conversation__public_id")
    for face, pair, conversation in asked:
        other = wanted.get((face, pair or ""))
        if other is not None and knowing.knows(face, other):
            with suppress(NotFound):
                accept(face, conversation)


def decline(actor: int, conversation: int) -> None:
    """Put a request out of the way. Of two, the other goes on waiting; a group says that one left.

    Twice is once. Raises NotFound.
    """
    with write():
        place = sitting.insist_on_being_there(actor, conversation)
        if place.seat.state != sitting.ASKED:
            return
        if place.group:
            _go(place, actor)
            note(place, actor, Happening.Kind.LEFT)
            return
        Seat.objects.filter(pk=place.seat.pk).update(state=sitting.DECLINED)
        epoch.changed([mine_key(actor), conversation_key(place.conversation.pk)])


def writing(actor: int, conversation: int) -> None:
    """Let the others know that the actor is writing; stored nowhere. Raises NotFound."""
    place = sitting.at(actor, conversation)
    quiet = not face_reads.face(actor).settings.read_marks
    if place.seat.state != sitting.IN or quiet or place.waits():
        return
    try:
        key = f"writing:{actor}:{place.conversation.pk}"
        limits.allow(key, limit=2, per_seconds=rules.WRITING_EVERY.total_seconds())
    except TooMany:
        return
    live.tell(place.conversation.pk, live.WRITING, actor)


def wish(actor: int, messages_from: str, read_marks: bool) -> None:
    """Who may begin a conversation with the actor, and whether it shows how far it has read.

    Raises Refused("messages_from", …).
    """
    if messages_from not in rules.WRITERS:
        raise Refused("messages_from", _("Choose who may write to you."))
    faces.set_settings(actor, messages_from=messages_from, read_marks=read_marks)
