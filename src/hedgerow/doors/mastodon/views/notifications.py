"""Notifications: one by one, in groups, and what a face's policy keeps apart."""

from typing import Any

import msgspec

from hedgerow.delivery.notifications import acts, apart, lists, policies
from hedgerow.delivery.notifications.acts import ACCEPT, FILTER
from hedgerow.delivery.notifications.apart import Request
from hedgerow.delivery.notifications.lists import Asked, Bundle
from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.notification import (
    Count,
    GroupedNotifications,
    Merged,
    Notification,
    NotificationPolicy,
    NotificationRequest,
    Summary,
    V1NotificationPolicy,
)
from hedgerow.doors.mastodon.errors import Wrong
from hedgerow.doors.mastodon.making import accounts, notifications
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.people.faces import reads as faces

READ, WRITE = "read:notifications", "write:notifications"
PAGE, MOST_ON_A_PAGE = 40, 80
MOST_COUNTED, LARGEST_COUNT = 100, 1_000
GROUPED = frozenset({"favourite", "follow", "reblog"})
"""What is grouped where an app does not say."""


KNOWN = Asked(notifications.KINDS, filtered=None)
IN_GROUPS = Asked(notifications.KINDS)
"""What of ours is any of the original's types."""


class Wanted(Paged, frozen=True, kw_only=True):
    """Which notifications."""

    types: list[str] = []
    exclude_types: list[str] = []
    account_id: str | None = None
    include_filtered: bool = False

    def asked(self) -> Asked:
        """What of them is meant inside."""
        kinds = notifications.kinds_of(self.types, self.exclude_types)
        return Asked(kinds, _face(self.account_id), None if self.include_filtered else False)


class Grouped(Wanted, frozen=True, kw_only=True):
    """Which notifications, and which of them stand together."""

    grouped_types: list[str] | None = None
    expand_accounts: str = "full"

    def together(self) -> frozenset[str]:
        """Our kinds that stand together."""
        types = GROUPED if self.grouped_types is None else GROUPED & set(self.grouped_types)
        return notifications.kinds_of(sorted(types), []) if types else frozenset()


def _face(public_id: str | None) -> int | None:
    """Who is meant; 0, which is nobody, for an id that is no face's."""
    if public_id is None:
        return None
    number = int(public_id) if public_id.isascii() and public_id.isdigit() and len(public_id) < 20 else 0
    return faces.by_public_ids([number]).get(number, 0) if number < 2**63 else 0


@door.get("/api/v1/notifications", gives=list[Notification], scopes=READ, takes=Wanted, hot=True)
def every(caller: Caller, given: Wanted) -> Answer:
    """What concerns the face, newest first."""
    window = given.window(PAGE, MOST_ON_A_PAGE)
    found = lists.listed(caller.me, window, given.asked())
    items = [item for item in found.items if notifications.type_of(item) not in given.exclude_types]
    if given.types:
        items = [item for item in items if notifications.type_of(item) in given.types]
    places = [item.public_id for item in items]
    body = notifications.listed(caller, items)
    more = found.next is not None or len(found.items) == window.limit
    return listed(caller, body, places, window, next_place=found.next, more=more)


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """Which are counted, and how far."""

    limit: int = MOST_COUNTED
    types: list[str] = []
    exclude_types: list[str] = []
    account_id: str | None = None
    grouped_types: list[str] | None = None

    def asked(self) -> Asked:
        """What of them is meant inside."""
        return Asked(notifications.kinds_of(self.types, self.exclude_types), _face(self.account_id))

    def most(self) -> int:
        """How far is counted."""
        return max(1, min(abs(self.limit), LARGEST_COUNT))


@door.get("/api/v1/notifications/unread_count", gives=Count, scopes=READ, takes=Counted)
def unread_count(caller: Caller, given: Counted) -> Count:
    """How many are new."""
    return Count(lists.how_many_unseen(caller.me, given.most(), given.asked()))


@door.get("/api/v1/notifications/<id:notification>", gives=Notification, scopes=READ, errors=(404,))
def show(caller: Caller, notification: int) -> Answer:
    """One of them."""
    return Answer(notifications.one(caller, lists.one(caller.me, notification, KNOWN)))


