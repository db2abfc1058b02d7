"""The shared body of a post, built here and nowhere else: the same bytes for every reader.

Nothing in it depends on who reads. Counts are of what everybody who sees the post may see by audience; blocks
hide names, not numbers. Everything a list of posts needs is read in one statement and remembered until the
epoch says that the post, its parent or its author changed.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from django.db import connection

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.boundary.sight import gates_to, learn_gates
from hedgerow.kernel.clock import from_us
from hedgerow.people.audiences.rules import Gate
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard

from . import marks
from .posts import rules


class Author(msgspec.Struct, frozen=True):
    """A face as a body names it."""

    id: str
    handle: str
    address: str
    name: str
    colour: int
    picture_url: str


class Picture(msgspec.Struct, frozen=True):
    """A picture of a post. Its address is made for each reader: see `media.reads.address`."""

    id: str
    alt: str
    mime: str
    width: int
    height: int
    blurhash: str


class Preview(msgspec.Struct, frozen=True):
    """What a post's first link shows of itself."""

    url: str
    title: str
    description: str
    site: str
    picture: bool


class Reacted(msgspec.Struct, frozen=True):
    """How many chose one emoji."""

    emoji: str
    count: int


class Body(msgspec.Struct, frozen=True):
    """A post as everybody who may see it sees it. Ids are texts, since they are wider than 53 bits."""

    id: str
    author: Author
    at: datetime
    edited_at: datetime | None
    version: int
    language: str
    note: str
    html: str
    gate: Gate
    """How far its gate stands open, as far as others may know."""
    public: bool
    pictures: list[Picture]
    tags: list[str]
    preview: Preview | None
    quotes: bool
    answers: str
    """The post it answers, which everybody sees who sees this; empty for none."""
    replies: int
    boosts: int
    reactions: list[Reacted]


class Entry(msgspec.Struct, frozen=True):
    """A post inside the house: what the boundary asks of it, its place in the thread, and its body."""

    id: int
    public_id: int
    author_id: int
    audience_id: int
    entered_at: int
    under_id: int | None
    gone_at: int | None
    expires_at: int | None
    gate_id: int | None
    reply_to: int | None
    reply_author: int | None
    """None too when the parent is gone: under "deleted" no name stands."""
    root: int | None
    boost_of: int | None
    quote_of: int | None
    scope: str
    behind: bool
    """It stands behind something that is not public."""
    may_reply: str
    closed: bool
    hidden: bool
    removed: bool
    pinned: bool
    mentions: frozenset[int]
    card: FaceCard
    body: Body
    json: bytes
    """The encoded body."""


_entries: Remembered[Entry] = Remembered(50_000)
_well_known: Remembered[dict[boundary.Audience, int]] = Remembered(1)
_encoder = msgspec.json.Encoder()


def public_audience() -> int:
    """The id of the audience *public*; 0 while nothing is public yet."""
    return next((number for value, number in _well_known_ids().items() if value), 0)


def _well_known_ids() -> dict[boundary.Audience, int]:
    """The ids of *public* and of *whoever sees the parent*: what asks nothing beyond the gates above."""
    everybody = boundary.audience([boundary.clause([boundary.PUBLIC])])
    known = _well_known.get(0, (), lambda: boundary.interned([everybody, ()]))
    if len(known) < 2:
        # One of them is still to come, and nobody would say so.
        _well_known.clear()
    return known


def entries(ids: Iterable[int], viewer: int | None = None) -> dict[int, Entry]:
    """These posts, and with them what they boost and quote and the roots of their threads. With a viewer, its
    marks come in the same statement when one is sent at all, and are remembered for it alone.

    Says nothing about who may see them: `posts.reads.shown` asks the boundary for each.
    """
    began = epoch.now()
    found: dict[int, Entry] = {}
    missing = _take(ids, found)
    while missing:
        read = _read(missing, began, viewer, found)
        found.update(read)
        missing = {post for post in _take(read, found) if post not in missing}
    return found


