"""The one way posts get out: what a viewer may see, with the viewer's own marks laid over the shared body."""

from collections.abc import Collection, Sequence
from typing import Literal

import msgspec

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Told
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk import bodies
from hedgerow.talk.bodies import Body, Entry
from hedgerow.talk.marks import NO_MARKS, Marks, marked_by, marks
from hedgerow.talk.media.addresses import PictureFor, card_picture, pictures
from hedgerow.talk.media.reads import troubles

from . import replying, rules, telling
from .known import ids_of

UNAVAILABLE: Literal["unavailable"] = "unavailable"
"""Stands for a quoted post that is deleted, narrowed or behind a block: one answer for all of them."""


class Shown(msgspec.Struct, frozen=True, gc=False):
    """A post as one viewer sees it. For a boost: the original, who boosted it, and the boost's own id.

    What few readers ask for is made when it is asked for.
    """

    entry: Entry
    listing: Entry
    """What it was listed for: the boost, or itself."""
    overlay: "_Overlay"
    mine: bool
    marks: Marks
    """What the viewer left on it."""
    quote: "Shown | Literal['unavailable'] | None"
    beyond: int = 0
    """Inside a quote: what it quotes itself (public id), as far as the viewer sees that; 0 for nothing."""

    @property
    def id(self) -> int:
        """The post's dense id."""
        return self.entry.id

    @property
    def listed(self) -> int:
        """The public id of what it was listed for. Lists go on from it."""
        return self.listing.public_id

    @property
    def author(self) -> FaceCard:
        """Who wrote it."""
        return self.entry.card

    @property
    def body(self) -> Body:
        """What every reader gets."""
        return self.entry.body

    @property
    def json(self) -> bytes:
        """The same, encoded."""
        return self.entry.json

    @property
    def boosted_by(self) -> FaceCard | None:
        """Who boosted it, where it was listed for that."""
        return self.listing.card if self.listing is not self.entry else None

    @property
    def public_id(self) -> int:
        """The post's outside id."""
        return self.entry.public_id

    @property
    def told(self) -> Told:
        """What the viewer is told of its audience, in the language of the moment."""
        return self.overlay.told(self.entry)

    @property
    def reacted(self) -> str:
        """The viewer's emoji, or empty."""
        return self.marks.reacted

    @property
    def bookmarked(self) -> bool:
        """The viewer keeps it."""
        return self.marks.bookmarked

    @property
    def boosted(self) -> bool:
        """The viewer boosted it."""
        return self.marks.boosted

    @property
    def voted(self) -> tuple[int, ...]:
        """The places of the answers that the viewer chose in its poll."""
        return self.marks.voted

    @property
    def may_reply(self) -> bool:
        """May the viewer answer it?"""
        return self.overlay.may_reply(self.entry)

    @property
    def may_boost(self) -> bool:
        """May the viewer boost it?"""
        return self.overlay.may_boost(self.entry)

    @property
    def may_quote(self) -> bool:
        """May the viewer quote it?"""
        return self.entry.scope != rules.DIRECT and _may_quote(self.overlay.viewer, self.entry)

    @property
    def quoted_alike(self) -> bool | None:
        """May everybody with a face quote it who sees it and has not written it? None: some of them."""
        followers, others = (
            rules.may_quote(self.body.may_quote, own=False, follows=follows) for follows in (True, False)
        )
        return followers and not self.direct if followers == others else None

    @property
    def closed(self) -> bool:
        """Its thread takes no more answers."""
        return self.overlay.root(self.entry).closed

    @property
    def why_no_reply(self) -> str:
        """What its thread says to whom it does not let answer."""
        return replying.why_not(self.overlay.root(self.entry).may_reply, closed=self.closed)

    @property
    def hidden(self) -> bool:
        """The author of the thread folded it away."""
        return self.entry.hidden

    @property
    def removed(self) -> bool:
        """The author of the thread took it out: only its own author still sees it."""
        return self.entry.removed

    @property
    def pinned(self) -> bool:
        """Its author shows it first."""
        return self.entry.pinned

    @property
    def app(self) -> int | None:
        """With which app it was said, where it was one; told to its author alone."""
        return self.entry.app if self.mine else None

    @property
    def troubles(self) -> list[str]:
        """Why videos or sounds of it could not be made ready; told to its author alone."""
        return self.overlay.troubles.get(self.id, []) if self.mine else []

    @property
    def pictures(self) -> list[PictureFor]:
        """Its pictures, videos and sounds, with addresses for this viewer."""
        return pictures(self.overlay.viewer, self.entry) if self.body.pictures else []

    @property
    def card_picture(self) -> str:
        """The address of the preview's picture for this viewer; empty for none."""
        return card_picture(self.overlay.viewer, self.body)

    @property
    def answers(self) -> FaceCard | None:
        """Whom it answers; None where it answers nobody, or what it answers is gone."""
        return self.overlay.answered.get(self.entry.reply_author or 0)

    @property
    def mentions(self) -> frozenset[int]:
        """The faces (dense ids) that its words name."""
        return self.entry.mentions

    @property
    def root(self) -> int | None:
        """The dense id of the post that began its thread; None for a root."""
        return self.entry.root

    @property
    def direct(self) -> bool:
        """It is a message: its place is in its conversation."""
        return self.entry.scope == rules.DIRECT

    @property
    def varied(self) -> bool:
        """It is one of several variants; told to its author alone."""
        return self.mine and self.overlay.varied(self.entry)

    @property
    def url(self) -> str:
        """Where the post's own page is."""
        return f"/@{self.author.address}/{self.public_id}"


