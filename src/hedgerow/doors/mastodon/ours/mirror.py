"""How a face lives here, by what it posts, and a calm look at who is meant. For itself alone.

Never: what a member chose or answered, which is the member's, and no face's.
"""

from collections.abc import Iterable

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.ours import Mirror, Reach, Year
from hedgerow.doors.mastodon.making import ours
from hedgerow.talk.mirror import reads
from hedgerow.talk.yearly import reads as yearly

from .audiences import ASKS
from .circles import AT


@door.get(f"{AT}/mirror", gives=Mirror, scopes="read:lists", rate=ASKS)
def show(caller: Caller) -> Mirror:
    """Where the face's newest posts go, and whom of its circles and labels they reach. No other face of the
    same person is looked at.
    """
    found = reads.look(caller.me)
    return Mirror(
        posts=found.posts,
        public=found.public,
        wide=found.shares.get("wide", 0),
        all=found.shares.get("all", 0),
        chosen=found.shares.get("chosen", 0),
        alone=found.shares.get("alone", 0),
        as_if=found.as_if,
        followers=found.followers,
        readers=[Reach(ours.circle(each.circle), each.count) for each in found.readers],
    )


@door.get(f"{AT}/yearly", gives=Year, scopes="read:lists", rate=ASKS)
def year(caller: Caller) -> Answer:
    """What is worth a look once a year; each list may be empty and holds eight at most."""
    found = yearly.gather(caller.me)
    return Answer(
        {
            "most": _meant(found.most),
            "unused": [ours.circle(each) for each in found.unused],
            "silent": [ours.account(each) for each in found.silent],
            "quiet": [ours.account(each) for each in found.quiet],
            "left": _meant(found.left),
        }
    )


def _meant(counted: Iterable[yearly.Counted]) -> list[object]:
    return [{"account": ours.account(each.face), "count": each.count} for each in counted]
