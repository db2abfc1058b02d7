"""What happened to drafts, told to the rooms above. Dense ids, never words."""

from hedgerow.kernel.outbox import Event


class DraftReturned(Event, frozen=True, tag="talk.draft_returned"):
    """A scheduled post could not leave as it was meant, and is a draft again."""

    draft: int
    face: int
    send_at: int
