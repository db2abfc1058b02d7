"""Filters as plain controls, as typed words, and as chips that can be taken away: all say the same."""

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from hedgerow.doors.web import languages
from hedgerow.kernel.languages import is_one
from hedgerow.kernel.searching import asking
from hedgerow.talk.searching import reads as posts
from hedgerow.talk.searching.reads import HAS, KEYS

LONGEST = asking.LONGEST


def typed(query: QueryDict) -> str:
    """What was asked, as one line: the field's words, and what was chosen in the controls."""
    words = " ".join(query.get("q", "").replace("\x00", " ").split())
    chosen = [
        f"{key}:{_quoted(value)}"
        for key in sorted(KEYS)
        if (value := query.get(key, "").strip().replace('"', ""))
    ]
    return " ".join([words, *chosen]).strip()[:LONGEST]


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def address(text: str, tab: str = "", **more: Any) -> str:
    """The page's address for what was asked."""
    given = {"q": text, "tab": tab if tab != "all" else "", **more}
    return "/search?" + urlencode({key: value for key, value in given.items() if value not in ("", None)})


def chips(text: str, tab: str) -> list[dict[str, str]]:
    """Each filter that holds, in words, and the address without it."""
    parts = asking.parts(text, KEYS)
    return [
        {
            "words": _words(each.key, each.value),
            "url": address(" ".join(raw for other, (raw, _f) in enumerate(parts) if other != place), tab),
        }
        for place, (_raw, each) in enumerate(parts)
        if each is not None
    ]


def _words(key: str, value: str) -> str:
    said: dict[str, Callable[[], str]] = {
        "from": lambda: _("From @%(name)s") % {"name": value.removeprefix("@")},
        "in": lambda: _("From the people in %(circle)s") % {"circle": value},
        "has": lambda: HAS_WORDS[value.lower()]() if value.lower() in HAS_WORDS else value,
        "before": lambda: _("Before %(day)s") % {"day": value},
        "after": lambda: _("From %(day)s on") % {"day": value},
        "language": lambda: _("In %(language)s") % {"language": languages.own_name(value.casefold())},
    }
    return said[key]()


HAS_WORDS: dict[str, Callable[[], str]] = {
    "picture": lambda: _("With a picture"),
    "video": lambda: _("With a video"),
    "sound": lambda: _("With a sound"),
    "poll": lambda: _("With a poll"),
    "link": lambda: _("With a link"),
}
assert set(HAS_WORDS) == set(HAS)


def chosen(text: str) -> dict[str, str]:
    """The value of each filter that was asked for, for the controls."""
    return {each.key: each.value for each in posts.read(text).filters}


def misread(text: str, own_circles: Collection[str]) -> list[str]:
    """What of the filters cannot be meant, in words: it finds nothing, and nobody would know why.

    Whether there is a person of some handle is not said.
    """
    found = ((each, _CANNOT.get(each.key)) for each in posts.read(text).filters)
    return [said for each, cannot in found if cannot and (said := cannot(each.value, own_circles))]


def _no_day(value: str, _circles: Collection[str]) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return _("“%(value)s” is not a day. Write it as in 2026-05-01.") % {"value": value}
    return ""


def _no_thing(value: str, _circles: Collection[str]) -> str:
    if value.casefold() in HAS:
        return ""
    return _("Nothing can be found by “%(value)s”. Say picture, video, sound, poll or link.") % {
        "value": value
    }


def _no_circle(value: str, own_circles: Collection[str]) -> str:
    if value.casefold() in {name.casefold() for name in own_circles}:
        return ""
    return _("You have no circle called “%(value)s”.") % {"value": value}


def _no_language(value: str, _circles: Collection[str]) -> str:
    if is_one(value):
        return ""
    return _("“%(value)s” is not the short name of a language, such as de or pt-BR.") % {"value": value}


_CANNOT: dict[str, Callable[[str, Collection[str]], str]] = {
    "before": _no_day,
    "after": _no_day,
    "has": _no_thing,
    "in": _no_circle,
    "language": _no_language,
}