def _take(ids: Iterable[int], found: dict[int, Entry]) -> set[int]:
    """Put what is remembered of these posts, and of what belongs to them, into `found`; the other ids."""
    missing: set[int] = set()
    waiting = list(ids)
    while waiting:
        post = waiting.pop()
        entry = found.get(post) or _entries.peek(post)
        if entry is None:
            missing.add(post)
            continue
        found[post] = entry
        for near in (entry.boost_of, entry.quote_of, entry.root):
            if near is not None and near not in found:
                waiting.append(near)
    return missing


def _read(ids: Collection[int], began: int, viewer: int | None, beside: Collection[int]) -> dict[int, Entry]:
    """Read posts in one statement with the cards of their authors, and of whom they answer; posts that are
    gone for good are left out. Marks are read of those `beside` them too.
    """
    own = marks.known(viewer)
    rows = _rows(ids, viewer, beside)
    marks.learn(own, [*beside, *(row.id for row in rows.posts)], rows.marks)
    rows.limiting = _limiting({row.under for row in rows.posts if row.under})
    cards = faces.cards_read(rows.faces, began)
    read = {row.id: _entry(row, rows, cards[row.author]) for row in rows.posts if row.author in cards}
    for row in rows.posts:
        if row.id in read:
            keys = (epoch.thing_key(row.id), epoch.author_key(row.author))
            _entries.put(row.id, keys, began, read[row.id])
    return read


def _limiting(gates: Collection[int]) -> set[int]:
    """Those of the gates that are not open to everybody, themselves or one above."""
    if not gates:
        return set()
    learn_gates(gates)
    unlimited = set(_well_known_ids().values())
    return {gate for gate in gates if any(each.audience not in unlimited for each in gates_to(gate))}


class _PostRow(msgspec.Struct, frozen=True):
    """The columns of a post; 0 and '' stand for nothing."""

    id: int
    public_id: int
    author: int
    audience: int
    entered_at: int
    under: int
    gone_at: int
    expires_at: int
    gate: int
    reply_to: int
    reply_author: int
    reply_public: int
    root: int
    boost_of: int
    quote_of: int
    version: int
    switches: int
    html: str
    language: str
    note: str
    scope: str
    may_reply: str
    edited_at: str


class _Rows(msgspec.Struct):
    """What one statement brought, by post."""

    posts: list[_PostRow]
    pictures: defaultdict[int, list[tuple[int, Picture]]]
    tags: defaultdict[int, list[str]]
    mentions: defaultdict[int, list[int]]
    reactions: defaultdict[int, list[tuple[int, int, str]]]
    replies: dict[int, int]
    boosts: dict[int, int]
    previews: dict[int, Preview]
    faces: list[tuple[int, list[int], list[Any]]]
    """Whose posts they are and whom they answer, as `people.faces.reads.cards_read` takes them."""
    marks: list[tuple[int, int, str]]
    """The viewer's own, as `marks.learn` takes them."""
    limiting: set[int]
    """The gates on the way to these posts that are not open to everybody."""


_INTS, _TEXTS = 16, 6
_POST, _PICTURE, _TAG, _MENTION, _REACTION, _REPLIES, _BOOSTS, _CARD, _FACE, _MARK = range(10)


def _part(kind: int, post: str, ints: Collection[str], texts: Collection[str], rest: str) -> str:
    """One SELECT of the union, filled up to its width."""
    columns = [
        str(kind), post, *ints, *["0"] * (_INTS - len(ints)), *texts, *["''"] * (_TEXTS - len(texts)),
    ]  # fmt: skip
    return f"SELECT {', '.join(columns)} FROM {rest}"  # noqa: S608 (the words are this module's own)