def shown(viewer: int | None, ids: Sequence[int]) -> list[Shown]:
    """Those of the posts (dense ids) that the viewer may see now, in the order given.

    A boost comes out as its original, if that may be seen too. At most a handful of queries for however many.
    """
    known = bodies.entries(ids, viewer)
    open_to = {entry.id: entry for entry in boundary.seen(viewer, known.values())}
    pairs = [pair for post in ids if (entry := open_to.get(post)) and (pair := _original(entry, open_to))]
    laid = [original for original, _ in pairs]
    quoted = [open_to[original.quote_of] for original in laid if original.quote_of in open_to]
    further = [each.quote_of for each in quoted if each.quote_of and each.quote_of not in open_to]
    if further:
        found = bodies.entries(further, viewer)
        open_to.update((entry.id, entry) for entry in boundary.seen(viewer, found.values()))
    overlay = _Overlay(viewer, known, open_to, laid + quoted)
    return [overlay.lay(original, entry) for original, entry in pairs]


def _original(entry: Entry, open_to: dict[int, Entry]) -> tuple[Entry, Entry] | None:
    """What is shown for this one: itself, or what it boosts; None where that may not be seen."""
    if not entry.boost_of:
        return entry, entry
    boosted = open_to.get(entry.boost_of)
    return (boosted, entry) if boosted is not None else None


def shown_to(viewers: Collection[int], post: int) -> dict[int, Shown]:
    """What `shown` gives of one post (dense id) to each of these viewers. The boundary is asked for all of
    them together, and those to whom it looks the same get the same object.
    """
    asked = set(viewers)
    entry = bodies.entries([post]).get(post)
    if entry is None or not _looks_alike(entry):
        return {viewer: found for viewer in asked for found in shown(viewer, [post])}
    readers = asked & set(boundary.readers(entry).faces)
    # Whom it answers is told so of themselves.
    apart = (readers & (marked_by(post) | {entry.reply_author})) | (asked & {entry.author_id})
    found = {viewer: each for viewer in apart for each in shown(viewer, [post])}
    alike = readers - apart
    for same in shown(next(iter(alike)), [post]) if alike else ():
        found.update(dict.fromkeys(alike, same))
    return found


def _looks_alike(entry: Entry) -> bool:
    """Do all who may see this post, have not written it, are not answered by it and left nothing on it, see
    the same?
    """
    body = entry.body
    root = bodies.entries([entry.root]).get(entry.root, entry) if entry.root else entry
    granted = bool(body.pictures) or (body.preview is not None and body.preview.picture)
    return (
        entry.boost_of is None
        and entry.scope != rules.DIRECT
        and not body.quotes
        and (body.public or not granted)
        and root.may_reply == "all"
        and body.may_quote != "followers"
    )


