"""What happened to filters, told to the rooms above."""

from hedgerow.kernel.outbox import Event


class FiltersChanged(Event, frozen=True, tag="talk.filters_changed"):
    """A face has other filters than before."""

    face: int
