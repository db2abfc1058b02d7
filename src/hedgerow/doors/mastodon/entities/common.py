"""What several families share."""

from datetime import UTC, datetime

import msgspec
from django.conf import settings


class Error(msgspec.Struct, frozen=True, omit_defaults=True):
    """What every answer says that is no good one."""

    error: str
    error_description: str | None = None
    details: dict[str, list[dict[str, str]]] | None = None


class CustomEmoji(msgspec.Struct, frozen=True):
    """One of the site's own emoji, written as `:shortcode:`."""

    shortcode: str
    url: str
    static_url: str
    visible_in_picker: bool = True
    category: str | None = None


class Empty(msgspec.Struct, frozen=True):
    """Nothing: `{}`."""


def moment(at: datetime) -> str:
    """As the original writes it: ISO 8601 in UTC, with milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def absolute(address: str) -> str:
    """An address of this site as others call it; any other, and none, as it is."""
    return settings.SITE_URL + address if address.startswith("/") else address
