"""Timelines: lists of posts that grow at their top."""

from hedgerow.delivery.home import reads as home
from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import statuses
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.windows import Window
from hedgerow.people.circles import reads as circles
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Page, Tags


class Public(Paged, frozen=True, kw_only=True):
    """What the public timeline takes."""

    local: bool = False
    remote: bool = False
    """Nothing comes from other servers: only these asks for nothing."""
    only_media: bool = False


@door.get("/api/v1/timelines/home", gives=list[Status], scopes="read:statuses", takes=Paged, hot=True)
def at_home(caller: Caller, given: Paged) -> Answer:
    """What those whom the face follows say, newest first."""
    window = given.window()
    return page(caller, home.window(caller.me, window), window)


@door.get(
    "/api/v1/timelines/public",
    gives=list[Status],
    scopes="read:statuses",
    needs="nobody",
    takes=Public,
    hot=True,
)
def public(caller: Caller, given: Public) -> Answer:
    """What is said to everybody."""
    window = given.window()
    if given.remote and not given.local:
        return listed(caller, [], [], window)
    return page(caller, posts.public(caller.face, window=window, media=given.only_media), window)


class Tag(Paged, frozen=True, kw_only=True):
    """What the timeline of a tag takes: other tags besides, and what else must be so."""

    any: list[str] = []
    all: list[str] = []
    none: list[str] = []
    local: bool = False
    remote: bool = False
    only_media: bool = False


MOST_TAGS = 4
"""So many others of each kind, as the original."""


@door.get(
    "/api/v1/timelines/tag/<str:hashtag>",
    gives=list[Status],
    scopes="read:statuses",
    needs="nobody",
    takes=Tag,
    hot=True,
)
def tagged(caller: Caller, hashtag: str, given: Tag) -> Answer:
    """What carries a tag."""
    window = given.window()
    if given.remote and not given.local:
        return listed(caller, [], [], window)
    more = Tags(*(tuple(tags[:MOST_TAGS]) for tags in (given.any, given.all, given.none)))
    found = posts.tagged(caller.face, hashtag, window=window, more=more, media=given.only_media)
    return page(caller, found, window)


@door.get(
    "/api/v1/timelines/list/<id:list>", gives=list[Status], scopes="read:lists", takes=Paged, errors=(404,)
)
def in_list(caller: Caller, circle: int, given: Paged) -> Answer:
    """What those in one of the face's own circles say: its circles are an app's lists."""
    window, found = given.window(), _own(caller.me, circle)
    answers = circles.manner(caller.me, found).replies
    return page(caller, posts.in_circle(caller.me, found, window=window, answers=answers), window)


def _own(face: int, circle: int) -> int:
    """The dense id of the face's own circle. Raises NotFound."""
    found = circles.by_public_id(face, circle)
    if found.kind != "own":
        raise NotFound
    return found.id


class Link(Paged, frozen=True, kw_only=True):
    """Of which address."""

    url: str = ""


@door.get(
    "/api/v1/timelines/link",
    gives=list[Status],
    scopes="read:statuses",
    needs="nobody",
    takes=Link,
    errors=(404,),
)
def linking(caller: Caller, given: Link) -> Answer:
    """Public posts whose preview is of this address. Raises NotFound where there is none."""
    window = given.window()
    found = posts.linking(caller.face, given.url, window)
    if not found.shown and window.before is None and window.above is None:
        raise NotFound
    return page(caller, found, window)


def page(caller: Caller, found: Page, window: Window) -> Answer:
    """A page of posts with the addresses of those before and after."""
    body = statuses.listed(caller, found.shown)
    places = statuses.places(found.shown)
    return listed(caller, body, places, window, next_place=found.next, more=found.next is not None)
