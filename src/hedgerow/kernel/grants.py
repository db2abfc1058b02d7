"""Opaque grants: an address part that lets one face fetch one picture, and says nothing else.

A grant is its numbers encrypted and authenticated (AES-SIV) under the site's key. Nobody can read, make
or change one; two grants of one face have nothing in common. The same numbers give the same grant, so that
browsers can keep a page's pictures apart from their addresses changing. The media door checks the boundary
again at every fetch: a grant proves who asks, not that they may.
"""

import base64
import binascii
import hashlib
import struct
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from msgspec import Struct

PURPOSE = b"hedgerow media grant 1"
_LAYOUT = struct.Struct(">QqII")


class Grant(Struct, frozen=True):
    """Which medium, for which face (dense id), in which version of the medium, and through which token of an
    app: 0 for a browser, which brings its session.
    """

    media_id: int
    face: int
    token: int
    version: int


def sign_grant(media_id: int, face: int, version: int, token: int = 0) -> str:
    """A grant of 54 URL-safe characters."""
    sealed = _cipher().encrypt(_LAYOUT.pack(media_id, face, token, version), [PURPOSE])
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_grant(token: str) -> Grant | None:
    """What a grant says, or None for anything this site did not make."""
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        grant = Grant(*_LAYOUT.unpack(_cipher().decrypt(sealed, [PURPOSE])))
    except (InvalidTag, ValueError, binascii.Error, struct.error):
        return None
    # One grant has one spelling: unused bits of the last character do not make another.
    same = sign_grant(grant.media_id, grant.face, grant.version, grant.token)
    return grant if same == token else None


def _cipher() -> AESSIV:
    return _cipher_of(settings.SECRET_KEY)


@lru_cache(maxsize=2)
def _cipher_of(secret: str) -> AESSIV:
    return AESSIV(hashlib.sha512(PURPOSE + secret.encode()).digest())
