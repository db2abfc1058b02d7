"""Who this site is to the push services (RFC 8292): a key of its own, made of the site's secret.

So it is there from the first start, the same in every process, and in every backup that holds the secret.
"""

import base64
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from py_vapid import Vapid02

from hedgerow.kernel.clock import now_us

# The order of the group of P-256 (FIPS 186-4, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GOOD_FOR_SECONDS = 12 * 3600
"""How long a token is good for; the RFC allows a day."""


def public_key() -> str:
    """What a browser needs to subscribe: an uncompressed point, in URL-safe base 64 without padding."""
    point = (
        _key_of(settings.SECRET_KEY)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def authorization(endpoint: str, contact: str) -> str:
    """The header that says who asks the push service; `contact` is a `mailto:` or `https:` address."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": now_us() // 1_000_000 + GOOD_FOR_SECONDS,
        "sub": contact,
    }
    signed: str = Vapid02(_key_of(settings.SECRET_KEY)).sign(claims)["Authorization"]
    return signed


@lru_cache(maxsize=2)
def _key_of(secret: str) -> ec.EllipticCurvePrivateKey:
    # 16 bytes more than the order has, so that no key is likelier than another.
    drawn = HKDF(hashes.SHA256(), 48, salt=None, info=b"hedgerow vapid 1").derive(secret.encode())
    return ec.derive_private_key(int.from_bytes(drawn) % (_ORDER - 1) + 1, ec.SECP256R1())
