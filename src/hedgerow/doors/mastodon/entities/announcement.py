"""What announcements look like to apps."""

import msgspec

from .common import CustomEmoji
from .status import StatusMention, StatusTag


class Reaction(msgspec.Struct, frozen=True, kw_only=True):
    """With this emoji so many reacted. `url`: of the site's own emoji."""

    name: str
    count: int
    me: bool | msgspec.UnsetType = msgspec.UNSET
    url: str | msgspec.UnsetType = msgspec.UNSET
    static_url: str | msgspec.UnsetType = msgspec.UNSET


class ReactionTold(Reaction, frozen=True, kw_only=True):
    """The same in a stream, with the announcement it is about."""

    announcement_id: str


class Announcement(msgspec.Struct, frozen=True, kw_only=True):
    """What the operators tell everybody. `read` and the reactions' `me` stand there for who asks, not in
    streams.
    """

    id: str
    content: str
    starts_at: str | None
    ends_at: str | None
    all_day: bool
    published_at: str
    updated_at: str
    read: bool | msgspec.UnsetType = msgspec.UNSET
    mentions: list[StatusMention] = []
    statuses: list[dict[str, str]] = []
    tags: list[StatusTag] = []
    emojis: list[CustomEmoji] = []
    reactions: list[Reaction] = []
