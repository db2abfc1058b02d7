"""What moving in tells the rooms above. Faces by their dense ids."""

from hedgerow.kernel.outbox import Event


class Brought(Event, frozen=True, tag="people.brought"):
    """A file was brought whole; `posts` of what was in it stand here as the face's own."""

    face: int
    posts: int
