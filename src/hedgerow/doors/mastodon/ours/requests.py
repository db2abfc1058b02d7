"""Requests to follow by the life they come from, with a word why, and kind answers.

Never: another face of the same person is read from or named. Inviting to one is for the site's own pages.
"""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import ours as entities
from hedgerow.doors.mastodon.entities.common import Empty, moment
from hedgerow.doors.mastodon.making import accounts, ours
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.contacts.reads import Request
from hedgerow.people.deflecting import acts
from hedgerow.people.deflecting import reads as answers
from hedgerow.talk.triage import reads as triage

from .circles import AT


class Which(msgspec.Struct, frozen=True):
    """Those that wait, or those put out of the way."""

    declined: bool = False


@door.get(f"{AT}/requests", gives=list[entities.Request], scopes="read:follows follow", takes=Which)
def index(caller: Caller, given: Which) -> Answer:
    """Who asks to follow, newest first: the life they probably come from, and what speaks for it."""
    found = contacts.requests(caller.me, declined=given.declined)
    groups = triage.triage(caller.me, [one.face.id for one in found], by_face_alone=True)
    said = answers.given(caller.me)
    return Answer(
        [
            {
                **_request(one),
                "group": groups[one.face.id].group,
                "reason": triage.why(groups[one.face.id]),
                "answer": said.get(one.face.id, ""),
            }
            for one in found
            if one.face.id in groups
        ]
    )


def _request(one: Request) -> dict[str, object]:
    return {"account": ours.account(one.face), "note": one.note, "created_at": moment(one.at)}


class Kind(msgspec.Struct, frozen=True):
    """What is said to who asks."""

    words: str


@door.post(
    f"{AT}/requests/<id:account>/answer",
    gives=Empty,
    scopes="write:follows follow",
    takes=Kind,
    errors=(404, 422),
)
def answer(caller: Caller, account: int, given: Kind) -> Answer:
    """Answer a request kindly without granting it: who asks reads the words and goes on waiting, and the
    request is out of the way. Said again, it takes the place of what was said.
    """
    acts.deflect(caller.me, accounts.reachable(caller.me, account), given.words)
    return Answer(EMPTY)


@door.get(f"{AT}/requests/sent", gives=list[entities.Sent], scopes="read:follows follow")
def sent(caller: Caller) -> Answer:
    """Whom the face asked and has not been let in by, with what they answered."""
    received = answers.received(caller.me)
    return Answer(
        [{**_request(one), "answer": _answer(received.get(one.face.id))} for one in contacts.asked(caller.me)]
    )


def _answer(said: answers.Answer | None) -> dict[str, object] | None:
    if said is None:
        return None
    return {"words": said.words, "instead": ours.maybe(said.instead), "created_at": moment(said.at)}
