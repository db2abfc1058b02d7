"""What a text says: its HTML, whom it names, its tags and its first link."""

import re
from typing import NamedTuple
from urllib.parse import quote

from django.utils.html import escape

from hedgerow.kernel import text as kernel_text
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.names import find_names, tag_key
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Mention, Post, PostTag, Tag

from . import rules

MOST_TAGS = 30
MOST_MENTIONS = 50


class Written(NamedTuple):
    """A text read through. `tags`: from key to how it was written; `link`: empty for none."""

    html: str
    mentions: list[int]
    tags: dict[str, str]
    link: str


def clean(text: str, *, story: bool = False) -> str:
    """The text in its one form. Raises Refused("text", …) when it is too long."""
    return kernel_text.normalise(text, rules.LONGEST_STORY if story else rules.LONGEST_TEXT)


def clean_title(text: str) -> str:
    """A title in one line. Raises Refused("title", …) when it is too long."""
    try:
        return " ".join(kernel_text.normalise(text, rules.LONGEST_TITLE).split())
    except Refused as refused:
        raise Refused("title", refused.message) from refused


def minutes(text: str) -> int:
    """How long a story takes to read, without its marks."""
    return rules.minutes(text)


def clean_note(text: str) -> str:
    """A content note in one line. Raises Refused("content_note", …) when it is too long."""
    try:
        return " ".join(kernel_text.normalise(text, rules.LONGEST_NOTE).split())
    except Refused as refused:
        raise Refused("content_note", refused.message) from refused


def read(text: str, *, story: bool = False) -> Written:
    """Read a clean text through. Naming a face is no more than a link to its page: it addresses nobody.

    Of a story the HTML is its first lines alone, as lists show it; `whole` has all of it.
    """
    written = whole(text)
    if not story:
        return written
    # A heading is no sentence, and neither is an item of a list: in one line they would run into each other.
    text_alone = re.sub(r"<(h\d|ul|ol)\b.*?</\1>", "", written.html, flags=re.DOTALL)
    plain = re.sub(r"!\[\d\]", "", kernel_text.plain(text_alone))
    first = kernel_text.excerpt(plain, rules.FIRST_LINES)
    html = f'<p dir="auto">{escape(first)}</p>' if first else ""
    return written._replace(html=html)


def whole(text: str) -> Written:
    """Read all of a clean text through."""
    if not text:
        return Written("", [], {}, "")
    names = list(find_names(text))
    named = list(dict.fromkeys(name.key for name in names if name.sign == "@"))[:MOST_MENTIONS]
    known = faces.by_handles(named) if named else {}
    shown = {name.key: name.shown.removeprefix("#") for name in reversed(names) if name.sign == "#"}
    rendered = kernel_text.render(
        text, link_mention=lambda key: f"/@{quote(key)}" if key in known else None, tag_url=tag_url
    )
    return Written(
        html=rendered.html,
        mentions=list(dict.fromkeys(known[key] for key in rendered.mentions if key in known)),
        tags={key: shown.get(key, key) for key in rendered.tags[:MOST_TAGS]},
        link=rendered.links[0] if rendered.links else "",
    )


def tag_url(key: str) -> str:
    """A tag's page."""
    return f"/tags/{quote(key)}"


def key_of_tag(written: str) -> str:
    """The key under which posts carry a tag, as somebody typed it."""
    return tag_key(written.strip().removeprefix("#"))


def forget(post: Post) -> list[str]:
    """Whom the post named and its tags are no longer so; the keys these had. Inside a write."""
    Mention.objects.filter(post=post).delete()
    rows = PostTag.objects.filter(post=post)
    keys = list(rows.values_list("tag__key", flat=True))
    rows.delete()
    return keys


def store(post: Post, written: Written) -> None:
    """Keep whom the post names, and its tags. Inside a write."""
    if written.mentions:
        Mention.objects.bulk_create([Mention(post=post, face_id=face) for face in written.mentions])
    if written.tags:
        # In one order everywhere: two who first write the same tags do not wait for each other.
        tags = sorted(written.tags.items())
        PostTag.objects.bulk_create([PostTag(post=post, tag_id=_tag(*tag)) for tag in tags])


def _tag(key: str, shown: str) -> int:
    return Tag.objects.get_or_create(key=key, defaults={"shown": shown})[0].pk
