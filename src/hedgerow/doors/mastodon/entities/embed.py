"""A status inside somebody else's page."""

import msgspec


class OEmbed(msgspec.Struct, frozen=True, kw_only=True):
    """What an address of a status looks like elsewhere (oembed.com)."""

    type: str = "rich"
    version: str = "1.0"
    title: str
    author_name: str
    author_url: str
    provider_name: str
    provider_url: str
    cache_age: int
    """Seconds."""
    html: str
    width: int
    height: int | None = None
