"""Parts of a page that are drawn once and kept: they know what they are given, and nothing else.

A kept part is drawn without the request and without any context but the values named in the tag, and it is
kept under exactly these values and the language. So nothing of one reader's can stand in another's page: what
was not named is not there. A few things are put in anew each time: the token against forged forms
(`csrf_token`), the address of the page (`here`), that of what follows it (`older`) and a key for a form that
must act once (`fresh`).
"""

import secrets
from collections.abc import Callable, Hashable
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from hedgerow.kernel.cache import Lru
from hedgerow.kernel.ids import opaque

register = template.Library()

_FILL: dict[str, Callable[[Context], str]] = {
    "csrf_token": lambda context: str(context["csrf_token"]),
    "here": lambda context: conditional_escape(context["request"].get_full_path()),
    "older": lambda context: conditional_escape(str(context.get("older", ""))),
    "fresh": lambda _context: opaque(),
}
# Nobody who writes a text can know these, so no text is ever taken for a gap.
_GAPS = {name: secrets.token_hex(12) for name in _FILL}

_kept: Lru[Hashable, str] = Lru(4_000)


@register.simple_tag(takes_context=True)
def kept(context: Context, part: str, **values: Any) -> SafeString:
    """The template `part`, drawn with these values alone."""
    html = _drawn(part, values)
    for name, gap in _GAPS.items():
        if gap in html:
            html = html.replace(gap, _FILL[name](context))
    return mark_safe(html)  # noqa: S308 (the template escaped what it was given)


def _drawn(part: str, values: dict[str, Any]) -> str:
    key = (part, get_language(), _frozen(values))
    html = _kept.get(key)
    if html is None:
        html = get_template(part).render({**_GAPS, **values})
        if not settings.DEBUG:
            _kept.put(key, html)
    return html


def _frozen(value: Any) -> Hashable:
    """A value that is equal only to what would be drawn alike."""
    if isinstance(value, dict):
        return tuple((name, _frozen(each)) for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(map(_frozen, value))
    # 1, 1.0 and True are equal, but not alike on a page.
    return value.__class__, value
