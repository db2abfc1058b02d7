"""Posts as statuses. What every reader gets is encoded once; the reader's own part is put in as bytes.

What is kept is a pure function of the shared body that `talk` hands out after asking the boundary, and is
used only for a body equal to that one: so no edit, narrowing or new count ever meets old bytes, and nothing
crosses from one reader to another. Never kept: a reader's marks, filters and the addresses of what is not
public.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from hedgerow.delivery.leaving import acts as leaving
from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.kernel.cache import Recent
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.posts.reads import NO_MARKS, Shown, Version

from . import accounts, filters, parts
from .html import for_apps
from .pieces import BOOSTED, NO_APP, Shared, approval, boost_head, carried, content, own_part, share

Filtered = dict[int, bytes]
"""For a post (dense id) the results of the reader's filters, in JSON."""

_kept: Recent[int, tuple[bytes, Shared]] = Recent(20_000)


def encoded(caller: Caller, shown: Sequence[Shown], filtered: Filtered | None = None) -> list[bytes]:
    """Each of these as a Status in JSON. A fixed number of queries for however many."""
    return [b"".join(pieces) for pieces in _pieces(caller, shown, filtered)]


def listed(caller: Caller, shown: Sequence[Shown], filtered: Filtered | None = None) -> bytes:
    """The same as a JSON array."""
    if not shown:
        return b"[]"
    pieces: list[bytes] = []
    for made in _pieces(caller, shown, filtered):
        pieces.append(b",")
        pieces += made
    pieces[0] = b"["
    pieces.append(b"]")
    return b"".join(pieces)


def one(caller: Caller, shown: Shown) -> bytes:
    """One status."""
    return encoded(caller, [shown])[0]


def likeness(caller: Caller, shown: Shown) -> object:
    """Readers of whom this is equal get the same bytes of the same shown post. None: of their own."""
    body = shown.body
    granted = bool(body.pictures) or (body.preview is not None and body.preview.picture)
    if caller.face is None or shown.quote is not None or (granted and not body.public):
        return None
    muted = (shown.root or shown.id) in telling.muted(caller.face)
    return muted, filters.met(caller.face, [shown]).get(shown.id)


def remember(face: int) -> None:
    """Read what is a reader's own beside any post."""
    telling.muted(face)
    filters.met(face, [])


Pieces = Sequence[bytes]


def _pieces(caller: Caller, shown: Sequence[Shown], filtered: Filtered | None) -> list[Pieces]:
    """What each of these is joined of. Most look to a reader as they do to most; the rest is made."""
    own = _Own(caller, shown, filtered)
    usual = _usual(own, shown)
    if None not in usual:
        return usual  # type: ignore[return-value]
    making = _Making(own, [each for each, made in zip(shown, usual, strict=True) if made is None])
    return [made or making.pieces(each) for each, made in zip(shown, usual, strict=True)]


class _Own:
    """What is a reader's own beside any post."""

    def __init__(self, caller: Caller, shown: Sequence[Shown], filtered: Filtered | None) -> None:
        face = caller.face
        self.caller = caller
        self.filtered = filters.met(face, shown) if filtered is None else filtered
        self.muted = telling.muted(face) if face is not None else frozenset[int]()


def _usual(own: _Own, shown: Sequence[Shown]) -> list[Pieces | None]:
    """The pieces of those of which nothing is the reader's own and everything is known; None for others."""
    face, filtered = own.caller.face, own.filtered
    if face is None or own.muted:
        return [None] * len(shown)
    known = accounts.encoded({each.entry.author_id for each in shown})
    found: list[Pieces | None] = []
    private: list[Shown] = []
    for each in shown:
        entry = each.entry
        json, shared = _kept.get(entry.id, _UNKNOWN)
        boosted = each.listing is not entry
        own_to_say = each.mine or boosted or each.marks is not NO_MARKS or entry.id in filtered
        if own_to_say or shared.usual is None or json is not entry.json:
            found.append(None)
            continue
        found.append((shared.head, known[entry.author_id], shared.usual))
        if not entry.body.public:
            private.append(each)
    if private:
        leaving.given(face, private)
    return found


_UNKNOWN = (b"", Shared(b"", None, None, b"", None, None))


