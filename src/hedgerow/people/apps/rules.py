"""What an app may be allowed, in the words of Mastodon's client API, and what each of them implies."""

import base64
import hashlib
import secrets

from hedgerow.people.faces import rules as faces

READ = (
    "accounts", "blocks", "bookmarks", "favourites", "filters", "follows", "lists", "mutes", "notifications",
    "search", "statuses",
)  # fmt: skip
WRITE = (
    "accounts", "blocks", "bookmarks", "conversations", "favourites", "filters", "follows", "lists", "media",
    "mutes", "notifications", "reports", "statuses",
)  # fmt: skip
ADMIN = (
    "accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "email_domain_blocks",
    "canonical_email_blocks",
)  # fmt: skip
GROUPS = {"read": READ, "write": WRITE, "admin:read": ADMIN, "admin:write": ADMIN}
FOLLOW = frozenset(f"{verb}:{kind}" for verb in ("read", "write") for kind in ("blocks", "follows", "mutes"))
"""What the old word `follow` stands for."""

DEFAULT = "read"
SCOPES = (
    "read", "profile", "write", *(f"write:{kind}" for kind in WRITE), *(f"read:{kind}" for kind in READ),
    "follow", "push", "admin:read", *(f"admin:read:{kind}" for kind in ADMIN), "admin:write",
    *(f"admin:write:{kind}" for kind in ADMIN),
)  # fmt: skip
_KNOWN = frozenset(SCOPES)


def implied(scope: str) -> frozenset[str]:
    """Everything one scope stands for, itself included."""
    if scope == "follow":
        return FOLLOW | {scope}
    return frozenset({scope, *(f"{scope}:{kind}" for kind in GROUPS.get(scope, ()))})


def allows(granted: frozenset[str], scope: str) -> bool:
    """Does what was granted allow this? A group allows each of its kind; all kinds do not make the group."""
    if scope in granted:
        return True
    group, _, kind = scope.rpartition(":")
    return (bool(kind) and group in granted) or ("follow" in granted and scope in FOLLOW)


def known(scopes: str) -> bool:
    """Are these words, parted by spaces, all scopes?"""
    return _KNOWN.issuperset(scopes.split())


def within(asked: str, most: str) -> bool:
    """Is all that is asked for among `most`, or implied by it?"""
    granted = frozenset(most.split())
    return all(allows(granted, scope) for scope in asked.split())


def tidy(scopes: str) -> str:
    """Each word once, in the order given."""
    return " ".join(dict.fromkeys(scopes.split()))


def without_admin(scopes: frozenset[str]) -> frozenset[str]:
    """What is left of them for who does not moderate."""
    return frozenset(scope for scope in scopes if not scope.startswith("admin:"))


def standing(face_state: str, member_state: str, unconfirmed: bool) -> str:
    """Why a token of this face allows nothing now: unconfirmed, unfinished, waiting or disabled; empty when
    it does.
    """
    now = faces.standing(face_state, member_state)
    if now not in (faces.ACTIVE, faces.NEW, faces.WAITING):
        return "disabled"
    if unconfirmed:
        return "unconfirmed"
    return {faces.NEW: "unfinished", faces.WAITING: "waiting"}.get(now, "")


def secret() -> str:
    """A new secret of 256 bits, 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def checksum(secret: str) -> str:
    """What is kept of a secret. It has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636 4.2)."""
    digest = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
