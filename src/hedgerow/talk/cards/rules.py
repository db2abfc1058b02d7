"""Reading what a page says of itself, as pure functions."""

import re
from urllib.parse import urljoin

import msgspec
from selectolax.lexbor import LexborHTMLParser

from hedgerow.kernel.text import excerpt, is_web_address

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)


class Said(msgspec.Struct, frozen=True):
    """What a page says of itself. `picture`: an absolute address, or empty."""

    title: str
    description: str
    site: str
    picture: str


def said(url: str, content_type: str, body: bytes) -> Said | None:
    """What the page at this address says; None when it is no page, or says nothing."""
    if "html" not in content_type.lower():
        return None
    tree = LexborHTMLParser(_text(content_type, body))
    meta = _meta(tree)
    named = tree.css_first("head title")
    title = meta.get("og:title") or meta.get("twitter:title") or (named.text() if named else "")
    if not title.strip():
        return None
    picture = urljoin(url, meta.get("og:image") or meta.get("twitter:image") or "")
    return Said(
        title=excerpt(title, 300),
        description=excerpt(meta.get("og:description") or meta.get("description") or "", 500),
        site=excerpt(meta.get("og:site_name") or "", 100),
        picture=picture if picture != url and is_web_address(picture) else "",
    )


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
