"""Handles: what may be one, and when two are the same to the eye."""

import hashlib
import hmac
import re

from django.conf import settings
from django.utils.translation import gettext as _

from hedgerow.kernel.errors import Refused


def handle_of(text: str) -> tuple[str, str]:
    """The handle as shown and its key; look-alikes have equal keys. Raises Refused("handle", …)."""
    handle = text.strip().removeprefix("@")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]{1,29}", handle):
        raise Refused("handle", _("Use 2 to 30 letters, digits and underscores."))
    return handle, key_of(handle)


def key_of(handle: str) -> str:
    """What two handles that look alike have in common."""
    return handle.lower().replace("_", "")


def retired_key(key: str) -> str:
    """What keeps a gone face's handle from being taken again without saying what it was."""
    secret = settings.SECRET_KEY.encode()
    return "gone:" + hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:40]
