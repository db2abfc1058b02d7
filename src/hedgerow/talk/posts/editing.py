"""Editing: said anew, checked whole, then written in one transaction; what was said before is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Audience
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import taking
from hedgerow.talk.models import Post, Revision
from hedgerow.talk.polls import asking as polls
from hedgerow.talk.variants import fixing

from . import addressing, loading, rules, vanishing, words
from .events import Edited, Narrowed
from .publishing import Draft, audience_meant, checked_whole


class FileWords(NamedTuple):
    """What is said anew of a file (public id) of a post; None leaves it. See `media.acts.change`."""

    media: int
    alt: str | None
    focus: tuple[float, float] | None
    thumbnail: bytes | None = None


def edit(
    actor: int, post: int, draft: Draft, *, widen: bool = False, files: Sequence[FileWords] = ()
) -> None:
    """Say it anew: the version before is kept, and seen only by those its own audience has.

    Without `widen` the new version is for those alone who are in the old audience and in the draft's. No
    audience named (`default`) keeps it. Whom it answers and what it quotes stay. Raises Refused, NotFound.
    """
    _edit(actor, post, draft, clock.now(), widen=widen, files=files)


def _edit(
    actor: int, post: int, draft: Draft, at: datetime, *, widen: bool = False, files: Sequence[FileWords] = ()
) -> None:
    checked = checked_whole(draft)
    written = words.read(checked.text, story=bool(checked.title))
    painted = [media.paint(each.thumbnail) for each in files]
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
        for each, small in zip(files, painted, strict=True):
            media.describe(actor, each.media, alt=each.alt, focus=each.focus, small=small)
        _keep_version(found)
        tags = _rewrite(found, checked, written, at)
        polls.ask_anew(found, checked.poll)
        vanishing.shorten(found, checked.vanish_after, checked.vanish_at)
        if audience != before:
            earlier = found.audience_id
            addressing.readdress(found, audience, clock.now_us())
            emit(Narrowed(found.pk, actor, earlier))
        addressing.say_changed(found, tags=tags)
        emit(Edited(found.pk, actor))


def edit_together(actor: int, edits: Sequence[tuple[str, int, Draft]]) -> None:
    """Say several variants of one composition anew, all or none. Each with what a refusal calls it; empty: as
    `edit` does. Raises as that does.
    """
    with write():
        moments = fixing.edited([loading.own(actor, post) for _, post, _ in edits])
        for (name, post, draft), moment in zip(edits, moments, strict=True):
            try:
                _edit(actor, post, draft, moment)
            except Refused as error:
                raise Refused(name or error.field, error.message) from error


def _edited_audience(actor: int, post: Post, choice: Choice, before: Audience, widen: bool) -> Audience:
    if choice.scope == "default":
        return before
    if post.conversation_id is not None:
        raise Refused("audience", _("This was said in a conversation, and stays there."))
    if widen and post.removed:
        raise Refused("audience", _("The author of this thread took this reply out. It stays with you."))
    chosen = audience_meant(actor, choice, answers=post.reply_to_id is not None, was=before)
    # Who reads which variant was fixed, so that nobody ever reads two: one cannot be widened.
    if (widen and not boundary.fixes(before)) or chosen == before:
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
        at=post.edited_at or clock.from_us(rules.said_at(post)),
    )


def _rewrite(post: Post, draft: Draft, written: words.Written, at: datetime) -> set[str]:
    """The post's new words; the keys of its tags before and now."""
    post.text, post.html = draft.text, written.html
    post.title, post.minutes = draft.title, words.minutes(draft.text) if draft.title else 0
    taking.set_cover(post, draft.cover)
    post.content_note = draft.content_note
    post.language = draft.language or post.language
    post.sensitive = post.sensitive if draft.sensitive is None else draft.sensitive
    post.may_quote = draft.may_quote or post.may_quote
    post.version += 1
    post.edited_at = at
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
