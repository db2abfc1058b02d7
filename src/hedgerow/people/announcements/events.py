"""What happened to announcements, told to the rooms above. Numbers, never words."""

from hedgerow.kernel.outbox import Event


class Announced(Event, frozen=True, tag="people.announced"):
    """An announcement is shown from now on, or says something else."""

    announcement: int


class Withdrawn(Event, frozen=True, tag="people.announcement_withdrawn"):
    """An announcement (its outside id) is shown no more."""

    public_id: int


class AnnouncementReacted(Event, frozen=True, tag="people.announcement_reacted"):
    """Somebody reacted to an announcement with this sign, or took that back."""

    sign: int
