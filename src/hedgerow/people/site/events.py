"""What the site's moderation tells the rooms above."""

from hedgerow.kernel.outbox import Event


class Warned(Event, frozen=True, tag="people.warned"):
    """A moderator said a word to a face."""

    face: int
    warning: int
