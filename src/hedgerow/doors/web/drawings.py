"""The site's own emoji as pictures in what people wrote."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hedgerow.people.emoji.reads import drawn, known
from hedgerow.talk.posts.reads import Drawing


def picture(code: str, url: str) -> SafeString:
    """One emoji; who hears the page hears its name."""
    return format_html('<img class="emoji" src="{}" alt=":{}:" title=":{}:" loading="lazy">', url, code, code)


def with_emoji(html: str, emoji: Iterable[Drawing]) -> str:
    """Safe HTML of a post with its emoji drawn."""
    pictures = {each.code: str(picture(each.code, each.url)) for each in emoji}
    return mark_safe(drawn(html, pictures)) if pictures else html  # noqa: S308 (safe before, and so are these)


def in_words(html: str) -> SafeString:
    """Safe HTML of a name or of what a face says of itself, with the site's own emoji drawn."""
    own = known() if ":" in html else {}
    pictures = {code: str(picture(code, each.url)) for code, each in own.items()}
    return mark_safe(drawn(html, pictures) if pictures else html)  # noqa: S308 (safe before, and so are these)


def offered() -> list[dict[str, str]]:
    """The site's own emoji for who writes, in their order; none where it has none."""
    return [{"code": each.code, "url": each.url} for each in known().values()]
