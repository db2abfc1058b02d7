"""Small drawings shared by all pages: icon, gate, avatar, time, and the addresses of the frame's links.

They are functions that build strings, not components: one page of posts draws some two hundred of them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from hedgerow.doors.web import languages, moments
from hedgerow.doors.web.drawings import in_words
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.counting import Count
from hedgerow.people.emoji.reads import bare

register = template.Library()

GATES = ("closed", "ajar", "wide", "site", "none")
FACE_COLOURS = range(1, 9)

# Where the frame's own links lead. A page that moves changes its line here.
PLACES = {
    "home": "/",
    "search": "/search",
    "circles": "/circles",
    "contacts": "/contacts",
    "requests": "/requests",
    "messages": "/messages",
    "notifications": "/notifications",
    "me": "/me",
    "write": "/compose",
    "faces": "/me/faces",
    "switch": "/switch",
    "bookmarks": "/me/bookmarks",
    "review": "/me/review",
    "rules": "/rules",
    "privacy": "/privacy",
    "imprint": "/imprint",
    "about": "/about",
    "language": "/language",
    "sign-in": "/account/login/",
    "sign-up": "/account/signup/",
    "sign-out": "/account/logout/",
    "email": "/account/email/",
    "password": "/account/password/change/",
    "two-factor": "/account/2fa/",
    "sessions": "/account/sessions/",
}


@register.simple_tag
def place(name: str) -> str:
    """The address of one of the frame's links; an unknown name is a KeyError."""
    return PLACES[name]


@cache
def _sprite() -> str:
    return static("web/icons.svg")


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """One drawing of the sprite, silent to screen readers: words stand beside it or in a hidden span."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>', css, _sprite(), name
    )


@cache
def _gate_drawing(state: str) -> SafeString:
    if state not in GATES:
        raise ValueError(f"A gate is one of {GATES}, not {state!r}")
    ground = "meadow" if state == "none" else "hedge"
    return mark_safe(  # noqa: S308 - made of constants only
        '<svg class="gate-icon" aria-hidden="true">'
        f'<use class="gate-hedge" href="{_sprite()}#{ground}"></use>'
        f'<use href="{_sprite()}#gate-{state}"></use></svg>'
    )


@register.simple_tag
def gate(state: str, sentence: str = "") -> SafeString:
    """The symbol of an audience with its sentence; without a sentence the caller prints the words itself."""
    drawing = _gate_drawing(str(state))
    if not sentence:
        return drawing
    return format_html(
        '<span class="gate gate-{}">{}<span class="gate-words">{}</span></span>',
        state,
        drawing,
        name_drawn(sentence),
    )


@register.filter
def initials(name: str) -> str:
    """One or two letters that stand for a face without a picture."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "") if words else "·"
    return letters.upper()


def _of(face: Any, key: str) -> Any:
    """A face may be a mapping (as the reads give it) or an object."""
    return face.get(key) if isinstance(face, Mapping) else getattr(face, key, None)


def colour_of(face: Any) -> int:
    """The face's colour as 1 to 8; anything else is 1."""
    colour = _of(face, "colour")
    return colour if colour in FACE_COLOURS else 1


@register.filter
def face_class(face: Any) -> str:
    """`face-N`, the class that brings a face's colour and pattern."""
    return f"face-{colour_of(face)}"


@register.simple_tag
def avatar(face: Any, size: str = "m", ring: bool = False) -> SafeString:
    """A face's picture or initials. Decorative: the name always stands beside it. Sizes xs, s, m, l, xl."""
    ring_class = " avatar-ring" if ring else ""
    if url := _of(face, "picture_url"):
        inside = format_html('<img src="{}" alt="" loading="lazy" decoding="async">', url)
    else:
        inside = format_html('<span class="avatar-letters">{}</span>', initials(_of(face, "name") or ""))
    return format_html(
        '<span class="avatar avatar-{} face-{}{}" aria-hidden="true">{}</span>',
        size,
        colour_of(face),
        ring_class,
        inside,
    )


@register.simple_tag
def when(moment: date | None, form: str = "") -> SafeString | str:
    """A moment as people say it, in one of the forms of `moments`; whole on hover."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}"{}>{}</time>',
        moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat(),
        moments.whole(moment),
        mark_safe("" if form else " data-ago"),  # noqa: S308 - constants
        moments.FORMS[form](moment),  # type: ignore[arg-type]
    )


register.filter("day", moments.day)
register.filter("exact", moments.exact)


register.filter("own_name", languages.own_name)


@register.filter
def is_check(field: Any) -> bool:
    """Is this bound field a single tick box, whose label stands after it?"""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def name_drawn(name: str) -> SafeString:
    """A face's name with the site's own emoji in it drawn."""
    return in_words(conditional_escape(name if isinstance(name, SafeString) else str(name)))


register.filter("bare", bare)


@register.filter
def words_drawn(html: str) -> SafeString:
    """Safe HTML that people or operators wrote, with the site's own emoji in it drawn."""
    return in_words(html)


@register.filter
def counted(number: int) -> Count:
    """A number as the page's language writes it; it counts as before."""
    return Count(number)


@register.filter
def isolate(name: str) -> str:
    """A name within a sentence, set apart where it runs the other way, the site's own emoji left out."""
    return isolated(bare(str(name)))


@register.filter
def as_list(words: Any) -> list[Any]:
    """One sentence or several, always as a list."""
    if not words:
        return []
    return list(words) if isinstance(words, (list, tuple)) else [words]
