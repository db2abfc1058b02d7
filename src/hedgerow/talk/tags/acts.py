"""Following tags, and showing them on one's page."""

from django.utils.translation import gettext as _

from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.names import LONGEST_TAG
from hedgerow.kernel.writing import write
from hedgerow.people.tags import acts as people
from hedgerow.talk.models import FeaturedTag, Tag

from . import rules


def follow(actor: int, written: str) -> str:
    """Read at home what is said in public with this tag; its key. Twice is once.

    Raises NotFound for what is no tag, Refused.
    """
    key = rules.key_of(written)
    limits.allow(f"tag:{actor}", limit=300, per_seconds=3600)
    people.follow(actor, key)
    return key


def unfollow(actor: int, written: str) -> str:
    """Follow a tag no more; its key. Twice is once. Raises NotFound for what is no tag."""
    key = rules.key_of(written)
    people.unfollow(actor, key)
    return key


def feature(actor: int, written: str) -> str:
    """Show a tag on one's page; its key. Twice is once. Raises NotFound for what is no tag, Refused."""
    key = rules.key_of(written)
    with write():
        tag = _tag(actor, key, written)
        if not FeaturedTag.objects.filter(face=actor, tag=tag).exists():
            if FeaturedTag.objects.filter(face=actor).count() >= rules.MOST_FEATURED:
                raise Refused("base", _("You already show as many tags as one can."))
            FeaturedTag.objects.get_or_create(face_id=actor, tag_id=tag)
    return key


def unfeature(actor: int, public_id: int) -> None:
    """Show a tag no more, by the number it has on the page. Raises NotFound."""
    with write():
        if not FeaturedTag.objects.filter(face=actor, public_id=public_id).delete()[0]:
            raise NotFound


def unfeature_named(actor: int, written: str) -> str:
    """The same by the tag's name; its key. Twice is once. Raises NotFound for what is no tag."""
    key = rules.key_of(written)
    with write():
        FeaturedTag.objects.filter(face=actor, tag__key=key).delete()
    return key


def _tag(actor: int, key: str, written: str) -> int:
    limits.allow(f"tag:{actor}", limit=300, per_seconds=3600)
    shown = written.strip().removeprefix("#")[:LONGEST_TAG]
    return Tag.objects.get_or_create(key=key, defaults={"shown": shown})[0].pk
