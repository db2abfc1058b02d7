"""What can be kept out, as pure functions."""

import hashlib
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused

Network = IPv4Network | IPv6Network

REFUSE, ASK, NOTHING = "refuse", "ask", "nothing"
"""Nobody joins with it; who joins with it waits for an operator; nothing at all is answered to it."""
SILENCE, SUSPEND, NOOP = "silence", "suspend", "noop"
"""Of a server: shown to who follows there alone; not spoken with; what its flags say alone."""
MANNERS = {
    "mail": (REFUSE, ASK),
    "address": (REFUSE,),
    "network": (REFUSE, ASK, NOTHING),
    "server": (SILENCE, SUSPEND, NOOP),
    "allowed": ("",),
}
"""How far each kind can be kept out; the first is what holds where nothing is said."""
FLAGS = ("media", "reports", "obfuscate")
"""Of a server: its files are not taken, its reports are not taken, its name is not told in full."""
WIDEST = {4: 8, 6: 16}
"""No wider network is kept out: it would be half of the world."""


def subject(number: int) -> str:
    """What the log calls it."""
    return f"bar {number}"


def number(subject: str) -> int | None:
    """Which one the log calls so; None for anything else."""
    kind, _space, digits = subject.partition(" ")
    return int(digits) if kind == "bar" and digits.isdecimal() else None


def plain(kind: str, text: str) -> str:
    """What is kept out in its one form. Raises Refused("what", …)."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise Refused("what", _("Say what to keep out."))
    if kind == "address":
        return said.lower() if _is_fingerprint(said) else fingerprint(said)
    if kind == "network":
        return str(network(said))
    return domain(said)


def domain(text: str) -> str:
    """A domain in lower case, with a dot in it. Raises Refused("what", …)."""
    said = text.strip().lower().removeprefix("@").rstrip(".")
    try:
        plain = said.encode("idna").decode()
    except UnicodeError:
        raise Refused("what", _("This is not a domain.")) from None
    labels = plain.split(".")
    if len(plain) > 253 or len(labels) < 2 or not all(_is_label(label) for label in labels):
        raise Refused("what", _("This is not a domain."))
    return plain


def _is_label(text: str) -> bool:
    return 0 < len(text) < 64 and text.replace("-", "").isalnum() and text.isascii()


def network(text: str) -> Network:
    """An internet address, or a network of them. Raises Refused("what", …)."""
    try:
        found = ip_network(text.strip(), strict=False)
    except ValueError:
        raise Refused("what", _("This is not an internet address.")) from None
    if found.prefixlen < WIDEST[found.version]:
        raise Refused("what", _("This network is too large."))
    return found


def fingerprint(address: str) -> str:
    """What spellings of one e-mail address that arrive in one mailbox have in common, as a checksum: without
    dots and without what follows a plus. Raises Refused("what", …).
    """
    name, at, host = address.strip().lower().partition("@")
    if not (name and at and host):
        raise Refused("what", _("This is not an e-mail address."))
    bare = name.replace(".", "").partition("+")[0]
    return hashlib.sha256(f"{bare}@{host}".encode()).hexdigest()


def _is_fingerprint(text: str) -> bool:
    return len(text) == 64 and all(mark in "0123456789abcdef" for mark in text.lower())


def parents(host: str) -> list[str]:
    """A domain and every domain above it."""
    labels = host.strip().lower().rstrip(".").split(".")
    return [".".join(labels[start:]) for start in range(len(labels))]


def inside(address: str, found: Network) -> bool:
    """Is this internet address one of the network?"""
    try:
        one = ip_address(address)
    except ValueError:
        return False
    if one.version == 6 and one.ipv4_mapped is not None:
        one = one.ipv4_mapped
    return one.version == found.version and one in found
