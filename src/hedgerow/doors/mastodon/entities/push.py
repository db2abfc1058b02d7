"""Push subscriptions and markers, as the API shows them."""

import msgspec


class WebPushSubscription(msgspec.Struct, frozen=True):
    """What an app is told of, and where. `id` is a number, as the original's: some apps read nothing else.
    `server_key`: who this site is to push services (RFC 8292).
    """

    id: int
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    policy: str
    server_key: str


class Marker(msgspec.Struct, frozen=True):
    """How far a face has read a timeline."""

    last_read_id: str
    version: int
    updated_at: str
