"""What rooms need to know of a face; shown to nobody."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from django.db.models import Q

from hedgerow.boundary import quick
from hedgerow.boundary.epoch import Remembered, author_key
from hedgerow.kernel.errors import NotFound
from hedgerow.people.models import Face

from . import rules


class Settings(msgspec.Struct, frozen=True):
    """Small switches of a face, kept in `Face.settings`."""

    home_order: str = "newest"
    """newest or people"""
    theme: str = ""
    """light, dark, or empty: as the system says"""
    messages_from: str = "everybody"
    """Who may begin a conversation with it: everybody, contacts, follows (those it follows) or nobody."""
    read_marks: bool = True
    """It shows how far it has read and that it is writing, and is shown the same by others who do."""
    presence: bool = False
    """It shows a page of all its places, to anybody."""
    suggests: bool = True
    """As one writes, the circles that the text looks like are offered."""
    readers_note: bool = False
    """Once a month it is told that it may look at who reads it."""
    may_quote: str = "all"
    """Who may quote its posts where nothing else is said: all, followers or nobody."""
    covered: bool = False
    """What its apps post is covered where they say nothing of it."""
    quiet: bool = False
    """What its apps post to everybody without naming an audience stands in no public list."""
    picture_words: str = ""
    """What its picture shows, for who does not see it."""
    header_words: str = ""
    shows_media: bool = True
    """Its apps wish a tab of its files on its page; so of `shows_media_replies` and `shows_featured`."""
    shows_media_replies: bool = True
    shows_featured: bool = True
    attribution: list[str] = []
    """Sites that may credit it, as its apps say them; nothing is credited here yet."""
    stops: bool = False
    """Its home ends where what is new ends; older posts are a step away."""
    told_about_threads: bool = False
    """It was said once that acting in a thread shows one to its readers."""


class FaceFacts(msgspec.Struct, frozen=True):
    """What rooms need to know of a face; shown to nobody."""

    id: int
    public_id: int
    member: int | None
    handle: str
    name: str
    bio: str
    links: list[dict[str, str]]
    colour: int
    language: str
    own_language: str
    """Empty where the face follows its member's language."""
    time_zone: str
    no_index: bool
    locked: bool
    bot: bool
    picture: str
    local: bool
    state: str
    own_state: str
    """The face's own state, whatever its member's."""
    followers_circle: int | None
    mutuals_circle: int | None
    default_audience: Any
    settings: Settings
    closing_at: Any


class Voice(NamedTuple):
    """What must be known of a face that says something."""

    language: str
    followers_circle: int | None
    may_quote: str
    covered: bool
    quiet: bool
    """See `Settings`."""


class Manners(msgspec.Struct, frozen=True):
    """How pages are made for a face: its language (empty: the member's), time zone and theme, and whether
    circles are suggested as it writes.
    """

    language: str
    time_zone: str
    theme: str
    suggests: bool


_manners: Remembered[Manners] = Remembered(20_000)


def face(face: int) -> FaceFacts:
    """What rooms need to know of a face. Raises NotFound."""
    row = Face.objects.select_related("member").filter(pk=face).first()
    if row is None:
        raise NotFound
    return _facts(row)


def _facts(row: Face) -> FaceFacts:
    return FaceFacts(
        id=row.pk,
        public_id=row.public_id,
        member=row.member_id,
        handle=row.handle,
        name=row.name,
        bio=row.bio,
        links=row.links,
        colour=row.colour,
        language=row.language or (row.member.language if row.member else ""),
        own_language=row.language,
        time_zone=row.time_zone,
        no_index=row.no_index,
        locked=row.locked,
        bot=row.bot,
        picture=row.picture,
        local=not row.domain,
        state=rules.standing(row.state, row.member.state if row.member else None),
        own_state=row.state,
        followers_circle=row.followers_circle,
        mutuals_circle=row.mutuals_circle,
        default_audience=row.default_audience,
        settings=msgspec.convert(row.settings, Settings, strict=False),
        closing_at=row.closing_at,
    )


def voice(face: int) -> Voice:
    """What must be known of a face that says something. Raises NotFound."""
    for language, members, circle, settings in quick.rows(_VOICE, (face,)):
        said = msgspec.json.decode(settings, type=Settings, strict=False)
        return Voice(language or members or "", circle, said.may_quote, said.covered, said.quiet)
    raise NotFound


_VOICE = """
SELECT f.language, m.language, f.followers_circle, f.settings
FROM people_face f LEFT JOIN people_member m ON m.id = f.member_id WHERE f.id = %s
"""


def followers_circles(ids: Iterable[int]) -> dict[int, int | None]:
    """The circle of followers of each of these faces."""
    rows: dict[int, int | None] = {}
    for some in rules.chunks(ids, 500):
        rows.update(Face.objects.filter(pk__in=some).values_list("id", "followers_circle"))
    return rows


def manners(face: int) -> Manners:
    """How pages are made for this face. Raises NotFound."""
    return _manners.get(face, (author_key(face),), lambda: _read_manners(face))


def _read_manners(number: int) -> Manners:
    row = Face.objects.filter(pk=number).values_list("language", "time_zone", "settings").first()
    if row is None:
        raise NotFound
    return Manners(row[0], row[1], str(row[2].get("theme", "")), bool(row[2].get("suggests", True)))


A_YEAR = timedelta(days=365, hours=6)
MOST_YEARS = 30


def anniversaries(at: datetime) -> dict[int, int]:
    """The active faces of this site that became a year older within the last week, and how many years they
    are old. When a face was made is told to nobody but its owner.
    """
    grew = Q()
    for count in range(1, MOST_YEARS + 1):
        grew |= Q(made_at__gt=at - count * A_YEAR - timedelta(days=7), made_at__lte=at - count * A_YEAR)
    rows = Face.objects.filter(grew, state=Face.State.ACTIVE, member__isnull=False)
    return {face: (at - made) // A_YEAR for face, made in rows.values_list("id", "made_at")}
