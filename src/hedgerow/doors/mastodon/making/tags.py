"""Tags as the API says them."""

from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from hedgerow.doors.mastodon.entities.common import absolute
from hedgerow.doors.mastodon.entities.people import FeaturedTag, Tag, TagHistory
from hedgerow.talk.tags import reads as tags
from hedgerow.talk.tags.reads import Featured, TagShown


def number(each: TagShown) -> int:
    """The number by which apps know it."""
    return tags.number_of(each.key)


def tag(each: TagShown, signed_in: bool) -> Tag:
    """A tag, with what it is to the caller."""
    return Tag(
        id=str(number(each)),
        name=each.name,
        url=absolute(f"/tags/{quote(each.key)}"),
        history=[TagHistory(str(day.begins), str(day.uses), str(day.accounts)) for day in each.days],
        following=each.following if signed_in else msgspec.UNSET,
        featuring=each.featuring if signed_in else msgspec.UNSET,
    )


def featured(found: Iterable[Featured]) -> list[FeaturedTag]:
    """Tags on a face's page."""
    return [
        FeaturedTag(
            str(each.id),
            each.name,
            absolute(f"/tags/{quote(each.key)}"),
            str(each.count),
            each.last.isoformat() if each.last is not None else None,
        )
        for each in found
    ]