@door.post("/api/v1/notifications/clear", gives=Empty, scopes=WRITE)
def clear(caller: Caller) -> dict[str, Any]:
    """All of them go."""
    acts.clear(caller.me)
    return EMPTY


@door.post("/api/v1/notifications/<id:notification>/dismiss", gives=Empty, scopes=WRITE, errors=(404,))
def dismiss(caller: Caller, notification: int) -> dict[str, Any]:
    """One goes."""
    acts.dismiss(caller.me, notification)
    return EMPTY


# --- in groups ---------------------------------------------------------------------------------------------


@door.get(
    "/api/v2/notifications",
    gives=GroupedNotifications,
    scopes=READ,
    takes=Grouped,
    errors=(400,),
    hot=True,
)
def groups(caller: Caller, given: Grouped) -> Answer:
    """The same, where those that belong together are one."""
    if given.expand_accounts not in ("full", "partial_avatars"):
        allowed = "allowed values are 'full' and 'partial_avatars'"
        raise Wrong(400, f"Invalid value for 'expand_accounts': '{given.expand_accounts}', {allowed}")
    window = given.window(PAGE, MOST_ON_A_PAGE)
    found = lists.bundled(caller.me, window, given.together(), given.asked())
    bundles = [bundle for bundle in found.bundles if _named(bundle, given)]
    body = notifications.grouped(caller, bundles, partial=given.expand_accounts != "full")
    places = [item.public_id for bundle in found.bundles for item in bundle.items]
    ends = sorted(places, reverse=True)
    more = found.next is not None or len(found.bundles) == window.limit
    return listed(caller, body, ends, window, next_place=found.next, more=more)


def _named(bundle: Bundle, given: Wanted) -> bool:
    kind = notifications.type_of(bundle.items[0])
    return kind not in given.exclude_types and (not given.types or kind in given.types)


@door.get("/api/v2/notifications/unread_count", gives=Count, scopes=READ, takes=Counted)
def unread_groups(caller: Caller, given: Counted) -> Count:
    """How many groups are new."""
    together = Grouped(grouped_types=given.grouped_types).together()
    return Count(lists.how_many_unseen_groups(caller.me, given.most(), together, given.asked()))


@door.post("/api/v2/notifications/clear", gives=Empty, scopes=WRITE)
def clear_groups(caller: Caller) -> dict[str, Any]:
    """All of them go."""
    acts.clear(caller.me)
    return EMPTY


# --- what is kept apart ------------------------------------------------------------------------------------


class Policy(msgspec.Struct, frozen=True):
    """What an app changes of the policy."""

    for_not_following: str | None = None
    for_not_followers: str | None = None
    for_new_accounts: str | None = None
    for_private_mentions: str | None = None
    for_limited_accounts: str | None = None


class V1Policy(msgspec.Struct, frozen=True):
    """The same for older apps."""

    filter_not_following: bool | None = None
    filter_not_followers: bool | None = None
    filter_new_accounts: bool | None = None
    filter_private_mentions: bool | None = None


@door.get("/api/v2/notifications/policy", gives=NotificationPolicy, scopes=READ)
def policy(caller: Caller) -> NotificationPolicy:
    """Of whom the face wants to be told."""
    return NotificationPolicy(*policies.policy(caller.me), Summary(*apart.counts(caller.me)))


@door.patch(
    "/api/v2/notifications/policy", gives=NotificationPolicy, scopes=WRITE, takes=Policy, errors=(422,)
)
def change_policy(caller: Caller, given: Policy) -> NotificationPolicy:
    """Change some of it."""
    said = {name.removeprefix("for_"): value for name, value in msgspec.structs.asdict(given).items()}
    acts.choose_policy(caller.me, {name: value for name, value in said.items() if value is not None})
    return policy(caller)


@door.get("/api/v1/notifications/policy", gives=V1NotificationPolicy, scopes=READ)
def policy_v1(caller: Caller) -> V1NotificationPolicy:
    """The same for older apps: whether each is kept apart."""
    now = policies.policy(caller.me)
    return V1NotificationPolicy(
        filter_not_following=now.not_following != ACCEPT,
        filter_not_followers=now.not_followers != ACCEPT,
        filter_new_accounts=now.new_accounts != ACCEPT,
        filter_private_mentions=now.private_mentions != ACCEPT,
        summary=Summary(*apart.counts(caller.me)),
    )


