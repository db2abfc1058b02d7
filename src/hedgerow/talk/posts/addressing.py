"""Whom a post is for, and changing it. Only here does an audience of a post change."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import Voice
from hedgerow.talk.conversations import live
from hedgerow.talk.keys import carried_key, mine_key
from hedgerow.talk.models import Post

from . import loading, rules

MANY = 500
"""From so many changed posts on, everything remembered is forgotten at once."""


class Place(NamedTuple):
    """An audience with its number in the engine and its word for others."""

    id: int
    scope: str


def place(author: Voice, audience: Audience) -> Place:
    """Where a post of this author with this audience stands. Inside a write."""
    return Place(engine.intern(audience), rules.scope_of(audience, author.followers_circle))


def of(post: Post) -> Audience:
    """The post's own audience."""
    return boundary.read_audience(post.audience_id)


def under(parent: Post | None, quoted: Post | None) -> int | None:
    """The gate that a new post stands behind: its parent's, and that of a quoted post that is not public."""
    above = [loading.gate(parent)] if parent is not None else []
    if quoted is not None and not is_public(quoted):
        above.append(loading.gate(quoted))
    if len(set(above)) < 2:
        return above[0] if above else None
    return engine.join_gates(*above)


def is_public(post: Post) -> bool:
    """Is the post open to everybody, signed in or not? What nobody signed out may see is not public."""
    return boundary.check(None, post)


def readdress(post: Post, audience: Audience, moment: int) -> None:
    """Give the post another audience: its gate moves with it, and boosts of what is no longer public end.

    `moment`: microseconds, by which the ended boosts are known. Inside a write.
    """
    asked_nothing = rules.asks_nothing(of(post))
    post.audience_id, post.scope = place(faces.voice(post.author_id), audience)
    post.save(update_fields=["audience", "scope"])
    if post.gate_id is not None:
        engine.move_gate(post.gate_id, post)
        if asked_nothing and not rules.asks_nothing(audience):
            end_boosts(_below(post.gate_id).filter(boost_of__isnull=False), moment)
    say_changed(post, whole_branch=True)


def end_boosts(rows: QuerySet[Post, Post], moment: int) -> None:
    """End these boosts; `restore_boosts` with the same moment takes it back."""
    rows = rows.filter(gone_at=None)
    ended = list(rows.values_list("id", "author_id"))
    rows.update(gone_at=moment)
    _boosts_changed(ended)


def restore_boosts(post: Post, moment: int) -> None:
    """Bring back the boosts of this post that ended at this moment."""
    rows = boosts_of(post).filter(gone_at=moment)
    back = list(rows.values_list("id", "author_id"))
    rows.update(gone_at=None)
    _boosts_changed(back)


def boosts_of(post: Post) -> QuerySet[Post, Post]:
    """Every boost of this post, ended ones too."""
    rows = Post.objects.unguarded(reason="boosts end with what they boost; nothing is shown")
    return rows.filter(boost_of=post)


def _boosts_changed(boosts: list[tuple[int, int]]) -> None:
    keys = [epoch.thing_key(boost) for boost, _ in boosts]
    for author in {author for _, author in boosts}:
        keys += [epoch.posts_key(author), mine_key(author)]
    _say(keys)


def _below(gate: int) -> QuerySet[Post, Post]:
    rows = Post.objects.unguarded(reason="what stands behind a gate that moves; nothing is shown")
    return rows.filter(under__path__above=gate)


def say_changed(post: Post, *, whole_branch: bool = False, tags: Iterable[str] = ()) -> None:
    """Tell the epoch that a post is no longer what it was; with `whole_branch`, what is below it too; with
    `tags` (keys), that it carries them now, or no more.
    """
    keys = [epoch.thing_key(post.pk), epoch.posts_key(post.author_id)]
    if post.reply_to_id is not None:
        keys.append(epoch.thing_key(post.reply_to_id))
    if post.quote_of_id is not None:
        keys.append(epoch.thing_key(post.quote_of_id))
    if post.boost_of_id is not None:
        keys += [epoch.thing_key(post.boost_of_id), mine_key(post.author_id)]
    if whole_branch and post.gate_id is not None:
        keys += [epoch.thing_key(each) for each in _below(post.gate_id).values_list("id", flat=True)[:MANY]]
    keys += map(carried_key, tags)
    _say(keys)
    say_in_conversation(post)


def say_in_conversation(post: Post) -> None:
    """A message changed: those who have its conversation open look at it again."""
    if post.conversation_id is not None:
        live.changed(post.conversation_id, live.MESSAGE, post.pk)


def say_answers_changed(post: Post) -> None:
    """What answers a post names whom it answers: no longer, once that is deleted."""
    rows = Post.objects.unguarded(reason="which remembered bodies name a deleted post; nothing is shown")
    answers = rows.filter(reply_to=post).values_list("id", flat=True)[: MANY + 1]
    _say([epoch.thing_key(each) for each in answers])


def _say(keys: list[int]) -> None:
    if keys:
        epoch.changed([epoch.EVERYTHING] if len(keys) > MANY else keys)
