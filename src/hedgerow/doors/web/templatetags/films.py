"""Videos and sounds on pages: their length, the drawing of a sound, and which files may be added at all."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hedgerow.talk.media import reads as media

register = template.Library()

HIGHEST = 35
TALL, STEP, WIDE = 48, 6, 4


@register.filter
def length_of(milliseconds: int) -> str:
    """A length as players write it: 2:31, or 1:02:31."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.simple_tag
def waveform(digits: str) -> SafeString:
    """How loud a sound is on its way, as a drawing that films.js fills while it plays."""
    if not digits:
        return SafeString("")
    bars = "".join(map(_bar, range(len(digits)), digits))
    drawn = mark_safe(bars)  # noqa: S308 (made of numbers)
    width = len(digits) * STEP
    return format_html(
        '<svg class="wave" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" data-wave>'
        '<g class="wave-all">{}</g><svg class="wave-past" width="0" height="{}">{}</svg></svg>',
        width, TALL, drawn, TALL, drawn,
    )  # fmt: skip


def _bar(place: int, digit: str) -> str:
    height = max(2, round(int(digit, 36) * TALL / HIGHEST))
    return (
        f'<rect x="{place * STEP + 1}" y="{(TALL - height) / 2:g}" width="{WIDE}" height="{height}" rx="2"/>'
    )


@register.simple_tag
def takes_films() -> bool:
    """Can videos and sounds be added here?"""
    return media.takes_films()
