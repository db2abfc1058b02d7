"""Saying something: new statuses."""

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import drafts, statuses
from hedgerow.doors.mastodon.making.drafts import Posting
from hedgerow.talk.posts import reads as posts


@door.post("/api/v1/statuses", gives=Status, scopes="write:statuses", takes=Posting, errors=(404, 422))
def publish(caller: Caller, given: Posting) -> Answer:
    """Say something. With the same `Idempotency-Key` it is said once."""
    if given.scheduled_at:
        raise Invalid("scheduled_at", "cannot be kept here yet")
    number = drafts.send(caller, given, _key(caller))
    return Answer(statuses.one(caller, posts.post(caller.me, number)))


def _key(caller: Caller) -> str:
    """The app's own word for this submit; apart from the words of our pages."""
    named = caller.request.headers.get("Idempotency-Key", "")[:200]
    return f"api {named}" if named else ""
