"""Conversations as numbers, for the rooms above: whom a message concerns. Never used by a door."""

from collections.abc import Collection
from typing import NamedTuple

from hedgerow.talk.models import Seat

MESSAGES_AT_ONCE = 500


class Hearer(NamedTuple):
    """A face that is in a conversation, wants to hear of it, and has read up to `read_to` (a public id)."""

    face: int
    conversation: int
    read_to: int


def hearers(conversations: Collection[int]) -> dict[int, list[Hearer]]:
    """For each conversation (dense id) those who want to hear of it: no request, nothing muted."""
    rows = Seat.objects.filter(conversation__in=conversations, state=Seat.State.IN, muted=False)
    found: dict[int, list[Hearer]] = {}
    for row in rows.values_list("face_id", "conversation_id", "read_to"):
        found.setdefault(row[1], []).append(Hearer._make(row))
    return found