class _Overlay:
    """One viewer's own part of a list of posts."""

    def __init__(
        self, viewer: int | None, known: dict[int, Entry], open_to: dict[int, Entry], posts: Collection[Entry]
    ) -> None:
        self.viewer = viewer
        self.known = known
        self.open_to = open_to
        self.posts = posts
        self.marks = marks(viewer, [entry.id for entry in posts])
        self._answered: dict[int, FaceCard] | None = None
        self._troubles: dict[int, list[str]] | None = None
        self._own: dict[int, Told] | None = None
        self._varied: set[int] | None = None

    @property
    def answered(self) -> dict[int, FaceCard]:
        """Whom these posts answer."""
        if self._answered is None:
            named = {entry.reply_author for entry in self.posts if entry.reply_author}
            self._answered = faces.cards(named) if named else {}
        return self._answered

    @property
    def troubles(self) -> dict[int, list[str]]:
        """Of the viewer's own: why videos or sounds could not be made ready."""
        if self._troubles is None:
            failed = [each.id for each in self.posts if each.failed and each.author_id == self.viewer]
            self._troubles = troubles(failed) if failed else {}
        return self._troubles

    def lay(self, entry: Entry, listed: Entry, *, inside: bool = False) -> Shown:
        """The shown post; `inside` another one, its own quote is left out."""
        quote = self._quote(entry) if entry.body.quotes and not inside else None
        further = self.open_to.get(entry.quote_of) if inside and entry.quote_of else None
        beyond = further.public_id if further is not None else 0
        mine = entry.author_id == self.viewer
        return Shown(entry, listed, self, mine, self.marks.get(entry.id, NO_MARKS), quote, beyond)

    def told(self, entry: Entry) -> Told:
        """What is said of its audience: to its author, of all of theirs at once, in full."""
        if entry.author_id != self.viewer:
            return telling.to(self.viewer, entry, self.above(entry))
        if self._own is None:
            self._own = telling.own(self.viewer, self.posts, self.above)
        return self._own[entry.id]

    def varied(self, entry: Entry) -> bool:
        """Is it the viewer's own, and one of several variants?"""
        if self._varied is None:
            own = [each for each in self.posts if each.author_id == self.viewer]
            self._varied = telling.varied(own)
        return entry.id in self._varied

    def may_reply(self, entry: Entry) -> bool:
        """May the viewer, who sees it, answer it?"""
        return entry.scope != rules.DIRECT and _may_reply(self.viewer, self.root(entry))

    def may_boost(self, entry: Entry) -> bool:
        """May the viewer, who sees it, boost it?"""
        return entry.body.public and self.viewer is not None

    def root(self, entry: Entry) -> Entry:
        """What began its thread."""
        return self.known.get(entry.root, entry) if entry.root else entry

    def above(self, entry: Entry) -> FaceCard | None:
        """Whose post it answers or quotes, where that is there."""
        if entry.reply_author is not None:
            return self.answered.get(entry.reply_author)
        quoted = self.open_to.get(entry.quote_of) if entry.quote_of else None
        return quoted.card if quoted else None

    def _quote(self, entry: Entry) -> "Shown | Literal['unavailable']":
        quoted = self.open_to.get(entry.quote_of) if entry.quote_of else None
        return self.lay(quoted, quoted, inside=True) if quoted is not None else UNAVAILABLE


class _Unmarked(_Overlay):
    """The same posts without a word or a mark of one reader's own. Their pictures stay theirs to load."""

    def __init__(self, other: _Overlay) -> None:
        super().__init__(other.viewer, other.known, other.open_to, ())
        self._other = other

    @property
    def answered(self) -> dict[int, FaceCard]:
        """Whom they answer."""
        return self._other.answered

    def told(self, entry: Entry) -> Told:
        """As others are told."""
        return telling.told(entry, self.above(entry))

    def may_reply(self, entry: Entry) -> bool:
        """Nothing can be done here."""
        return False

    def may_boost(self, entry: Entry) -> bool:
        """Nothing can be done here."""
        return False


def unmarked(each: Shown, quote: "Shown | Literal['unavailable'] | None") -> Shown:
    """The same post without a word or a mark of its reader's own, and with this quote."""
    plain = msgspec.structs.replace(each.entry, hidden=False, removed=False)
    listing = plain if each.boosted_by is None else each.listing
    return Shown(plain, listing, _Unmarked(each.overlay), False, NO_MARKS, quote, each.beyond)


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
