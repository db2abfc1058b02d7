"""Saying something, saying it anew, and taking it back."""

from typing import Any

import msgspec

from hedgerow.boundary.reads import one_look
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import DeletedStatus, ScheduledStatus, Status
from hedgerow.doors.mastodon.making import drafts, files, scheduled, statuses
from hedgerow.doors.mastodon.making.drafts import Posting, Words
from hedgerow.doors.mastodon.params import moment
from hedgerow.kernel import clock
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import FileWords

MOST_AT_ONCE = 40


@door.post(
    "/api/v1/statuses",
    gives=Status | ScheduledStatus,
    scopes="write:statuses",
    takes=Posting,
    errors=(404, 422),
)
def publish(caller: Caller, given: Posting) -> Answer:
    """Say something, now or later. With the same `Idempotency-Key` it is said once."""
    send_at = moment(given.scheduled_at) if given.scheduled_at else None
    if send_at is not None and send_at > clock.now():
        return Answer(scheduled.keep(caller, drafts.post(caller, given, ""), send_at, drafts.key(caller)))
    number = drafts.send(caller, given, drafts.key(caller))
    with one_look():
        return Answer(statuses.one(caller, posts.post(caller.me, number)))


class Named(msgspec.Struct, frozen=True):
    """Which ones."""

    id: list[int] = []


@door.get("/api/v1/statuses", gives=list[Status], scopes="read:statuses", needs="nobody", takes=Named)
def several(caller: Caller, given: Named) -> Answer:
    """Those of these statuses that the caller may see, in the order given; as many as a page has."""
    wanted = [number for number in dict.fromkeys(given.id) if 0 < number < 2**63][:MOST_AT_ONCE]
    return Answer(statuses.listed(caller, posts.some(caller.face, wanted)))


class Attributes(msgspec.Struct, frozen=True):
    """What is said anew of a file."""

    id: int
    description: str | None = None
    focus: str | None = None
    thumbnail: Any = None


class Editing(Words, frozen=True, kw_only=True):
    """A status said anew. What is not named is taken away, as in the original."""

    media_attributes: list[Attributes] = []


@door.put(
    "/api/v1/statuses/<id:status>", gives=Status, scopes="write:statuses", takes=Editing, errors=(404, 422)
)
def edit(caller: Caller, status: int, given: Editing) -> Answer:
    """Say an own status anew. Nobody sees it who could not see it before."""
    said = [
        FileWords(each.id, each.description, files.focus(each.focus), files.thumbnail(each.thumbnail))
        for each in given.media_attributes
    ]
    drafts.edit(caller, status, given, said)
    return Answer(statuses.one(caller, posts.post(caller.me, status)))


class Deleting(msgspec.Struct, frozen=True):
    """Whether its files go with it; otherwise they wait for the status that takes its place."""

    delete_media: bool = False


@door.delete(
    "/api/v1/statuses/<id:status>",
    gives=DeletedStatus,
    scopes="write:statuses",
    takes=Deleting,
    errors=(404,),
)
def delete(caller: Caller, status: int, given: Deleting) -> Answer:
    """Take an own status back, or one's boost; with its words, to write it anew."""
    shown = posts.post(caller.me, status)
    made = msgspec.json.decode(statuses.one(caller, shown))
    if shown.boosted_by is not None and shown.boosted_by.id == caller.me and status == shown.listed:
        acts.unboost(caller.me, status)
        return Answer({**made, "text": ""})
    text, _note = posts.source(caller.me, status)
    acts.delete(caller.me, status, keep_files=not given.delete_media)
    attached = [] if given.delete_media else files.own(caller, [int(each.id) for each in shown.body.pictures])
    return Answer({**made, "text": text, "media_attachments": attached})
