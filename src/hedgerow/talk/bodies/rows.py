"""What one statement brings of posts: the columns of each, and its parts."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, cast

import msgspec

from hedgerow.people.faces import reads as faces

from .parts import PARTS, Part, T


def _switches(*tests: str) -> str:
    """Truths as the bits of one number, the first one the lowest."""
    return " + ".join(f"CASE WHEN {test} THEN {1 << bit} ELSE 0 END" for bit, test in enumerate(tests))


APP = 7
"""The app's number stands above so many switches: a column more would be one more of every part."""
NUMBERS = {
    "public_id": "p.public_id",
    "author": "p.author_id",
    "audience": "p.audience_id",
    "entered_at": "p.entered_at",
    "under": "COALESCE(p.under_id, 0)",
    "gone_at": "COALESCE(p.gone_at, 0)",
    "expires_at": "COALESCE(p.expires_at, 0)",
    "gate": "COALESCE(p.gate_id, 0)",
    "reply_to": "COALESCE(p.reply_to_id, 0)",
    "reply_author": "CASE WHEN a.gone_at IS NULL THEN COALESCE(a.author_id, 0) ELSE 0 END",
    "reply_public": "COALESCE(a.public_id, 0)",
    "root": "COALESCE(p.root_id, 0)",
    "boost_of": "COALESCE(p.boost_of_id, 0)",
    "quote_of": "COALESCE(p.quote_of_id, 0)",
    "version": "p.version",
    "minutes": "p.minutes",
    "cover": "COALESCE((SELECT public_id FROM talk_media WHERE id = p.cover_id), 0)",
    "switches": _switches(
        *("p.closed", "p.hidden", "p.removed", "p.pinned_at IS NOT NULL", "p.quoted", "p.sensitive"),
        "p.unlisted",
    )
    + f" + {1 << APP} * COALESCE(p.app, 0)",
}
WORDS = {
    "html": "p.html",
    "title": "p.title",
    "language": "p.language",
    "note": "p.content_note",
    "scope": "p.scope",
    "may_reply": "p.may_reply",
    "may_quote": "p.may_quote",
    "edited_at": "COALESCE(CAST(p.edited_at AS TEXT), '')",
}
"""The columns of a post `p` that answers `a`, in the order of `PostRow`'s fields."""


class PostRow(msgspec.Struct, frozen=True):
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
    minutes: int
    cover: int
    switches: int
    html: str
    title: str
    language: str
    note: str
    scope: str
    may_reply: str
    may_quote: str
    edited_at: str


WIDE_NUMBERS, WIDE_WORDS = len(NUMBERS), max(len(WORDS), len(faces.CARD_WORDS))
"""How many columns of each kind a row of the statement has: the others are filled up."""
POST, FACE, MARK = range(3)
FIRST_PART = 3
"""What a row of the statement is; those of `PARTS` follow from FIRST_PART on."""


class Rows:
    """What one statement brought."""

    def __init__(self) -> None:
        self.posts: list[PostRow] = []
        self.faces: list[tuple[int, list[int], list[Any]]] = []
        """Whose posts they are and whom they answer, as `people.faces.reads.cards_read` takes them."""
        self.marks: list[tuple[int, int, str]] = []
        """The viewer's own, as `marks.learn` takes them."""
        self.limiting: set[int] = set()
        """The gates on the way to these posts that are not open to everybody."""
        self._parts: dict[Part[Any], defaultdict[int, list[Any]]] = {
            part: defaultdict(list) for part in PARTS
        }

    def of(self, part: Part[T], post: int) -> list[T]:
        """What this post has of a part, in the order in which the database gave it."""
        return cast("list[T]", self._parts[part].get(post, []))

    def take(self, found: Iterable[tuple[Any, ...]]) -> None:
        """Sort the rows of the statement: what it is, whose it is, numbers, words."""
        for kind, owner, *cells in found:
            words = cells[WIDE_NUMBERS:]
            if kind == POST:
                self.posts.append(PostRow(owner, *cells[: WIDE_NUMBERS + len(WORDS)]))
            elif kind == FACE:
                card = words[: len(faces.CARD_WORDS)]
                self.faces.append((owner, cells[: len(faces.CARD_NUMBERS)], card))
            elif kind == MARK:
                self.marks.append((cells[0], owner, words[0]))
            else:
                part = PARTS[kind - FIRST_PART]
                self._parts[part][owner].append(part.read(cells, words))
