"""What a post carries beside its own columns: each part's SELECT, and what one row of it means."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from .shapes import Picture, Preview

T = TypeVar("T")


class Part(Generic[T]):
    """Rows that belong to posts. In `source`, the posts asked for are `wanted` (a table of ids), and
    `{stopped_face}`, `{stopped_reply}` and `{stopped_author}` say whether the row is of somebody suspended or
    closed. `read` makes one thing of the numbers and words of a row.
    """

    def __init__(
        self, post: str, numbers: Sequence[str], words: Sequence[str], source: str,
        read: Callable[[Sequence[int], Sequence[str]], T],
    ) -> None:  # fmt: skip
        self.post, self.numbers, self.words, self.source, self.read = post, numbers, words, source, read


def _first_number(numbers: Sequence[int], _words: Sequence[str]) -> int:
    return numbers[0]


def _first_word(_numbers: Sequence[int], words: Sequence[str]) -> str:
    return words[0]


def _picture(numbers: Sequence[int], words: Sequence[str]) -> tuple[int, Picture]:
    position, public_id, width, height, duration, switches, *focus = numbers[:8]
    switches, small = switches % _SWITCHES, switches // _SWITCHES
    alt, mime, blurhash, kind, captions_language, waveform, edition = words[:7]
    mime, _, pace = mime.partition(" ")
    picture = Picture(
        id=str(public_id),
        alt=alt,
        mime=mime,
        width=width,
        height=height,
        blurhash=blurhash,
        kind=kind,
        ready=bool(switches & 4),
        loops=bool(switches & 1),
        poster=kind != "picture" and bool(switches & 8),
        small=(small // _WIDE, small % _WIDE),
        focus=(focus[0], focus[1]),
        captions=bool(switches & 2),
        captions_language=captions_language,
        duration=duration,
        waveform=waveform,
        pace=pace,
        edition=edition,
    )
    return position, picture


_SWITCHES, _WIDE = 16, 65_536
"""The small picture's sides stand above the switches: one column more would be one more of every part."""
_PICTURE_SWITCHES = (
    "CASE WHEN loops THEN 1 ELSE 0 END + CASE WHEN captions_blob <> '' THEN 2 ELSE 0 END"
    " + CASE WHEN state = 'ready' THEN 4 ELSE 0 END + CASE WHEN small_blob <> '' THEN 8 ELSE 0 END"
    f" + {_SWITCHES} * (CAST(small_width AS BIGINT) * {_WIDE} + small_height)"
)
PICTURES = Part(
    "post_id",
    ["position", "public_id", "width", "height", "duration", _PICTURE_SWITCHES, "focus_x", "focus_y"],
    [
        "alt",
        "mime || ' ' || pace",
        "blurhash",
        "kind",
        "captions_language",
        "waveform",
        "SUBSTR(small_blob, 1, 6)",
    ],
    "talk_media WHERE post_id IN (SELECT id FROM wanted) AND state <> 'failed'",
    _picture,
)
"""Position and picture, video or sound; what could not be made ready is not there."""

FAILED = Part(
    "post_id",
    ["COUNT(*)"],
    [],
    "talk_media WHERE post_id IN (SELECT id FROM wanted) AND state = 'failed' GROUP BY post_id",
    _first_number,
)
"""How much of a post could not be made ready."""

TAGS = Part(
    "c.post_id",
    ["c.id"],
    ["t.shown"],
    "talk_posttag c JOIN talk_tag t ON t.id = c.tag_id WHERE c.post_id IN (SELECT id FROM wanted)",
    _first_word,
)

MENTIONS = Part(
    "post_id", ["face_id"], [], "talk_mention WHERE post_id IN (SELECT id FROM wanted)", _first_number
)
"""Faces."""

REACTIONS = Part(
    "post_id",
    ["COUNT(*)", "MIN(id)"],
    ["emoji"],
    "talk_reaction WHERE post_id IN (SELECT id FROM wanted) AND NOT ({stopped_face}) GROUP BY post_id, emoji",
    lambda numbers, words: (-numbers[0], numbers[1], words[0]),
)
"""Minus how many, which came first, and the emoji: sorted, they stand as they are shown."""

