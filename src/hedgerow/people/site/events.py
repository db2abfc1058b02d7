"""What the site's moderation tells the rooms above."""

from hedgerow.kernel.outbox import Event


class Warned(Event, frozen=True, tag="people.warned"):
    """A moderator said a word to a face; or the site did, of an `accident` that touched its posts."""

    face: int
    warning: int
    accident: bool = False
