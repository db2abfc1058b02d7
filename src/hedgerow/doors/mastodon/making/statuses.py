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

from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute, moment
from hedgerow.doors.mastodon.entities.status import StatusMention, StatusTag
from hedgerow.kernel.cache import Recent
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts.reads import Body, Shown, Version

from . import accounts, filters, parts
from .html import for_apps

Filtered = dict[int, bytes]
"""For a post (dense id) the results of the reader's filters, in JSON."""

_kept: Recent[int, tuple[bytes, "Shared"]] = Recent(20_000)


class Shared(msgspec.Struct, frozen=True):
    """What all readers of a post get, in pieces between which the account and the reader's own part stand."""

    head: bytes
    """Until before `account`, without an end."""
    media: bytes | None
    """None where each reader has addresses of their own."""
    card: bytes | None
    poll: bytes
    """Without an end, for the reader's own votes; empty for none."""


def encoded(caller: Caller, shown: Sequence[Shown], filtered: Filtered | None = None) -> list[bytes]:
    """Each of these as a Status in JSON. A fixed number of queries for however many."""
    if filtered is None:
        filtered = filters.met(caller.face, shown)
    making = _Making(caller, shown, filtered)
    return [making.status(each) for each in shown]


def listed(caller: Caller, shown: Sequence[Shown], filtered: Filtered | None = None) -> bytes:
    """The same as a JSON array."""
    return b"[" + b",".join(encoded(caller, shown, filtered)) + b"]"


def one(caller: Caller, shown: Shown) -> bytes:
    """One status."""
    return encoded(caller, [shown])[0]


class _Making:
    """Statuses for one reader."""

    def __init__(self, caller: Caller, shown: Sequence[Shown], filtered: Filtered) -> None:
        self.caller = caller
        self.filtered = filtered
        self.muted = telling.muted(caller.face) if caller.face is not None else frozenset[int]()
        together = [*shown, *(each.quote for each in shown if isinstance(each.quote, Shown))]
        named = {face for each in together for face in each.mentions}
        self.cards = faces.cards(named)
        boosters = (each.boosted_by.id for each in shown if each.boosted_by is not None)
        self.accounts = accounts.encoded({*(each.author.id for each in together), *boosters})

    def status(self, each: Shown) -> bytes:
        """A post; for a boost the boost around it."""
        inner = self._post(each)
        if each.boosted_by is None:
            return inner
        head = _boost_head(each)
        rest = b',"media_attachments":[],"card":null,"poll":null,"quote":null,"reblog":' + inner
        account = self.accounts[each.boosted_by.id]
        return head + b',"account":' + account + rest + self._own(each, b"[]") + b"}"

    def _post(self, each: Shown, *, inside: bool = False) -> bytes:
        shared = self._shared(each)
        reader, token = self.caller.face, self.caller.token or 0
        media = shared.media if shared.media is not None else parts.media(each, reader, token)
        card = shared.card if shared.card is not None else parts.card(each, reader, token)
        pieces = [
            shared.head, b',"account":', self.accounts[each.author.id], b',"media_attachments":', media,
            b',"card":', card, b',"poll":', _poll(self.caller, each, shared.poll), b',"reblog":null,"quote":',
            self._quote(each, inside), self._own(each, self.filtered.get(each.id, b"[]")), b"}",
        ]  # fmt: skip
        return b"".join(pieces)

    def _shared(self, each: Shown) -> Shared:
        kept = _kept.get(each.id)
        if kept is None or (kept[0] is not each.json and kept[0] != each.json):
            kept = (each.json, _share(each, self.cards))
            _kept.put(each.id, kept)
        return kept[1]

    def _quote(self, each: Shown, inside: bool) -> bytes:
        if each.quote is None or inside:
            return b"null"
        if not isinstance(each.quote, Shown):
            return b'{"state":"deleted","quoted_status":null}'
        return b'{"state":"accepted","quoted_status":' + self._post(each.quote, inside=True) + b"}"

    def _own(self, each: Shown, filtered: bytes) -> bytes:
        """The reader's own part; nothing for who asks without a face."""
        approval = _approval(each.body.may_quote, each.may_quote)
        if self.caller.face is None:
            return approval
        muted = bool(self.muted) and (each.root or each.id) in self.muted
        marks = _marks(bool(each.reacted), each.boosted, muted, each.bookmarked, each.mine, each.pinned)
        return approval + marks + b',"filtered":' + filtered


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


@lru_cache(maxsize=128)
def _marks(favourited: bool, boosted: bool, muted: bool, bookmarked: bool, mine: bool, pinned: bool) -> bytes:
    """What the reader left on it."""
    marks = {"favourited": favourited, "reblogged": boosted, "muted": muted, "bookmarked": bookmarked}
    pin = {"pinned": pinned} if mine else {}
    return b"," + encode({**marks, **pin})[1:-1]


def _share(each: Shown, cards: dict[int, FaceCard]) -> Shared:
    body = each.body
    return Shared(
        head=encode(_head(each, cards))[:-1],
        media=_once(body, parts.media(each, None, 0) if body.pictures else b"[]", bool(body.pictures)),
        card=_once(body, parts.card(each, None, 0), body.preview is not None and body.preview.picture),
        poll=parts.poll(body),
    )


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
    return "public" if each.body.public else "private"


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
    return encode(head)[:-1]


def places(shown: Iterable[Shown]) -> list[int]:
    """The numbers by which a list of posts goes on."""
    return [each.listed for each in shown]
