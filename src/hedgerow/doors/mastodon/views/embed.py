"""Public statuses inside other sites' pages."""

import re

import msgspec
from django.conf import settings
from django.utils.html import escape

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.common import absolute, moment
from hedgerow.doors.mastodon.entities.embed import OEmbed
from hedgerow.doors.mastodon.making import pieces
from hedgerow.kernel.errors import NotFound
from hedgerow.people.site import reads as site
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Shown

WIDTH = 400
_PAGE = re.compile(r"/@[^/?#]+/([0-9]{1,19})/?")


class Asked(msgspec.Struct, frozen=True):
    """The address of a status' page, and how wide there is room."""

    url: str = ""
    maxwidth: int | None = None


@door.get("/api/oembed", gives=OEmbed, needs="nobody", takes=Asked, errors=(404, 422))
def oembed(caller: Caller, given: Asked) -> OEmbed:
    """What a public status looks like elsewhere: its words alone, without a script."""
    shown = posts.embedded(_number(given.url))
    name = shown.author.name
    return OEmbed(
        title=f"New status by {name}",
        author_name=name,
        author_url=absolute(shown.author.url),
        provider_name=site.site().name,
        provider_url=settings.SITE_URL,
        # What is taken back is to be gone elsewhere, too.
        cache_age=0,
        html=_html(shown),
        width=max(1, min(WIDTH, given.maxwidth or WIDTH)),
    )


def _number(url: str) -> int:
    path = url.removeprefix(settings.SITE_URL)
    found = _PAGE.fullmatch(path) if path != url else None
    number = int(found[1]) if found is not None else 0
    if not 0 < number < 2**63:
        raise NotFound
    return number


def _html(shown: Shown) -> str:
    """A note stands for the words it covers."""
    page, body = escape(absolute(shown.url)), shown.body
    words = f"<p>{escape(body.note)}</p>" if body.note else pieces.content(shown)
    who = f"{escape(shown.author.name)} (@{escape(shown.author.address)})"
    return (
        f'<blockquote cite="{page}">{words}<footer>{who} <a href="{page}">'
        f'<time datetime="{moment(body.at)}">{body.at:%Y-%m-%d}</time></a></footer></blockquote>'
    )
