"""What an archive tells: posts of a Mastodon account, or of a face of Hedgerow. Pure but for the file."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from hedgerow.people.moving.rules import ARCHIVE, MASTODON
from hedgerow.talk.collections.rules import MOST_COLLECTIONS, MOST_ITEMS

from . import retelling, unpacking

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
WAYS = ("public", "unlisted", "followers", "direct", "own")
LISTS = {"outbox.json": MASTODON, "posts.json": ARCHIVE}
BOARDS = "collections.json"


class Told(msgspec.Struct, frozen=True):
    """A post as its archive tells it. `way`: who it was for there; `audience`: as our own archives say it."""

    line: int
    origin: str
    told_at: datetime
    text: str
    title: str = ""
    note: str = ""
    language: str = ""
    way: str = "own"
    audience: dict[str, Any] | None = None
    answers: bool = False
    files: tuple[tuple[str, str], ...] = ()
    """Name in the archive, and what is on it."""
    cover: int | None = None
    """Of a story: which of the files stands first."""
    captions: tuple[tuple[str, str], ...] = ()
    """For each file the name of its captions and their language, or nothing."""


class ToldBoard(msgspec.Struct, frozen=True):
    """A collection as one of our own archives tells it; `text` is its name, `posts` are addresses."""

    line: int
    origin: str
    text: str
    description: str
    audience: dict[str, Any] | None
    posts: tuple[str, ...]
    cover: str = ""
    cover_alt: str = ""
    way: str = "own"


class Unread(msgspec.Struct, frozen=True):
    """A post not understood: its number in the list, and how it begins."""

    line: int
    words: str


class Listed(msgspec.Struct, frozen=True):
    """What an archive holds."""

    kind: str
    told: list[Told]
    unread: list[Unread]
    boosts: int
    boards: tuple[ToldBoard, ...] = ()


def read(path: Path) -> Listed:
    """Find the list of posts in an archive and read it. Raises unpacking.Trap."""
    for entry in unpacking.entries(path):
        base = entry.name.rpartition("/")[2]
        if base in LISTS and entry.name.count("/") <= 1:
            listed = _gathered(LISTS[base], _items(unpacking.read(entry, unpacking.LARGEST_LIST)))
            break
    else:
        raise unpacking.Trap
    return msgspec.structs.replace(listed, boards=_boards(path)) if listed.kind == ARCHIVE else listed


def _items(data: bytes) -> list[Any]:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise unpacking.Trap from error
    items = found.get("orderedItems") if isinstance(found, dict) else found
    if not isinstance(items, list):
        raise unpacking.Trap
    return items


def _boards(path: Path) -> tuple[ToldBoard, ...]:
    """The collections in an archive of ours; none where their list is missing."""
    for entry in unpacking.entries(path):
        if entry.name.rpartition("/")[2] == BOARDS and entry.name.count("/") <= 1:
            items = _items(unpacking.read(entry, unpacking.LARGEST_LIST))
            read = (_board(line, item) for line, item in enumerate(items[:MOST_COLLECTIONS], 1))
            return tuple(one for one in read if one is not None)
    return ()


def _board(line: int, item: Any) -> ToldBoard | None:
    """One collection; None for what is none."""
    if not isinstance(item, dict) or not isinstance(item.get("posts"), list) or not item.get("name"):
        return None
    audience, name = item.get("audience"), str(item["name"])
    return ToldBoard(
        line=line,
        origin=str(item.get("url") or f"collection {name}"),
        text=name,
        description=str(item.get("description") or ""),
        # Older archives tell it in a sentence for people: then it is for nobody else.
        audience=audience if isinstance(audience, dict) else None,
        posts=tuple(str(one) for one in item["posts"][:MOST_ITEMS]),
        cover=str(item.get("cover") or ""),
        cover_alt=str(item.get("cover_alt") or ""),
    )


def _gathered(kind: str, items: list[Any]) -> Listed:
    told: list[Told] = []
    unread: list[Unread] = []
    boosts = 0
    for line, item in enumerate(items, 1):
        if isinstance(item, dict) and item.get("type") == "Announce":
            boosts += 1
            continue
        try:
            told.append(_own(line, item) if kind == ARCHIVE else _note(line, item["object"]))
        except (KeyError, TypeError, ValueError, AttributeError):
            unread.append(Unread(line, str(item)[:80]))
    return Listed(kind, told, unread, boosts)


def _when(text: str) -> datetime:
    """A moment as ISO 8601 has it. Raises ValueError."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _own(line: int, item: dict[str, Any]) -> Told:
    audience = item["audience"]
    if not isinstance(audience, dict):
        raise TypeError
    media = item.get("media") or []
    text = str(item["text"])
    if item.get("poll"):
        text = "\n\n".join(filter(None, (text, _answers(item["poll"]))))
    return Told(
        line=line,
        origin=str(item["url"] or item["id"])[:300],
        told_at=_when(item.get("told_at") or item["at"]),
        text=text,
        title=str(item.get("title") or ""),
        note=str(item.get("note") or ""),
        language=str(item.get("language") or ""),
        audience=audience,
        answers=item.get("answers") is not None,
        files=tuple((str(one["file"]), str(one.get("alt") or "")) for one in media),
        cover=next((place for place, one in enumerate(media) if one.get("cover")), None),
        captions=tuple((str(one.get("captions") or ""), str(one.get("language") or "")) for one in media),
    )


