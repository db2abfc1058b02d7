"""The one way posts get out: what a viewer may see, with the viewer's own marks laid over the shared body."""

from collections.abc import Collection, Iterable, Sequence
from typing import Literal

import msgspec
from django.utils.translation import get_language

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Told
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk import bodies
from hedgerow.talk.bodies import Body, Entry
from hedgerow.talk.marks import NO_MARKS, marks
from hedgerow.talk.media.addresses import PictureFor, card_picture, pictures
from hedgerow.talk.media.reads import troubles
from hedgerow.talk.models import Post

from . import rules, telling

UNAVAILABLE: Literal["unavailable"] = "unavailable"
"""Stands for a quoted post that is deleted, narrowed or behind a block: one answer for all of them."""


_ids: Remembered[int] = Remembered(100_000)
"""Dense ids by outside ids. Neither ever changes."""


class Shown(msgspec.Struct, frozen=True, gc=False):
    """A post as one viewer sees it. For a boost: the original, who boosted it, and the boost's own id."""

    id: int
    public_id: int
    listed: int
    """The public id of the row it was listed for: the boost's, or its own. Lists go on from it."""
    author: FaceCard
    body: Body
    json: bytes
    """The shared body, encoded; the same for every reader."""
    told: Told
    mine: bool
    reacted: str
    bookmarked: bool
    boosted: bool
    voted: tuple[int, ...]
    """The places of the answers that the viewer chose in its poll."""
    may_reply: bool
    may_boost: bool
    may_quote: bool
    closed: bool
    """Its thread takes no more answers."""
    hidden: bool
    """The author of the thread folded it away."""
    removed: bool
    """The author of the thread took it out: only its own author still sees it."""
    pinned: bool
    pictures: list[PictureFor]
    troubles: list[str]
    """Why videos or sounds of it could not be made ready; told to its author alone."""
    card_picture: str
    """The address of the preview's picture for this viewer; empty for none."""
    answers: FaceCard | None
    """Whom it answers; None where it answers nobody, or what it answers is gone."""
    quote: "Shown | Literal['unavailable'] | None"
    boosted_by: FaceCard | None
    mentions: frozenset[int]
    """The faces (dense ids) that its words name."""
    root: int | None
    """The dense id of the post that began its thread; None for a root."""
    direct: bool = False
    """It is a message: its place is in its conversation."""

    @property
    def url(self) -> str:
        """Where the post's own page is."""
        return f"/@{self.author.address}/{self.public_id}"


def shown(viewer: int | None, ids: Sequence[int]) -> list[Shown]:
    """Those of the posts (dense ids) that the viewer may see now, in the order given.

    A boost comes out as its original, if that may be seen too. At most a handful of queries for however many.
    """
    known = bodies.entries(ids, viewer)
    asked = {post: entry for post, entry in known.items() if entry.gone_at is None}
    open_to = {entry.id: entry for entry in boundary.seen(viewer, list(asked.values()))}
    listed = [entry for post in ids if (entry := open_to.get(post)) is not None]
    originals = [open_to.get(entry.boost_of) if entry.boost_of else entry for entry in listed]
    pairs = [(entry, original) for entry, original in zip(listed, originals, strict=True) if original]
    quoted = [open_to[original.quote_of] for _, original in pairs if original.quote_of in open_to]
    overlay = _Overlay(viewer, known, open_to, [*(original for _, original in pairs), *quoted])
    return [overlay.lay(original, entry) for entry, original in pairs]


