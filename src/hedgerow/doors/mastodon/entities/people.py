"""What stands beside accounts: their tags and circles, suggestions, what the caller usually does."""

import msgspec

from .account import Account, Field
from .status import PreviewCard, Status


class TagHistory(msgspec.Struct, frozen=True):
    """A day of a tag or a link: when it began (seconds, as text), how often and by how many used."""

    day: str
    uses: str
    accounts: str


class Tag(msgspec.Struct, frozen=True, kw_only=True):
    """A tag. `following` and `featuring` stand there for who asks with a face."""

    id: str
    name: str
    url: str
    history: list[TagHistory]
    following: bool | msgspec.UnsetType = msgspec.UNSET
    featuring: bool | msgspec.UnsetType = msgspec.UNSET


class FeaturedTag(msgspec.Struct, frozen=True):
    """A tag on an account's page."""

    id: str
    name: str
    url: str
    statuses_count: str
    last_status_at: str | None


class List(msgspec.Struct, frozen=True):
    """One of the face's own circles."""

    id: str
    title: str
    replies_policy: str
    exclusive: bool


class FamiliarFollowers(msgspec.Struct, frozen=True):
    """For an account those one follows who follow it too."""

    id: str
    accounts: list[Account]


class Suggestion(msgspec.Struct, frozen=True):
    """Somebody one might want to follow."""

    source: str
    sources: list[str]
    account: Account


class TrendsLink(PreviewCard, frozen=True, kw_only=True):
    """A link that many post."""

    history: list[TagHistory]


class Search(msgspec.Struct, frozen=True):
    """What was found."""

    accounts: list[Account]
    statuses: list[Status]
    hashtags: list[Tag]


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The caller's own profile as it is edited."""

    id: str
    display_name: str
    note: str
    fields: list[Field]
    avatar: str | None
    avatar_static: str | None
    avatar_description: str
    header: str | None
    header_static: str | None
    header_description: str
    locked: bool
    bot: bool
    hide_collections: bool = True
    discoverable: bool
    indexable: bool
    show_media: bool = True
    show_media_replies: bool = True
    show_featured: bool = True
    attribution_domains: list[str] = []
    featured_tags: list[FeaturedTag]