_WANTED = """
WITH asked(id, boost, quote, root) AS (
    SELECT id, boost_of_id, quote_of_id, root_id FROM talk_post WHERE id IN ({ids})),
boosted(id, quote, root) AS (
    SELECT id, quote_of_id, root_id FROM talk_post WHERE id IN (SELECT boost FROM asked)),
wanted(id) AS (
    SELECT id FROM asked UNION SELECT id FROM boosted
    UNION SELECT quote FROM asked UNION SELECT quote FROM boosted
    UNION SELECT root FROM asked UNION SELECT root FROM boosted)
"""
_SWITCHES = " + ".join(
    f"CASE WHEN {test} THEN {value} ELSE 0 END"
    for test, value in (
        ("p.closed", 1), ("p.hidden", 2), ("p.removed", 4), ("p.pinned_at IS NOT NULL", 8), ("p.quoted", 16),
    )
)  # fmt: skip
_WHO = """
 WHERE f.id IN (SELECT author_id FROM talk_post WHERE id IN (SELECT id FROM wanted)
    UNION SELECT a.author_id FROM talk_post p JOIN talk_post a ON a.id = p.reply_to_id
    WHERE p.id IN (SELECT id FROM wanted))
"""
_PARENTS_AUTHOR = "CASE WHEN a.gone_at IS NULL THEN COALESCE(a.author_id, 0) ELSE 0 END"
_STATEMENT = _WANTED + " UNION ALL ".join(
    [
        _part(
            _POST,
            "p.id",
            [
                "p.public_id", "p.author_id", "p.audience_id", "p.entered_at", "COALESCE(p.under_id, 0)",
                "COALESCE(p.gone_at, 0)", "COALESCE(p.expires_at, 0)", "COALESCE(p.gate_id, 0)",
                "COALESCE(p.reply_to_id, 0)", _PARENTS_AUTHOR,
                "COALESCE(a.public_id, 0)", "COALESCE(p.root_id, 0)", "COALESCE(p.boost_of_id, 0)",
                "COALESCE(p.quote_of_id, 0)", "p.version", _SWITCHES,
            ],
            [
                "p.html", "p.language", "p.content_note", "p.scope", "p.may_reply",
                "COALESCE(CAST(p.edited_at AS TEXT), '')",
            ],
            "talk_post p LEFT JOIN talk_post a ON a.id = p.reply_to_id WHERE p.id IN (SELECT id FROM wanted)",
        ),
        _part(
            _PICTURE,
            "post_id",
            ["position", "public_id", "width", "height"],
            ["alt", "mime", "blurhash"],
            "talk_media WHERE post_id IN (SELECT id FROM wanted)",
        ),
        _part(
            _TAG,
            "c.post_id",
            ["c.id"],
            ["t.shown"],
            "talk_posttag c JOIN talk_tag t ON t.id = c.tag_id WHERE c.post_id IN (SELECT id FROM wanted)",
        ),
        _part(_MENTION, "post_id", ["face_id"], [], "talk_mention WHERE post_id IN (SELECT id FROM wanted)"),
        _part(
            _REACTION,
            "post_id",
            ["COUNT(*)", "MIN(id)"],
            ["emoji"],
            "talk_reaction WHERE post_id IN (SELECT id FROM wanted) AND NOT ({stopped_face})"
            " GROUP BY post_id, emoji",
        ),
        # Counted are replies that ask nothing beyond their parent's gate: everybody who sees the parent sees
        # them, as far as audiences go.
        _part(
            _REPLIES,
            "p.id",
            ["COUNT(*)"],
            [],
            "talk_post p JOIN talk_post r ON r.reply_to_id = p.id AND r.under_id = p.gate_id"
            " WHERE p.id IN (SELECT id FROM wanted) AND r.gone_at IS NULL AND r.expires_at IS NULL"
            " AND r.scope IN ('public', 'parent')"
            " AND NOT ({stopped_reply}) GROUP BY p.id",
        ),
        _part(
            _BOOSTS,
            "boost_of_id",
            ["COUNT(*)"],
            [],
            "talk_post WHERE boost_of_id IN (SELECT id FROM wanted) AND gone_at IS NULL"
            " AND scope = 'public' AND NOT ({stopped_author}) GROUP BY boost_of_id",
        ),
        _part(
            _CARD,
            "c.post_id",
            ["CASE WHEN k.blob = '' THEN 0 ELSE 1 END"],
            ["k.url", "k.title", "k.description", "k.site_name"],
            "talk_postcard c JOIN talk_card k ON k.id = c.card_id"
            " WHERE c.post_id IN (SELECT id FROM wanted) AND k.fetched_at IS NOT NULL AND NOT k.failed",
        ),
        _part(
            _FACE,
            "f.id",
            faces.CARD_NUMBERS,
            faces.CARD_WORDS,
            faces.CARDS_FROM + _WHO,
        ),
    ]
)  # fmt: skip


