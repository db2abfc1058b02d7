"""Notifications as the API shows them: which kinds of ours are which types of the original's."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hedgerow.delivery.notifications.apart import Request
from hedgerow.delivery.notifications.lists import Bundle, Item
from hedgerow.delivery.notifications.types import KINDS, TYPES, kinds_of, type_of
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.people.faces import reads as faces
from hedgerow.talk.posts.reads import Shown

from . import accounts, reports, statuses


class Shelf:
    """The faces, statuses, reports and warnings that some notifications speak of, each made once."""

    def __init__(self, caller: Caller, items: Iterable[Item]) -> None:
        listed = list(items)
        self.me = caller.me
        self.accounts = accounts.encoded(
            {self.me, *(item.actor for item in listed if item.actor is not None)}
        )
        posts = {item.post.id: item.post for item in listed if item.post is not None}
        made = statuses.encoded(caller, list(posts.values()))
        self.statuses = dict(zip(posts, made, strict=True))
        self.warnings = (
            {warning.id: warning for warning in faces.told(self.me)}
            if any(item.kind in ("warning", "accident") for item in listed)
            else {}
        )

        named = [item.about for item in listed if item.kind == "report"]
        self.reports = reports.told(caller, named) if named else {}

    def who(self, item: Item) -> int:
        """Who did it, or the face itself."""
        return item.actor if item.actor in self.accounts and item.actor is not None else self.me

    def beside(self, item: Item) -> dict[str, msgspec.Raw]:
        """The report or the warning that it speaks of."""
        if item.kind == "report":
            report = self.reports.get(item.about)
            return {} if report is None else {"report": msgspec.Raw(encode(report))}
        found = self.warnings.get(item.about) if item.kind in ("warning", "accident") else None
        if found is None:
            return {}
        said = {
            "id": str(found.id),
            "action": "none",
            "text": found.text,
            "status_ids": None,
            "target_account": msgspec.Raw(self.accounts[self.me]),
            "appeal": None,
            "created_at": moment(found.at),
        }
        return {"moderation_warning": msgspec.Raw(encode(said))}


def listed(caller: Caller, items: Sequence[Item]) -> bytes:
    """Notifications as a JSON array."""
    shelf = Shelf(caller, items)
    return b"[" + b",".join([_one(item, shelf) for item in items]) + b"]"


def one(caller: Caller, item: Item) -> bytes:
    """One of them."""
    return _one(item, Shelf(caller, [item]))


def _one(item: Item, shelf: Shelf) -> bytes:
    said: dict[str, Any] = {
        "id": str(item.public_id),
        "type": type_of(item),
        "group_key": outside_key(item.key),
        "created_at": moment(item.at),
        "account": msgspec.Raw(shelf.accounts[shelf.who(item)]),
    }
    if item.post is not None:
        said["status"] = msgspec.Raw(shelf.statuses[item.post.id])
    return encode({**said, **shelf.beside(item)})


_OUTSIDE = {"reaction": "favourite", "boost": "reblog"}
_INSIDE = {outside: kind for kind, outside in _OUTSIDE.items()}
"""The original's keys of groups begin with its own types, and apps look there."""


def outside_key(key: str) -> str:
    """A group's key (`lists.Bundle`) as apps know it."""
    return _begin(key, _OUTSIDE)


def inside_key(key: str) -> str:
    """The room's key of what an app names."""
    return _begin(key, _INSIDE)


def _begin(key: str, words: dict[str, str]) -> str:
    kind, dash, number = key.partition("-")
    return words.get(kind, kind) + dash + number


__all__ = [
    "KINDS",
    "TYPES",
    "grouped",
    "inside_key",
    "kinds_of",
    "listed",
    "one",
    "outside_key",
    "requests",
    "type_of",
]
SAMPLE = 8


def grouped(caller: Caller, bundles: Sequence[Bundle], *, partial: bool) -> bytes:
    """Groups, with the faces and statuses they speak of."""
    shelf = Shelf(caller, [item for bundle in bundles for item in bundle.items])
    named = {face: None for bundle in bundles for face in _sample(bundle, shelf)}
    first = {_sample(bundle, shelf)[0]: None for bundle in bundles}
    whole = first if partial else named
    said: dict[str, Any] = {"accounts": [msgspec.Raw(shelf.accounts[face]) for face in whole]}
    if partial:
        said["partial_accounts"] = [_partial(shelf.accounts[face]) for face in named if face not in whole]
    said["statuses"] = [msgspec.Raw(made) for made in shelf.statuses.values()]
    said["notification_groups"] = [_group(bundle, shelf) for bundle in bundles]
    return encode(said)


def _sample(bundle: Bundle, shelf: Shelf) -> list[int]:
    return list(dict.fromkeys(shelf.who(item) for item in bundle.items))[:SAMPLE]


def _group(bundle: Bundle, shelf: Shelf) -> dict[str, Any]:
    newest, oldest = bundle.items[0], bundle.items[-1]
    said: dict[str, Any] = {
        "group_key": outside_key(bundle.key),
        "notifications_count": bundle.total,
        "type": type_of(newest),
        "most_recent_notification_id": newest.public_id,
        "page_min_id": str(oldest.public_id),
        "page_max_id": str(newest.public_id),
        "latest_page_notification_at": moment(newest.at),
        "sample_account_ids": [_id_of(face) for face in _sample(bundle, shelf)],
    }
    if newest.post is not None:
        said["status_id"] = status_id(newest.post)
    return {**said, **shelf.beside(newest)}


def status_id(post: Shown) -> str:
    """As the status itself has it."""
    return post.body.id


def _id_of(face: int) -> str:
    return str(faces.card(face).public_id)


def _partial(account: bytes) -> dict[str, Any]:
    whole = msgspec.json.decode(account)
    return {name: whole[name] for name in ("id", "acct", "locked", "bot", "url", "avatar", "avatar_static")}


def requests(caller: Caller, found: Sequence[Request]) -> list[msgspec.Raw]:
    """What is kept apart, by sender."""
    known = accounts.encoded({request.sender for request in found})
    posts = {request.post.id: request.post for request in found if request.post is not None}
    made = dict(zip(posts, statuses.encoded(caller, list(posts.values())), strict=True))
    return [
        msgspec.Raw(
            encode(
                {
                    "id": str(request.number),
                    "created_at": moment(request.first),
                    "updated_at": moment(request.last),
                    "account": msgspec.Raw(known[request.sender]),
                    "notifications_count": str(request.count),
                    "last_status": msgspec.Raw(made[request.post.id]) if request.post is not None else None,
                }
            )
        )
        for request in found
        if request.sender in known
    ]
