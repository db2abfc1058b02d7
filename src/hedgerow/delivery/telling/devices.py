"""The devices on which a face is told: subscribed, refused, gone."""

import base64
import binascii
import hashlib
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from hedgerow.delivery.models import PushSubscription
from hedgerow.kernel.clock import now
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.fetch import FetchRefused, check_url
from hedgerow.kernel.writing import write

MOST = 10
"""On so many devices at most one face is told; the oldest goes."""

LONGEST = 1000
POINT_BYTES, AUTH_BYTES = 65, 16


def listen(actor: int, session: str, endpoint: str, p256dh: str, auth: str) -> None:
    """Tell this face on the device with this session. Raises Refused for what no browser sends."""
    check(endpoint, p256dh, auth)
    with write():
        if not Session.objects.filter(session_key=session, expire_date__gt=now()).exists():
            raise Refused("", _("Sign in again, then allow it once more."))
        PushSubscription.objects.update_or_create(
            face_id=actor,
            endpoint_key=key_of(endpoint),
            defaults={
                "session_id": session,
                "endpoint": endpoint,
                "p256dh": p256dh,
                "auth": auth,
                "failing_since": None,
            },
        )
        newest = PushSubscription.objects.filter(face=actor).order_by("-id").values_list("id", flat=True)
        PushSubscription.objects.filter(id__in=list(newest[MOST:])).delete()


def key_of(endpoint: str) -> str:
    """By what an endpoint is found."""
    return hashlib.sha256(endpoint.encode()).hexdigest()


def check(endpoint: str, p256dh: str, auth: str) -> None:
    """Raises Refused for what no push service and no device has."""
    refused = Refused("", _("This browser cannot be told."))
    try:
        check_url(endpoint)
    except FetchRefused:
        raise refused from None
    safe = urlsplit(endpoint).scheme == "https" or settings.ALLOW_LOOPBACK
    if not safe or len(endpoint) > LONGEST:
        raise refused
    if len(_bytes(p256dh)) != POINT_BYTES or len(_bytes(auth)) != AUTH_BYTES or _bytes(p256dh)[0] != 4:
        raise refused


def plain(text: str) -> str:
    """Any base 64 as the URL-safe one without padding."""
    return text.translate(str.maketrans("+/", "-_")).rstrip("=")


def _bytes(text: str) -> bytes:
    """Of URL-safe base 64; nothing of anything else."""
    try:
        return base64.b64decode(text[:120] + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return b""


def forget_here(actor: int, session: str) -> None:
    """Do not tell this face on the device with this session any more."""
    with write():
        PushSubscription.objects.filter(face=actor, session=session).delete()


def forget(actor: int, endpoint: str) -> None:
    """Do not tell this face at this endpoint any more."""
    with write():
        PushSubscription.objects.filter(face=actor, endpoint_key=key_of(endpoint)).delete()
