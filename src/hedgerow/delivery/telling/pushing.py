"""Telling a face on its devices (RFC 8030, 8291, 8292)."""

import json
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from hedgerow.delivery.models import Due, PushSubscription
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.reads import Group
from hedgerow.kernel.clock import now
from hedgerow.kernel.errors import HedgerowError
from hedgerow.kernel.fetch import Fetched, FetchRefused, fetch
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import reads as members
from hedgerow.people.site.reads import site

from . import apps, due, rules, tokens, vapid, words
from .reads import ways, wishes
from .words import Message

TTL_SECONDS = 24 * 3600
GIVEN_UP_AFTER = timedelta(days=3)
LONGEST_WAIT = 6 * 3600
TIMEOUT_SECONDS = 15.0
LARGEST_ANSWER = 64 * 1024
GONE = {404, 410}
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9.-]{1,190}", re.ASCII)
TOO_MANY = 429


class NotTaken(HedgerowError):
    """The push service did not take a message; it is tried again later."""


def hand_on(face: int) -> None:
    """What waits for this face goes to each of its devices, once it is not quiet."""
    from . import jobs

    with write():
        if due.quiet(face, now()) is not None:
            due.call(face, due.PUSH, now())
            return
        notified = due.claim(face, Due.By.PUSH)
        for device in PushSubscription.objects.filter(face=face).values_list("id", flat=True):
            if notified:
                jobs.deliver.enqueue(device, notified)


def deliver(device: int, notified: list[int]) -> None:
    """Tell one device of these notifications (public ids), as far as its face may know of them now.

    Raises NotTaken.
    """
    from hedgerow.delivery.leaving import acts as leaving

    row = _standing(device)
    box = members.standing(row.face_id) if row is not None else None
    if row is None or box is None:
        return
    until = due.quiet(row.face_id, now())
    if until is not None:
        _later(device, notified, until)
        return
    with words.manners(box):
        said = _for_app(row, notified) if row.token_id is not None else _for_browser(row, notified)
    for payload, tag, urgency in said:
        wait = hand_over(row, payload, tag, urgency)
        if wait is not None:
            _later(device, notified, wait)
            return
    if said:
        told = notifications.about(row.face_id, notified)
        groups = told if row.token_id is not None else _wanted(row.face_id, told)
        words_too = wishes(row.face_id).excerpts
        leaving.left("push", row.face_id, [group.post for group in groups], words=words_too)


def take_back(device: int, tag: str) -> None:
    """What a browser still shows under this tag, or a service still keeps for it, is replaced and closed.

    Raises NotTaken.
    """
    row = _standing(device)
    box = members.standing(row.face_id) if row is not None else None
    if row is None or box is None or row.token_id is not None:
        return
    with words.manners(box):
        said = {"title": _("Something was taken back"), "body": "", "tag": tag, "url": "/", "gone": True}
        hand_over(row, json.dumps(said, ensure_ascii=False), tag, "normal")


Said = tuple[str, str, str]
"""A payload, its tag and how urgent it is."""


def _for_app(row: PushSubscription, notified: list[int]) -> list[Said]:
    told = apps.payloads(row, notified)
    return [(json.dumps(payload, ensure_ascii=False), tag, "high") for tag, payload in told]


def _for_browser(row: PushSubscription, notified: list[int]) -> list[Said]:
    groups = _wanted(row.face_id, notifications.about(row.face_id, notified))
    urgent = any(group.kind in rules.PERSONAL for group in groups)
    said = words.messages(groups, wishes(row.face_id).excerpts, _whom(row)) if groups else []
    return [(_payload(message), message.tag, "high" if urgent else "normal") for message in said]


def try_out(device: int) -> None:
    """Show on a device that messages arrive. Raises NotTaken."""
    row = _standing(device)
    box = members.standing(row.face_id) if row is not None else None
    if row is not None and box is not None:
        with words.manners(box):
            message = words.trial()
        hand_over(row, _payload(message), message.tag, "high")


def _standing(device: int) -> PushSubscription | None:
    """A device whose session lives, or whose app has a good token."""
    rows = PushSubscription.objects.filter(Q(session__expire_date__gt=now()) | Q(token__isnull=False))
    row = rows.filter(pk=device).first()
    return row if row is None or row.token_id is None or apps.stands(row) else None


def _wanted(face: int, groups: list[Group]) -> list[Group]:
    chosen = ways([face])
    return [group for group in groups if chosen.get((face, group.kind), rules.usual(group.kind)).push]