class _Overlay:
    """One viewer's own part of a list of posts."""

    def __init__(
        self, viewer: int | None, known: dict[int, Entry], open_to: dict[int, Entry], posts: Collection[Entry]
    ) -> None:
        self.viewer = viewer
        self.language = get_language()
        self.known = known
        self.open_to = open_to
        self.marks = marks(viewer, [entry.id for entry in posts])
        self.answered = faces.cards({entry.reply_author for entry in posts if entry.reply_author})
        self.told = telling.own(viewer, posts, self.above)
        own_failed = [entry.id for entry in posts if entry.failed and entry.author_id == viewer]
        self.troubles = troubles(own_failed) if own_failed else {}

    def lay(self, entry: Entry, listed: Entry, *, inside: bool = False) -> Shown:
        """The shown post; `inside` another one, its own quote is left out."""
        mine = entry.author_id == self.viewer
        left = self.marks.get(entry.id, NO_MARKS)
        body = entry.body
        root = self.known.get(entry.root, entry) if entry.root else entry
        return Shown(
            id=entry.id,
            public_id=entry.public_id,
            listed=listed.public_id,
            author=entry.card,
            body=body,
            json=entry.json,
            told=self.told[entry.id] if mine else telling.told(entry, self.above(entry), self.language),
            mine=mine,
            reacted=left.reacted,
            bookmarked=left.bookmarked,
            boosted=left.boosted,
            voted=left.voted,
            may_reply=entry.scope != rules.DIRECT and _may_reply(self.viewer, root),
            may_boost=body.public and self.viewer is not None,
            may_quote=entry.scope != rules.DIRECT and _may_quote(self.viewer, entry),
            closed=root.closed,
            hidden=entry.hidden,
            removed=entry.removed,
            pinned=entry.pinned,
            pictures=pictures(self.viewer, entry) if body.pictures else [],
            troubles=self.troubles.get(entry.id, []) if mine else [],
            card_picture=card_picture(self.viewer, body) if body.preview else "",
            answers=self.answered.get(entry.reply_author) if entry.reply_author is not None else None,
            quote=self._quote(entry) if body.quotes and not inside else None,
            boosted_by=listed.card if listed is not entry else None,
            mentions=entry.mentions,
            root=entry.root,
            direct=entry.scope == rules.DIRECT,
        )

    def above(self, entry: Entry) -> FaceCard | None:
        """Whose post it answers or quotes, where that is there."""
        if entry.reply_author is not None:
            return self.answered.get(entry.reply_author)
        quoted = self.open_to.get(entry.quote_of) if entry.quote_of else None
        return quoted.card if quoted else None

    def _quote(self, entry: Entry) -> "Shown | Literal['unavailable']":
        quoted = self.open_to.get(entry.quote_of) if entry.quote_of else None
        return self.lay(quoted, quoted, inside=True) if quoted is not None else UNAVAILABLE


def _may_reply(viewer: int | None, root: Entry) -> bool:
    """May this viewer, who sees the post, answer in its thread?"""
    if viewer is None or root.closed:
        return False
    if root.may_reply == "all" or viewer == root.author_id:
        return True
    follows = root.may_reply == "followers" and root.author_id in contacts.follows(viewer)
    return rules.may_answer(root.may_reply, follows=follows, mentioned=viewer in root.mentions)


def _may_quote(viewer: int | None, entry: Entry) -> bool:
    """May this viewer, who sees the post, quote it?"""
    if viewer is None:
        return False
    setting = entry.body.may_quote
    follows = setting == "followers" and entry.author_id in contacts.follows(viewer)
    return rules.may_quote(setting, own=entry.author_id == viewer, follows=follows)


def post(viewer: int | None, public_id: int) -> Shown:
    """One post as the viewer sees it. Raises NotFound: the same for missing and forbidden."""
    found = shown(viewer, ids_of([public_id]))
    if not found:
        raise NotFound
    return found[0]


def ids_of(public_ids: Iterable[int]) -> list[int]:
    """The dense ids of these posts. They give nothing away: `shown` decides what is seen."""
    began = epoch.now()
    wanted = list(public_ids)
    known = {number: found for number in wanted if (found := _ids.peek(number)) is not None}
    if missing := [number for number in wanted if number not in known]:
        rows = Post.objects.unguarded(
            reason="from outside ids to inside ones; shown() asks the boundary for each"
        )
        for number, post in rows.filter(public_id__in=missing).values_list("public_id", "id"):
            known[number] = post
            _ids.put(number, (), began, post)
    return [known[number] for number in wanted if number in known]