@door.put("/api/v1/notifications/policy", gives=V1NotificationPolicy, scopes=WRITE, takes=V1Policy)
def change_policy_v1(caller: Caller, given: V1Policy) -> V1NotificationPolicy:
    """Change some of it."""
    said = {name.removeprefix("filter_"): value for name, value in msgspec.structs.asdict(given).items()}
    chosen = {name: FILTER if value else ACCEPT for name, value in said.items() if value is not None}
    acts.choose_policy(caller.me, chosen)
    return policy_v1(caller)


@door.get("/api/v1/notifications/requests", gives=list[NotificationRequest], scopes=READ, takes=Paged)
def requests(caller: Caller, given: Paged) -> Answer:
    """What is kept apart, by who did it."""
    window = given.window(PAGE, MOST_ON_A_PAGE)
    found = apart.requests(caller.me, window)
    return listed(
        caller, notifications.requests(caller, found), [request.number for request in found], window
    )


@door.get("/api/v1/notifications/requests/merged", gives=Merged, scopes=READ)
def merged(caller: Caller) -> Merged:
    """What was accepted stands among the others at once."""
    return Merged(True)


class Several(msgspec.Struct, frozen=True):
    """Which requests."""

    id: list[int] = []


def _fit(numbers: list[int]) -> list[int]:
    """Those that can be ids: no other is one of somebody's."""
    return [number for number in numbers if 0 <= number < 2**63]


@door.post("/api/v1/notifications/requests/accept", gives=Empty, scopes=WRITE, takes=Several, errors=(404,))
def accept_several(caller: Caller, given: Several) -> dict[str, Any]:
    """Be told of these from now on."""
    acts.accept(caller.me, _fit(given.id))
    return EMPTY


@door.post("/api/v1/notifications/requests/dismiss", gives=Empty, scopes=WRITE, takes=Several, errors=(404,))
def dismiss_several(caller: Caller, given: Several) -> dict[str, Any]:
    """Put these out of the way."""
    acts.turn_down(caller.me, _fit(given.id))
    return EMPTY


@door.get(
    "/api/v1/notifications/requests/<id:pending>", gives=NotificationRequest, scopes=READ, errors=(404,)
)
def show_request(caller: Caller, pending: int) -> Answer:
    """One request."""
    found: Request = apart.one(caller.me, pending)
    return Answer(notifications.requests(caller, [found])[0])


@door.post("/api/v1/notifications/requests/<id:pending>/accept", gives=Empty, scopes=WRITE, errors=(404,))
def accept(caller: Caller, pending: int) -> dict[str, Any]:
    """Be told of this one from now on, and of what it did so far."""
    acts.accept(caller.me, [pending])
    return EMPTY


@door.post("/api/v1/notifications/requests/<id:pending>/dismiss", gives=Empty, scopes=WRITE, errors=(404,))
def dismiss_request(caller: Caller, pending: int) -> dict[str, Any]:
    """Put it out of the way."""
    acts.turn_down(caller.me, [pending])
    return EMPTY


# --- one group: last, since any word may be a group's key --------------------------------------------------


@door.get("/api/v2/notifications/<str:group_key>", gives=GroupedNotifications, scopes=READ, errors=(404,))
def group(caller: Caller, group_key: str) -> Answer:
    """One group."""
    key = notifications.inside_key(group_key)
    items = lists.of_group(caller.me, key, IN_GROUPS)
    return Answer(notifications.grouped(caller, [Bundle(key, items, len(items))], partial=False))


@door.get("/api/v2/notifications/<str:group_key>/accounts", gives=list[Account], scopes=READ, errors=(404,))
def group_accounts(caller: Caller, group_key: str) -> Answer:
    """Everybody who did it."""
    items = lists.of_group(caller.me, notifications.inside_key(group_key), IN_GROUPS)
    return Answer(accounts.listed(dict.fromkeys(item.actor for item in items if item.actor is not None)))


@door.post("/api/v2/notifications/<str:group_key>/dismiss", gives=Empty, scopes=WRITE)
def dismiss_group(caller: Caller, group_key: str) -> dict[str, Any]:
    """A group goes."""
    acts.dismiss_group(caller.me, notifications.inside_key(group_key))
    return EMPTY
