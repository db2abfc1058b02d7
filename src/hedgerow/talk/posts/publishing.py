"""Publishing and editing: a draft is checked whole, then written in one transaction with what follows."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.once import once
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import taking
from hedgerow.talk.models import Mention, Post, Revision
from hedgerow.talk.polls import asking as polls
from hedgerow.talk.polls.rules import Asked

from . import addressing, jobs, loading, quoting, rules, vanishing, words
from .events import Edited, Narrowed, Posted

POSTS_AN_HOUR = 300


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


class FileWords(NamedTuple):
    """What is said anew of a file (public id) of a post; None leaves it. See `media.acts.change`."""

    media: int
    alt: str | None
    focus: tuple[float, float] | None


def publish(actor: int, draft: Draft) -> int:
    """Publish a post, a reply or a quote; its public id. The same `once_key` again gives the same post.

    Raises Refused; NotFound for a post to answer or quote that the face may not see; TooMany.
    """
    checked = _checked(draft)
    written = words.read(checked.text, story=bool(checked.title))
    with write():
        return once(actor, checked.once_key, lambda: _publish(actor, checked, written))


def _checked(draft: Draft) -> Draft:
    """The draft with its texts cleaned. Raises Refused for what cannot be said."""
    title = words.clean_title(draft.title)
    text, note = words.clean(draft.text, story=bool(title)), words.clean_note(draft.content_note)
    if draft.language and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", draft.language):
        raise Refused("language", _("This is not a language."))
    if draft.may_reply not in Post.MayReply.values:
        raise Refused("may_reply", _("Choose who may reply."))
    quoting.insist_on_a_choice(draft.may_quote)
    if len(draft.media or ()) > rules.MOST_PICTURES:
        raise Refused("media", _("At most %(most)d pictures.") % {"most": rules.MOST_PICTURES})
    asked = polls.clean(draft.poll) if draft.poll is not None else None
    return msgspec.structs.replace(draft, text=text, content_note=note, title=title, poll=asked)


def insist_on_meaning(draft: Draft) -> None:
    """Raise Refused for what could never be published as it stands."""
    checked = _checked(draft)
    if not checked.text and not checked.media and checked.quote_of is None:
        raise Refused("text", _("Write something, or add a picture."))


class _Above(NamedTuple):
    """What a post answers or quotes, as the actor sees it."""

    parent: Post | None
    quoted: Post | None


def _publish(actor: int, draft: Draft, written: words.Written) -> int:
    above = _may_say(actor, draft)
    post = _written_down(actor, draft, written, above)
    words.store(post, written)
    _carry(actor, post, draft, written)
    addressing.say_changed(post, tags=written.tags)
    emit(Posted(post.pk, actor))
    return post.public_id


def _may_say(actor: int, draft: Draft) -> _Above:
    """What the draft answers or quotes. Raises Refused, NotFound, TooMany where the actor may not say it."""
    if actor in boundary.stopped():
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


def _written_down(actor: int, draft: Draft, written: words.Written, above: _Above) -> Post:
    """The post's own row, with its audience and the gate of what it answers."""
    face, parent = faces.face(actor), above.parent
    entered_at = clock.now_us()
    ends = vanishing.end_of(draft.vanish_after, draft.vanish_at, entered_at)
    place = addressing.place(face, _audience(actor, draft.audience, answers=parent is not None))
    return Post.objects.create(
        author_id=actor,
        text=draft.text,
        html=written.html,
        language=draft.language or face.language,
        content_note=draft.content_note,
        audience_id=place.id,
        scope=place.scope,
        under_id=addressing.under(parent, above.quoted),
        reply_to=parent,
        root_id=(parent.root_id or parent.pk) if parent is not None else None,
        quote_of=above.quoted,
        quoted=above.quoted is not None,
        may_quote=draft.may_quote or Post.MayQuote.ALL,
        sensitive=bool(draft.sensitive),
        may_reply=draft.may_reply if parent is None else Post.MayReply.ALL,
        entered_at=entered_at,
        title=draft.title,
        minutes=words.minutes(draft.text) if draft.title else 0,
        expires_at=ends,
        latest_end=ends,
    )


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


