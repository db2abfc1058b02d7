"""Voting, and the end of it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.kernel import clock, limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.talk.keys import mine_key
from hedgerow.talk.models import Poll, PollVote
from hedgerow.talk.posts import loading

from . import rules
from .events import PollEnded

VOTES_AN_HOUR = 600


def vote(actor: int, post: int, options: Sequence[int]) -> None:
    """Choose these options (by place) of a post's poll, instead of those before; none takes the vote back.

    Raises NotFound for a post that the face may not see or that asks nothing; Refused("poll", …); TooMany.
    """
    limits.allow(f"vote:{actor}", limit=VOTES_AN_HOUR, per_seconds=3600)
    with write():
        found = loading.meant(actor, post)
        poll = Poll.objects.select_for_update(no_key=True).filter(post=found).first()
        if poll is None:
            raise NotFound
        if poll.ends_at <= clock.now_us():
            raise Refused("poll", _("This poll is over."))
        by_place = dict(poll.options.values_list("position", "id"))
        places = rules.chosen(list(options), len(by_place), multiple=poll.multiple)
        if places is None:
            raise Refused("poll", _("Choose one of the answers."))
        _choose(actor, poll, {by_place[place] for place in places})
        epoch.changed([epoch.thing_key(found.pk), mine_key(actor)])


def _choose(actor: int, poll: Poll, wanted: set[int]) -> None:
    before = PollVote.objects.filter(face=actor, option__poll=poll)
    kept = set(before.values_list("option_id", flat=True))
    before.exclude(option__in=wanted).delete()
    PollVote.objects.bulk_create(
        [PollVote(option_id=option, face_id=actor) for option in sorted(wanted - kept)]
    )


def close(post: int, ends_at: int) -> None:
    """Its end has come: hidden numbers show, and it is told once. Hearing it again changes nothing."""
    with write():
        rows = Poll.objects.select_for_update(no_key=True).filter(post=post, ends_at=ends_at, told_at=None)
        poll = rows.filter(ends_at__lte=clock.now_us()).first()
        if poll is None:
            return
        poll.told_at = clock.now()
        poll.save(update_fields=["told_at"])
        author = Poll.objects.filter(pk=poll.pk).values_list("post__author_id", flat=True)[0]
        epoch.changed([epoch.thing_key(post)])
        emit(PollEnded(post, author))
