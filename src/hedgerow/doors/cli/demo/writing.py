"""What faces of the story write besides: polls, films, drafts, what leaves later, and collections."""

from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from hedgerow.kernel import clock
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.collections import acts as collections
from hedgerow.talk.drafts import acts as drafts
from hedgerow.talk.drafts import reads as moments
from hedgerow.talk.media import acts as media
from hedgerow.talk.posts.acts import Asked, Draft

from . import story

_LEAVING = {"tomorrow": moments.tomorrow_morning, "monday": moments.monday_morning}


def further(said: Any) -> dict[str, Any]:
    """What a post of the story has that others have not, as a `Draft` names it."""
    if not isinstance(said, story.Post):
        return {}
    return {
        "title": said.title,
        "vanish_after": _seconds(said.vanishes) if said.vanishes else None,
        "poll": _asked(said.poll) if said.poll is not None else None,
    }


def _asked(poll: story.Poll) -> Asked:
    return Asked(poll.options, poll.multiple, poll.hidden, _seconds(poll.left))


def _seconds(words: str) -> int:
    return int(story.span(words).total_seconds())


def film(actor: int, told: story.Film, data: bytes) -> list[int]:
    """Bring a video or a sound with its captions; nothing where none could be made."""
    if not data:
        return []
    name = f"{'bells.m4a' if told.sound else 'walk.mp4'}"
    made = media.bring(actor, media.Upload(BytesIO(data), len(data), name), told.alt)
    if told.captions:
        media.caption(actor, made, told.captions.encode(), "en")
    return [made]


def unsent(actor: int, told: story.Unsent, choice: Choice, zone: str) -> None:
    """Keep a draft, or let it wait for its morning. Raises story.Broken for a morning that is none."""
    draft, key = Draft(told.text.strip(), choice, language="en"), f"demo-{told.text[:40]}"
    if not told.leaves:
        drafts.save(actor, key, draft)
        return
    if told.leaves not in _LEAVING:
        raise story.Broken(f"a draft of @{told.by} leaves {told.leaves!r}, and not tomorrow or monday")
    leaves = _LEAVING[told.leaves](clock.now(), ZoneInfo(zone))
    drafts.schedule(actor, key, draft, clock.to_us(leaves.at))


def board(actor: int, told: story.Board, choice: Choice, posts: list[int], cover: bytes) -> None:
    """Make a collection with these posts (public ids) in this order."""
    made = collections.make(actor, collections.Draft(told.name, told.about, choice))
    if told.cover is not None:
        collections.cover(actor, made, cover, told.cover.alt)
    for post in reversed(posts):
        collections.gather(actor, post, [made])


def place(posts: list[story.Post], words: str) -> int:
    """Which post begins with these words. Raises story.Broken."""
    for number, post in enumerate(posts):
        if post.text.strip().startswith(words):
            return number
    raise story.Broken(f"no post begins with {words!r}")
