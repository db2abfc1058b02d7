"""Words that let somebody stop one kind of mail of one face, signed in or not (RFC 8058).

A token is two numbers encrypted and authenticated (AES-SIV) under the site's key: nobody can read or make
one, and two faces' tokens have nothing in common.
"""

import base64
import binascii
import hashlib
import struct
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings

PURPOSE = b"hedgerow stop 1"
SEALED = b"hedgerow sealed 1"
_LAYOUT = struct.Struct(">QB")

NOTE, MAIL = "note", "mail"
"""All notes, and all mails at once; else the name of a kind of which mails come at once."""

_NUMBERED = (
    NOTE, MAIL, "reply", "answer", "mention", "named", "quote", "reaction", "boost", "edit", "follow",
    "request", "accepted", "message", "poll", "said", "unspoken", "yearly",
)  # fmt: skip
"""A number never changes its meaning: mails of years ago still stop what they said. New ones come last."""


class Stop(NamedTuple):
    """Which face wants which mails no more."""

    face: int
    what: str


def sign(face: int, what: str) -> str:
    """A token of some 34 URL-safe characters. What has no number is stopped with all mails at once."""
    number = _NUMBERED.index(what if what in _NUMBERED else MAIL)
    sealed = _cipher().encrypt(_LAYOUT.pack(face, number), [PURPOSE])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read(token: str) -> Stop | None:
    """What a token says, or None for anything this site did not make."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        face, number = _LAYOUT.unpack(_cipher().decrypt(sealed, [PURPOSE]))
        return Stop(face, _NUMBERED[number])
    except (InvalidTag, ValueError, binascii.Error, struct.error, IndexError):
        return None


def seal(words: str) -> str:
    """Words that only this site can read again."""
    sealed = _cipher().encrypt(words.encode(), [SEALED])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(sealed: str) -> str:
    """What was sealed; empty for anything this site did not seal."""
    try:
        raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        return _cipher().decrypt(raw, [SEALED]).decode()
    except (InvalidTag, ValueError):
        return ""


def opaque(words: str) -> str:
    """Letters that stand for these words here, and tell nobody which they were."""
    key = hashlib.sha256(b"hedgerow telling 1" + settings.SECRET_KEY.encode()).digest()
    return hashlib.blake2b(words.encode(), key=key, digest_size=18).hexdigest()


def _cipher() -> AESSIV:
    return _cipher_of(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _cipher_of(secret: str) -> AESSIV:
    return AESSIV(hashlib.sha512(PURPOSE + secret.encode()).digest())
