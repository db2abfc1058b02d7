"""What conversations look like to a viewer."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts.reads import Shown

from .files import FileFor


class Found(msgspec.Struct, frozen=True):
    """A conversation as one who is in it sees it. `public_id` for addresses; `id` stays inside."""

    id: int
    public_id: int
    title: str
    name: str
    group: bool
    people: list[FaceCard]
    """The others whom the viewer may be shown, by name."""
    count: int
    """How many people are in it, the viewer too."""
    state: str
    """in, asked (a request to the viewer), declined or left."""
    muted: bool
    started: bool
    """The viewer began it."""
    waits: bool
    """Nobody else has accepted yet."""
    read_to: int

    @property
    def url(self) -> str:
        """Where its page is."""
        return f"/messages/{self.public_id}"


class Message(msgspec.Struct, frozen=True):
    """Something said, with its files."""

    shown: Shown
    files: list[FileFor]

    @property
    def at(self) -> datetime:
        return self.shown.body.at

    @property
    def number(self) -> int:
        return self.shown.public_id


class Line(msgspec.Struct, frozen=True):
    """Something that happened besides words. `kind`: added, left, removed, named or norms."""

    number: int
    kind: str
    who: FaceCard
    about: FaceCard | None
    at: datetime
    mine: bool
    about_me: bool


class Norm(msgspec.Struct, frozen=True):
    """How a group uses its conversation, as written at a moment. `by`: who wrote it, if that may be shown."""

    number: int
    text: str
    html: str
    at: datetime
    by: FaceCard | None


class Messages(msgspec.Struct, frozen=True):
    """Some of what was said and happened, oldest first. `older`: what to give as `before` for more."""

    items: list[Message | Line]
    older: int | None


class Listed(msgspec.Struct, frozen=True):
    """A conversation in the list, with what was last said in it that the viewer may see."""

    found: Found
    last: Shown | None
    unread: bool


class Page(msgspec.Struct, frozen=True):
    """Some conversations of the list. `older`: what to ask with for more (a public id), or None."""

    items: list[Listed]
    older: int | None


class Sender(msgspec.Struct, frozen=True):
    """Somebody else who said something in a conversation, and their newest messages there (public ids)."""

    face: FaceCard
    messages: list[int]


class Opened(NamedTuple):
    """What a stream must know of a conversation that somebody has open."""

    id: int
    face: int
    present: bool
