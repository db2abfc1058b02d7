"""A second look before a post leaves, and what the face told its guard. It never blocks, and tells nobody."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from hedgerow.doors.mastodon.answers import EMPTY, Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities import guard as entities
from hedgerow.doors.mastodon.entities.common import Empty
from hedgerow.doors.mastodon.making import ours
from hedgerow.doors.mastodon.making.ours import ChoiceSaid
from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.talk.guarding import acts, reads
from hedgerow.talk.guarding.reads import Spotted
from hedgerow.talk.posts.acts import Draft

from .audiences import ASKS
from .circles import AT

GUARD = f"{AT}/guard"
Level = Literal["off", "gentle", "on"]


@door.get(GUARD, gives=entities.Guard, scopes="read:filters")
def show(caller: Caller) -> entities.Guard:
    """How much it looks for, and with which words. Nobody else ever knows."""
    now = reads.settings(caller.me)
    own = {one.id: one.key for one in circles.on_trays(caller.me)}
    return entities.Guard(
        now.level,  # type: ignore[arg-type]
        now.without,
        now.every_post,
        now.organisations,
        now.lists,
        [
            entities.CircleLevel(own[circle], level)  # type: ignore[arg-type]
            for circle, level in now.circles.items()
            if circle in own
        ],
        [entities.KeptName(str(one.id), one.words, one.pattern, one.why) for one in now.names],
        [entities.NotSaid(str(one.id), one.kind, one.words) for one in now.not_again],
    )


class Wish(msgspec.Struct, frozen=True):
    """What is to be otherwise; what is not said stays."""

    level: Level | None = None
    without: list[str] | None = None
    every_post: bool | None = None
    organisations: list[str] | None = None
    lists: dict[str, str] | None = None
    circles: list[entities.CircleLevel] | None = None


@door.patch(GUARD, gives=entities.Guard, scopes="write:filters", takes=Wish, errors=(422,))
def change(caller: Caller, given: Wish) -> entities.Guard:
    """Change how much it looks for. `circles` takes the place of all that was said of circles before."""
    levels = _levels(caller, given.circles) if given.circles is not None else None
    now = reads.settings(caller.me)
    acts.wish(
        caller.me,
        now.level if given.level is None else given.level,
        now.without if given.without is None else given.without,
        now.organisations if given.organisations is None else given.organisations,
        {**now.lists, **(given.lists or {})},
    )
    acts.tune(caller.me, every_post=given.every_post, circles=levels)
    return show(caller)


def _levels(caller: Caller, given: Sequence[entities.CircleLevel]) -> dict[int, str]:
    own = {one.key: one.id for one in circles.on_trays(caller.me)}
    if not {each.circle for each in given} <= own.keys():
        raise Refused("circles", "Circles must be your own")
    return {own[each.circle]: each.level for each in given}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is to leave, and whom it is for: nobody named, whom the face usually speaks to."""

    status: str = ""
    spoiler_text: str = ""
    media_ids: list[int] = []
    language: str = ""
    in_reply_to_id: int | None = None
    audience: ChoiceSaid | None = None
    looked_at: list[str] = []
    """Ids of what was looked at before, and is not said this time."""
    not_again: list[str] = []
    """Ids of what is not to be said again at all."""


@door.post(
    f"{GUARD}/look",
    gives=list[entities.SecondLook],
    scopes="write:statuses",
    takes=Said,
    errors=(404, 422),
    rate=ASKS,
)
def look(caller: Caller, given: Said) -> list[entities.SecondLook]:
    """What is worth a second look before this leaves; often nothing. Nothing of it is kept."""
    draft = Draft(
        text=given.status,
        audience=ours.choice(given.audience) if given.audience is not None else Choice(),
        content_note=given.spoiler_text,
        media=given.media_ids,
        language=given.language,
        reply_to=given.in_reply_to_id,
    )
    unwanted = set(given.not_again)
    found = reads.second_look(caller.me, draft, given.looked_at)
    if unwanted:
        acts.not_again(caller.me, [each for each in found if each.mark in unwanted])
    return [_look(each) for each in found if each.mark not in unwanted]


def _look(each: Spotted) -> entities.SecondLook:
    found = each.found
    by = ": ".join(part for part in (found.by, found.why) if part)
    return entities.SecondLook(each.mark, found.kind, found.reason, reads.why(found), found.words, by)


class Name(msgspec.Struct, frozen=True):
    """What is to be kept quiet."""

    words: str
    pattern: bool = False
    why: str = ""


@door.post(f"{GUARD}/names", gives=entities.Guard, scopes="write:filters", takes=Name, errors=(422,))
def keep_name(caller: Caller, given: Name) -> entities.Guard:
    """Put a name or a pattern on the face's own list."""
    acts.keep_name(caller.me, given.words, pattern=given.pattern, why=given.why)
    return show(caller)


@door.delete(f"{GUARD}/names/<id:kept_name>", gives=Empty, scopes="write:filters", errors=(404,))
def forget_name(caller: Caller, kept_name: int) -> Answer:
    """Take it off the list."""
    acts.forget_name(caller.me, kept_name)
    return Answer(EMPTY)


@door.delete(f"{GUARD}/not-again/<id:unsaid>", gives=Empty, scopes="write:filters", errors=(404,))
def again(caller: Caller, unsaid: int) -> Answer:
    """Say it again after all."""
    acts.again(caller.me, unsaid)
    return Answer(EMPTY)