# A scope is compared as an expression here: its index has a million posts to offer, where few answer one.
# Counted are replies that ask nothing beyond their parent's gate: everybody who sees the parent sees them, as
# far as audiences go.
REPLIES = Part(
    "p.id",
    ["COUNT(*)"],
    [],
    "talk_post p JOIN talk_post r ON r.reply_to_id = p.id AND r.under_id = p.gate_id"
    " WHERE p.id IN (SELECT id FROM wanted) AND r.gone_at IS NULL AND r.expires_at IS NULL"
    " AND r.scope || '' IN ('public', 'parent')"
    " AND NOT ({stopped_reply}) GROUP BY p.id",
    _first_number,
)

BOOSTS = Part(
    "boost_of_id",
    ["COUNT(*)"],
    [],
    "talk_post WHERE boost_of_id IN (SELECT id FROM wanted) AND gone_at IS NULL"
    " AND scope || '' = 'public' AND NOT ({stopped_author}) GROUP BY boost_of_id",
    _first_number,
)

# As of replies: those that ask nothing beyond what they quote. What is an answer too stands behind another
# gate.
QUOTES = Part(
    "p.id",
    ["COUNT(*)"],
    [],
    "talk_post p JOIN talk_post r ON r.quote_of_id = p.id AND (r.under_id IS NULL OR r.under_id = p.gate_id)"
    " WHERE p.id IN (SELECT id FROM wanted) AND r.gone_at IS NULL AND r.expires_at IS NULL"
    " AND r.scope || '' = 'public' AND NOT ({stopped_reply}) GROUP BY p.id",
    _first_number,
)

PREVIEWS = Part(
    "c.post_id",
    ["CASE WHEN k.blob = '' THEN 0 ELSE 1 END"],
    ["k.url", "k.title", "k.description", "k.site_name", "k.author", "k.kind"],
    "talk_postcard c JOIN talk_card k ON k.id = c.card_id"
    " WHERE c.post_id IN (SELECT id FROM wanted) AND k.fetched_at IS NOT NULL AND NOT k.failed",
    lambda numbers, words: Preview(words[0], words[1], words[2], words[3], bool(numbers[0]), *words[4:6]),
)

BROUGHT = Part(
    "post_id",
    [],
    ["CAST(told_at AS TEXT)"],
    "talk_broughtpost WHERE post_id IN (SELECT id FROM wanted)",
    _first_word,
)
"""When it was told elsewhere, before it was brought here."""

POLLS = Part(
    "q.post_id",
    ["q.ends_at", "CASE WHEN q.multiple THEN 1 ELSE 0 END", "CASE WHEN q.hidden THEN 1 ELSE 0 END"],
    [],
    "talk_poll q WHERE q.post_id IN (SELECT id FROM wanted)",
    lambda numbers, _words: (numbers[0], bool(numbers[1]), bool(numbers[2])),
)
"""When it ends, whether several may be chosen, whether numbers are hidden until then."""

OPTIONS = Part(
    "q.post_id",
    ["o.position", "COUNT(v.id)"],
    ["o.text"],
    "talk_poll q JOIN talk_polloption o ON o.poll_id = q.id"
    " LEFT JOIN talk_pollvote v ON v.option_id = o.id AND NOT ({stopped_face})"
    " WHERE q.post_id IN (SELECT id FROM wanted) GROUP BY q.post_id, o.position, o.text",
    lambda numbers, words: (numbers[0], words[0], numbers[1]),
)
"""Place, words, and how many chose it."""

VOTERS = Part(
    "q.post_id",
    ["COUNT(DISTINCT v.face_id)"],
    [],
    "talk_poll q JOIN talk_polloption o ON o.poll_id = q.id JOIN talk_pollvote v ON v.option_id = o.id"
    " WHERE q.post_id IN (SELECT id FROM wanted) AND NOT ({stopped_face}) GROUP BY q.post_id",
    _first_number,
)

PARTS: tuple[Part[Any], ...] = (
    PICTURES,
    FAILED,
    TAGS,
    MENTIONS,
    REACTIONS,
    REPLIES,
    BOOSTS,
    QUOTES,
    PREVIEWS,
    BROUGHT,
    POLLS,
    OPTIONS,
    VOTERS,
)
"""All of them, as the statement asks for them."""
