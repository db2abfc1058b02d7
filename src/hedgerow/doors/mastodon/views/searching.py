"""Searching for people, posts and tags at once."""

import re
from itertools import islice

import msgspec
from django.conf import settings

from hedgerow.doors.mastodon.answers import Answer, encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.people import Search
from hedgerow.doors.mastodon.errors import Wrong
from hedgerow.doors.mastodon.making import accounts, statuses
from hedgerow.doors.mastodon.making import tags as tag_making
from hedgerow.doors.mastodon.paging import Paged
from hedgerow.kernel.errors import NotFound
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.profiles import reads as profiles
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.searching import reads as searching
from hedgerow.talk.tags import reads as tags

MOST_SKIPPED = 200
BLANK = "param is missing or the value is empty or invalid: q"
SIGN_IN = "Search queries {what} are not supported without authentication"
_ADDRESS = re.compile(r"/@([A-Za-z0-9_.-]+)(?:/(\d{1,19}))?/?")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched for."""

    q: str = ""
    type: str = ""
    resolve: bool = False
    """Addresses of this site lead to what stands there in any case; others are not asked."""
    following: bool = False
    account_id: int | None = None
    exclude_unreviewed: bool = False
    """Tags are not reviewed."""
    max_id: int | None = None
    min_id: int | None = None
    limit: int | None = None
    offset: int = 0


@door.get(
    "/api/v2/search", gives=Search, scopes="read:search", needs="nobody", takes=Asked, errors=(400, 401, 404)
)
def search(caller: Caller, given: Asked) -> Answer:
    """People, posts and tags, as far as the caller may meet and see them."""
    if not given.q.strip():
        raise Wrong(400, BLANK)
    if caller.face is None and (given.offset or given.resolve):
        what = "that resolve remote resources" if given.resolve else "with pagination"
        raise Wrong(401, SIGN_IN.format(what=what))
    size = Paged(limit=given.limit).window(20).limit
    start = max(0, min(given.offset, MOST_SKIPPED)) if given.type else 0
    there = _there(caller, given.q.strip())
    people, found = there if there is not None else (None, None)
    if people is None:
        people = _people(caller, given, start, size)
    if found is None:
        found = _posts(caller, given, start, size)
    return _answer(caller, given, people, found, _tags(caller, given, start, size, there is not None))


def _answer(
    caller: Caller, given: Asked, people: list[int], found: list[Shown], named: list[bytes]
) -> Answer:
    wanted = {"accounts", "statuses", "hashtags"} if not given.type else {given.type}
    bodies = {
        "accounts": accounts.listed(people if "accounts" in wanted else []),
        "statuses": statuses.listed(caller, found if "statuses" in wanted else []),
        "hashtags": b"[" + b",".join(named if "hashtags" in wanted else []) + b"]",
    }
    return Answer(b"{" + b",".join(b'"' + key.encode() + b'":' + body for key, body in bodies.items()) + b"}")


def _there(caller: Caller, text: str) -> tuple[list[int], list[Shown]] | None:
    """What stands at an address of this site: a face, or a post. None for what is no such address."""
    if not text.startswith(("https://", "http://")):
        return None
    match = _ADDRESS.fullmatch(text.removeprefix(settings.SITE_URL))
    if match is None:
        return [], []
    if match[2]:
        return [], _post(caller, int(match[2]))
    face = accounts.addressed(match[1])
    return (profiles.met(caller.face, [face]) if face is not None else []), []


def _post(caller: Caller, number: int) -> list[Shown]:
    try:
        return [posts.post(caller.face, number)] if number < 2**63 else []
    except NotFound:
        return []


def _people(caller: Caller, given: Asked, start: int, size: int) -> list[int]:
    if given.type not in ("", "accounts") or given.account_id is not None:
        return []
    handle = given.q.strip()
    local = accounts.addressed(handle) if "@" in handle.removeprefix("@") else None
    text = faces.card(local).handle if local is not None else handle
    most = 1000 if given.following else start + size
    found = faces.find(caller.face, text, most, oneself=True)
    known = contacts.follows(caller.face) if given.following and caller.face is not None else None
    wanted = [card.id for card in found if known is None or card.id in known]
    if caller.face is not None and known is None:
        wanted += accounts.blocked(caller.face, handle)
    return wanted[start : start + size]


def _posts(caller: Caller, given: Asked, start: int, size: int) -> list[Shown]:
    if given.type not in ("", "statuses"):
        return []
    asked = searching.read(given.q)
    if given.account_id is not None:
        author = faces.card(accounts.meet(caller.face, given.account_id))
        asked = searching.by(asked, author.handle)
    before = None if given.max_id is None else max(0, min(given.max_id, 2**63 - 1))
    found = searching.posts(caller.face, asked, before, start + size).shown[start:]
    return [each for each in found if given.min_id is None or each.public_id > given.min_id]


def _tags(caller: Caller, given: Asked, start: int, size: int, address: bool) -> list[bytes]:
    if given.type not in ("", "hashtags") or address or given.account_id is not None:
        return []
    found = islice(searching.tags(caller.face, given.q.strip(), start + size), start, None)
    shown = tags.tags(caller.face, [each.key for each in found])
    return [encode(tag_making.tag(each, caller.face is not None)) for each in shown]
