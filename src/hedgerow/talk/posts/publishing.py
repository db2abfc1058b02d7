"""Publishing: a draft is checked whole, then written in one transaction with what follows."""

from functools import partial
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock, languages, limits, rows
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import timed_id, timed_ms
from hedgerow.kernel.once import once
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.media import taking
from hedgerow.talk.models import Mention, Post
from hedgerow.talk.polls import asking as polls
from hedgerow.talk.polls.rules import Asked
from hedgerow.talk.variants import fixing

from . import addressing, jobs, known, loading, quoting, replying, rules, vanishing, varying, words
from .events import Posted

POSTS_AN_HOUR = 300


class Variation(msgspec.Struct, frozen=True):
    """What some people read instead of a draft's own words. `silent`: they are shown nothing at all."""

    audience: Choice = Choice("nobody")
    text: str = ""
    content_note: str = ""
    media: list[int] = []
    silent: bool = False


class Draft(msgspec.Struct, frozen=True):
    """What somebody wants to say, and to whom. Posts and pictures are named by their outside ids."""

    text: str = ""
    audience: Choice = Choice()
    """Named by nobody: the face's default; of a reply: whoever sees its parent."""
    language: str = ""
    content_note: str = ""
    reply_to: int | None = None
    quote_of: int | None = None
    media: list[int] | None = None
    """In an edit, None keeps the pictures as they are."""
    may_reply: str = "all"
    """Who may answer in the thread that this post begins: all, followers, mentioned or nobody."""
    may_quote: str = ""
    """Who may quote it: all, followers or nobody; empty: all, and in an edit as it is."""
    sensitive: bool | None = None
    """Its pictures and films are covered; None: they are not, and in an edit as it is."""
    unlisted: bool | None = None
    """It stands in no list of what everybody says; None: it does, and in an edit as it is."""
    app: int | None = None
    """The number of the app it is said with, for its author alone."""
    once_key: str = ""
    """The same submit sent twice posts once."""
    title: str = ""
    """A story has one."""
    cover: int | None = None
    """Of a story: which of its pictures stands first."""
    vanish_after: int | None = None
    """Seconds after which it is gone for good."""
    vanish_at: int | None = None
    """Or the moment, in microseconds."""
    poll: Asked | None = None
    variants: list[Variation] = []
    """Other words for other people. Whoever is meant by several has the first; by none, the draft's own."""


def publish(actor: int, draft: Draft) -> int:
    """Publish a post, a reply or a quote; its public id. The same `once_key` again gives the same post. Of
    variants each is a post, and the id is that of the draft's own words.

    Raises Refused; NotFound for a post to answer or quote that the face may not see; TooMany.
    """
    checked = checked_whole(draft)
    parts = [
        (each, words.read(each.text, story=bool(each.title))) for each in (*variations(checked), checked)
    ]
    with write():
        return once(actor, checked.once_key, lambda: _publish(actor, parts))


def checked_whole(draft: Draft) -> Draft:
    """The draft with its texts cleaned. Raises Refused for what cannot be said."""
    title = words.clean_title(draft.title)
    text, note = words.clean(draft.text, story=bool(title)), words.clean_note(draft.content_note)
    if draft.language and not languages.is_one(draft.language):
        raise Refused("language", _("This is not a language."))
    if draft.may_reply not in Post.MayReply.values:
        raise Refused("may_reply", _("Choose who may reply."))
    quoting.insist_on_a_choice(draft.may_quote)
    if len(draft.media or ()) > rules.MOST_PICTURES:
        raise Refused("media", _("At most %(most)d pictures.") % {"most": rules.MOST_PICTURES})
    asked = polls.clean(draft.poll) if draft.poll is not None else None
    checked = msgspec.structs.replace(draft, text=text, content_note=note, title=title, poll=asked)
    return msgspec.structs.replace(checked, variants=varying.checked(draft)) if draft.variants else checked


def insist_on_meaning(draft: Draft) -> None:
    """Raise Refused for what could never be published as it stands."""
    checked = checked_whole(draft)
    if not checked.text and not checked.media and checked.quote_of is None:
        raise Refused("text", _("Write something, or add a picture."))


class _Above(NamedTuple):
    """What a post answers or quotes, as the actor sees it."""

    parent: Post | None
    quoted: Post | None


def variations(draft: Draft) -> list[Draft]:
    """Each variant as a draft of its own: in all but its words it is like the one it belongs to."""
    same = msgspec.structs.replace(draft, title="", cover=None, poll=None, variants=[])
    return [
        msgspec.structs.replace(
            same, text=each.text, content_note=each.content_note, media=each.media, audience=each.audience
        )
        for each in draft.variants
    ]