def _whom(row: PushSubscription) -> str:
    """The face's handle, where its device is told for another one too."""
    several = PushSubscription.objects.filter(endpoint_key=row.endpoint_key, session=row.session_id).count()
    return f"@{faces.card(row.face_id).handle}" if several > 1 else ""


def _later(device: int, notified: list[int], moment: datetime) -> None:
    from . import jobs

    jobs.deliver.using(run_after=moment).enqueue(device, notified)


def hand_over(row: PushSubscription, payload: str, tag: str, urgency: str) -> datetime | None:
    """Hand one message to the push service. The moment to try again, where it names one; raises NotTaken."""
    try:
        answer = _post(row, payload, tag, urgency)
    except FetchRefused:
        _forget(row)
        return None
    except HedgerowError:
        _failed(row)
        raise NotTaken from None
    if answer.status in GONE:
        _forget(row)
        return None
    if 200 <= answer.status < 300:
        _went_well(row)
        return None
    _failed(row)
    if answer.status == TOO_MANY:
        return now() + timedelta(seconds=_wait(answer.headers.get("retry-after", "")))
    if 400 <= answer.status < 500:
        return None
    raise NotTaken


def _post(row: PushSubscription, payload: str, tag: str, urgency: str) -> Fetched:
    if urlsplit(row.endpoint).scheme != "https" and not settings.ALLOW_LOOPBACK:
        raise FetchRefused("a push service without encryption")
    body, sealed = _sealed(row, payload)
    headers = {
        **sealed,
        "content-type": "application/octet-stream",
        "ttl": str(TTL_SECONDS),
        "urgency": urgency,
        # What waits at the service for a sleeping device is replaced, too. It learns nothing of the subject.
        "topic": tokens.opaque(f"{row.endpoint} {tag}")[:32],
    }
    return fetch(
        row.endpoint,
        accept="*/*",
        max_bytes=LARGEST_ANSWER,
        timeout=TIMEOUT_SECONDS,
        method="POST",
        headers=headers,
        body=body,
    )


def _sealed(row: PushSubscription, payload: str) -> tuple[bytes, dict[str, str]]:
    """The payload as the device alone can read it, and the headers that say how, and who sends it."""
    # Here, since it brings a library for servers with it that costs a start half a second.
    from pywebpush import WebPusher

    pusher = WebPusher({"endpoint": row.endpoint, "keys": {"p256dh": row.p256dh, "auth": row.auth}})
    said = vapid.authorization(row.endpoint, _contact())
    if row.standard:
        made: Any = pusher.encode(payload.encode())
        return bytes(made["body"]), {"authorization": said, "content-encoding": "aes128gcm"}
    # The fourth draft, and the first one of who sends: what older apps can read.
    made = pusher.encode(payload.encode(), content_encoding="aesgcm")
    signature = dict(part.strip().split("=", 1) for part in said.removeprefix("vapid ").split(","))
    return bytes(made["body"]), {
        "authorization": f"WebPush {signature['t']}",
        "content-encoding": "aesgcm",
        "crypto-key": f"dh={_text(made['crypto_key'])};p256ecdsa={signature['k']}",
        "encryption": f"salt={_text(made['salt'])}",
    }


def _text(said: bytes | str) -> str:
    return said.decode() if isinstance(said, bytes) else said


def _payload(message: Message) -> str:
    said = {"title": message.title, "body": message.body, "tag": message.tag, "url": message.url}
    return json.dumps(said, ensure_ascii=False)


def _contact() -> str:
    """Whom a push service may write to about us (RFC 8292, 2.1): the operator, else the site itself."""
    known = site().contact
    plain = _ADDRESS.fullmatch(known)
    return f"mailto:{known if plain else f'no-reply@{settings.HOST}'}"


def _wait(said: str) -> int:
    """Seconds from a Retry-After header; a date there is answered with a minute."""
    return min(int(said), LONGEST_WAIT) if said.isascii() and said.isdigit() and len(said) < 9 else 60


def _forget(row: PushSubscription) -> None:
    with write():
        PushSubscription.objects.filter(pk=row.pk).delete()


def _went_well(row: PushSubscription) -> None:
    if row.failing_since is not None:
        with write():
            PushSubscription.objects.filter(pk=row.pk).update(failing_since=None)


def _failed(row: PushSubscription) -> None:
    """Noted once; after days of it the device is given up."""
    if row.failing_since is not None and now() - row.failing_since > GIVEN_UP_AFTER:
        _forget(row)
    elif row.failing_since is None:
        with write():
            PushSubscription.objects.filter(pk=row.pk).update(failing_since=now())
