"""Posts as statuses. What every reader gets is encoded once; the reader's own part is put in as bytes.

What is kept is a pure function of the shared body that `talk` hands out after asking the boundary, and is
used only for a body equal to that one: so no edit, narrowing or new count ever meets old bytes, and nothing
crosses from one reader to another. Never kept: a reader's marks, filters and the addresses of what is not
public.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from django.utils.html import escape

from hedgerow.delivery.leaving import acts as leaving
from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute, moment
from hedgerow.doors.mastodon.entities.status import StatusMention, StatusTag
from hedgerow.kernel.cache import Recent
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.conversations.reads import Answered
from hedgerow.talk.posts.reads import NO_MARKS, Body, Shown, Version

from . import accounts, filters, parts
from .html import for_apps

Filtered = dict[int, bytes]
"""For a post (dense id) the results of the reader's filters, in JSON."""

_kept: Recent[int, tuple[bytes, "Shared"]] = Recent(20_000)


class Shared(msgspec.Struct, frozen=True, gc=False):
    """What all readers of a post get, in pieces between which the account and the reader's own part stand."""

    head: bytes
    """Until where the account stands."""
    media: bytes | None
    """None where each reader has addresses of their own."""
    card: bytes | None
    poll: bytes
    """Without an end, for the reader's own votes; empty for none."""
    rest: bytes | None
    """From after the account until the reader's own part; None where something in it is the reader's own."""
    usual: bytes | None
    """From after the account to the end for a reader of whom nothing stands on it: no mark, no filter, no
    silence, not their words. None where even then each reader has something of their own.
    """


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
            self.shared[each.id] = shared = _share(each, cards, answered.get(each.id))
            if not each.direct:
                _kept.put(each.id, (each.json, shared))

    def pieces(self, each: Shown) -> Pieces:
        """A post; for a boost the boost around it."""
        if each.boosted_by is None:
            return self._post(each)
        account = self.accounts[each.boosted_by.id]
        return [_boost_head(each), account, _BOOSTED, *self._post(each), self._own(each, b"[]")]

    def _post(self, each: Shown, *, inside: bool = False) -> Pieces:
        shared = self.shared[each.id]
        rest = shared.rest
        if rest is None or each.quote is not None:
            rest = self._rest(each, shared, inside)
        own = self._own(each, self.filtered.get(each.id, b"[]"))
        return shared.head, self.accounts[each.author.id], rest, own

    def _rest(self, each: Shown, shared: Shared, inside: bool) -> bytes:
        """The files, the card, the poll and the quote, as far as any of them is the reader's own."""
        reader, token = self.caller.face, self.caller.token or 0
        media = shared.media if shared.media is not None else parts.media(each, reader, token)
        card = shared.card if shared.card is not None else parts.card(each, reader, token)
        return _rest(media, card, _poll(self.caller, each, shared.poll), self._quote(each, inside))

    def _quote(self, each: Shown, inside: bool) -> bytes:
        if each.quote is None or inside:
            return b"null"
        if not isinstance(each.quote, Shown):
            return b'{"state":"deleted","quoted_status":null}'
        inner = b"".join(self._post(each.quote, inside=True))
        return b'{"state":"accepted","quoted_status":' + inner + b"}"

    def _own(self, each: Shown, filtered: bytes) -> bytes:
        """The reader's own part; who asks without a face has none but whether it may be quoted."""
        setting, may_quote, left = each.body.may_quote, each.may_quote, each.marks
        if self.caller.face is None:
            return _approval(setting, may_quote) + b"}"
        muted = bool(self.muted) and (each.root or each.id) in self.muted
        marks = (bool(left.reacted), left.boosted, muted, left.bookmarked)
        return _own(setting, may_quote, marks, each.pinned if each.mine else None, filtered)


_BOOSTED = b',"media_attachments":[],"card":null,"poll":null,"quote":null,"reblog":'


def _rest(media: bytes, card: bytes, poll: bytes, quote: bytes) -> bytes:
    pieces = (b',"media_attachments":', media, b',"card":', card, b',"poll":', poll)
    return b"".join((*pieces, b',"reblog":null,"quote":', quote))


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


@lru_cache(maxsize=8)
def _approval(setting: str, may_quote: bool) -> bytes:
    """Who may quote, and whether the reader may."""
    approval = {
        "automatic": {"all": ["public"], "followers": ["followers"]}.get(setting, []),
        "manual": [],
        "current_user": "automatic" if may_quote else "denied",
    }
    return b',"quote_approval":' + encode(approval)


@lru_cache(maxsize=1024)
def _own(
    setting: str, may_quote: bool, marks: tuple[bool, ...], pinned: bool | None, filtered: bytes
) -> bytes:
    """What the reader left on it, and their filters; `pinned`: None where it is not theirs."""
    said = dict(zip(("favourited", "reblogged", "muted", "bookmarked"), marks, strict=True))
    pin = {"pinned": pinned} if pinned is not None else {}
    own = b"," + encode({**said, **pin})[1:-1]
    return _approval(setting, may_quote) + own + b',"filtered":' + filtered + b"}"


_NOTHING = _rest(b"[]", b"null", b"null", b"null")


