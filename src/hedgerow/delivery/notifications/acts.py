"""What a face does with its notifications, and what the house tells it."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification, NotificationSetting, Policy, Welcome
from hedgerow.delivery.streams.events import MERGED, happened
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import after_commit, write
from hedgerow.talk.conversations import acts as conversations

from . import apart, rules
from .lists import in_group
from .rules import ACCEPT as ACCEPT
from .rules import FILTER as FILTER


def seen(actor: int, up_to: int) -> None:
    """The face has looked at everything up to this notification (public id)."""
    rows = Notification.objects.filter(face=actor, seen=False, public_id__lte=up_to)
    if not rows.exists():
        return
    with write():
        rows.update(seen=True)
        epoch.changed([news_key(actor)])


def seen_in(actor: int, conversation: int) -> None:
    """The face has read what was said in a conversation (dense id)."""
    rows = Notification.objects.filter(face=actor, seen=False, kind=Notification.Kind.MESSAGE)
    rows = rows.filter(post__conversation=conversation)
    if not rows.exists():
        return
    with write():
        rows.update(seen=True)
        epoch.changed([news_key(actor)])


def wish(actor: int, wishes: dict[str, str]) -> None:
    """From whom the face wants which kinds: all, contacts or none. Kinds not named stay as they are."""
    for kind, value in wishes.items():
        if kind not in rules.SETTABLE:
            raise NotFound
        if value not in NotificationSetting.Wish.values:
            raise Refused(kind, _("Choose everybody, contacts or nobody."))
    with write():
        for kind, value in wishes.items():
            NotificationSetting.objects.update_or_create(face_id=actor, kind=kind, defaults={"wish": value})


def clear(actor: int) -> None:
    """All of the face's notifications go; those kept apart stay."""
    _remove(actor, Notification.objects.filter(face=actor, filtered=False))


def dismiss(actor: int, public_id: int) -> None:
    """One goes. Raises NotFound."""
    rows = Notification.objects.filter(face=actor, public_id=public_id)
    if not rows.exists():
        raise NotFound
    _remove(actor, rows)


def dismiss_group(actor: int, key: str) -> None:
    """Those that stand together by this key go (`lists.in_group`). For none nothing happens."""
    _remove(actor, in_group(actor, key))


def _remove(actor: int, rows: QuerySet[Notification]) -> None:
    with write():
        rows.delete()
        epoch.changed([news_key(actor)])


def choose_policy(actor: int, chosen: dict[str, str]) -> None:
    """Of whom the face wants to be told: some of `rules.Wanted`. Raises Refused next to the field."""
    for name, value in chosen.items():
        if name not in rules.Wanted._fields or value not in rules.CHOICES:
            raise Refused(name, _("Choose accept, filter or drop."))
    with write():
        Policy.objects.update_or_create(face_id=actor, defaults=chosen)
        epoch.changed([news_key(actor)])


def accept(actor: int, requests: Collection[int]) -> None:
    """What these faces did and do is told from now on (numbers of `apart.requests`), and what they write is
    no request any more. Raises NotFound.
    """
    with write():
        senders = apart.senders(actor, requests)
        Welcome.objects.bulk_create(
            [Welcome(face_id=actor, actor_id=sender) for sender in senders], ignore_conflicts=True
        )
        Notification.objects.filter(face=actor, actor__in=senders, filtered=True).update(filtered=False)
        conversations.take_up(actor, senders)
        epoch.changed([news_key(actor)])
        after_commit(lambda: happened(MERGED, actor))


def turn_down(actor: int, requests: Collection[int]) -> None:
    """What of these faces was kept apart goes; more will be kept apart. Raises NotFound."""
    with write():
        senders = apart.senders(actor, requests)
        _remove(actor, Notification.objects.filter(face=actor, actor__in=senders, filtered=True))
