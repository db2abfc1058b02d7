"""The site's list of names to keep quiet, for who runs it: whoever writes one is asked to look again."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.guard import SiteName
from hedgerow.doors.mastodon.making.moderation import operator
from hedgerow.talk.guarding import acts, reads

from .circles import AT

NAMES = f"{AT}/admin/guard/names"


@door.get(NAMES, gives=list[SiteName], scopes="admin:read", errors=(403,))
def index(caller: Caller) -> list[SiteName]:
    """The whole list, for operators alone."""
    found = reads.site_entries(operator(caller))
    return [SiteName(str(one.id), one.words, one.pattern, one.by, one.why) for one in found]


class Name(msgspec.Struct, frozen=True):
    """What is to be kept quiet, who asks for it and why."""

    words: str
    pattern: bool = False
    by: str = ""
    why: str = ""


@door.post(NAMES, gives=list[SiteName], scopes="admin:write", takes=Name, errors=(403, 422))
def keep(caller: Caller, given: Name) -> list[SiteName]:
    """Put a name or a pattern on the list; one that stands there is asked for by these words from now on."""
    acts.keep_name_for_site(operator(caller), given.words, pattern=given.pattern, by=given.by, why=given.why)
    return index(caller)


@door.delete(f"{NAMES}/<id:kept_name>", gives=Empty, scopes="admin:write", errors=(403, 404))
def forget(caller: Caller, kept_name: int) -> Answer:
    """Take it off the list."""
    acts.forget_name_for_site(operator(caller), kept_name)
    return Answer(EMPTY)
