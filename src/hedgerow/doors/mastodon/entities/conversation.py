"""What conversations look like to apps."""

import msgspec

from .account import Account
from .status import Status


class Conversation(msgspec.Struct, frozen=True):
    """A conversation of the caller's. `accounts`: the others in it; the caller itself where there is nobody
    else. `last_status`: what was said last, as far as the caller sees it.
    """

    id: str
    unread: bool
    accounts: list[Account]
    last_status: Status | None
