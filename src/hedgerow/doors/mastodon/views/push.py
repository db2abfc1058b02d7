"""Push subscriptions: one for each token."""

from typing import Any

import msgspec

from hedgerow.delivery.telling import apps
from hedgerow.delivery.telling import reads as telling
from hedgerow.delivery.telling.apps import Subscribed, Wanted
from hedgerow.doors.mastodon.answers import EMPTY
from hedgerow.doors.mastodon.caller import Caller, token_of
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.entities.push import WebPushSubscription
from hedgerow.doors.mastodon.params import FALSE


class Keys(msgspec.Struct, frozen=True):
    """What a message is sealed with."""

    p256dh: str
    auth: str


class Where(msgspec.Struct, frozen=True):
    """Where the app is told."""

    endpoint: str
    keys: Keys
    standard: bool = False


class Data(msgspec.Struct, frozen=True):
    """Of what it is told."""

    alerts: dict[str, Any] = {}
    policy: str | None = None


class Changed(msgspec.Struct, frozen=True):
    """Of what the app wants to be told."""

    data: Data = Data()
    policy: str | None = None

    def wanted(self) -> Wanted:
        """As the room takes it: what Rails takes for false is off."""
        on = {name for name, value in self.data.alerts.items() if str(value) not in {*FALSE, "", "None"}}
        alerts = {name: name in on for name in self.data.alerts}
        return Wanted(alerts, self.data.policy or self.policy or "all")


class Subscribing(Changed, frozen=True, kw_only=True):
    """The same, and where."""

    subscription: Where


ADDRESS = "/api/v1/push/subscription"


@door.post(ADDRESS, gives=WebPushSubscription, scopes="push", takes=Subscribing, errors=(422,))
def subscribe(caller: Caller, given: Subscribing) -> WebPushSubscription:
    """Tell this app; what it had before ends."""
    where, secret = given.subscription, token_of(caller.request) or ""
    made = apps.subscribe(
        caller.me, secret, where.endpoint, where.keys.p256dh, where.keys.auth, where.standard, given.wanted()
    )
    return _shown(made)


@door.get(ADDRESS, gives=WebPushSubscription, scopes="push", errors=(404,))
def show(caller: Caller) -> WebPushSubscription:
    """What it is told of."""
    return _shown(apps.subscription(caller.token or 0))


@door.put(ADDRESS, gives=WebPushSubscription, scopes="push", takes=Changed, errors=(404, 422))
def change(caller: Caller, given: Changed) -> WebPushSubscription:
    """Tell it of something else."""
    return _shown(apps.change(caller.token or 0, given.wanted()))


@door.delete(ADDRESS, gives=Empty, scopes="push")
def unsubscribe(caller: Caller) -> dict[str, Any]:
    """Tell it no more."""
    apps.unsubscribe(caller.token or 0)
    return EMPTY


def _shown(found: Subscribed) -> WebPushSubscription:
    return WebPushSubscription(
        found.id, found.endpoint, found.standard, found.alerts, found.whose, telling.public_key()
    )
