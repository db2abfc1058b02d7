"""What the streams of apps are made of: which of them a post concerns, and who may hear of it now.

A feed is one face listening to one timeline. A hint names a post; here the lines of the timelines are drawn
as the timelines themselves draw them, and the boundary is asked for every face, at that moment.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from hedgerow.boundary import reads as boundary
from hedgerow.delivery.home import rules as home
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import facts as contacts
from hedgerow.people.faces import reads as face_reads
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts import words
from hedgerow.talk.posts.reads import Shown

USER, NOTIFICATIONS, PUBLIC, REMOTE, TAG, LIST, DIRECT = (
    "user", "notifications", "public", "remote", "tag", "list", "direct",
)  # fmt: skip
MANY = 8
"""For more faces than this a post's readers are asked for together first."""


class Feed(NamedTuple):
    """One face (dense id) that listens to a timeline. `subject`: of a tag its key, of a list its circle."""

    face: int
    kind: str
    subject: str | int = ""
    media: bool = False


def key_of_tag(written: str) -> str:
    """The subject of a tag's feed."""
    return words.key_of_tag(written)


def remember(face: int) -> None:
    """Read whom this face reads, so that no post waits for it."""
    contacts.reading(face)


def told_of(post: int, feeds: Collection[Feed]) -> dict[Feed, Shown]:
    """What each of these feeds is told of a post (dense id) that is new or changed. Messages are not told."""
    line = facts.lines([post]).get(post)
    if line is None or line.gone_at is not None or line.conversation is not None:
        return {}
    concerned = _concerned(line, feeds)
    faces = {feed.face for feed in concerned}
    shown = posts.shown_to(faces, post)
    return {
        feed: shown[feed.face]
        for feed in concerned
        if feed.face in shown and (not feed.media or shown[feed.face].body.pictures)
    }


def lost(post: int, feeds: Collection[Feed]) -> tuple[int, set[Feed]]:
    """A post that is gone, by its public id, and the feeds that could have been told of it until then."""
    line = facts.lines([post]).get(post)
    if line is None:
        return 0, set()
    before = line._replace(gone_at=None, expires_at=None)
    if line.conversation is not None:
        return line.public_id, set(_hearing(before, feeds, USER))
    return line.public_id, _would_see(before, feeds)


def narrowed(post: int, before: int, feeds: Collection[Feed]) -> tuple[int, set[Feed]]:
    """A post by its public id, and the feeds that could see it in the audience of before, and cannot now."""
    line = facts.lines([post]).get(post)
    if line is None or line.gone_at is not None or line.conversation is not None or not before:
        return 0, set()
    could = _would_see(line._replace(audience_id=before), feeds)
    stays = _seeing(line, {feed.face for feed in could})
    return line.public_id, {feed for feed in could if feed.face not in stays}


def unboosted(
    post: int, public_id: int, author: int, audience: int, entered_at: int, feeds: Collection[Feed]
) -> set[Feed]:
    """The feeds that could have been told of this boost, which is gone with all that was stored of it."""
    original = facts.lines([post]).get(post)
    if original is None:
        return set()
    boost = Line(
        0, public_id, author, audience, entered_at, None, None, None, 1, None, None, post, original.author_id,
        None, None,
    )  # fmt: skip
    return _would_see(boost, feeds)


def said_to(post: int, feeds: Iterable[Feed]) -> list[Feed]:
    """The feeds of conversations whose faces see this message (dense id)."""
    line = facts.lines([post]).get(post)
    return _hearing(line, feeds, DIRECT) if line is not None and line.gone_at is None else []


def changed_message(post: int, feeds: Iterable[Feed]) -> dict[Feed, Shown]:
    """What the faces' own feeds are told of a message (dense id) that was changed: no timeline has it."""
    line = facts.lines([post]).get(post)
    if line is None or line.gone_at is not None or line.conversation is None:
        return {}
    hearing = _hearing(line, feeds, USER)
    return {feed: shown for feed in hearing for shown in posts.shown(feed.face, [post])}


def _hearing(line: Line, feeds: Iterable[Feed], kind: str) -> list[Feed]:
    """The feeds of this kind whose faces see a message."""
    listening = [feed for feed in feeds if feed.kind == kind]
    seeing = _seeing(line, {feed.face for feed in listening}) if listening else set()
    return [feed for feed in listening if feed.face in seeing]


def _would_see(line: Line, feeds: Collection[Feed]) -> set[Feed]:
    concerned = _concerned(line, feeds)
    seeing = _seeing(line, {feed.face for feed in concerned})
    return {feed for feed in concerned if feed.face in seeing}


def _seeing(line: Line, faces: Collection[int]) -> set[int]:
    return {face for face in _open_to(line, faces) if boundary.seen(face, [line])}


def _open_to(line: Line, faces: Collection[int]) -> Collection[int]:
    """Those of many faces that are worth asking for one by one."""
    if len(faces) <= MANY:
        return faces
    readers = boundary.readers(line).faces
    return [face for face in faces if face in readers or face == line.author_id]


def _concerned(line: Line, feeds: Collection[Feed]) -> list[Feed]:
    """The feeds in whose timeline this line stands, if their faces may see it."""
    kinds = {feed.kind for feed in feeds}
    tags = facts.tags(line.id) if TAG in kinds and not line.unlisted else set()
    begins = line.under_id is None and line.boost_of is None
    public = PUBLIC in kinds and begins and not line.unlisted and boundary.check(None, line)
    return [feed for feed in feeds if _stands_in(feed, line, public, tags)]


def _stands_in(feed: Feed, line: Line, public: bool, tags: Collection[str]) -> bool:
    if feed.kind not in (USER, PUBLIC, TAG, LIST):
        return False
    reading = contacts.reading(feed.face)
    muted = reading.muted()
    if feed.kind == USER:
        if line.author_id not in reading.follows and line.author_id != feed.face:
            return False
        # Whom else it knows matters for answers alone; no set is made for each of thousands otherwise.
        known = reading.follows | {feed.face} if line.reply_to is not None else reading.follows
        return home.belongs(line, known, muted, reading.without_boosts)
    if line.author_id in muted:
        return False
    if feed.kind == LIST:
        return line.reply_to is None and line.author_id in boundary.circle(int(feed.subject))
    if line.author_id in face_reads.limited() and line.author_id not in reading.follows | {feed.face}:
        return False
    return public if feed.kind == PUBLIC else line.boost_of is None and feed.subject in tags


def list_of(face: int, public_id: int) -> int:
    """The circle (dense id) that one of the face's lists is. Raises NotFound."""
    return circles.by_public_id(face, public_id).id
