"""Other servers, for moderators: none, until this one speaks with others."""

from typing import Any

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.making import moderation


@door.get(
    "/api/v1/admin/domain_allows",
    gives=list[dict[str, str]],
    scopes="admin:read admin:read:domain_allows",
    errors=(403,),
)
def allows(caller: Caller) -> list[Any]:
    """Those it would speak to alone."""
    moderation.moderator(caller)
    return []


@door.get(
    "/api/v1/admin/domain_blocks",
    gives=list[dict[str, str]],
    scopes="admin:read admin:read:domain_blocks",
    errors=(403,),
)
def blocks(caller: Caller) -> list[Any]:
    """Those it does not speak to."""
    moderation.moderator(caller)
    return []
