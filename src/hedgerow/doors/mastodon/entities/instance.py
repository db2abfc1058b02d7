"""What the API says of the site."""

from typing import Any

import msgspec


class Thumbnail(msgspec.Struct, frozen=True):
    """The site's picture."""

    url: str


class Icon(msgspec.Struct, frozen=True):
    """The site's sign in one size (`192x192`)."""

    src: str
    size: str


class Rule(msgspec.Struct, frozen=True):
    """One rule of the site."""

    id: str
    text: str
    hint: str = ""
    translations: dict[str, dict[str, str]] = {}


class Registrations(msgspec.Struct, frozen=True):
    """Whether one can join, and how."""

    enabled: bool
    approval_required: bool
    reason_required: bool
    message: str | None
    min_age: int | None
    url: str | None


class Contact(msgspec.Struct, frozen=True):
    """Whom to ask. No face is named: who runs a site is not shown as one."""

    email: str
    account: None = None


class Instance(msgspec.Struct, frozen=True):
    """The site (version 2)."""

    domain: str
    title: str
    version: str
    source_url: str
    description: str
    usage: dict[str, dict[str, int]]
    thumbnail: Thumbnail
    icon: list[Icon]
    languages: list[str]
    configuration: dict[str, Any]
    registrations: Registrations
    api_versions: dict[str, int]
    contact: Contact
    rules: list[Rule]


class V1Instance(msgspec.Struct, frozen=True):
    """The site (version 1, for older apps)."""

    uri: str
    title: str
    short_description: str
    description: str
    email: str
    version: str
    urls: dict[str, str]
    stats: dict[str, int]
    thumbnail: str | None
    languages: list[str]
    registrations: bool
    approval_required: bool
    invites_enabled: bool
    configuration: dict[str, Any]
    contact_account: None
    rules: list[Rule]


class Words(msgspec.Struct, frozen=True):
    """A text of the site's: its extended description or its privacy policy."""

    updated_at: str | None
    content: str


class TermsOfService(msgspec.Struct, frozen=True):
    """Terms of service, where a site has some."""

    effective_date: str
    effective: bool
    content: str
    succeeded_by: str | None


class DomainBlock(msgspec.Struct, frozen=True):
    """A server that this one does not talk to."""

    domain: str
    digest: str
    severity: str
    comment: str | None = None


class Language(msgspec.Struct, frozen=True):
    """A language posts may be in."""

    code: str
    name: str


class Activity(msgspec.Struct, frozen=True):
    """One week. Only what everybody may see is counted."""

    week: str
    statuses: str
    logins: str
    registrations: str


class NodeLink(msgspec.Struct, frozen=True):
    """Where a description of this server stands, and in which form."""

    rel: str
    href: str


class NodeLinks(msgspec.Struct, frozen=True):
    """Where programs find what this server is (NodeInfo, well-known document)."""

    links: list[NodeLink]


class NodeInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What this server is (NodeInfo 2.0)."""

    version: str = "2.0"
    software: dict[str, str]
    protocols: list[str] = []
    """Those in which it speaks with other servers."""
    services: dict[str, list[str]]
    usage: dict[str, Any]
    openRegistrations: bool  # noqa: N815 (so it is called there)
    metadata: dict[str, str]
