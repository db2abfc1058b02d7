"""Bringing pictures and saying what is on them."""

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import blobs, images, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.text import normalise
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Media

from . import taking

LONGEST_ALT = 1_500
PICTURES_AN_HOUR = 300
MOST_WAITING = 100
"""How many pictures a face may have that no post took yet."""


def bring_picture(actor: int, data: bytes, alt: str = "") -> int:
    """Keep a picture, painted anew; its public id. Until a post takes it, only the actor sees it.

    Raises Refused("pictures" or "alt", …), TooMany.
    """
    words = _alt(alt)
    if actor in boundary.stopped():
        raise NotFound
    limits.allow(f"picture:{actor}", limit=PICTURES_AN_HOUR, per_seconds=3600)
    if Media.objects.filter(owner=actor, post=None).count() >= MOST_WAITING:
        raise Refused("pictures", _("Use the pictures you have added before you add more."))
    painted = images.make_picture(data)
    full, small = blobs.put(painted.full, images.KIND), blobs.put(painted.small, images.KIND)
    with write():
        made = Media.objects.create(
            owner_id=actor,
            blob=full,
            small_blob=small,
            mime=painted.mime,
            width=painted.width,
            height=painted.height,
            alt=words,
            blurhash=painted.blurhash,
        )
    return made.public_id


def describe_picture(actor: int, media: int, alt: str) -> None:
    """Say what is on a picture of one's own, before or after it is published. Raises NotFound, Refused."""
    words = _alt(alt)
    with write():
        found = Media.objects.filter(public_id=media, owner=actor).first()
        if found is None or actor in boundary.stopped():
            raise NotFound
        found.alt = words
        found.save(update_fields=["alt"])
        if found.post_id is not None:
            epoch.changed([epoch.thing_key(found.post_id)])


def _alt(text: str) -> str:
    try:
        return normalise(text, LONGEST_ALT)
    except Refused as refused:
        raise Refused("alt", refused.message) from refused


def discard(actor: int, media: int) -> None:
    """Throw a picture away that no post took. Raises NotFound."""
    with write():
        waiting = Media.objects.filter(public_id=media, owner=actor, post=None)
        if not waiting.exists():
            raise NotFound
        taking.drop(waiting)
