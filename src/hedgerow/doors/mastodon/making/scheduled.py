"""Statuses that wait for their moment: a face's scheduled drafts."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.status import ScheduledStatus
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.kernel import clock
from hedgerow.kernel.ids import opaque
from hedgerow.talk.drafts import acts, reads
from hedgerow.talk.drafts.reads import Kept
from hedgerow.talk.posts.acts import Draft

from . import files
from .drafts import QUOTERS

SOONEST = timedelta(minutes=5)
"""As the original."""


def keep(caller: Caller, draft: Draft, send_at: datetime, key: str) -> ScheduledStatus:
    """Let it leave at this moment; with the same key once. Raises Invalid, Refused."""
    if send_at < clock.now() + SOONEST:
        raise Invalid("scheduled_at", "The scheduled date must be in the future", "ERR_INVALID")
    name = f"api {hashlib.sha256(key.encode()).hexdigest()[:40]}" if key else f"api {opaque()}"
    return again(caller, name, draft, send_at)


def again(caller: Caller, key: str, draft: Draft, send_at: datetime) -> ScheduledStatus:
    """The draft of this key, to leave at this moment."""
    number = acts.schedule(caller.me, key, draft, round(send_at.timestamp() * 1_000_000))
    return made(caller, reads.draft(caller.me, number))


def made(caller: Caller, kept: Kept) -> ScheduledStatus:
    """A scheduled draft as apps know it."""
    assert kept.send_at is not None
    return ScheduledStatus(
        id=str(kept.id),
        scheduled_at=moment(kept.send_at),
        params=_params(kept.draft),
        media_attachments=files.own(caller, kept.draft.media or []),
    )


def _params(draft: Draft) -> dict[str, Any]:
    policies = {room: app for app, room in QUOTERS.items()}
    poll = draft.poll
    asked = {
        "options": poll.options,
        "expires_in": poll.lasts,
        "multiple": poll.multiple,
        "hide_totals": poll.hidden,
    } if poll is not None else None  # fmt: skip
    return {
        "text": draft.text,
        "poll": asked,
        "media_ids": [str(number) for number in draft.media or []] or None,
        "sensitive": bool(draft.sensitive or draft.content_note),
        "spoiler_text": draft.content_note,
        "visibility": _visibility(draft),
        "in_reply_to_id": str(draft.reply_to) if draft.reply_to else None,
        "quoted_status_id": str(draft.quote_of) if draft.quote_of else None,
        "quote_approval_policy": policies.get(draft.may_quote),
        "language": draft.language or None,
        "application_id": 0,
        "scheduled_at": None,
        "idempotency": None,
        "with_rate_limit": False,
    }


def _visibility(draft: Draft) -> str:
    if draft.audience.scope != "public":
        return "private"
    return "unlisted" if draft.unlisted else "public"
