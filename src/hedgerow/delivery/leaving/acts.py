"""Noting what leaves, calling a post back, and telling the authors whom an accident touched."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.delivery.models import Due, Left, PushSubscription
from hedgerow.delivery.telling import jobs as telling
from hedgerow.kernel.clock import now
from hedgerow.kernel.counting import filled
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces import reads as faces
from hedgerow.people.site import acts as site
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from hedgerow.talk.posts.reads import Shown

from . import rules, waiting
from .reads import Exposed

__all__ = ["call_back", "flush", "forget", "given", "left", "tell", "tidy"]


def left(door: str, reader: int, shown: Iterable[Shown | None], *, words: bool) -> None:
    """These posts just left to this reader. What is public, or the reader's own, is not noted."""
    rows = [_row(door, reader, post, words, now()) for post in shown if _counts(post) and post is not None]
    _keep(rows)


def given(reader: int | None, shown: Iterable[Shown]) -> None:
    """An app is given these posts: kept in memory, and noted with others at the next `flush`."""
    if reader is None:
        return
    for post in shown:
        if _counts(post):
            waiting.note(reader, post)


def flush() -> int:
    """Note what apps were given since the last time; how much."""
    taken = waiting.take()
    _keep([_row(Left.Door.APP, reader, post, True, at) for reader, post, at in taken])
    return len(taken)


def _counts(post: Shown | None) -> bool:
    return post is not None and not post.body.public and not post.mine


def _row(door: str, reader: int, post: Shown, words: bool, at: datetime) -> Left:
    return Left(
        post=post.id,
        public_id=post.public_id,
        author=post.author.id,
        scope=post.entry.scope,
        door=door,
        reader=rules.mark(post.id, reader),
        words=words,
        at=at,
    )


def _keep(rows: list[Left]) -> None:
    if rows:
        with write():
            Left.objects.bulk_create(rows, ignore_conflicts=True)


def call_back(actor: int, post: int) -> None:
    """From now on nobody but its author sees an own post, and what devices still show of it is closed.

    Its other variants go with it. Mails that are there stay there. Raises NotFound.
    """
    posts.narrow(actor, post, Choice("nobody"))
    shown = reads.post(actor, post)
    told = Due.objects.filter(by=Due.By.PUSH, notification__post=shown.id, told_at__isnull=False)
    devices = PushSubscription.objects.filter(face__in=told.values("face"), token=None)
    with write():
        for device in devices.values_list("id", flat=True):
            telling.take_back.enqueue(device, f"post-{shown.public_id}")


def tell(incident: str, exposed: Exposed, since: datetime, until: datetime) -> bool:
    """Tell one author, in plain words and once for each `incident`; False where that was done before.

    Where the author is gone meanwhile nobody is told.
    """
    subject = f"{incident} face {exposed.author}"[:200]
    with write():
        if site.done("exposure.tell", subject):
            return False
        detail = {"posts": [str(one.public_id) for one in exposed.posts]}
        site.audit(None, "exposure.tell", subject, detail)
        return site.tell_exposed(exposed.author, lambda: _words(exposed, since, until))


def _words(exposed: Exposed, since: datetime, until: datetime) -> str:
    said = ngettext(
        "Something went wrong on this site between %(since)s and %(until)s. %(n)d post of yours that is not"
        " public left it in that time, and somebody may have read it who should not have.",
        "Something went wrong on this site between %(since)s and %(until)s. %(n)d posts of yours that are not"
        " public left it in that time, and somebody may have read them who should not have.",
        len(exposed.posts),
    )
    zone = ZoneInfo(faces.face(exposed.author).time_zone)
    times = {"since": _moment(since, zone), "until": _moment(until, zone)}
    more = _("“Where it went” in the menu of each post says by which door, and lets you call it back.")
    return f"{filled(said, {'n': len(exposed.posts), **times})} {more}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    """By this clock. The hour by its figures alone: "p.m." would end the sentence."""
    here = localtime(at, zone)
    return _("%(day)s, %(time)s") % {"day": date_format(here, "DATE_FORMAT"), "time": f"{here:%H:%M}"}


def forget(face: int) -> None:
    """A face is gone for good, and what its posts did with it."""
    Left.objects.filter(author=face).delete()


def tidy() -> int:
    """Forget what left long ago; how much."""
    with write():
        return Left.objects.filter(at__lt=now() - rules.KEPT).delete()[0]
