"""What happened to posts, told to the rooms above. Dense ids, never words."""

from hedgerow.kernel.outbox import Event


class Posted(Event, frozen=True, tag="talk.posted"):
    """A face published a post, a reply or a quote. Boosts say `Boosted` instead."""

    post: int
    author: int


class Edited(Event, frozen=True, tag="talk.edited"):
    """A post has a new version."""

    post: int
    author: int


class Narrowed(Event, frozen=True, tag="talk.narrowed"):
    """Fewer may see a post than before: than its audience of `before` (its dense id)."""

    post: int
    author: int
    before: int = 0


class Deleted(Event, frozen=True, tag="talk.deleted"):
    """A post is gone; within the minute it may come back."""

    post: int
    author: int


class Restored(Event, frozen=True, tag="talk.restored"):
    """A deleted post is back, as it was."""

    post: int
    author: int


class Reacted(Event, frozen=True, tag="talk.reacted"):
    """A face reacted to a post, or chose another reaction."""

    post: int
    face: int


class Boosted(Event, frozen=True, tag="talk.boosted"):
    """A face boosted `post`; `boost` is the boost itself."""

    post: int
    boost: int
    face: int


class Unboosted(Event, frozen=True, tag="talk.unboosted"):
    """A face took its boost back. It is gone, so that all of it that must be known stands here."""

    post: int
    public_id: int
    face: int
    audience: int
    entered_at: int


class Vanished(Event, frozen=True, tag="talk.vanished"):
    """A post is gone at the end that its author set, with all that was made of it; it does not come back."""

    post: int
    author: int