_MARKED = "SELECT id FROM wanted UNION SELECT id FROM talk_post WHERE id IN ({others})"
_MARKS = " UNION ALL ".join(
    ["", *(_part(_MARK, post, [str(kind)], [word], rest) for kind, post, word, rest in marks.PARTS)]
)


def _rows(ids: Collection[int], viewer: int | None, beside: Collection[int]) -> _Rows:
    statement = _statement(ids)
    if viewer is not None:
        others = ",".join(f"{post:d}" for post in {*ids, *beside})
        statement += _MARKS.format(viewer=f"{viewer:d}", posts=_MARKED.format(others=others))
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return _sorted(cursor.fetchall())


def _statement(ids: Collection[int]) -> str:
    """The statement for these posts. Only integers are formatted into it."""
    stopped = ",".join(f"{face:d}" for face in boundary.stopped())
    absent = {
        name: f"{column} IN ({stopped})" if stopped else "1 = 0"
        for name, column in (
            ("stopped_face", "face_id"), ("stopped_reply", "r.author_id"), ("stopped_author", "author_id"),
        )
    }  # fmt: skip
    return _STATEMENT.format(ids=",".join(f"{post:d}" for post in ids), **absent)


def _sorted(found: Iterable[tuple[Any, ...]]) -> _Rows:
    rows = _Rows(
        [],
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        defaultdict(list),
        {},
        {},
        {},
        [],
        [],
        set(),
    )
    for kind, post, *cells in found:
        texts = cells[_INTS:]
        if kind == _POST:
            rows.posts.append(_PostRow(post, *cells))
        elif kind == _PICTURE:
            position, public_id, width, height = cells[:4]
            alt, mime, blurhash = texts[:3]
            rows.pictures[post].append(
                (position, Picture(str(public_id), alt, mime, width, height, blurhash))
            )
        elif kind == _TAG:
            rows.tags[post].append(texts[0])
        elif kind == _MENTION:
            rows.mentions[post].append(cells[0])
        elif kind == _REACTION:
            rows.reactions[post].append((-cells[0], cells[1], texts[0]))
        elif kind == _MARK:
            rows.marks.append((cells[0], post, texts[0]))
        elif kind == _FACE:
            rows.faces.append((post, cells[: len(faces.CARD_NUMBERS)], texts))
        elif kind == _CARD:
            rows.previews[post] = Preview(texts[0], texts[1], texts[2], texts[3], bool(cells[0]))
        else:
            (rows.replies if kind == _REPLIES else rows.boosts)[post] = cells[0]
    return rows


def _entry(row: _PostRow, rows: _Rows, card: FaceCard) -> Entry:
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
        mentions=frozenset(rows.mentions[row.id]),
        card=card,
        body=body,
        json=_encoder.encode(body),
    )


def _scope(row: _PostRow, rows: _Rows) -> str:
    """What asks nothing beyond public gates is public, whatever it was called when it was written."""
    if row.scope not in (rules.PARENT, rules.PUBLICLY):
        return row.scope
    return rules.PARENT if row.under in rows.limiting else rules.PUBLICLY


def _body(row: _PostRow, rows: _Rows, card: FaceCard) -> Body:
    scope = _scope(row, rows)
    return Body(
        id=str(row.public_id),
        author=Author(
            str(card.public_id), card.handle, card.address, card.name, card.colour, card.picture_url
        ),
        at=from_us(row.entered_at),
        edited_at=_moment(row.edited_at),
        version=row.version,
        language=row.language,
        note=row.note,
        html=row.html,
        gate=rules.GATES[scope],
        public=scope == rules.PUBLICLY,
        pictures=[picture for _, picture in sorted(rows.pictures[row.id], key=lambda pair: pair[0])],
        tags=rows.tags[row.id],
        preview=rows.previews.get(row.id),
        quotes=bool(row.switches & 16),
        answers=str(row.reply_public) if row.reply_public else "",
        replies=rows.replies.get(row.id, 0),
        boosts=rows.boosts.get(row.id, 0),
        reactions=[Reacted(emoji, -count) for count, _, emoji in sorted(rows.reactions[row.id])],
    )


def _moment(text: str) -> datetime | None:
    """A moment as both databases write it; SQLite leaves out that it is UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
