"""The story as it is written: who there is, who knows whom, and what was said. Plain data."""

import re
from datetime import timedelta
from pathlib import Path

import msgspec

FOLDER = Path(__file__).parent / "story"
FILES = ("family", "riverbank", "norvik", "nightjars", "house")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Broken(Exception):
    """The story does not fit together; the message says where."""


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file."""


class Person(_Part, frozen=True):
    """A member: one line about who it is, for the list on the start page."""

    member: str
    who: str
    language: str = "en"
    role: str = "member"


class Face(_Part, frozen=True):
    """A face of a member. `open`: whoever wants may follow it."""

    member: str
    handle: str
    name: str
    bio: str
    colour: int
    open: bool = False
    language: str = ""
    links: list[dict[str, str]] = []
    presence: bool = False
    """It shows its page of all places."""


class Tie(_Part, frozen=True, rename={"others": "with"}):
    """Mutual follows of one face with others."""

    of: str
    others: list[str]


class Circle(_Part, frozen=True):
    """A circle of a face."""

    of: str
    name: str
    people: list[str]


class Label(_Part, frozen=True):
    """What somebody is to a face."""

    of: str
    who: str
    words: list[str]


class Ask(_Part, frozen=True):
    """A request to follow that waits."""

    by: str
    of: str
    note: str
    ago: str


class Message(_Part, frozen=True):
    """Something said in a conversation, how long ago, and the reactions to it by handle."""

    by: str
    ago: str
    text: str
    reactions: dict[str, str] = {}


class Talk(_Part, frozen=True, rename={"others": "with"}):
    """A conversation: who begins it with whom, and what is said. `read`: who has read all of it; `norms`: how
    a group uses it, written by who began it.
    """

    by: str
    others: list[str]
    said: list[Message]
    name: str = ""
    norms: str = ""
    read: list[str] = []


class Report(_Part, frozen=True):
    """Somebody handed a post to the moderators: the newest one of its author that they see."""

    by: str
    about: str
    category: str
    words: str


class Picture(_Part, frozen=True):
    """A picture the program paints, and the words for who does not see it: they say what is on it.

    `scene`, `light` and `night` as `kernel.painting.drawn` knows them.
    """

    alt: str
    scene: str = "hills"
    light: str = "green"
    night: bool = False


class Film(_Part, frozen=True):
    """A short video made from a painted picture, or a sound; left out where there is no ffmpeg.

    `captions`: what is said in it, as WebVTT.
    """

    alt: str
    sound: bool = False
    light: str = "water"
    captions: str = ""


class Poll(_Part, frozen=True):
    """What a post asks, and who chose which answers (by their places, from 0). `left`: how long it still
    runs; `over`: or how long ago it ended.
    """

    options: list[str]
    votes: dict[str, list[int]] = {}
    multiple: bool = False
    hidden: bool = False
    left: str = "3d"
    over: str = ""


class Unsent(_Part, frozen=True):
    """A draft. `leaves`: it waits for tomorrow or Monday morning."""

    by: str
    to: str
    ago: str
    text: str
    leaves: str = ""


class Board(_Part, frozen=True):
    """A collection with the posts that begin with these words, in this order."""

    by: str
    to: str
    ago: str
    name: str
    about: str
    posts: list[str]
    cover: Picture | None = None


class Reply(_Part, frozen=True):
    """An answer to the post, or to the reply at the place `to` (from 0)."""

    by: str
    text: str
    to: int | None = None
    pictures: list[Picture] = []
    reactions: dict[str, str] = {}
    language: str = ""


class Post(_Part, frozen=True):
    """What a face said, how long ago, to whom, and what came of it."""

    by: str
    to: str
    ago: str
    text: str
    note: str = ""
    language: str = ""
    pictures: list[Picture] = []
    replies: list[Reply] = []
    reactions: dict[str, str] = {}
    boosts: list[str] = []
    kept: list[str] = []
    """Who bookmarked it."""
    pin: bool = False
    title: str = ""
    """Of a story; its first picture is the cover."""
    vanishes: str = ""
    """How long it is still there."""
    poll: Poll | None = None
    film: Film | None = None


class Group(_Part, frozen=True):
    """One file: some people and their story."""

    name: str
    about: str
    person: list[Person] = []
    face: list[Face] = []
    tie: list[Tie] = []
    circle: list[Circle] = []
    label: list[Label] = []
    post: list[Post] = []
    ask: list[Ask] = []
    report: list[Report] = []
    talk: list[Talk] = []
    draft: list[Unsent] = []
    board: list[Board] = []
    site: dict[str, str] = {}


def read(folder: Path = FOLDER) -> list[Group]:
    """The groups in their order. Raises Broken."""
    groups = []
    for name in FILES:
        try:
            groups.append(msgspec.toml.decode((folder / f"{name}.toml").read_bytes(), type=Group))
        except (OSError, msgspec.MsgspecError) as error:
            raise Broken(f"{name}.toml: {error}") from error
    return groups


def span(words: str) -> timedelta:
    """`3d`, `20h` or `40m` as a span of time. Raises Broken."""
    found = re.fullmatch(r"(\d+)([dhm])", words)
    if found is None:
        raise Broken(f"{words!r} is no span of time such as 3d, 20h or 40m")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
