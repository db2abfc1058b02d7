"""Tags: one, following it, showing it on one's page."""

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.people import FeaturedTag, Tag
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import tags as making
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.kernel.errors import NotFound
from hedgerow.talk.tags import acts, reads

AT = "/api/v1/tags/<str:hashtag>"


@door.get(AT, gives=Tag, scopes="read", needs="nobody", errors=(404,))
def show(caller: Caller, hashtag: str) -> Tag:
    """A tag, used or not."""
    return making.tag(reads.one(caller.face, hashtag), caller.face is not None)


def _own(caller: Caller, key: str) -> Tag:
    return making.tag(reads.one(caller.me, key), True)


@door.post(f"{AT}/follow", gives=Tag, scopes="write:follows follow", errors=(404, 422))
def follow(caller: Caller, hashtag: str) -> Tag:
    """Read at home what is said in public with it."""
    return _own(caller, acts.follow(caller.me, hashtag))


@door.post(f"{AT}/unfollow", gives=Tag, scopes="write:follows follow", errors=(404,))
def unfollow(caller: Caller, hashtag: str) -> Tag:
    """No more."""
    return _own(caller, acts.unfollow(caller.me, hashtag))


@door.post(f"{AT}/feature", gives=Tag, scopes="write:accounts", errors=(404, 422))
def feature(caller: Caller, hashtag: str) -> Tag:
    """Show it on one's page."""
    return _own(caller, acts.feature(caller.me, hashtag))


@door.post(f"{AT}/unfeature", gives=Tag, scopes="write:accounts", errors=(404,))
def unfeature(caller: Caller, hashtag: str) -> Tag:
    """No more."""
    return _own(caller, acts.unfeature_named(caller.me, hashtag))


@door.get("/api/v1/followed_tags", gives=list[Tag], scopes="read:follows follow", takes=Paged)
def followed(caller: Caller, given: Paged) -> Answer:
    """The tags that the caller follows."""
    window = given.window(100)
    found = reads.followed_page(caller.me, window)
    return listed(caller, [making.tag(tag, True) for _, tag in found], [place for place, _ in found], window)


@door.get("/api/v1/featured_tags", gives=list[FeaturedTag], scopes="read:accounts")
def featured(caller: Caller) -> list[FeaturedTag]:
    """The tags on the caller's own page."""
    return making.featured(reads.featured(caller.me))


class Name(msgspec.Struct, frozen=True):
    """A tag by its name."""

    name: str


@door.post("/api/v1/featured_tags", gives=FeaturedTag, scopes="write:accounts", takes=Name, errors=(422,))
def add_featured(caller: Caller, given: Name) -> FeaturedTag:
    """Show a tag on one's page."""
    try:
        key = acts.feature(caller.me, given.name)
    except NotFound as error:
        raise Invalid("tag", "is invalid") from error
    return making.featured([each for each in reads.featured(caller.me) if each.key == key])[0]


@door.delete("/api/v1/featured_tags/<id:featured>", gives=Empty, scopes="write:accounts", errors=(404,))
def remove_featured(caller: Caller, featured: int) -> Answer:
    """No more."""
    acts.unfeature(caller.me, featured)
    return Answer(EMPTY)


@door.get("/api/v1/featured_tags/suggestions", gives=list[Tag], scopes="read:accounts")
def featured_suggestions(caller: Caller) -> list[Tag]:
    """Tags that the caller uses in public and does not show."""
    return [making.tag(each, True) for each in reads.also_used(caller.me)]
