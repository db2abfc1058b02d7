"""Pictures, videos and sounds, as the API shows them."""

from typing import Any

import msgspec


class MediaAttachment(msgspec.Struct, frozen=True):
    """A file of a status. `url` null: it is still in the making."""

    id: str
    type: str
    """image, gifv, video, audio or unknown"""
    url: str | None
    preview_url: str | None
    remote_url: str | None
    preview_remote_url: str | None
    text_url: str | None
    meta: dict[str, Any]
    description: str | None
    blurhash: str | None
