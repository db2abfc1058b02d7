"""What happened that concerns a face, as the API shows it."""

import msgspec

from .account import Account
from .report import Report
from .status import Status


class AccountWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A moderator's word to the face."""

    id: str
    action: str = "none"
    text: str
    status_ids: list[str] | None = None
    target_account: Account
    appeal: None = None
    created_at: str


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """One notification. `account`: who did it; the face itself where nobody is named."""

    id: str
    type: str
    group_key: str
    created_at: str
    account: Account
    status: Status | msgspec.UnsetType = msgspec.UNSET
    report: Report | msgspec.UnsetType = msgspec.UNSET
    moderation_warning: AccountWarning | msgspec.UnsetType = msgspec.UNSET


class NotificationGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Several that stand together. The accounts and the status stand beside the groups, once each."""

    group_key: str
    notifications_count: int
    type: str
    most_recent_notification_id: int
    """A number, as the original's: some apps read nothing else."""
    page_min_id: str
    page_max_id: str
    latest_page_notification_at: str
    sample_account_ids: list[str]
    status_id: str | msgspec.UnsetType = msgspec.UNSET
    report: Report | msgspec.UnsetType = msgspec.UNSET
    moderation_warning: AccountWarning | msgspec.UnsetType = msgspec.UNSET


class PartialAccount(msgspec.Struct, frozen=True):
    """As much of a face as its picture needs."""

    id: str
    acct: str
    locked: bool
    bot: bool
    url: str
    avatar: str
    avatar_static: str


class GroupedNotifications(msgspec.Struct, frozen=True, kw_only=True):
    """Groups, and what they speak of. `partial_accounts`: where only some faces were asked for in full."""

    accounts: list[Account]
    partial_accounts: list[PartialAccount] | msgspec.UnsetType = msgspec.UNSET
    statuses: list[Status]
    notification_groups: list[NotificationGroup]


class Summary(msgspec.Struct, frozen=True):
    """What is kept apart."""

    pending_requests_count: int
    pending_notifications_count: int


class NotificationPolicy(msgspec.Struct, frozen=True):
    """Of whom the face wants to be told: each accept, filter or drop."""

    for_not_following: str
    for_not_followers: str
    for_new_accounts: str
    for_private_mentions: str
    for_limited_accounts: str
    summary: Summary


class V1NotificationPolicy(msgspec.Struct, frozen=True):
    """The same for older apps: whether each is kept apart."""

    filter_not_following: bool
    filter_not_followers: bool
    filter_new_accounts: bool
    filter_private_mentions: bool
    summary: Summary


class NotificationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What of one face is kept apart."""

    id: str
    created_at: str
    updated_at: str
    account: Account
    notifications_count: str
    last_status: Status | None


class Count(msgspec.Struct, frozen=True):
    """A number."""

    count: int


class Merged(msgspec.Struct, frozen=True):
    """Whether what was accepted stands among the others by now."""

    merged: bool
