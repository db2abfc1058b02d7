"""What a kind answer tells the rooms above. Faces by their dense ids."""

from hedgerow.kernel.outbox import Event


class Deflected(Event, frozen=True, tag="people.deflected"):
    """`asked` answered the request of `asker`, which goes on waiting."""

    asker: int
    asked: int
