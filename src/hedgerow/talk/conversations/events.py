"""What conversations tell the rooms above. Dense ids, never words."""

from hedgerow.kernel.outbox import Event


class Messaged(Event, frozen=True, tag="talk.messaged"):
    """A face said something in a conversation. `talk.posted` says the same of the post."""

    post: int
    author: int
    conversation: int
