"""Where a viewer fetches a picture, a video or a sound. Public ones have one address for all; others carry a
grant for one face.

A preview card's picture is fetched through the post that carries it, under the post's own number: media
numbers and post numbers are told apart by the version of the grant.
"""

import msgspec

from hedgerow.kernel.grants import sign_grant
from hedgerow.talk.bodies import Entry, Picture

PICTURE, CARD = 1, 2
"""The versions of grants: for a picture of a post, and for the picture of its preview card."""


class PictureFor(msgspec.Struct, frozen=True):
    """A picture, video or sound with the addresses at which one viewer fetches it."""

    url: str
    thumb_url: str
    """A small picture; of a video its poster."""
    captions_url: str
    """Empty for none."""
    alt: str
    width: int
    height: int
    blurhash: str
    kind: str = "picture"
    ready: bool = True
    loops: bool = False
    captions_language: str = ""
    waveform: str = ""
    duration: int = 0
    """In milliseconds."""


def pictures(viewer: int | None, entry: Entry) -> list[PictureFor]:
    """The post's pictures for somebody who may see the post."""
    return [_for(viewer, picture, entry.body.public) for picture in entry.body.pictures]


def _for(viewer: int | None, picture: Picture, public: bool) -> PictureFor:
    url = address(viewer, int(picture.id), public=public)
    sized = f"{url}{'&' if '?' in url else '?'}size="
    return PictureFor(
        url,
        f"{sized}small",
        f"{sized}captions" if picture.captions else "",
        picture.alt,
        picture.width,
        picture.height,
        picture.blurhash,
        picture.kind,
        picture.ready,
        picture.loops,
        picture.captions_language,
        picture.waveform,
        picture.duration,
    )


def address(viewer: int | None, media: int, *, public: bool) -> str:
    """The address of one picture (public id)."""
    if public or viewer is None:
        return f"/media/{media}"
    return f"/media/{media}?grant={sign_grant(media, viewer, PICTURE)}"


def card_picture(viewer: int | None, entry: Entry) -> str:
    """The address of the preview's picture; empty for none."""
    preview = entry.body.preview
    if preview is None or not preview.picture:
        return ""
    if entry.body.public or viewer is None:
        return f"/media/card/{entry.public_id}"
    return f"/media/card/{entry.public_id}?grant={sign_grant(entry.public_id, viewer, CARD)}"
