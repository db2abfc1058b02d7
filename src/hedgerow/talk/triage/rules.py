"""From what is known of somebody to the life they probably come from. Pure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from hedgerow.kernel.searching.words import fold

Group = Literal["work", "private", "known", "new"]
GROUPS: tuple[Group, ...] = ("private", "work", "known", "new")
"""In the order they are shown."""
LIVES: Mapping[str, Group] = {
    "friend": "private", "family": "private", "colleague": "work", "manager": "work", "report": "work",
    "client": "work",
}  # fmt: skip

# Mail to these says nothing of where somebody works.
ANYBODYS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com",
    "yahoo.de", "yahoo.fr", "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de", "icloud.com",
    "me.com", "mac.com", "proton.me", "protonmail.com", "posteo.de", "mailbox.org", "aol.com",
    "orange.fr", "free.fr", "laposte.net", "mail.ru", "yandex.ru", "qq.com", "163.com", "zoho.com",
    "fastmail.com", "tutanota.com",
})  # fmt: skip


class Known(msgspec.Struct, frozen=True):
    """What the asked face may know of who asks: its own labels, the page's hosts and words, who of its
    contacts talks with them (dense ids), whether they are a contact of the face for work, and whether another
    face of its member invited them here.
    """

    labels: Collection[str] = ()
    hosts: Collection[str] = ()
    words: str = ""
    talks_with: Collection[int] = ()
    at_work: bool = False
    invited: bool = False


class Own(msgspec.Struct, frozen=True):
    """What the asked face knows of itself: domains and names of where it works, its contacts' lives."""

    domains: frozenset[str] = frozenset()
    organisations: tuple[str, ...] = ()
    lives: Mapping[int, Group] = {}


class Sorted(msgspec.Struct, frozen=True):
    """Where a request probably comes from, and why: by `label` (its key), `invited` (its member did),
    `face` (the one for work knows them), `place` (a domain), `organisation` (its name), `talks` (people by
    dense ids) or nothing.
    """

    group: Group
    by: str = ""
    said: str = ""
    people: tuple[int, ...] = ()


def sort(known: Known, own: Own) -> Sorted:
    """The first that speaks: one's own labels, one's invitation, one's face for work, where they work, whom
    they talk with.
    """
    labelled = [label for label in known.labels if label in LIVES]
    lives = {LIVES[label] for label in labelled}
    if len(lives) == 1:
        return Sorted(lives.pop(), "label", labelled[0])
    if known.invited:
        return Sorted("work", "invited")
    if known.at_work:
        return Sorted("work", "face")
    if place := next((host for host in sorted(known.hosts) if _within(host, own.domains)), ""):
        return Sorted("work", "place", place)
    folded = f" {fold(known.words)} "
    if name := next((name for name in own.organisations if f" {fold(name)} " in folded), ""):
        return Sorted("work", "organisation", name)
    if not known.talks_with:
        return Sorted("new")
    near = tuple(sorted(known.talks_with))
    around = {own.lives[face] for face in near if face in own.lives}
    return Sorted(around.pop() if len(around) == 1 else "known", "talks", people=near)


def _within(host: str, domains: Collection[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def places(domains: Iterable[str]) -> frozenset[str]:
    """Those domains that say where somebody works."""
    return frozenset(domain.lower() for domain in domains if "." in domain and domain.lower() not in ANYBODYS)


def host_of(url: str) -> str:
    """The host of a link, without `www.`; empty for none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
