"""The second look, and what the guard was told: for the face itself; the site's list for operators."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.conf import settings as django

from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.site import acts as site
from hedgerow.talk.media import letters
from hedgerow.talk.models import GuardWish, ListedName, NotAgain
from hedgerow.talk.posts.acts import Draft

from . import lists, occasions, phones, rules
from .rules import KINDS, LEVELS, Found, Level, Listed, Want
from .saying import why
from .shapes import Operator

__all__ = [
    "KINDS", "LEVELS", "Entry", "Found", "Settings", "Spotted", "entries", "given", "second_look",
    "settings", "site_entries", "why",
]  # fmt: skip

_site: Remembered[tuple[Listed, ...]] = Remembered(1)


class Spotted(msgspec.Struct, frozen=True):
    """Something found, with the fingerprint by which its author says "not again", or "I looked"."""

    found: Found
    mark: str


class Entry(msgspec.Struct, frozen=True):
    """A name on a list, for whoever keeps the list."""

    id: int
    words: str
    pattern: bool
    by: str
    why: str


class Hushed(msgspec.Struct, frozen=True):
    """Something that is not to be said again."""

    id: int
    kind: str
    words: str


class Settings(msgspec.Struct, frozen=True):
    """What a face told its guard."""

    level: str
    without: list[str]
    organisations: list[str]
    lists: dict[str, str]
    """By theme, what it adds to the given lists and takes from them, a line each."""
    names: list[Entry]
    not_again: list[Hushed]
    every_post: bool
    """It asks for a second look at each post."""
    circles: dict[int, str]
    """Another level for what goes to these of its own circles (dense ids)."""


def second_look(viewer: int, draft: Draft, looked_at: Sequence[str] = ()) -> list[Spotted]:
    """What is worth a second look before this leaves; nothing where it was looked at already, or goes to
    nobody but its author.
    """
    choice = occasions.choice(viewer, draft)
    row = GuardWish.objects.filter(face=viewer).first() or GuardWish(face_id=viewer)
    want = _want(row, choice)
    if choice.scope == "nobody" or not (want.kinds() or row.every_post):
        return []
    said = _said(viewer, draft)
    like = said if "mismatch" in want.kinds() else ""
    numbers = "personal" in want.kinds() and phones.may_hold(said)
    spoken = occasions.spoken(viewer) if numbers else ()
    now = occasions.occasion(viewer, choice, draft.language, like, spoken)
    found = rules.look(said, want, now, _key())
    if row.every_post:
        found.append(Found("look", "every"))
    spotted = [Spotted(each, rules.fingerprint(each, _key())) for each in found]
    return [each for each in spotted if each.mark not in set(looked_at)]


def _said(viewer: int, draft: Draft) -> str:
    """Everything that readers would read, the words on pictures included as far as they are known."""
    options = draft.poll.options if draft.poll is not None else []
    on_pictures = letters.said(viewer, draft.media or ())
    return "\n\n".join(
        part
        for part in (
            draft.title,
            draft.content_note,
            draft.text,
            *options,
            *on_pictures,
        )
        if part.strip()
    )


def _key() -> bytes:
    return b"guard:" + django.SECRET_KEY.encode()


def _want(row: GuardWish, choice: Choice) -> Want:
    viewer = row.face_id
    return Want(
        level=msgspec.convert(_level(row, choice), Level),
        without=frozenset(row.without),
        names=(*_site_names(), *_listed(viewer)),
        organisations=tuple(row.organisations),
        lists=row.lists,
        not_again=frozenset(NotAgain.objects.filter(face=viewer).values_list("mark", flat=True)),
    )


def _level(row: GuardWish, choice: Choice) -> Any:
    """The most careful of what was said of the circles it goes to; whoever else reads it, the usual one."""
    if not row.circles or choice.scope != "chosen":
        return row.level
    inside = {one.public_id: str(one.id) for one in circles.rows(row.face_id)}
    levels = [row.circles.get(inside.get(circle, ""), row.level) for circle in choice.circles]
    return max(levels if levels and not choice.people else [*levels, row.level], key=LEVELS.index)


def _site_names() -> tuple[Listed, ...]:
    """The site's list: no member reads it, but whoever writes a name on it learns that it is there."""
    return _site.get("site", (SITE_FACTS,), lambda: _listed(None))


def _listed(face: int | None) -> tuple[Listed, ...]:
    rows = ListedName.objects.filter(face=face).order_by("id")
    return tuple(
        Listed(words, pattern, by, why, face is None)
        for words, pattern, by, why in rows.values_list("words", "pattern", "by", "why")
    )


def settings(viewer: int) -> Settings:
    """What this face told its guard, its own lists with it."""
    row = GuardWish.objects.filter(face=viewer).first() or GuardWish(face_id=viewer)
    hushed = NotAgain.objects.filter(face=viewer).order_by("-id").values_list("id", "kind", "words")
    return Settings(
        row.level,
        list(row.without),
        list(row.organisations),
        {theme: row.lists.get(theme, "") for theme in lists.THEMES},
        entries(viewer),
        [Hushed(*one) for one in hushed],
        row.every_post,
        {int(circle): level for circle, level in row.circles.items()},
    )


def given(theme: str) -> dict[str, str]:
    """The given list of a theme by language, a line an entry. Raises NotFound for any other theme."""
    if theme not in lists.THEMES:
        raise NotFound
    return {language: "\n".join(map(_line, lists.given(theme, language))) for language in lists.LANGUAGES}


def _line(entry: lists.Entry) -> str:
    return entry.words if entry.alone else f"+ {entry.words}"


def entries(viewer: int) -> list[Entry]:
    """One's own list."""
    return _entries(viewer)


def site_entries(viewer: Operator) -> list[Entry]:
    """The site's list. Raises NotFound for who does not operate it."""
    site.insist_operator(viewer)
    return _entries(None)


def _entries(face: int | None) -> list[Entry]:
    rows = ListedName.objects.filter(face=face).order_by("id")
    return [Entry(*row) for row in rows.values_list("id", "words", "pattern", "by", "why")]
