"""Timelines: lists of posts that grow at their top."""

from hedgerow.delivery.home import reads as home
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import statuses
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.windows import Window
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Page


class Public(Paged, frozen=True, kw_only=True):
    """What the public timeline takes."""

    local: bool = False
    remote: bool = False
    """Nothing comes from other servers: only these asks for nothing."""
    only_media: bool = False


@door.get("/api/v1/timelines/home", gives=list[Status], scopes="read:statuses", takes=Paged)
def at_home(caller: Caller, given: Paged) -> Answer:
    """What those whom the face follows say, newest first."""
    window = given.window()
    return page(caller, home.window(caller.me, window), window)


@door.get(
    "/api/v1/timelines/public", gives=list[Status], scopes="read:statuses", needs="nobody", takes=Public
)
def public(caller: Caller, given: Public) -> Answer:
    """What is said to everybody."""
    window = given.window()
    if given.remote and not given.local:
        return listed(caller, [], [], window)
    return page(caller, posts.public(caller.face, window=window, media=given.only_media), window)


def page(caller: Caller, found: Page, window: Window) -> Answer:
    """A page of posts with the addresses of those before and after."""
    body = statuses.listed(caller, found.shown)
    places = statuses.places(found.shown)
    return listed(caller, body, places, window, next_place=found.next, more=found.next is not None)
