"""Does a page point back? Pure. See https://microformats.org/wiki/rel-me."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser


def points_back(page: str, body: bytes, own: str) -> bool:
    """Does the page at the address `page` name the address `own` as another place of the same person?"""
    wanted = plain(own)
    return any(plain(address) == wanted for address in _named(page, body))


def plain(address: str) -> str:
    """An address without what makes no difference: the case of its host, `www.` excepted, a slash at its end,
    its query and fragment.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/').lower()}"


def _named(page: str, body: bytes) -> Iterator[str]:
    """Every address that the page gives with `rel="me"`."""
    for node in LexborHTMLParser(body).css("a[rel][href], link[rel][href]"):
        if "me" in (node.attributes.get("rel") or "").lower().split():
            try:
                yield urljoin(page, node.attributes.get("href") or "")
            except ValueError:
                continue
