"""Apps that are told of news on devices: one subscription a token, gone with it (RFC 8030, 8291)."""

from typing import Any

import msgspec
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from hedgerow.delivery.models import PushSubscription
from hedgerow.delivery.notifications import lists, words
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.delivery.notifications.lists import Asked, Item
from hedgerow.delivery.notifications.reads import Group
from hedgerow.delivery.notifications.types import KINDS, TYPES, type_of
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.apps import reads as tokens_of
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.emoji.reads import bare
from hedgerow.people.faces import reads as faces

from . import tokens
from .devices import check, key_of, plain
from .reads import wishes
from .words import link, words_of

WHOSE = ("all", "followed", "follower", "none")
KNOWN = Asked(KINDS, filtered=False)


class Subscribed(msgspec.Struct, frozen=True):
    """What an app subscribed to. `alerts`: the types of the API it is told of."""

    id: int
    endpoint: str
    standard: bool
    alerts: dict[str, bool]
    whose: str


class Wanted(msgspec.Struct, frozen=True):
    """Of what an app wants to be told."""

    alerts: dict[str, bool] = {}
    whose: str = "all"

    def checked(self) -> dict[str, Any]:
        """As it is kept. Raises Refused."""
        if self.whose not in WHOSE:
            raise Refused("policy", _("Choose all, followed, follower or none."))
        return {
            "alerts": {kind: on for kind, on in self.alerts.items() if kind in TYPES},
            "whose": self.whose,
        }


def subscription(token: int) -> Subscribed:
    """What the app with this token (its number) subscribed to. Raises NotFound."""
    row = PushSubscription.objects.filter(token=token).first()
    if row is None:
        raise NotFound
    return Subscribed(row.pk, row.endpoint, row.standard, row.alerts, row.whose)


def subscribe(
    actor: int, secret: str, endpoint: str, p256dh: str, auth: str, standard: bool, wanted: Wanted
) -> Subscribed:
    """Tell the app that shows this token. What it had subscribed to before ends. Raises Refused."""
    known = tokens_of.bearer(secret)
    keys = {"p256dh": plain(p256dh), "auth": plain(auth)}
    check(endpoint, **keys)
    if known is None or known.face != actor:
        raise NotFound
    chosen = {"endpoint": endpoint, "endpoint_key": key_of(endpoint), "standard": standard, **keys}
    with write():
        ties.lock(actor)
        PushSubscription.objects.filter(token=known.token).delete()
        PushSubscription.objects.create(
            face_id=actor,
            token_id=known.token,
            sealed_token=tokens.seal(secret),
            **chosen,
            **wanted.checked(),
        )
    return subscription(known.token)


def change(token: int, wanted: Wanted) -> Subscribed:
    """Tell the app of this instead. Raises NotFound, Refused."""
    with write():
        if not PushSubscription.objects.filter(token=token).update(**wanted.checked()):
            raise NotFound
    return subscription(token)


def unsubscribe(token: int) -> None:
    """Tell it no more."""
    with write():
        PushSubscription.objects.filter(token=token).delete()


def stands(row: PushSubscription) -> bool:
    """Is the token of this subscription good, and for its face?"""
    known = tokens_of.bearer(tokens.unseal(row.sealed_token))
    return known is not None and known.face == row.face_id and known.may("push")


def payloads(row: PushSubscription, notified: list[int]) -> list[tuple[str, dict[str, Any]]]:
    """What the app is told of these notifications, as its face may know of them now; a tag for each."""
    items = [item for item in lists.some(row.face_id, notified, KNOWN) if _wants(row, item)]
    found = []
    for item in reversed(items):
        groups = notifications.about(row.face_id, [item.public_id])
        if groups:
            found.append((f"app {item.public_id}", _payload(row, item, groups[0])))
    return found


def _wants(row: PushSubscription, item: Item) -> bool:
    if not row.alerts.get(type_of(item), False) or row.whose == "none":
        return False
    if row.whose == "all" or item.actor is None:
        return True
    if row.whose == "followed":
        return item.actor in contacts.follows(row.face_id)
    return row.face_id in contacts.follows(item.actor)


def _payload(row: PushSubscription, item: Item, group: Group) -> dict[str, Any]:
    card = faces.card(item.actor if item.actor is not None else row.face_id)
    return {
        "access_token": tokens.unseal(row.sealed_token),
        "preferred_locale": translation.get_language() or settings.LANGUAGE_CODE,
        "notification_id": item.public_id,
        "notification_type": type_of(item),
        "icon": link(card.picture_url or "/static/mastodon/avatars/original/missing.png"),
        "title": bare(words.words(group)),
        "body": words_of(group.post, wishes(row.face_id).excerpts),
    }
