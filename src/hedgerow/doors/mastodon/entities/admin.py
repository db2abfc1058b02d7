"""What moderators are shown. No login's address stands beside a face (docs/decisions/0011)."""

from typing import Any

import msgspec

from .account import Account, Role
from .instance import Rule
from .media import MediaAttachment
from .people import Tag, TrendsLink
from .status import Status


class AdminAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A face, as moderators see it. `email`, `ip` and `ips` are always empty; `role` is nobody's to know."""

    id: str
    username: str
    domain: str | None = None
    created_at: str
    email: str = ""
    ip: str | None = None
    ips: list[Any] = []
    locale: str | None = None
    invite_request: str | None = None
    role: Role | None = None
    confirmed: bool = True
    approved: bool
    disabled: bool
    silenced: bool = False
    suspended: bool
    sensitized: bool = False
    account: Account
    created_by_application_id: str | None = None
    invited_by_account_id: str | None = None


class AdminTag(Tag, frozen=True, kw_only=True):
    """A tag that many speak of. Nobody reviews tags: each may be used, listed and trend."""

    trendable: bool = True
    usable: bool = True
    listable: bool = True
    requires_review: bool = False


class AdminTrendsLink(TrendsLink, frozen=True, kw_only=True):
    """A link that many posted; `id` is that of a post that carries it."""

    id: str
    requires_review: bool = False


class AdminTrendsStatus(Status, frozen=True, kw_only=True):
    """A status that moved many."""

    requires_review: bool = False


class ReportedStatus(msgspec.Struct, frozen=True, kw_only=True):
    """A copy of a post as its reporter saw it, in the shape of a status."""

    id: str
    created_at: str
    spoiler_text: str
    sensitive: bool
    visibility: str
    language: str | None
    content: str
    uri: str
    url: str
    account: Account
    media_attachments: list[MediaAttachment] = []
    """Always empty: the copies of files are looked at in the web."""
    in_reply_to_id: str | None = None
    in_reply_to_account_id: str | None = None
    replies_count: int = 0
    reblogs_count: int = 0
    quotes_count: int = 0
    favourites_count: int = 0
    mentions: list[Any] = []
    tags: list[Any] = []
    emojis: list[Any] = []
    card: None = None
    poll: None = None
    reblog: None = None


class AdminReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report, for moderators: the copies handed in and nothing more."""

    id: str
    action_taken: bool
    action_taken_at: str | None
    category: str
    comment: str
    forwarded: bool = False
    created_at: str
    updated_at: str
    account: AdminAccount | None
    target_account: AdminAccount
    assigned_account: AdminAccount | None = None
    action_taken_by_account: AdminAccount | None = None
    statuses: list[ReportedStatus]
    rules: list[Rule] = []
    """Those that were named, in the words they had then."""


class EmailDomainBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A domain whose e-mail addresses are kept out. `history` is empty: who tries to join is not counted."""

    id: str
    domain: str
    created_at: str
    history: list[Any] = []
    allow_with_approval: bool


class CanonicalEmailBlock(msgspec.Struct, frozen=True):
    """An e-mail address that is kept out, by its fingerprint."""

    id: str
    canonical_email_hash: str


class IpBlock(msgspec.Struct, frozen=True, kw_only=True):
    """Internet addresses that are kept out."""

    id: str
    ip: str
    severity: str
    comment: str
    created_at: str
    expires_at: str | None


class AdminDomainBlock(msgspec.Struct, frozen=True, kw_only=True):
    """A server that is kept out."""

    id: str
    domain: str
    digest: str
    created_at: str
    severity: str
    reject_media: bool
    reject_reports: bool
    private_comment: str | None
    public_comment: str | None
    obfuscate: bool


class AdminDomainAllow(msgspec.Struct, frozen=True):
    """A server that is let in."""

    id: str
    domain: str
    created_at: str


class MeasuredDay(msgspec.Struct, frozen=True):
    """A day of a figure."""

    date: str
    value: str


class Measure(msgspec.Struct, kw_only=True):
    """A figure, in all and day by day."""

    key: str
    unit: str | None = None
    total: str
    human_value: str | msgspec.UnsetType = msgspec.UNSET
    previous_total: str | msgspec.UnsetType = msgspec.UNSET
    data: list[MeasuredDay]


class DimensionPart(msgspec.Struct, frozen=True):
    """One of what there is most of."""

    key: str
    human_key: str
    value: str
    unit: str | msgspec.UnsetType = msgspec.UNSET
    human_value: str | msgspec.UnsetType = msgspec.UNSET


class Dimension(msgspec.Struct, frozen=True):
    """What there is most of."""

    key: str
    data: list[DimensionPart]


class CohortDay(msgspec.Struct, frozen=True):
    """How many of a cohort were there on a day."""

    date: str
    rate: float
    value: str


class Cohort(msgspec.Struct, frozen=True):
    """Those who joined at a time, and how many came back. There are none here."""

    period: str
    frequency: str
    data: list[CohortDay]
