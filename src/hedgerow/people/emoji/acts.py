"""What operators do with the site's emoji. Each act is one entry of the audit log."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hedgerow.boundary.epoch import EVERYTHING, changed
from hedgerow.kernel import blobs, images
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import after_commit, write
from hedgerow.people.keys import SITE_FACTS
from hedgerow.people.models import CustomEmoji, Member
from hedgerow.people.site.acts import audit, insist_operator

from . import rules

MOST = 2_000
SIDE = 96
"""Pixels of the longer side: twice what the largest place shows."""


def bring(actor: Member, code: str, data: bytes, category: str = "") -> int:
    """A new emoji; its number. Raises NotFound for who does not operate, Refused next to the field."""
    insist_operator(actor)
    code = code.strip().strip(":").lower()
    if not rules.good_code(code):
        raise Refused("code", _("Use 2 to 32 small letters, digits and underscores."))
    if CustomEmoji.objects.count() >= MOST:
        raise Refused("code", _("There are as many emoji as a site can have."))
    try:
        blob = blobs.put(images.make_emoji(data, SIDE), images.KIND)
    except Refused as error:
        raise Refused("picture", error.message) from None
    try:
        with write(), transaction.atomic():
            row = CustomEmoji.objects.create(code=code, blob=blob, category=category.strip()[:40])
            _changed(actor, "emoji.bring", row)
    except IntegrityError:
        blobs.delete(blob)
        raise Refused("code", _("There is an emoji with this name already.")) from None
    return row.pk


def switch(actor: Member, emoji: int, *, on: bool) -> None:
    """Let it be used, or not for now: its words stand in its place then, everywhere and at once."""
    insist_operator(actor)
    with write():
        row = _row(emoji)
        CustomEmoji.objects.filter(pk=emoji).update(on=on)
        _changed(actor, "emoji.on" if on else "emoji.off", row)


def remove(actor: Member, emoji: int) -> None:
    """It is gone, file included; its words stay where they were written."""
    insist_operator(actor)
    with write():
        row = _row(emoji)
        blob = row.blob
        _changed(actor, "emoji.remove", row)
        row.delete()
        after_commit(lambda: blobs.delete(blob))


def _row(emoji: int) -> CustomEmoji:
    row = CustomEmoji.objects.filter(pk=emoji).first()
    if row is None:
        raise NotFound
    return row


def _changed(actor: Member, act: str, row: CustomEmoji) -> None:
    audit(actor.pk, act, f"emoji {row.pk}", {"code": row.code})
    # Any post may have it: everything drawn is drawn anew.
    changed([EVERYTHING, SITE_FACTS])
