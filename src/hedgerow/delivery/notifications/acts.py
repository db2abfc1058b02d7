"""What a face does with its notifications, and what the house tells it."""

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.delivery.keys import news_key
from hedgerow.delivery.models import Notification, NotificationSetting
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write

from . import rules


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
