"""The pieces that a status is joined of: what every reader of a post gets, and the end that tells what is the
reader's own. `statuses` keeps and joins them.
"""

from functools import lru_cache
from typing import Any

import msgspec
from django.utils.html import escape

from hedgerow.doors.mastodon.answers import encode
from hedgerow.doors.mastodon.entities.common import CustomEmoji, absolute, moment
from hedgerow.doors.mastodon.entities.status import StatusMention, StatusTag
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.conversations.reads import Answered
from hedgerow.talk.posts.reads import Body, Shown

from . import parts
from .html import for_apps


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


def carried(media: bytes, card: bytes, poll: bytes, quote: bytes) -> bytes:
    """From after the account until the reader's own part."""
    pieces = (b',"media_attachments":', media, b',"card":', card, b',"poll":', poll)
    return b"".join((*pieces, b',"reblog":null,"quote":', quote))


_NOTHING = carried(b"[]", b"null", b"null", b"null")


def share(each: Shown, cards: dict[int, FaceCard], answered: Answered | None = None) -> Shared:
    """What all readers of a post get; of a message what this reader gets who sees what it answers."""
    body = each.body
    media = _once(body, parts.media(each, None, 0) if body.pictures else b"[]", bool(body.pictures))
    card = _once(body, parts.card(each, None, 0), body.preview is not None and body.preview.picture)
    poll = parts.poll(body)
    rest = None if media is None or card is None or poll else carried(media, card, b"null", b"null")
    # Nearly all posts carry nothing: one object for all of them.
    rest = _NOTHING if rest == _NOTHING else rest
    alike = each.quoted_alike
    whole = rest is not None and not body.quotes and not each.direct and alike is not None
    usual = _end(rest, body.may_quote, alike) if whole else None
    head = _head(each, cards)
    if answered is not None:
        head["in_reply_to_id"], head["in_reply_to_account_id"] = map(str, answered)
    return Shared(encode(head)[:-1] + b',"account":', media, card, poll, rest, usual)


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
        "quotes_count": body.quoted,
        "favourites_count": sum(reaction.count for reaction in body.reactions),
        "edited_at": moment(body.edited_at) if body.edited_at is not None else None,
        "content": content(each),
        "mentions": [_mention(cards[face]) for face in sorted(each.mentions) if face in cards],
        "tags": [StatusTag(tag.lower(), absolute(f"/tags/{tag.lower()}")) for tag in body.tags],
        "emojis": [CustomEmoji(each.code, absolute(each.url), absolute(each.url)) for each in body.emoji],
    }


def _mention(card: FaceCard) -> StatusMention:
    return StatusMention(str(card.public_id), card.handle, absolute(card.url), card.address)


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


NO_APP = b"null"
BOOSTED = b',"media_attachments":[],"card":null,"poll":null,"quote":null,"reblog":'


def boost_head(each: Shown) -> bytes:
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
        "visibility": _boost_visibility(each),
        "language": each.body.language or None,
        "uri": page,
        "url": page,
        "replies_count": 0,
        "reblogs_count": 0,
        "quotes_count": 0,
        "favourites_count": 0,
        "edited_at": None,
        "content": "",
        "mentions": [],
        "tags": [],
        "emojis": [],
    }
    return encode(head)[:-1] + b',"account":'


def _boost_visibility(each: Shown) -> str:
    """The same of a boost, which has an audience of its own."""
    boost = each.listing.body
    return "private" if not boost.public else "unlisted" if boost.unlisted else "public"


@lru_cache(maxsize=1024)
def own_part(
    setting: str,
    may_quote: bool,
    marks: tuple[bool, ...],
    pinned: bool | None,
    filtered: bytes,
    app: bytes = NO_APP,
) -> bytes:
    """What the reader left on it, and their filters; `pinned`: None where it is not theirs; `app`: with which
    one they said it.
    """
    said = dict(zip(("favourited", "reblogged", "muted", "bookmarked"), marks, strict=True))
    pin = {"pinned": pinned} if pinned is not None else {}
    own = b"," + encode({**said, **pin})[1:-1]
    return approval(setting, may_quote, app) + own + b',"filtered":' + filtered + b"}"


@lru_cache(maxsize=64)
def _end(rest: bytes, setting: str, may_quote: bool) -> bytes:
    """From after the account to the end, for a reader of whom nothing stands on a post."""
    return rest + own_part(setting, may_quote, (False,) * 4, None, b"[]")


@lru_cache(maxsize=64)
def approval(setting: str, may_quote: bool, app: bytes = NO_APP) -> bytes:
    """Who may quote, and whether the reader may; and the app."""
    approval = {
        "automatic": {"all": ["public"], "followers": ["followers"]}.get(setting, []),
        "manual": [],
        "current_user": "automatic" if may_quote else "denied",
    }
    return b',"application":' + app + b',"quote_approval":' + encode(approval)
