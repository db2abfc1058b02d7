"""Reading what a page says of itself, as pure functions."""

import re
from urllib.parse import urljoin

import msgspec
from selectolax.lexbor import LexborHTMLParser

from hedgerow.kernel.text import excerpt, is_web_address

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)


KINDS = ("link", "photo", "video", "rich")


class Said(msgspec.Struct, frozen=True):
    """What a page says of itself. `picture` and `oembed` are absolute addresses, or empty."""

    title: str
    description: str
    site: str
    picture: str
    author: str = ""
    kind: str = "link"
    oembed: str = ""
    """Where the page says more of itself (oEmbed 1.0, section 4, JSON)."""


class Embed(msgspec.Struct, frozen=True):
    """What we read of an oEmbed answer. Its HTML is nobody's to show here: it is never looked at."""

    type: str = "link"
    title: str | None = None
    author_name: str | None = None
    provider_name: str | None = None
    thumbnail_url: str | None = None
    url: str | None = None


def said(url: str, content_type: str, body: bytes) -> Said | None:
    """What the page at this address says in its head (Open Graph, Twitter's cards, plain HTML); None when it
    is no page, or says nothing. The title may be empty where there is an oEmbed answer that may know it.
    """
    if "html" not in content_type.lower():
        return None
    tree = LexborHTMLParser(_text(content_type, body))
    meta = _meta(tree)
    named = tree.css_first("head title")
    title = meta.get("og:title") or meta.get("twitter:title") or (named.text() if named else "")
    embed = _oembed(url, tree)
    if not title.strip() and not embed:
        return None
    return Said(
        title=excerpt(title, 300),
        description=excerpt(meta.get("og:description") or meta.get("description") or "", 500),
        site=excerpt(meta.get("og:site_name") or "", 100),
        picture=_address(url, meta.get("og:image") or meta.get("twitter:image") or ""),
        author=excerpt(meta.get("author") or "", 100),
        kind="video" if meta.get("og:type", "").startswith("video") else "link",
        oembed=embed,
    )


def with_embed(page: Said, url: str, body: bytes) -> Said:
    """The page's words, and what its oEmbed answer from `url` adds where they are silent."""
    try:
        embed = msgspec.json.decode(body, type=Embed)
    except msgspec.DecodeError:
        return page
    thumbnail = embed.thumbnail_url or (embed.url if embed.type == "photo" else None)
    return msgspec.structs.replace(
        page,
        title=page.title or excerpt(embed.title or "", 300),
        site=page.site or excerpt(embed.provider_name or "", 100),
        picture=page.picture or _address(url, thumbnail or ""),
        author=excerpt(embed.author_name or "", 100) or page.author,
        kind=embed.type if embed.type in KINDS and embed.type != "link" else page.kind,
    )


def _oembed(url: str, tree: LexborHTMLParser) -> str:
    for node in tree.css('link[type="application/json+oembed"]'):
        return _address(url, node.attributes.get("href") or "")
    return ""


def _address(base: str, said: str) -> str:
    """An address as the page means it; empty for what is none."""
    try:
        meant = urljoin(base, said.strip()) if said.strip() else ""
    except ValueError:
        return ""
    return meant if is_web_address(meant) else ""


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """The first word of each property that the page states."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name, content = (
            node.attributes.get("property") or node.attributes.get("name"),
            node.attributes.get("content"),
        )
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _text(content_type: str, body: bytes) -> str:
    match = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(body[:2048])
    charset = match.group(1).decode("ascii") if match else "utf-8"
    try:
        return body.decode(charset, "replace").replace("\0", "")
    except LookupError:
        return body.decode("utf-8", "replace").replace("\0", "")
