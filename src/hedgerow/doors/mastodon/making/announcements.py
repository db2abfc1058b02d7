"""Announcements as the API says them."""

import msgspec

from hedgerow.doors.mastodon.entities.announcement import Announcement, Reaction, ReactionTold
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute, moment
from hedgerow.people.announcements.reads import Announced, Reacted, Sign
from hedgerow.people.emoji import reads as emoji

from . import instances
from .html import for_apps


def one(found: Announced, *, personal: bool = True) -> Announcement:
    """An announcement; `personal`: with what the face that asks did with it."""
    facts = found.facts
    return Announcement(
        id=str(facts.public_id),
        content=for_apps(facts.html),
        starts_at=moment(facts.starts_at) if facts.starts_at else None,
        ends_at=moment(facts.ends_at) if facts.ends_at else None,
        all_day=facts.all_day,
        published_at=moment(facts.publish_at),
        updated_at=moment(facts.changed_at),
        read=found.read if personal else msgspec.UNSET,
        emojis=_emojis(facts.html),
        reactions=[_reaction(sign, personal) for sign in found.signs],
    )


def told(found: Reacted) -> ReactionTold:
    """How many reacted so, for streams."""
    url, about = _picture(found.name), str(found.announcement)
    return ReactionTold(name=found.name, count=found.count, announcement_id=about, url=url, static_url=url)


def _reaction(sign: Sign, personal: bool) -> Reaction:
    url, me = _picture(sign.name), sign.me if personal else msgspec.UNSET
    return Reaction(name=sign.name, count=sign.count, me=me, url=url, static_url=url)


def _picture(name: str) -> str | msgspec.UnsetType:
    own = emoji.known().get(name)
    return absolute(own.url) if own is not None else msgspec.UNSET


def _emojis(html: str) -> list[CustomEmoji]:
    known = emoji.known() if ":" in html else {}
    return [instances.drawn(known[code]) for code in emoji.named(html) if code in known]
