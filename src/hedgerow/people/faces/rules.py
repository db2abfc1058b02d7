"""What faces may be, as pure functions."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from hedgerow.people.circles.rules import plain

GRACE = timedelta(days=30)
"""How long closing can be taken back."""

MOST_FACES = 8
MOST_LINKS = 12
LONGEST_BIO = 1_000
LONGEST_LINK_NAME, LONGEST_LINK = 40, 500
COLOURS = range(1, 9)

ACTIVE, NEW, WAITING, SUSPENDED, CLOSING, GONE = "active", "new", "waiting", "suspended", "closing", "gone"


def standing(face_state: str, member_state: str | None) -> str:
    """What others meet: the face's own state, or its member's where that is the graver one."""
    if face_state == ACTIVE and member_state is not None:
        return member_state
    return face_state


def state_after_restoring(closing: bool) -> str:
    """Suspending a face that was closing does not stop the closing."""
    return CLOSING if closing else ACTIVE


def good_link(url: str) -> bool:
    """May a profile link there? Web addresses with a host, nothing else."""
    if any(mark.isspace() or ord(mark) < 32 for mark in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc


def misses_link(text: str) -> bool:
    """Does somebody who writes this mean an address, and it is none a profile may link to?"""
    means = ":" in text or ("." in text and not any(mark.isspace() for mark in text))
    return means and not good_link(text)


def kept_links(links: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The links that say something, each in one line, without signs that hide or turn what stands around."""
    trimmed = ({key: plain(link.get(key, "")) for key in ("name", "url")} for link in links)
    return [link for link in trimmed if link["name"] or link["url"]]


def chunks(ids: Iterable[int], size: int) -> Iterable[list[int]]:
    """The ids in lists of at most `size`: databases bound how many values one question may hold."""
    all_ids = list(ids)
    return (all_ids[start : start + size] for start in range(0, len(all_ids), size))
