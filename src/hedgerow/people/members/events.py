"""What members tell the rooms above."""

from hedgerow.kernel.outbox import Event


class MemberWaits(Event, frozen=True, tag="people.member_waits"):
    """Somebody asks to join and waits for an operator."""

    member: int
