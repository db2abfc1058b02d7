"""What a post looks like: to everybody who may see it (`Body`), and inside the house (`Entry`)."""

from datetime import datetime

import msgspec

from hedgerow.people.audiences.rules import Gate
from hedgerow.people.faces.reads import FaceCard


class Author(msgspec.Struct, frozen=True, gc=False):
    """A face as a body names it."""

    id: str
    handle: str
    address: str
    name: str
    colour: int
    picture_url: str


class Picture(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A picture, video or sound of a post. Its address is made for each reader: see `media.reads.address`."""

    id: str
    alt: str
    mime: str
    width: int
    height: int
    blurhash: str
    kind: str = "picture"
    """picture, video or audio."""
    ready: bool = True
    """It is there; otherwise it is in the making, and all but `id` and `alt` is unknown yet."""
    loops: bool = False
    poster: bool = False
    """A video or a sound that has a small picture."""
    small: tuple[int, int] = (0, 0)
    """Width and height of a small picture that is none of the file itself; 0 where it is."""
    focus: tuple[int, int] = (0, 0)
    """What stays in sight where it is cut: from the middle, in thousandths of half a side, right and up."""
    captions: bool = False
    captions_language: str = ""
    duration: int = 0
    """In milliseconds; of pictures 0."""
    waveform: str = ""
    """Of a sound: a digit a stretch, 0 to 9 and then a to z."""
    pace: str = ""
    """Of a film or a sound: bits a second, and pictures a second as a fraction."""
    edition: str = ""
    """Another word for each small picture it had: apps keep one by its address."""


class Preview(msgspec.Struct, frozen=True, gc=False):
    """What a post's first link shows of itself."""

    url: str
    title: str
    description: str
    site: str
    picture: bool
    author: str = ""
    kind: str = "link"
    """link, photo, video or rich."""


class Drawing(msgspec.Struct, frozen=True, gc=False):
    """An emoji of this site's own that a post's words name as `:code:`."""

    code: str
    url: str


class Reacted(msgspec.Struct, frozen=True, gc=False):
    """How many chose one emoji. `url`: its picture, for one of this site's own."""

    emoji: str
    count: int
    url: str = ""


class PollOption(msgspec.Struct, frozen=True, gc=False):
    """One answer of a poll. `count` None: nobody is told before the end."""

    text: str
    count: int | None


class Poll(msgspec.Struct, frozen=True, gc=False):
    """What a post asks, with the numbers that everybody is told."""

    options: list[PollOption]
    multiple: bool
    hidden: bool
    ends_at: datetime
    over: bool
    voters: int | None


class Body(msgspec.Struct, frozen=True, gc=False):
    """A post as everybody who may see it sees it. Ids are texts, since they are wider than 53 bits."""

    id: str
    author: Author
    at: datetime
    edited_at: datetime | None
    version: int
    language: str
    note: str
    html: str
    gate: Gate
    """How far its gate stands open, as far as others may know."""
    public: bool
    pictures: list[Picture]
    tags: list[str]
    preview: Preview | None
    sensitive: bool
    """Its pictures and films are covered until a reader uncovers them."""
    unlisted: bool
    """It stands in no list of what everybody says."""
    may_quote: str
    """all, followers or nobody, as its author chose."""
    quotes: bool
    answers: str
    """The post it answers, which everybody sees who sees this; empty for none."""
    told_on: str
    """The day it was told elsewhere (ISO 8601), before it was brought here; empty for nearly all."""
    replies: int
    boosts: int
    quoted: int
    """How many posts quote it that all of its readers see."""
    reactions: list[Reacted]
    emoji: list[Drawing]
    """The site's own emoji among its words."""
    title: str
    """A story has one; its `html` is then its first lines."""
    minutes: int
    cover: str
    """Which of the pictures stands first in a story; empty for none."""
    ends_at: datetime | None
    """When it vanishes."""
    poll: Poll | None


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A post inside the house: what the boundary asks of it, its place in the thread, and its body."""

    id: int
    public_id: int
    author_id: int
    audience_id: int
    entered_at: int
    under_id: int | None
    gone_at: int | None
    expires_at: int | None
    gate_id: int | None
    reply_to: int | None
    reply_author: int | None
    """None too when the parent is gone: under "deleted" no name stands."""
    root: int | None
    boost_of: int | None
    quote_of: int | None
    scope: str
    behind: bool
    """It stands behind something that is not public."""
    may_reply: str
    closed: bool
    hidden: bool
    removed: bool
    pinned: bool
    app: int | None
    """With which app its author said it."""
    failed: bool
    """A video or sound of it could not be made ready; its author is told why."""
    mentions: frozenset[int]
    card: FaceCard
    body: Body
    json: bytes
    """The encoded body."""

    def is_over(self, now: int) -> bool:
        """Is it deleted, or past the end that its author set (microseconds)?"""
        return self.gone_at is not None or (self.expires_at is not None and self.expires_at <= now)