def _publish(actor: int, parts: list[tuple[Draft, words.Written]]) -> int:
    """The last part is the draft itself, those before it are its variants."""
    draft, written = parts[-1]
    above, entered_at = _may_say(actor, draft), clock.now_us()
    meant = [audience_meant(actor, each.audience, answers=above.parent is not None) for each, _ in parts]
    if not draft.variants:
        return _say(actor, draft, written, above, meant[0], entered_at, timed_id()).public_id
    silent = {place for place, each in enumerate(draft.variants) if each.silent}
    if boundary.is_public(meant[-1]):
        varying.insist_on_no_silence(each.silent for each in draft.variants)
    fixed, numbers = fixing.fix(actor, meant, silent), fixing.numbers(len(parts))
    posts = [
        _say(actor, *part, above, to.audience, entered_at, number) if place not in silent else None
        for place, (part, to, number) in enumerate(zip(parts, fixed, numbers, strict=True))
    ]
    fixing.remember(meant, fixed, posts)
    own = posts[-1]
    assert own is not None
    return own.public_id


def _say(
    actor: int,
    draft: Draft,
    written: words.Written,
    above: "_Above",
    audience: Audience,
    entered_at: int,
    public_id: int,
) -> Post:
    post = _written_down(actor, draft, written, above, audience, entered_at, public_id)
    words.store(post, written)
    _carry(actor, post, draft, written)
    addressing.say_changed(post, tags=written.tags)
    emit(Posted(post.pk, actor))
    return post


def _may_say(actor: int, draft: Draft) -> _Above:
    """What the draft answers or quotes. Raises Refused, NotFound, TooMany where the actor may not say it."""
    if boundary.is_stopped(actor):
        raise NotFound
    if not draft.text and not draft.media and draft.quote_of is None:
        raise Refused("text", _("Write something, or add a picture."))
    limits.allow(f"post:{actor}", limit=POSTS_AN_HOUR, per_seconds=3600)
    parent = loading.meant(actor, draft.reply_to) if draft.reply_to is not None else None
    quoted = loading.meant(actor, draft.quote_of) if draft.quote_of is not None else None
    _insist_on_no_message(parent, quoted)
    if quoted is not None:
        quoting.insist_on_letting(actor, quoted)
    if parent is not None:
        _insist_on_answering(actor, loading.root_of(parent))
    return _Above(parent, quoted)


def _written_down(
    actor: int,
    draft: Draft,
    written: words.Written,
    above: _Above,
    audience: Audience,
    entered_at: int,
    public_id: int,
) -> Post:
    """The post's own row, with its audience and the gate of what it answers."""
    voice, parent = faces.voice(actor), above.parent
    ends = vanishing.end_of(draft.vanish_after, draft.vanish_at, timed_ms(public_id) * 1000)
    place = addressing.place(voice, audience)
    post = Post(
        public_id=public_id,
        author_id=actor,
        text=draft.text,
        html=written.html,
        language=draft.language or voice.language,
        content_note=draft.content_note,
        audience_id=place.id,
        scope=place.scope,
        under_id=addressing.under(parent, above.quoted),
        reply_to=parent,
        root_id=(parent.root_id or parent.pk) if parent is not None else None,
        quote_of=above.quoted,
        quoted=above.quoted is not None,
        may_quote=draft.may_quote or voice.may_quote,
        sensitive=bool(draft.sensitive),
        unlisted=bool(draft.unlisted),
        app=draft.app,
        may_reply=draft.may_reply if parent is None else Post.MayReply.ALL,
        entered_at=entered_at,
        title=draft.title,
        minutes=words.minutes(draft.text) if draft.title else 0,
        expires_at=ends,
        latest_end=ends,
    )
    rows.add(post)
    after_commit(partial(known.remember, post.public_id, post.pk))
    return post


def _carry(actor: int, post: Post, draft: Draft, written: words.Written) -> None:
    """What goes with the words: pictures, a cover, a poll, the card of a link, an end."""
    if draft.media:
        taking.take(actor, post, draft.media)
    if draft.title:
        taking.set_cover(post, draft.cover)
    if draft.poll is not None:
        polls.ask(post, draft.poll)
    if post.expires_at is not None:
        jobs.vanish_later(post.pk, post.expires_at)
    if written.link:
        cards.want(post.pk, written.link)


def _insist_on_no_message(*posts: Post | None) -> None:
    """Raise Refused for a message: it is answered in its conversation, and quoted nowhere."""
    if any(post is not None and post.conversation_id is not None for post in posts):
        raise Refused("text", _("This was said in a conversation. Answer it there."))


def audience_meant(actor: int, choice: Choice, *, answers: bool, was: Audience = ()) -> Audience:
    """The audience that is chosen; `answers`: it may be that of what is answered. Raises Refused."""
    if choice.scope == "default" and answers:
        choice = Choice("parent")
    if choice.scope == "parent" and not answers:
        raise Refused("audience", _("This post answers nothing. Choose whom it is for."))
    return audiences.resolve(actor, choice, was=was)


def _insist_on_answering(actor: int, root: Post) -> None:
    """Raise Refused unless the thread's author lets this face answer."""
    if not _may_answer(actor, root):
        raise Refused("text", replying.why_not(root.may_reply, closed=root.closed))


def _may_answer(actor: int, root: Post) -> bool:
    if root.closed:
        return False
    if root.author_id == actor or root.may_reply == Post.MayReply.ALL:
        return True
    follows = root.author_id in contacts.follows(actor)
    mentioned = Mention.objects.filter(post=root, face=actor).exists()
    return rules.may_answer(root.may_reply, follows=follows, mentioned=mentioned)
