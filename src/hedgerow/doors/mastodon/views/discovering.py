"""Finding people and what many speak of: suggestions, the directory, trends."""

from contextlib import suppress

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer, encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.admin import AdminTag, AdminTrendsLink, AdminTrendsStatus
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.people import Suggestion, Tag, TagHistory, TrendsLink
from hedgerow.doors.mastodon.entities.status import Status
from hedgerow.doors.mastodon.making import accounts, moderation, parts, statuses
from hedgerow.doors.mastodon.making import tags as tag_making
from hedgerow.doors.mastodon.paging import Paged
from hedgerow.kernel.errors import NotFound
from hedgerow.people.directory import acts as people
from hedgerow.talk.directory import reads as directory
from hedgerow.talk.trends import reads as trends
from hedgerow.talk.trends.reads import LinkShown

LAST_OFFSET = 5_000


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list that has no places."""

    limit: int | None = None
    offset: int = 0

    def bounds(self, default: int, most: int | None = None) -> tuple[int, int]:
        """Where it begins, and how many are wanted."""
        return max(0, min(self.offset, LAST_OFFSET)), Paged(limit=self.limit).window(default, most).limit


class Directory(Part, frozen=True, kw_only=True):
    """Which part of the directory. `order` and `local` change nothing: all are local, and in no order may
    tell when somebody joined.
    """

    order: str = "active"
    local: bool = False


@door.get("/api/v1/directory", gives=list[Account], needs="nobody", takes=Directory)
def list_directory(caller: Caller, given: Directory) -> Answer:
    """Faces that let themselves be found: who said something in public last stands first."""
    start, size = given.bounds(40)
    return Answer(accounts.listed(directory.directory(caller.face)[start : start + size]))


@door.get("/api/v2/suggestions", gives=list[Suggestion], scopes="read:accounts", takes=Part)
def suggestions(caller: Caller, given: Part) -> Answer:
    """Whom one might want to follow: of those that let themselves be found, by nobody's ties."""
    start, size = given.bounds(40)
    found = accounts.encoded(directory.suggested(caller.me)[start : start + size])
    head = b'{"source":"global","sources":["most_interactions"],"account":'
    return Answer(b"[" + b",".join(head + body + b"}" for body in found.values()) + b"]")


@door.get("/api/v1/suggestions", gives=list[Account], scopes="read:accounts", takes=Part)
def suggested(caller: Caller, given: Part) -> Answer:
    """The same for older apps."""
    start, size = given.bounds(40)
    return Answer(accounts.listed(directory.suggested(caller.me)[start : start + size]))


@door.delete("/api/v1/suggestions/<id:account>", gives=Empty, scopes="write:accounts")
def remove_suggestion(caller: Caller, account: int) -> Answer:
    """Suggest somebody no more; whom the caller may not meet is suggested never."""
    with suppress(NotFound):
        people.pass_over(caller.me, accounts.meet(caller.me, account))
    return Answer(EMPTY)


def _tags(caller: Caller, given: Part) -> list[Tag]:
    start, size = given.bounds(10)
    found = trends.tags(caller.face, size, start)
    return [tag_making.tag(each, caller.face is not None) for each in found]


@door.get("/api/v1/trends/tags", gives=list[Tag], needs="nobody", takes=Part)
def trending_tags(caller: Caller, given: Part) -> list[Tag]:
    """Tags that many used in public this week."""
    return _tags(caller, given)


@door.get("/api/v1/trends", gives=list[Tag], needs="nobody", takes=Part)
def trending(caller: Caller, given: Part) -> list[Tag]:
    """The same for older apps."""
    return _tags(caller, given)


@door.get("/api/v1/trends/statuses", gives=list[Status], needs="nobody", takes=Part)
def trending_statuses(caller: Caller, given: Part) -> Answer:
    """Public posts of this week that moved many."""
    start, size = given.bounds(20)
    return Answer(statuses.listed(caller, trends.posts(caller.face, size, start)))


@door.get("/api/v1/trends/links", gives=list[TrendsLink], needs="nobody", takes=Part)
def trending_links(caller: Caller, given: Part) -> Answer:
    """Links that many posted in public this week."""
    start, size = given.bounds(10)
    found = trends.links(caller.face, size, start)
    return Answer(b"[" + b",".join(_link(caller, each) for each in found) + b"]")


def _link(caller: Caller, each: LinkShown) -> bytes:
    days = [TagHistory(str(day.begins), str(day.uses), str(day.accounts)) for day in each.days]
    card = parts.card(each.post, caller.face, caller.token or 0)
    return card[:-1] + b',"history":' + encode(days) + b"}"


@door.get("/api/v1/admin/trends/tags", gives=list[AdminTag], scopes="admin:read", takes=Part, errors=(403,))
def tags_for_moderators(caller: Caller, given: Part) -> list[AdminTag]:
    """The same tags, for moderators."""
    moderation.moderator(caller)
    return [AdminTag(**msgspec.structs.asdict(tag)) for tag in _tags(caller, given)]


@door.get("/api/v1/admin/tags", gives=list[AdminTag], scopes="admin:read", takes=Part, errors=(403,))
def all_tags_for_moderators(caller: Caller, given: Part) -> list[AdminTag]:
    """The same once more: there is no list of those that nobody speaks of."""
    return tags_for_moderators(caller, given)


@door.get("/api/v1/admin/tags/<id:tag>", gives=AdminTag, scopes="admin:read", errors=(403, 404))
def tag_for_moderators(caller: Caller, tag: int) -> AdminTag:
    """One of them."""
    moderation.moderator(caller)
    found = next(
        (each for each in trends.tags(caller.face, LAST_OFFSET) if tag_making.number(each) == tag), None
    )
    if found is None:
        raise NotFound
    return AdminTag(**msgspec.structs.asdict(tag_making.tag(found, True)))


@door.get(
    "/api/v1/admin/trends/statuses",
    gives=list[AdminTrendsStatus],
    scopes="admin:read",
    takes=Part,
    errors=(403,),
)
def statuses_for_moderators(caller: Caller, given: Part) -> Answer:
    """The same statuses, for moderators."""
    moderation.moderator(caller)
    start, size = given.bounds(20)
    made = statuses.encoded(caller, trends.posts(caller.face, size, start))
    return Answer(b"[" + b",".join(each[:-1] + b',"requires_review":false}' for each in made) + b"]")


@door.get(
    "/api/v1/admin/trends/links", gives=list[AdminTrendsLink], scopes="admin:read", takes=Part, errors=(403,)
)
def links_for_moderators(caller: Caller, given: Part) -> Answer:
    """The same links, for moderators."""
    moderation.moderator(caller)
    start, size = given.bounds(10)
    made = []
    for each in trends.links(caller.face, size, start):
        beside = encode({"id": str(each.post.public_id), "requires_review": False})
        made.append(_link(caller, each)[:-1] + b"," + beside[1:])
    return Answer(b"[" + b",".join(made) + b"]")
