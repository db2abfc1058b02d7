"""Keeping drafts, taking them back, deleting them, and saying when they leave."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.ids import opaque
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.audiences import reads as audiences
from hedgerow.talk.models import Media, StoredDraft
from hedgerow.talk.posts.acts import Draft

from . import jobs, rules
from .rules import LONGEST_KEY

__all__ = [
    "LONGEST_KEY", "Draft", "Saved", "delete", "save", "schedule", "send", "send_now", "sweep_gone",
    "take_back", "undo_delete", "unschedule", "used",
]  # fmt: skip


class Saved(msgspec.Struct, frozen=True):
    """A draft as it is kept now. `elsewhere`: another device had changed it, and that is kept too."""

    id: int
    version: int
    elsewhere: bool


def save(actor: int, key: str, draft: Draft, *, seen: int = 0) -> Saved | None:
    """Keep a draft under its composer's key; the newest wins. None where there is nothing to keep: it was
    sent or deleted, or is empty.

    `seen`: the version that this device knew. The same again changes nothing. Raises Refused, NotFound.
    """
    if not key or len(key) > rules.LONGEST_KEY:
        raise Refused("text", _("This draft cannot be kept."))
    content = _content(draft)
    with write():
        ties.lock(actor)
        row = StoredDraft.objects.select_for_update(no_key=True).filter(face=actor, key=key).first()
        if row is None:
            return _begin(actor, key, content, draft) if _says_something(draft) else None
        if row.gone_at is not None:
            return None
        if row.send_at is None and not _says_something(draft):
            _emptied(row, seen)
            return None
        return _replace(row, content, draft, seen)


def _insist_on_speaking(actor: int) -> None:
    if actor in boundary.stopped():
        raise NotFound


def _content(draft: Draft) -> dict[str, Any]:
    content: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(draft, once_key=""))
    return content


def _says_something(draft: Draft) -> bool:
    others = any(each.text.strip() or each.media for each in draft.variants)
    return bool(draft.text.strip() or draft.title.strip() or draft.media or draft.poll or others)


def _emptied(row: StoredDraft, seen: int) -> None:
    """What was typed here goes again, and what another device wrote is a draft of its own."""
    if seen not in (0, row.version):
        return
    if row.replaced is not None:
        _hold(
            StoredDraft.objects.create(face_id=row.face_id, key=opaque(), content=row.replaced),
            _named(row.replaced),
        )
    row.delete()


def _begin(actor: int, key: str, content: dict[str, Any], draft: Draft) -> Saved:
    same = _same(actor, content)
    if same is not None:
        # The very same words, begun once more: one draft, which goes on in this composer.
        StoredDraft.objects.filter(pk=same.pk).update(key=key, updated_at=clock.now())
        return Saved(same.public_id, same.version, False)
    if StoredDraft.objects.filter(face=actor, gone_at=None).count() >= rules.MOST:
        raise Refused("text", _("You have two hundred drafts. Delete some before you keep another."))
    row = StoredDraft.objects.create(face_id=actor, key=key, content=content)
    _hold(row, _named(content))
    return Saved(row.public_id, row.version, False)


def _same(actor: int, content: dict[str, Any]) -> StoredDraft | None:
    rows = StoredDraft.objects.filter(face=actor, gone_at=None, send_at=None, replaced__isnull=True)
    return next((row for row in rows if row.content == content), None)


def _replace(row: StoredDraft, content: dict[str, Any], draft: Draft, seen: int) -> Saved:
    if content == row.content:
        return Saved(row.public_id, row.version, False)
    elsewhere = bool(seen) and seen != row.version
    if elsewhere:
        row.replaced = row.content
    row.content, row.version, row.updated_at = content, row.version + 1, clock.now()
    row.save(update_fields=["content", "replaced", "version", "updated_at"])
    _hold(row, _named(content))
    return Saved(row.public_id, row.version, elsewhere)


def _hold(row: StoredDraft, media: Sequence[int]) -> None:
    """These pictures stay as long as the draft; what it held besides is swept up in a day."""
    kept = [number for number in media if number not in _named(row.replaced)]
    wanted = {*kept, *_named(row.replaced), *media}
    Media.objects.filter(draft=row).exclude(public_id__in=wanted).update(draft=None)
    Media.objects.filter(owner=row.face_id, post=None, public_id__in=wanted).update(draft=row)


def _named(content: dict[str, Any] | None) -> list[int]:
    parts = [content or {}, *(content or {}).get("variants", [])]
    return [number for part in parts for number in part.get("media") or []]


def take_back(actor: int, draft: int) -> None:
    """What another device had written comes back; what took its place waits in its stead. Raises NotFound."""
    with write():
        row = _own(actor, draft)
        if row.replaced is None:
            raise NotFound
        row.content, row.replaced = row.replaced, row.content
        row.version, row.updated_at = row.version + 1, clock.now()
        row.save(update_fields=["content", "replaced", "version", "updated_at"])


def delete(actor: int, draft: int) -> None:
    """Throw a draft away, scheduled or not; for a minute `undo_delete` brings it back. Raises NotFound."""
    with write():
        row = _own(actor, draft)
        row.gone_at = clock.now_us()
        row.save(update_fields=["gone_at"])


def undo_delete(actor: int, draft: int) -> None:
    """Bring a draft back; one that was to leave meanwhile does not. Raises NotFound once it is too late."""
    with write():
        rows = StoredDraft.objects.select_for_update(no_key=True).filter(face=actor, public_id=draft)
        row = rows.exclude(returned__in=(rules.SENT, rules.LEFT)).first()
        if row is None or actor in boundary.stopped():
            raise NotFound
        if row.gone_at is None:
            return
        if clock.now_us() - row.gone_at > rules.UNDO_US:
            raise NotFound
        row.gone_at = None
        if row.send_at is not None and row.send_at <= clock.now_us():
            row.send_at = None
        row.save(update_fields=["gone_at", "send_at"])


def schedule(actor: int, key: str, draft: Draft, send_at: int) -> int:
    """Let it leave at this moment (microseconds); the draft's public id. Raises Refused, NotFound.

    An audience that nobody named is named now: what is usual then may be more than what is usual today.
    """
    from hedgerow.talk.posts import publishing

    now = clock.now_us()
    if send_at < now + rules.SOONEST_US:
        raise Refused("later", _("Choose a moment that is still to come."))
    if send_at > rules.LATEST_US:
        raise Refused("later", _("Choose an earlier moment."))
    if draft.audience.scope == "default" and draft.reply_to is None:
        draft = msgspec.structs.replace(draft, audience=audiences.default_choice(actor))
    for choice in (draft.audience, *(each.audience for each in draft.variants)):
        if choice.scope not in {"default", "parent"}:
            audiences.resolve(actor, choice)
    publishing.insist_on_meaning(draft)
    with write():
        saved = save(actor, key, draft)
        if saved is None:
            raise Refused("text", _("Write something, or add a picture."))
        row = _own(actor, saved.id)
        row.send_at, row.returned = send_at, ""
        row.save(update_fields=["send_at", "returned"])
        jobs.leave_later(row.pk, send_at)
    return saved.id


def unschedule(actor: int, draft: int) -> None:
    """It stays a draft, and leaves when its author sends it. Raises NotFound."""
    with write():
        row = _own(actor, draft)
        row.send_at = None
        row.save(update_fields=["send_at"])


def send_now(actor: int, draft: int) -> int:
    """Publish a draft at once; the post's public id. Raises Refused, NotFound, TooMany."""
    from . import leaving

    with write():
        return leaving.publish(_own(actor, draft))