class _Making:
    """Statuses for one reader."""

    def __init__(self, own: _Own, shown: Sequence[Shown]) -> None:
        self.caller, self.filtered, self.muted = own.caller, own.filtered, own.muted
        self.shared: dict[int, Shared] = {}
        authors: set[int] = set()
        unknown: list[Shown] = []
        for each in shown:
            if each.boosted_by is not None:
                authors.add(each.boosted_by.id)
            self._take(each, authors, unknown)
            if isinstance(each.quote, Shown):
                self._take(each.quote, authors, unknown)
        self.accounts = accounts.encoded(authors)
        if unknown:
            self._learn(unknown)

    def _take(self, each: Shown, authors: set[int], unknown: list[Shown]) -> None:
        authors.add(each.author.id)
        leaving.given(self.caller.face, (each,))
        # What a message answers is not in its body: each reader sees that, or does not.
        kept = _kept.get(each.id) if not each.direct else None
        if kept is not None and (kept[0] is each.json or kept[0] == each.json):
            self.shared[each.id] = kept[1]
        else:
            unknown.append(each)

    def _learn(self, unknown: Sequence[Shown]) -> None:
        """Encode these once: for everybody, and messages for this reader."""
        cards = faces.cards({face for each in unknown for face in each.mentions})
        messages = [each.id for each in unknown if each.direct]
        answered = talks.answered(self.caller.face, messages) if messages else {}
        for each in unknown:
            self.shared[each.id] = shared = share(each, cards, answered.get(each.id))
            if not each.direct:
                _kept.put(each.id, (each.json, shared))

    def pieces(self, each: Shown) -> Pieces:
        """A post; for a boost the boost around it."""
        if each.boosted_by is None:
            return self._post(each)
        account = self.accounts[each.boosted_by.id]
        return [boost_head(each), account, BOOSTED, *self._post(each), self._own(each, b"[]", NO_APP)]

    def _post(self, each: Shown, *, inside: bool = False) -> Pieces:
        shared = self.shared[each.id]
        rest = shared.rest
        if rest is None or each.body.quotes:
            rest = self._rest(each, shared, inside)
        own = self._own(each, self.filtered.get(each.id, b"[]"), parts.application(each))
        return shared.head, self.accounts[each.author.id], rest, own

    def _rest(self, each: Shown, shared: Shared, inside: bool) -> bytes:
        """The files, the card, the poll and the quote, as far as any of them is the reader's own."""
        reader, token = self.caller.face, self.caller.token or 0
        media = shared.media if shared.media is not None else parts.media(each, reader, token)
        card = shared.card if shared.card is not None else parts.card(each, reader, token)
        return carried(media, card, _poll(self.caller, each, shared.poll), self.quote(each, inside))

    def quote(self, each: Shown, inside: bool) -> bytes:
        """What it quotes: `inside` a quote by its id alone."""
        if not each.body.quotes:
            return b"null"
        if inside:
            number = str(each.beyond) if each.beyond else None
            return encode({"state": "accepted" if number else "deleted", "quoted_status_id": number})
        if not isinstance(each.quote, Shown):
            return b'{"state":"deleted","quoted_status":null}'
        inner = b"".join(self._post(each.quote, inside=True))
        return b'{"state":"accepted","quoted_status":' + inner + b"}"

    def _own(self, each: Shown, filtered: bytes, app: bytes) -> bytes:
        """The reader's own part; who asks without a face has none but whether it may be quoted."""
        setting, may_quote, left = each.body.may_quote, each.may_quote, each.marks
        if self.caller.face is None:
            return approval(setting, may_quote) + b"}"
        muted = bool(self.muted) and (each.root or each.id) in self.muted
        marks = (bool(left.reacted), left.boosted, muted, left.bookmarked)
        pinned = each.pinned if each.mine else None
        return own_part(setting, may_quote, marks, pinned, filtered, app)


def poll(caller: Caller, each: Shown) -> bytes:
    """The poll of a post, with what the reader chose. Raises NotFound where it asks nothing."""
    if each.body.poll is None:
        raise NotFound
    return _poll(caller, each, parts.poll(each.body))


def _poll(caller: Caller, each: Shown, shared: bytes) -> bytes:
    if not shared:
        return b"null"
    if caller.face is None:
        return shared + b"}"
    own = encode(list(each.voted))
    voted = b"true" if each.voted or each.mine else b"false"
    return shared + b',"voted":' + voted + b',"own_votes":' + own + b"}"


def versions(caller: Caller, each: Shown, before: Sequence[Version]) -> bytes:
    """What a post said before, the newest of it first, and says now: in JSON, the oldest first."""
    body = each.body
    now: dict[str, Any] = {
        "content": content(each),
        "spoiler_text": body.note,
        "sensitive": body.sensitive or bool(body.note),
        "created_at": moment(body.edited_at or body.at),
        "media_attachments": msgspec.Raw(parts.media(each, caller.face, caller.token or 0)),
        "emojis": [],
    }
    if body.poll:
        now["poll"] = {"options": [{"title": option.text} for option in body.poll.options]}
    older: list[dict[str, Any]] = [
        {
            "content": for_apps(version.html),
            "spoiler_text": version.note,
            "sensitive": bool(version.note),
            "created_at": moment(version.at),
            "media_attachments": [],
            "emojis": [],
        }
        for version in reversed(before)
    ]
    beside = {"account": msgspec.Raw(accounts.one(each.author.id))}
    if body.quotes:
        # No edit changes what a post quotes.
        beside["quote"] = msgspec.Raw(quoted(caller, each))
    return encode([{**version, **beside} for version in [*older, now]])


def quoted(caller: Caller, each: Shown) -> bytes:
    """What a post quotes, as the reader sees that."""
    return _Making(_Own(caller, [each], None), [each]).quote(each, inside=False)


def places(shown: Iterable[Shown]) -> list[int]:
    """The numbers by which a list of posts goes on."""
    return [each.listing.public_id for each in shown]
