"""Who took part, for telling them of the end; and a poll as its author edits it."""

from collections.abc import Iterable

from hedgerow.kernel.clock import now_us
from hedgerow.talk.models import Poll, PollVote

from . import rules
from .rules import FEWEST, LONGEST_OPTION, LONGEST_S, MOST, SHORTEST_S, Asked

__all__ = ["FEWEST", "LONGEST_OPTION", "LONGEST_S", "MOST", "SHORTEST_S", "Asked", "asked", "voters"]


def voters(post: int) -> list[int]:
    """The faces that voted in this post's poll (dense ids). Shown to nobody: each hears of the end itself."""
    rows = PollVote.objects.filter(option__poll__post=post).values_list("face_id", flat=True)
    return sorted(set(rows))


def asked(posts: Iterable[int]) -> dict[int, Asked]:
    """The polls that these posts (dense ids) ask, as their authors wrote them."""
    found = Poll.objects.filter(post__in=list(posts)).prefetch_related("options")
    return {
        poll.post_id: Asked(
            [option.text for option in sorted(poll.options.all(), key=lambda each: each.position)],
            poll.multiple,
            poll.hidden,
            _left(poll.ends_at),
        )
        for poll in found
    }


def _left(ends_at: int) -> int:
    """Seconds to its end, within what a poll may last."""
    return min(max(rules.SHORTEST_S, (ends_at - now_us()) // 1_000_000), rules.LONGEST_S)
