"""What happened to polls, told to the rooms above."""

from hedgerow.kernel.outbox import Event


class PollEnded(Event, frozen=True, tag="talk.poll_ended"):
    """The poll of a post (dense id) is over."""

    post: int
    author: int
