"""Posts that vanish: when, and that an edit never puts it off beyond what was first said."""

from django.utils.translation import gettext as _

from hedgerow.boundary import acts as engine
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Post, WritingHabit

from . import jobs

SHORTEST_S, LONGEST_S = 5 * 60, 366 * 24 * 3600
HABITS = (3600, 86_400, 7 * 86_400)
"""What a face may want of every new post, in seconds."""


def end_of(after: int | None, at: int | None, said_at: int) -> int | None:
    """The moment at which a post is gone (microseconds), or None. `said_at`: as its readers are told.

    Raises Refused("vanish", …).
    """
    if after is None and at is None:
        return None
    ends = at if at is not None else said_at + (after or 0) * 1_000_000
    if not SHORTEST_S * 1_000_000 <= ends - said_at <= LONGEST_S * 1_000_000:
        raise Refused("vanish", _("A post stays for at least five minutes, and vanishes within a year."))
    return ends


def shorten(post: Post, after: int | None, at: int | None) -> None:
    """Let a post vanish earlier; nothing named leaves it as it is. Inside a write. Raises Refused."""
    ends = end_of(after, at, clock.now_us())
    if ends is None or ends == post.expires_at:
        return
    if post.latest_end is not None and ends > post.latest_end:
        raise Refused("vanish", _("It was said to vanish earlier. That can only be shortened."))
    post.expires_at, post.latest_end = ends, post.latest_end or ends
    post.save(update_fields=["expires_at", "latest_end"])
    if post.gate_id is not None:
        engine.move_gate(post.gate_id, post)
    jobs.vanish_later(post.pk, ends)


def habit(viewer: int) -> int | None:
    """After how many seconds new posts of this face vanish unless it says otherwise; None: they stay."""
    return WritingHabit.objects.filter(face=viewer).values_list("vanish_after", flat=True).first()


def keep_habit(actor: int, after: int | None) -> None:
    """Remember it for every new post. Raises Refused("vanish", …)."""
    if after is not None and after not in HABITS:
        raise Refused("vanish", _("Choose one of these times."))
    with write():
        WritingHabit.objects.update_or_create(face_id=actor, defaults={"vanish_after": after})
