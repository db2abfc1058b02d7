"""What conversations do by themselves: whom one follows is not unknown any more."""

from collections.abc import Sequence

from hedgerow.people.contacts.events import Accepted, Followed

from . import acts


def followed(events: Sequence[Followed]) -> None:
    """Who follows somebody reads them among the others, whoever wrote first."""
    acts.know([(event.follower, event.followed) for event in events])


def let_follow(events: Sequence[Accepted]) -> None:
    """The same for who had to ask."""
    acts.know([(event.asker, event.asked) for event in events])
