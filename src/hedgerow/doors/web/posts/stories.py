"""Stories: the page one reads, with pictures where the author put them."""

import re
from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

_PLACE = re.compile(r'<p dir="auto">!\[([1-9])\]</p>')
"""A line of its own that says `![2]`: here stands the second picture."""


_MARK = re.compile(r"^!\[([0-9]{1,4})\][ \t]*$", re.MULTILINE)


def lost_marks(text: str, pictures: int) -> list[str]:
    """Marks in a story that name no picture of so many, as they stand there, each once."""
    found = dict.fromkeys(_MARK.findall(text))
    return [f"![{number}]" for number in found if not 1 <= int(number) <= min(pictures, 9)]


def context(viewer: int | None, shown: Shown) -> dict[str, Any] | None:
    """A story whole, for its page; None for any other post."""
    if not shown.body.title:
        return None
    html = posts.whole_story(viewer, shown.public_id)
    pictures = shown.pictures
    ids = [picture.id for picture in shown.body.pictures]
    cover = ids.index(shown.body.cover) if shown.body.cover in ids else None
    placed = {int(number) - 1 for number in _PLACE.findall(html)}
    return {
        "html": with_pictures(html, pictures),
        "cover": pictures[cover] if cover is not None and cover not in placed else None,
        "rest": [each for place, each in enumerate(pictures) if place not in placed | {cover}],
    }


def with_pictures(html: str, pictures: Sequence[Any]) -> SafeString:
    """The story's HTML with its pictures in their places; a place without a picture is left empty."""

    def figure(found: re.Match[str]) -> str:
        place = int(found[1]) - 1
        if place >= len(pictures):
            return ""
        return render_to_string("web/post/figure.html", {"picture": pictures[place]})

    if "<h2" not in html:
        # Below the title's own heading no step is left out.
        html = re.sub(r"<(/?)h3\b", r"<\1h2", html)
    return mark_safe(_PLACE.sub(figure, html))  # noqa: S308 (rendered and filtered by talk)
