"""How this site is used, as those who run it say it; how a group uses its conversation, in its own words."""

import msgspec
from django.conf import settings

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.ours import GroupNorms, Norms
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import drafts, ours, statuses
from hedgerow.people.site import reads as site
from hedgerow.talk.conversations import acts
from hedgerow.talk.conversations import reads as conversations
from hedgerow.talk.conversations.reads import Norm
from hedgerow.talk.posts import reads as posts

from .circles import AT

GROUP = f"{AT}/conversations/<id:conversation>/norms"


@door.get(f"{AT}/norms", gives=Norms, needs="nobody")
def show(caller: Caller) -> Answer:
    """What people here expect of each other, and the post under which that is discussed."""
    facts = site.site()
    thread = posts.ids_of([facts.norms_thread]) if facts.norms_thread else []
    found = statuses.encoded(caller, posts.shown(caller.face, thread))
    discussion = msgspec.Raw(found[0]) if found else None
    return Answer({"text": facts.norms, "content": facts.norms_html, "discussion": discussion})


@door.get(GROUP, gives=GroupNorms, scopes="read:statuses", errors=(404,))
def of_group(caller: Caller, conversation: int) -> Answer:
    """What the people of a group expect of each other, for whoever is in it now. A conversation of two has no
    such page.
    """
    return Answer(_group(conversations.norms(caller.me, conversation)))


@door.get(f"{GROUP}/before", gives=list[GroupNorms], scopes="read:statuses", errors=(404,))
def before(caller: Caller, conversation: int) -> Answer:
    """What the page of a group said before, the newest first, as far as the face was there."""
    return Answer([_group(each) for each in conversations.norms_before(caller.me, conversation)])


def _group(norm: Norm | None) -> dict[str, object]:
    if norm is None:
        return {"id": None, "text": "", "content": "", "created_at": None, "account": None}
    return {
        "id": str(norm.number),
        "text": norm.text,
        "content": norm.html,
        "created_at": moment(norm.at),
        "account": ours.maybe(norm.by),
    }


class Page(msgspec.Struct, frozen=True):
    """The page of a group in light Markdown; no words take it away."""

    text: str
    seen: int | None = None
    """The id of what it said when its writer last looked; nothing where nothing was ever written."""


@door.put(GROUP, gives=GroupNorms, scopes="write:conversations", takes=Page, errors=(404, 422))
def write(caller: Caller, conversation: int, given: Page) -> Answer:
    """Write the page of a group anew; whoever is in it may, and a line tells the others. Refused where
    somebody else wrote meanwhile.
    """
    acts.say_norms(caller.me, conversation, given.text, given.seen)
    return of_group(caller, conversation)


@door.post(f"{GROUP}/discuss", gives=Status, scopes="write:statuses", errors=(404, 422))
def discuss(caller: Caller, conversation: int) -> Answer:
    """Ask the others what they think of the page, by a message that leads to it. With the same
    `Idempotency-Key` it is said once.
    """
    address = f"{settings.SITE_URL}/messages/{conversation}/norms"
    number = acts.discuss_norms(caller.me, conversation, address, drafts.key(caller))
    return Answer(statuses.one(caller, posts.post(caller.me, number)))
