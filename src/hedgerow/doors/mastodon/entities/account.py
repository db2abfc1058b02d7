"""Faces, as the API shows them."""

from typing import Any

import msgspec

from .common import CustomEmoji


class Field(msgspec.Struct, frozen=True):
    """One of a face's links. `verified_at`: when the page behind it was last seen to link back."""

    name: str
    value: str
    verified_at: str | None


class Role(msgspec.Struct, frozen=True):
    """What a member may do for the site. `permissions`: a number of bits, as text."""

    id: str
    name: str
    color: str
    permissions: str
    highlighted: bool


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A face. Of who follows it, and whom it follows, others are told no number; only what is said in public
    is counted; and nobody is told when it was made.
    """

    id: str
    username: str
    acct: str
    display_name: str
    locked: bool
    bot: bool = False
    discoverable: bool | None
    indexable: bool
    group: bool = False
    created_at: str
    note: str
    url: str
    uri: str
    avatar: str
    avatar_static: str
    avatar_description: str
    header: str
    header_static: str
    header_description: str
    followers_count: int
    following_count: int
    statuses_count: int
    last_status_at: str | None
    hide_collections: bool = True
    noindex: bool
    emojis: list[CustomEmoji] = []
    roles: list[Any] = []
    fields: list[Field]
    limited: bool | msgspec.UnsetType = msgspec.UNSET
    """True where moderators keep it out of public lists; else it is not there."""


class MutedAccount(Account, frozen=True, kw_only=True):
    """A face that the caller does not want to read, until then; null: for good."""

    mute_expires_at: str | None


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """What an owner wrote and chose, for editing."""

    note: str
    fields: list[Field]
    privacy: str
    sensitive: bool = False
    language: str | None
    follow_requests_count: int
    hide_collections: bool = True
    discoverable: bool
    indexable: bool
    attribution_domains: list[str] = []
    quote_policy: str = "public"


class CredentialAccount(Account, frozen=True, kw_only=True):
    """The caller's own face, with its own numbers."""

    source: Source
    role: Role


class Relationship(msgspec.Struct, frozen=True, kw_only=True):
    """What stands between the caller and a face, as the caller may know it."""

    id: str
    following: bool
    showing_reblogs: bool
    notifying: bool = False
    languages: list[str] | None = None
    followed_by: bool
    blocking: bool
    blocked_by: bool = False
    """Always false: who blocked somebody tells nobody."""
    muting: bool
    muting_notifications: bool
    muting_expires_at: str | None = None
    requested: bool
    requested_by: bool
    domain_blocking: bool = False
    endorsed: bool = False
    note: str = ""