def send(actor: int, key: str, draft: Draft, speaker: int) -> int:
    """Publish as `speaker` what is written in place of what the actor kept under this key; the post's public
    id. Raises Refused("draft", …) for what left by itself meanwhile, and as publishing does.
    """
    from hedgerow.talk.posts import publishing

    with write():
        row = StoredDraft.objects.select_for_update(no_key=True).filter(face=actor, key=key).first()
        if row is not None and row.returned == rules.LEFT:
            raise Refused("draft", _("This left by itself meanwhile. Post it again only if you mean to."))
        made = publishing.publish(speaker, draft)
        used(actor, key)
    return made


def used(actor: int, key: str, how: str = rules.SENT) -> None:
    """What was kept under this key is published: the draft is no more. Inside or outside a write.

    What another device had written, and nobody looked at, stays as a draft of its own.
    """
    with write():
        rows = StoredDraft.objects.filter(face=actor, key=key)
        for row in rows.filter(gone_at=None, replaced__isnull=False):
            other = StoredDraft.objects.create(face_id=actor, key=opaque(), content=row.replaced)
            _hold(other, _named(row.replaced))
        Media.objects.filter(draft__in=rows).update(draft=None)
        rows.update(gone_at=clock.now_us(), returned=how, content={}, replaced=None, send_at=None)


def sweep_gone() -> int:
    """Forget drafts that were deleted or sent more than a day ago; how many."""
    with write():
        return StoredDraft.objects.filter(gone_at__lt=clock.now_us() - rules.KEPT_US).delete()[0]


def _own(actor: int, draft: int) -> StoredDraft:
    """One's own draft, locked for this write. Raises NotFound: the same for other people's."""
    _insist_on_speaking(actor)
    rows = StoredDraft.objects.select_for_update(no_key=True)
    found = rows.filter(face=actor, public_id=draft, gone_at=None).first()
    if found is None:
        raise NotFound
    return found
