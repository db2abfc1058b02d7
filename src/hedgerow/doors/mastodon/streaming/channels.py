"""The streams by their names, and which feed each stands for."""

from collections.abc import Mapping

import msgspec

from hedgerow.delivery.streams import feeds
from hedgerow.delivery.streams.feeds import Feed
from hedgerow.doors.mastodon.errors import Wrong
from hedgerow.doors.mastodon.params import FALSE
from hedgerow.kernel.errors import NotFound
from hedgerow.people.apps.reads import Bearer

PATHS = {
    "user": "user",
    "user/notification": "user:notification",
    "public": "public",
    "public/local": "public:local",
    "public/remote": "public:remote",
    "hashtag": "hashtag",
    "hashtag/local": "hashtag:local",
    "list": "list",
    "direct": "direct",
}
MEDIA = ":media"
OPEN = {"public", "public:local", "public:remote", "hashtag", "hashtag:local"}
"""What any token may hear."""

_KINDS = {
    "public": feeds.PUBLIC,
    "public:local": feeds.PUBLIC,
    "public:remote": feeds.REMOTE,
    "direct": feeds.DIRECT,
}
NAMES = {*PATHS.values(), *(f"public{part}{MEDIA}" for part in ("", ":local", ":remote"))}
LONGEST_TAG = 200


class Channel(msgspec.Struct, frozen=True):
    """One stream: how it is called in answers, and the feeds it is made of."""

    stream: tuple[str, ...]
    feeds: tuple[Feed, ...]


def of_path(path: str, given: Mapping[str, str]) -> str:
    """The name of the stream at this address below `/api/v1/streaming/`. Raises Wrong (400)."""
    name = PATHS.get(path)
    if name is None:
        raise Wrong(400, "Unknown channel requested")
    wants_media = given.get("only_media", "0") not in {*FALSE, ""}
    return name + MEDIA if wants_media and name.startswith("public") else name


def channel(bearer: Bearer, name: str, given: Mapping[str, str]) -> Channel:
    """The stream of this name for who shows this token. Raises Wrong (400, 401). In a thread."""
    if name not in NAMES:
        raise Wrong(400, "Unknown stream type")
    plain = name.removesuffix(MEDIA)
    wanted = "read:notifications" if plain == "user:notification" else "read:statuses"
    if plain not in OPEN and not bearer.may(wanted):
        raise Wrong(401, "Access token does not have the required scopes")
    assert bearer.face is not None
    if plain.startswith("hashtag"):
        return _tag(bearer.face, name, given.get("tag", ""))
    if plain == "list":
        return _list(bearer.face, given.get("list", ""))
    if plain.startswith("user"):
        return Channel((name,), _own(bearer, plain))
    return Channel((name,), (Feed(bearer.face, _KINDS[plain], media=name != plain),))


def _own(bearer: Bearer, name: str) -> tuple[Feed, ...]:
    """A face's own stream; notifications stand in it for who may read them."""
    assert bearer.face is not None
    told = (Feed(bearer.face, feeds.NOTIFICATIONS),) if bearer.may("read:notifications") else ()
    return told if name == "user:notification" else (Feed(bearer.face, feeds.USER), *told)


def _tag(face: int, name: str, tag: str) -> Channel:
    if not tag or len(tag) > LONGEST_TAG:
        raise Wrong(400, "Missing tag name parameter")
    return Channel((name, tag), (Feed(face, feeds.TAG, feeds.key_of_tag(tag)),))


def _list(face: int, number: str) -> Channel:
    if not number:
        raise Wrong(400, "Missing list name parameter")
    refused = Wrong(401, "Not authorized to stream this list")
    if not (number.isascii() and number.isdigit() and len(number) < 20 and int(number) < 2**63):
        raise refused
    try:
        return Channel(("list", number), (Feed(face, feeds.LIST, feeds.list_of(face, int(number))),))
    except NotFound:
        raise refused from None
