"""Handles: what may be one, when two are the same to the eye, and what becomes of one whose face is gone."""

import hashlib
import hmac

from django.conf import settings

from hedgerow.kernel import handles
from hedgerow.kernel.ids import opaque


def handle_of(text: str) -> tuple[str, str]:
    """The handle as shown and its key; look-alikes have equal keys. Raises Refused("handle", …)."""
    shown, key = handles.normalise_handle(text)
    return shown, handles.skeleton(key)


def typed(handle: str) -> str:
    """A handle as people type it, bare: no spaces around it, no @, and nothing a database chokes on."""
    return handle.replace("\x00", "").strip().removeprefix("@")


def key_of(handle: str) -> str:
    """What two handles that look alike have in common."""
    return handles.skeleton(handle)


def wished_key() -> str:
    """What stands for the key of a handle that is only wished for: no handle's, and no other wish's."""
    return f"wish:{opaque()}"


def retired_key(key: str) -> str:
    """What keeps a gone face's handle from being taken again without saying what it was."""
    secret = settings.SECRET_KEY.encode()
    return "gone:" + hmac.new(secret, key.encode(), hashlib.sha256).hexdigest()[:40]
