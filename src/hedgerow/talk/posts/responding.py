"""What faces do with posts they see: boost, react, keep, pin."""

from datetime import datetime

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.emoji import reads as own_emoji
from hedgerow.people.faces import reads as faces
from hedgerow.talk.keys import mine_key
from hedgerow.talk.models import Bookmark, Post, Reaction
from hedgerow.talk.variants import fixing

from . import addressing, loading, rules
from .events import Boosted, Reacted, Unboosted

BOOSTS_AN_HOUR = 300
REACTIONS_AN_HOUR = 1_000
MOST_PINNED = 5


def boost(actor: int, post: int, choice: Choice | None = None, *, unlisted: bool = False) -> int:
    """Show a public post to an audience of one's own; the boost's public id. Boosting twice is once.
    `unlisted`: it stands in no list of what everybody says, where no boost does; it is called so to apps.

    Raises NotFound for what one may not see, Refused for what is not public or an audience that cannot be.
    """
    with write():
        original = loading.meant(actor, post)
        if not addressing.is_public(original):
            raise Refused("post", _("Only public posts can be boosted."))
        before = _boost_of(actor, original)
        if before is not None:
            return before.public_id
        limits.allow(f"boost:{actor}", limit=BOOSTS_AN_HOUR, per_seconds=3600)
        place = addressing.place(faces.voice(actor), _boost_audience(actor, choice or Choice()))
        made = Post.objects.create(
            author_id=actor,
            boost_of=original,
            audience_id=place.id,
            scope=place.scope,
            under_id=loading.gate(original),
            unlisted=unlisted and place.scope == rules.PUBLICLY,
            entered_at=clock.now_us(),
        )
        addressing.say_changed(made)
        emit(Boosted(original.pk, made.pk, actor))
        return made.public_id


def _boost_audience(actor: int, choice: Choice) -> Audience:
    if choice.scope == "parent":
        raise Refused("audience", _("Choose whom you boost this for."))
    return audiences.resolve(actor, choice)


def _boost_of(actor: int, original: Post) -> Post | None:
    rows = Post.objects.unguarded(reason="the actor's own boost of a post it sees")
    return rows.filter(author=actor, boost_of=original, gone_at=None).first()


def unboost(actor: int, post: int) -> None:
    """Take one's boost back; without one nothing happens. Raises NotFound."""
    with write():
        own = _boost_of(actor, loading.meant(actor, post))
        if own is not None:
            addressing.say_changed(own)
            emit(Unboosted(own.boost_of_id or 0, own.public_id, actor, own.audience_id, own.entered_at))
            own.delete()


def react(actor: int, post: int, emoji: str) -> None:
    """React with one emoji; another one replaces it. Raises NotFound, Refused("emoji", …), TooMany."""
    known = own_emoji.one(emoji) or _own_emoji(emoji)
    if not known:
        raise Refused("emoji", _("Choose one emoji."))
    with write():
        found = loading.meant(actor, post)
        limits.allow(f"react:{actor}", limit=REACTIONS_AN_HOUR, per_seconds=3600)
        before = Reaction.objects.filter(post=found, face=actor).first()
        if before is not None and before.emoji == known:
            return
        Reaction.objects.update_or_create(post=found, face_id=actor, defaults={"emoji": known})
        epoch.changed([epoch.thing_key(found.pk), mine_key(actor)])
        addressing.say_in_conversation(found)
        emit(Reacted(found.pk, actor))


def _own_emoji(text: str) -> str:
    """The site's own emoji that this text is, written as `:code:`; empty when it is none."""
    return text if text.startswith(":") and text.endswith(":") and text[1:-1] in own_emoji.known() else ""


def unreact(actor: int, post: int) -> None:
    """Take one's reaction back. Raises NotFound."""
    with write():
        found = loading.meant(actor, post)
        if Reaction.objects.filter(post=found, face=actor).delete()[0]:
            epoch.changed([epoch.thing_key(found.pk), mine_key(actor)])
            addressing.say_in_conversation(found)


def bookmark(actor: int, post: int) -> None:
    """Keep a post for oneself; nobody is told. Keeping twice is once. Raises NotFound."""
    with write():
        found = loading.meant(actor, post)
        Bookmark.objects.get_or_create(face_id=actor, post=found)
        epoch.changed([mine_key(actor)])


def unbookmark(actor: int, post: int) -> None:
    """Keep it no longer. Raises NotFound."""
    with write():
        found = loading.meant(actor, post)
        Bookmark.objects.filter(face=actor, post=found).delete()
        epoch.changed([mine_key(actor)])


def pin(actor: int, post: int) -> None:
    """Put an own post on top of one's page, for those who may see it. Raises NotFound, Refused."""
    with write():
        fixing.hold(actor, [post])
        found = loading.own(actor, post)
        if found.conversation_id is not None:
            raise Refused("post", _("What is said in a conversation stays there."))
        if found.pinned_at is not None:
            return
        rows = Post.objects.visible(actor).filter(author=actor).exclude(pinned_at=None)
        if rows.count() >= MOST_PINNED:
            raise Refused("post", _("At most %(most)d posts can be pinned.") % {"most": MOST_PINNED})
        _set_pinned(found, clock.now())


def unpin(actor: int, post: int) -> None:
    """Take it from the top. Raises NotFound."""
    with write():
        fixing.hold(actor, [post])
        _set_pinned(loading.own(actor, post), None)


def _set_pinned(post: Post, moment: datetime | None) -> None:
    """With all variants of its composition: each reader finds their own on top."""
    for each in fixing.together(post):
        each.pinned_at = moment
        each.save(update_fields=["pinned_at"])
        addressing.say_changed(each)