def _share(each: Shown, cards: dict[int, FaceCard], answered: Answered | None = None) -> Shared:
    body = each.body
    media = _once(body, parts.media(each, None, 0) if body.pictures else b"[]", bool(body.pictures))
    card = _once(body, parts.card(each, None, 0), body.preview is not None and body.preview.picture)
    poll = parts.poll(body)
    rest = None if media is None or card is None or poll else _rest(media, card, b"null", b"null")
    # Nearly all posts carry nothing: one object for all of them.
    rest = _NOTHING if rest == _NOTHING else rest
    alike = each.quoted_alike
    whole = rest is not None and not body.quotes and not each.direct and alike is not None
    usual = _end(rest, body.may_quote, alike) if whole else None
    head = _head(each, cards)
    if answered is not None:
        head["in_reply_to_id"], head["in_reply_to_account_id"] = map(str, answered)
    return Shared(encode(head)[:-1] + b',"account":', media, card, poll, rest, usual)


@lru_cache(maxsize=64)
def _end(rest: bytes, setting: str, may_quote: bool) -> bytes:
    """From after the account to the end, for a reader of whom nothing stands on a post."""
    return rest + _own(setting, may_quote, (False,) * 4, None, b"[]")


def _once(body: Body, made: bytes, granted: bool) -> bytes | None:
    """Bytes that are the same for all; None where what they lead to asks for a grant."""
    return made if body.public or not granted else None


def _head(each: Shown, cards: dict[int, FaceCard]) -> dict[str, object]:
    body, answered = each.body, each.answers
    page = absolute(each.url)
    return {
        "id": body.id,
        "created_at": moment(body.at),
        "in_reply_to_id": (body.answers or None) if answered is not None else None,
        "in_reply_to_account_id": str(answered.public_id) if answered is not None else None,
        "sensitive": body.sensitive or bool(body.note),
        "spoiler_text": body.note,
        "visibility": visibility(each),
        "language": body.language or None,
        "uri": page,
        "url": page,
        "replies_count": body.replies,
        "reblogs_count": body.boosts,
        "favourites_count": sum(reaction.count for reaction in body.reactions),
        "edited_at": moment(body.edited_at) if body.edited_at is not None else None,
        "content": content(each),
        "mentions": [_mention(cards[face]) for face in sorted(each.mentions) if face in cards],
        "tags": [StatusTag(tag.lower(), absolute(f"/tags/{tag.lower()}")) for tag in body.tags],
        "emojis": [CustomEmoji(each.code, absolute(each.url), absolute(each.url)) for each in body.emoji],
        "application": None,
    }


def versions(caller: Caller, each: Shown, before: Sequence[Version]) -> bytes:
    """What a post said before, the newest of it first, and says now: in JSON, the oldest first."""
    body = each.body
    now: dict[str, Any] = {
        "content": content(each),
        "spoiler_text": body.note,
        "sensitive": body.sensitive or bool(body.note),
        "created_at": moment(body.edited_at or body.at),
        "poll": {"options": [{"title": option.text} for option in body.poll.options]} if body.poll else None,
        "media_attachments": msgspec.Raw(parts.media(each, caller.face, caller.token or 0)),
        "emojis": [],
    }
    older: list[dict[str, Any]] = [
        {
            "content": for_apps(version.html),
            "spoiler_text": version.note,
            "sensitive": bool(version.note),
            "created_at": moment(version.at),
            "poll": None,
            "media_attachments": [],
            "emojis": [],
        }
        for version in reversed(before)
    ]
    account = msgspec.Raw(accounts.one(each.author.id))
    return encode([{**version, "account": account} for version in [*older, now]])


def content(each: Shown) -> str:
    """The words. Of a story its title and first lines, with the address of the whole."""
    body = each.body
    html = for_apps(body.html)
    if not body.title:
        return html
    page = escape(absolute(each.url))
    link = f'<p><a href="{page}" target="_blank" rel="noopener">{page}</a></p>'
    return f"<p><strong>{escape(body.title)}</strong></p>{html}{link}"


def visibility(each: Shown) -> str:
    """In the original's words. Whether a post is for circles or for people by name is nobody's business."""
    if each.direct:
        return "direct"
    if not each.body.public:
        return "private"
    return "unlisted" if each.body.unlisted else "public"


def _mention(card: FaceCard) -> StatusMention:
    return StatusMention(str(card.public_id), card.handle, absolute(card.url), card.address)


def _boost_head(each: Shown) -> bytes:
    """A boost says nothing itself."""
    assert each.boosted_by is not None
    page = absolute(f"{each.boosted_by.url}/{each.listed}")
    head: dict[str, Any] = {
        "id": str(each.listed),
        "created_at": moment(parts.moment_of(each.listed)),
        "in_reply_to_id": None,
        "in_reply_to_account_id": None,
        "sensitive": each.body.sensitive or bool(each.body.note),
        "spoiler_text": "",
        "visibility": "public",
        "language": each.body.language or None,
        "uri": page,
        "url": page,
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "edited_at": None,
        "content": "",
        "mentions": [],
        "tags": [],
        "emojis": [],
        "application": None,
    }
    return encode(head)[:-1] + b',"account":'


def places(shown: Iterable[Shown]) -> list[int]:
    """The numbers by which a list of posts goes on."""
    return [each.listing.public_id for each in shown]
