"""Conversations as the API says them."""

from collections.abc import Sequence

from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.talk.conversations.reads import Listed

from . import accounts, statuses


def listed(caller: Caller, found: Sequence[Listed]) -> bytes:
    """Each of these as a Conversation, as a JSON array."""
    return b"[" + b",".join(_each(caller, found)) + b"]"


def one(caller: Caller, found: Listed) -> bytes:
    """One conversation."""
    return _each(caller, [found])[0]


def _each(caller: Caller, found: Sequence[Listed]) -> list[bytes]:
    people = {each.found.id: [card.id for card in each.found.people] or [caller.me] for each in found}
    known = accounts.encoded({face for faces in people.values() for face in faces})
    said = [each.last for each in found if each.last is not None]
    made = {last.id: body for last, body in zip(said, statuses.encoded(caller, said), strict=True)}
    return [
        b'{"id":' + encode(str(each.found.public_id)) + b',"unread":' + encode(each.unread)
        + b',"accounts":[' + b",".join(known[face] for face in people[each.found.id] if face in known)
        + b'],"last_status":' + (made[each.last.id] if each.last is not None else b"null") + b"}"
        for each in found
    ]  # fmt: skip