def _answers(poll: dict[str, Any]) -> str:
    """A poll as its answers in words: votes belong to those who gave them."""
    found = ((str(one["text"]), one.get("count")) for one in poll["options"])
    return "\n".join(f"- {text}" if count is None else f"- {text}: {int(count)}" for text, count in found)


def _note(line: int, note: dict[str, Any]) -> Told:
    """A note of ActivityStreams 2 as Mastodon writes it into its archive."""
    tags = [tag for tag in note.get("tag") or () if isinstance(tag, dict)]
    names = {str(tag["href"]): _handle(str(tag["name"])) for tag in tags if tag.get("type") == "Mention"}
    text = "\n\n".join(filter(None, (retelling.markdown(str(note["content"]), names), _poll(note))))
    languages = list(note.get("contentMap") or {})
    return Told(
        line=line,
        origin=str(note["id"])[:300],
        told_at=_when(note["published"]),
        text=text,
        note=str(note.get("summary") or ("…" if note.get("sensitive") else "")),
        language=str(languages[0]) if len(languages) == 1 else "",
        way=_way(note),
        answers=bool(note.get("inReplyTo")),
        files=tuple(_files(note)),
    )


def _handle(name: str) -> str:
    """A mention as it is written here; who is of this site stands without its domain."""
    return name.removesuffix(f"@{settings.DOMAIN}")


def _poll(note: dict[str, Any]) -> str:
    """A poll that is over, as its answers in words."""
    options = note.get("oneOf") or note.get("anyOf") or ()
    found = ((str(one["name"]), one.get("replies") or {}) for one in options)
    return "\n".join(f"- {name}: {int(replies.get('totalItems') or 0)}" for name, replies in found)


def _way(note: dict[str, Any]) -> str:
    to, cc = _listed_in(note.get("to")), _listed_in(note.get("cc"))
    if any(one in _PUBLIC for one in to):
        return "public"
    if any(one in _PUBLIC for one in cc):
        return "unlisted"
    return "followers" if any(one.endswith("/followers") for one in to) else "direct"


def _listed_in(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value] if value else [])]


def _files(note: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for one in note.get("attachment") or ():
        if isinstance(one, dict) and one.get("url"):
            yield str(one["url"]), str(one.get("name") or "")


def tail(name: str) -> str:
    """What an address in a list and a file's name in the archive have in common."""
    for mark in ("media_attachments/", "media/"):
        if mark in name:
            return name.partition(mark)[2].split("?")[0]
    return name.rpartition("/")[2]
