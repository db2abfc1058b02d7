"""Where a viewer fetches a picture, a video or a sound. Public ones have one address for all; others carry a
grant for one face.

A preview card's picture is fetched through the post that carries it, under the post's own number: media
numbers and post numbers are told apart by the version of the grant.
"""

import msgspec

from hedgerow.kernel.grants import sign_grant
from hedgerow.talk.bodies import Body, Entry, Picture

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
    return PictureFor(
        url,
        sized(url, "small"),
        sized(url, "captions") if picture.captions else "",
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


def address(viewer: int | None, media: int, *, public: bool, token: int = 0) -> str:
    """The address of one picture (public id). With the number of an app's token it is dead when that is."""
    if public or viewer is None:
        return f"/media/{media}"
    return f"/media/{media}?grant={sign_grant(media, viewer, PICTURE, token)}"


def sized(url: str, size: str) -> str:
    """The same file in another size."""
    return f"{url}{'&' if '?' in url else '?'}size={size}"


def card_picture(viewer: int | None, body: Body, token: int = 0) -> str:
    """The address of the picture of a post's preview; empty for none."""
    if body.preview is None or not body.preview.picture:
        return ""
    if body.public or viewer is None:
        return f"/media/card/{body.id}"
    return f"/media/card/{body.id}?grant={sign_grant(int(body.id), viewer, CARD, token)}"
