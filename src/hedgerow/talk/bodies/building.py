"""From the rows of a post to its body and its entry. Pure: all that is needed was read before."""

from datetime import UTC, datetime

import msgspec

from hedgerow.kernel.clock import from_us, now_us
from hedgerow.people.emoji import reads as emoji
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import rules

from . import parts
from .rows import APP, PostRow, Rows
from .shapes import Author, Body, Drawing, Entry, Poll, PollOption, Reacted

_encoder = msgspec.json.Encoder()


def entry(row: PostRow, rows: Rows, card: FaceCard) -> Entry:
    """The post inside the house, with its encoded body."""
    body = _body(row, rows, card)
    return Entry(
        id=row.id,
        public_id=row.public_id,
        author_id=row.author,
        audience_id=row.audience,
        entered_at=row.entered_at,
        under_id=row.under or None,
        gone_at=row.gone_at or None,
        expires_at=row.expires_at or None,
        gate_id=row.gate or None,
        reply_to=row.reply_to or None,
        reply_author=row.reply_author or None,
        root=row.root or None,
        boost_of=row.boost_of or None,
        quote_of=row.quote_of or None,
        scope=_scope(row, rows),
        behind=row.under in rows.limiting,
        may_reply=row.may_reply,
        closed=bool(row.switches & 1),
        hidden=bool(row.switches & 2),
        removed=bool(row.switches & 4),
        pinned=bool(row.switches & 8),
        app=row.switches >> APP or None,
        failed=bool(rows.of(parts.FAILED, row.id)),
        mentions=frozenset(rows.of(parts.MENTIONS, row.id)),
        card=card,
        body=body,
        json=_encoder.encode(body),
    )


def _scope(row: PostRow, rows: Rows) -> str:
    """What asks nothing beyond public gates is public, whatever it was called when it was written."""
    if row.scope not in (rules.PARENT, rules.PUBLICLY):
        return row.scope
    return rules.PARENT if row.under in rows.limiting else rules.PUBLICLY


def _body(row: PostRow, rows: Rows, card: FaceCard) -> Body:
    scope = _scope(row, rows)
    return Body(
        id=str(row.public_id),
        author=Author(
            str(card.public_id), card.handle, card.address, card.name, card.colour, card.picture_url
        ),
        at=from_us(rules.said_at(row)),
        edited_at=_moment(row.edited_at),
        version=row.version,
        language=row.language,
        note=row.note,
        html=row.html,
        gate=rules.GATES[scope],
        public=scope == rules.PUBLICLY,
        pictures=[
            picture for _, picture in sorted(rows.of(parts.PICTURES, row.id), key=lambda pair: pair[0])
        ],
        tags=rows.of(parts.TAGS, row.id),
        preview=next(iter(rows.of(parts.PREVIEWS, row.id)), None),
        sensitive=bool(row.switches & 32) or card.covered,
        unlisted=bool(row.switches & 64),
        may_quote=row.may_quote,
        quotes=bool(row.switches & 16),
        answers=str(row.reply_public) if row.reply_public else "",
        told_on=next((told[:10] for told in rows.of(parts.BROUGHT, row.id)), ""),
        replies=sum(rows.of(parts.REPLIES, row.id)),
        boosts=sum(rows.of(parts.BOOSTS, row.id)),
        quoted=sum(rows.of(parts.QUOTES, row.id)),
        reactions=[
            Reacted(chosen, -count, _picture_of(chosen))
            for count, _, chosen in sorted(rows.of(parts.REACTIONS, row.id))
        ],
        emoji=_drawings(f"{row.note} {row.html}"),
        title=row.title,
        minutes=row.minutes,
        cover=str(row.cover) if row.cover else "",
        ends_at=from_us(row.expires_at) if row.expires_at else None,
        poll=_poll(row, rows),
    )


def _drawings(words: str) -> list[Drawing]:
    """The site's own emoji that stand in these words."""
    own = emoji.known() if ":" in words else {}
    return [Drawing(code, own[code].url) for code in emoji.named(words) if code in own] if own else []


def _picture_of(reaction: str) -> str:
    own = emoji.known().get(reaction.strip(":")) if reaction.startswith(":") else None
    return own.url if own is not None else ""


def _poll(row: PostRow, rows: Rows) -> Poll | None:
    """The poll; while its numbers are hidden nobody has them. Its end is told to the epoch."""
    for ends_at, multiple, hidden in rows.of(parts.POLLS, row.id):
        over = ends_at <= now_us()
        told = over or not hidden
        options = [
            PollOption(text, count if told else None)
            for _, text, count in sorted(rows.of(parts.OPTIONS, row.id))
        ]
        voters = sum(rows.of(parts.VOTERS, row.id)) if told else None
        return Poll(options, multiple, hidden, from_us(ends_at), over, voters)
    return None


def _moment(text: str) -> datetime | None:
    """A moment as both databases write it; SQLite leaves out that it is UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
