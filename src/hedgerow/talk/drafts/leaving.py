"""The moment at which a draft is published: as the face that wrote it, to whoever of its audience is left."""

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import lasting
from hedgerow.talk.models import StoredDraft
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

from . import acts, rules
from .events import DraftReturned


class Stays(Exception):
    """It cannot leave as it was meant; the reason is one of `rules`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def leave(draft: int, send_at: int) -> None:
    """Publish what was scheduled for this moment; what cannot leave is a draft again, its face is told."""
    try:
        with write():
            row = _waiting(draft, send_at)
            if row is not None:
                _publish(row, rules.LEFT)
    except Stays as stays:
        with write():
            row = _waiting(draft, send_at)
            if row is not None:
                _give_back(row, stays.reason, send_at)


def _waiting(draft: int, send_at: int) -> StoredDraft | None:
    rows = StoredDraft.objects.select_for_update(no_key=True).filter(pk=draft, send_at=send_at, gone_at=None)
    return rows.first()


def publish(row: StoredDraft) -> int:
    """Publish a draft now, not later. Inside a write. Raises Refused where it cannot leave as meant."""
    try:
        return _publish(row, rules.SENT)
    except Stays as stays:
        raise Refused("audience", stays.reason) from stays


def _publish(row: StoredDraft, how: str) -> int:
    draft = _narrowed(row.face_id, msgspec.convert(row.content, Draft))
    try:
        made = posts.publish(row.face_id, msgspec.structs.replace(draft, once_key=row.key))
    except Refused as error:
        raise Stays(rules.AUDIENCE if error.field == "audience" else rules.REFUSED) from error
    except NotFound as error:
        stopped = row.face_id in boundary.stopped()
        raise Stays(rules.STOPPED if stopped else rules.ANSWERED) from error
    acts.used(row.face_id, row.key, how)
    return made


def _narrowed(actor: int, draft: Draft) -> Draft:
    """For those circles and people of its audience that are still there; never for more."""
    if actor in boundary.stopped():
        raise Stays(rules.STOPPED)
    left = lasting.what_is_left(actor, draft.audience)
    others = [each.audience for each in draft.variants]
    # Who is no longer meant by a variant would be shown what is for all besides.
    if left is None or any(lasting.what_is_left(actor, choice) != choice for choice in others):
        raise Stays(rules.AUDIENCE)
    return msgspec.structs.replace(draft, audience=left)


def _give_back(row: StoredDraft, reason: str, send_at: int) -> None:
    row.send_at, row.returned = None, reason
    row.save(update_fields=["send_at", "returned"])
    emit(DraftReturned(row.pk, row.face_id, send_at))
