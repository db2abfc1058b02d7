"""The one statement that reads posts with all that belongs to them, and the marks of who reads."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from hedgerow.boundary import quick
from hedgerow.boundary import reads as boundary
from hedgerow.people.faces import reads as faces
from hedgerow.talk import marks

from .parts import PARTS
from .rows import FACE, FIRST_PART, MARK, NUMBERS, POST, WIDE_NUMBERS, WIDE_WORDS, WORDS, Rows


def ask(ids: Collection[int], viewer: int | None, beside: Collection[int]) -> Rows:
    """Read these posts, what they boost and quote and their threads' roots. With a viewer: its marks on them,
    and on the posts `beside` them.
    """
    asked, numbers = quick.places(list(ids))
    marked, others = quick.places(list({*ids, *beside})) if viewer is not None else ("", ())
    # So few forms of it are sent that they stay prepared: read anew, it would take ten times as long.
    statement = _statement(asked, marked, ",".join(f"{face:d}" for face in boundary.stopped()))
    rows = Rows()
    rows.take(quick.rows(statement, (*numbers, *(() if viewer is None else (viewer, *others)))))
    return rows


@lru_cache(maxsize=100)
def _statement(asked: str, marked: str, stopped: str) -> str:
    """The statement for so many posts, with marks on so many. Only integers are formatted into it."""
    absent = {
        name: f"{column} IN ({stopped})" if stopped else "1 = 0"
        for name, column in (
            ("stopped_face", "face_id"), ("stopped_reply", "r.author_id"), ("stopped_author", "author_id"),
        )
    }  # fmt: skip
    reader, own = (_READER.format(marked=marked), _MARKS) if marked else ("", "")
    return _WANTED.format(asked=asked) + reader + _POSTS_WITH_ALL.format(**absent) + own


def _select(kind: int, owner: str, numbers: Iterable[str], words: Iterable[str], source: str) -> str:
    """One SELECT of the union, filled up to its width."""
    numbers, words = [*numbers], [*words]
    columns = [
        str(kind), owner, *numbers, *["0"] * (WIDE_NUMBERS - len(numbers)),
        *words, *["''"] * (WIDE_WORDS - len(words)),
    ]  # fmt: skip
    return f"SELECT {', '.join(columns)} FROM {source}"  # noqa: S608 (the words are this folder's own)


_WANTED = """
WITH asked(id, boost, quote, root) AS (
    SELECT id, boost_of_id, quote_of_id, root_id FROM talk_post WHERE id IN ({asked})),
boosted(id, quote, root) AS (
    SELECT id, quote_of_id, root_id FROM talk_post WHERE id IN (SELECT boost FROM asked)),
wanted(id) AS (
    SELECT id FROM asked UNION SELECT id FROM boosted
    UNION SELECT quote FROM asked UNION SELECT quote FROM boosted
    UNION SELECT root FROM asked UNION SELECT root FROM boosted)
"""
_POSTS = "talk_post p LEFT JOIN talk_post a ON a.id = p.reply_to_id WHERE p.id IN (SELECT id FROM wanted)"
_WHO = """
 WHERE f.id IN (SELECT author_id FROM talk_post WHERE id IN (SELECT id FROM wanted)
    UNION SELECT a.author_id FROM talk_post p JOIN talk_post a ON a.id = p.reply_to_id
    WHERE p.id IN (SELECT id FROM wanted))
"""
_POSTS_WITH_ALL = " UNION ALL ".join(
    [
        _select(POST, "p.id", NUMBERS.values(), WORDS.values(), _POSTS),
        _select(FACE, "f.id", faces.CARD_NUMBERS, faces.CARD_WORDS, faces.CARDS_FROM + _WHO),
        *(
            _select(kind, part.post, part.numbers, part.words, part.source)
            for kind, part in enumerate(PARTS, FIRST_PART)
        ),
    ]
)

_READER = """,
reader(face) AS (SELECT %s),
marked(id) AS (SELECT id FROM wanted UNION SELECT id FROM talk_post WHERE id IN ({marked}))
"""
_MARKS = " UNION ALL ".join(
    ["", *(_select(MARK, post, [str(kind)], [word], rest) for kind, post, word, rest in marks.PARTS)]
).format(**marks.TABLES)
