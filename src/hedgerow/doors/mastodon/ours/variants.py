"""Variants: saying one thing in other words to other people, reading one's own, and saying them anew.

Nobody but the author learns that a post has any: to all others each of them is a post like any other.
"""

from collections.abc import Iterable

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.ours import Variant
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import drafts, ours, statuses
from hedgerow.doors.mastodon.making.ours import ChoiceSaid
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft, Variation
from hedgerow.talk.variants import reads as variants

from .circles import AT


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What is said."""

    status: str = ""
    spoiler_text: str = ""
    media_ids: list[int] = []


class Other(Words, frozen=True, kw_only=True):
    """Other words for other people. `silent`: they are shown nothing at all."""

    audience: ChoiceSaid
    silent: bool = False


class Saying(Words, frozen=True, kw_only=True):
    """A post and its variants, in the order in which they are tried: whoever is meant by several has the
    first; all others have the post's own words.
    """

    audience: ChoiceSaid | None = None
    """Whom the post's own words are for; nothing said: whom the face usually speaks to."""
    variants: list[Other]
    language: str = ""


@door.post(f"{AT}/statuses", gives=list[Variant], scopes="write:statuses", takes=Saying, errors=(404, 422))
def publish(caller: Caller, given: Saying) -> Answer:
    """Say something differently to others. Everybody has one variant, fixed now; nobody can tell that there
    are more. With the same `Idempotency-Key` it is said once. The post's own words come last.
    """
    if not given.variants:
        raise Invalid("variants", "can't be blank", "ERR_BLANK")
    draft = Draft(
        text=given.status,
        audience=ours.choice(given.audience) if given.audience is not None else Choice(),
        content_note=given.spoiler_text,
        media=given.media_ids,
        language=given.language,
        once_key=drafts.key(caller),
        variants=[
            Variation(ours.choice(each.audience), each.status, each.spoiler_text, each.media_ids, each.silent)
            for each in given.variants
        ],
    )
    return _listed(caller, acts.publish(caller.me, draft))


@door.get(f"{AT}/statuses/<id:status>/variants", gives=list[Variant], scopes="read:statuses", errors=(404,))
def index(caller: Caller, status: int) -> Answer:
    """All variants of an own post, by any of them: whom each is for, in the order in which they were tried.
    Empty where it says the same to everybody.
    """
    return _listed(caller, status)


class Again(Words, frozen=True, kw_only=True):
    """A variant said anew, by its status' id."""

    id: int


class Anew(msgspec.Struct, frozen=True, kw_only=True):
    """The variants that say something else now."""

    variants: list[Again]


@door.put(
    f"{AT}/statuses/<id:status>/variants",
    gives=list[Variant],
    scopes="write:statuses",
    takes=Anew,
    errors=(404, 422),
)
def edit(caller: Caller, status: int, given: Anew) -> Answer:
    """Say some variants of an own post anew, all of them or none. Those that are not named stay as they are,
    unmarked; whom each is for stays as it was fixed.
    """
    together = {each.post for each in _of(caller, status)}
    if not together >= {each.id for each in given.variants}:
        raise NotFound
    acts.edit_together(caller.me, _edits(given.variants))
    return _listed(caller, status)


def _edits(variants: Iterable[Again]) -> list[tuple[str, int, Draft]]:
    return [
        (
            f"variants[{place}]",
            each.id,
            Draft(each.status, content_note=each.spoiler_text, media=each.media_ids),
        )
        for place, each in enumerate(variants)
    ]


def _of(caller: Caller, status: int) -> list[variants.One]:
    """The variants of an own post. Raises NotFound for any other."""
    shown = posts.post(caller.me, status)
    if not shown.mine or shown.boosted_by is not None:
        raise NotFound
    return variants.tabs(caller.me, [shown.id]).get(shown.id, [])


def _listed(caller: Caller, status: int) -> Answer:
    found = _of(caller, status)
    shown = posts.shown(caller.me, [each.id for each in found if each.id is not None])
    made = dict(zip((each.id for each in shown), statuses.encoded(caller, shown), strict=True))
    return Answer(
        [
            {
                "status": msgspec.Raw(made[each.id]) if each.id in made else None,
                "audience": ours.audience(each.told),
                "everybody": each.public,
                "count": None if each.public else each.count,
            }
            for each in found
        ]
    )