def _audience(actor: int, choice: Choice, *, answers: bool, was: Audience = ()) -> Audience:
    if choice.scope == "default" and answers:
        choice = Choice("parent")
    if choice.scope == "parent" and not answers:
        raise Refused("audience", _("This post answers nothing. Choose whom it is for."))
    return audiences.resolve(actor, choice, was=was)


def _insist_on_answering(actor: int, root: Post) -> None:
    """Raise Refused unless the thread's author lets this face answer."""
    if root.closed:
        raise Refused("text", _("This thread is closed."))
    if root.author_id == actor or root.may_reply == Post.MayReply.ALL:
        return
    follows = root.author_id in contacts.follows(actor)
    mentioned = Mention.objects.filter(post=root, face=actor).exists()
    if not rules.may_answer(root.may_reply, follows=follows, mentioned=mentioned):
        raise Refused("text", _("The author of this thread chose who may reply."))


def edit(
    actor: int, post: int, draft: Draft, *, widen: bool = False, files: Sequence[FileWords] = ()
) -> None:
    """Say it anew: the version before is kept, and seen only by those its own audience has.

    Without `widen` the new version is for those alone who are in the old audience and in the draft's. No
    audience named (`default`) keeps it. Whom it answers and what it quotes stay. Raises Refused, NotFound.
    """
    checked = _checked(draft)
    written = words.read(checked.text, story=bool(checked.title))
    with write():
        found = loading.own(actor, post)
        before = addressing.of(found)
        audience = _edited_audience(actor, found, checked.audience, before, widen)
        if checked.media is not None:
            taking.take(actor, found, checked.media)
        if bool(checked.title) != bool(found.title):
            raise Refused("title", _("A story keeps a title; a post has none."))
        if not checked.text and not found.media.exists() and not found.quoted:
            raise Refused("text", _("Write something, or add a picture."))
        for each in files:
            media.change(actor, each.media, alt=each.alt, focus=each.focus)
        _keep_version(found)
        tags = _rewrite(found, checked, written)
        polls.ask_anew(found, checked.poll)
        vanishing.shorten(found, checked.vanish_after, checked.vanish_at)
        if audience != before:
            earlier = found.audience_id
            addressing.readdress(found, audience, clock.now_us())
            emit(Narrowed(found.pk, actor, earlier))
        addressing.say_changed(found, tags=tags)
        emit(Edited(found.pk, actor))


def _edited_audience(actor: int, post: Post, choice: Choice, before: Audience, widen: bool) -> Audience:
    if choice.scope == "default":
        return before
    if post.conversation_id is not None:
        raise Refused("audience", _("This was said in a conversation, and stays there."))
    if widen and post.removed:
        raise Refused("audience", _("The author of this thread took this reply out. It stays with you."))
    chosen = _audience(actor, choice, answers=post.reply_to_id is not None, was=before)
    if widen or chosen == before:
        return chosen
    return boundary.both(before, chosen)


def _keep_version(post: Post) -> None:
    Revision.objects.create(
        post=post,
        version=post.version,
        text=post.text,
        html=post.html,
        content_note=post.content_note,
        audience=post.audience_id,
        entered_at=post.entered_at,
        at=post.edited_at or clock.from_us(post.entered_at),
    )


def _rewrite(post: Post, draft: Draft, written: words.Written) -> set[str]:
    """The post's new words; the keys of its tags before and now."""
    post.text, post.html = draft.text, written.html
    post.title, post.minutes = draft.title, words.minutes(draft.text) if draft.title else 0
    taking.set_cover(post, draft.cover)
    post.content_note = draft.content_note
    post.language = draft.language or post.language
    post.sensitive = post.sensitive if draft.sensitive is None else draft.sensitive
    post.may_quote = draft.may_quote or post.may_quote
    post.version += 1
    post.edited_at = clock.now()
    post.save(
        update_fields=[
            *("text", "html", "title", "minutes", "content_note", "language", "version", "edited_at"),
            *("sensitive", "may_quote"),
        ]
    )
    tags = words.forget(post)
    words.store(post, written)
    cards.want(post.pk, written.link)
    return {*tags, *written.tags}
