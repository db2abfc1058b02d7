"""Reports, as the API shows them to who makes them and who is told of them."""

import msgspec

from .account import Account


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was reported, without the copies."""

    id: str
    action_taken: bool = False
    action_taken_at: str | None = None
    category: str
    comment: str
    forwarded: bool = False
    created_at: str
    status_ids: list[str] | None
    rule_ids: list[str] | None = None
    target_account: Account
