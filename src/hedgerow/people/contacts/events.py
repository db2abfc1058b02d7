"""What contacts tell the rooms above. Faces by their dense ids."""

from hedgerow.kernel.outbox import Event


class Followed(Event, frozen=True, tag="people.followed"):
    """`follower` follows `followed` from now on, who did not need to be asked."""

    follower: int
    followed: int


class Requested(Event, frozen=True, tag="people.requested"):
    """`asker` asks to follow `asked`."""

    asker: int
    asked: int


class Accepted(Event, frozen=True, tag="people.accepted"):
    """`asked` let `asker` follow."""

    asker: int
    asked: int
