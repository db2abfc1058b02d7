"""Where home ends. How long one is here is counted by one's own device alone: no address takes it."""

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.ours import HomeEnds
from hedgerow.people.faces import acts, reads

from .circles import AT

HOME = f"{AT}/home"


@door.get(HOME, gives=HomeEnds, scopes="read:accounts")
def show(caller: Caller) -> HomeEnds:
    """Does the face wish to stop where it is up to date? An app may keep to it."""
    return HomeEnds(reads.face(caller.me).settings.stops)


class Wish(msgspec.Struct, frozen=True):
    """Whether home is to end there."""

    ends: bool


@door.patch(HOME, gives=HomeEnds, scopes="write:accounts", takes=Wish, errors=(422,))
def change(caller: Caller, given: Wish) -> HomeEnds:
    """Let home end where one is up to date, with older posts on demand; or go on."""
    acts.set_settings(caller.me, stops=given.ends)
    return show(caller)
