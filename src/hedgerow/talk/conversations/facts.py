"""Conversations as numbers, for the rooms above: whom a message concerns. Never used by a door."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from hedgerow.kernel.clock import from_us
from hedgerow.kernel.ids import timed_ms
from hedgerow.talk.models import Conversation, Seat

from . import rules

MESSAGES_AT_ONCE = 500


class Hearer(NamedTuple):
    """A face that is in a conversation, wants to hear of it, and has read up to `read_to` (a public id).
    `asked`: it is a request of somebody the face does not know.
    """

    face: int
    conversation: int
    read_to: int
    asked: bool


def hearers(conversations: Collection[int]) -> dict[int, list[Hearer]]:
    """For each conversation (dense id) those who have not muted it, or are asked to it."""
    states = (Seat.State.IN, Seat.State.ASKED)
    rows = Seat.objects.filter(conversation__in=conversations, state__in=states, muted=False)
    found: dict[int, list[Hearer]] = {}
    for face, conversation, read_to, state in rows.values_list("face", "conversation", "read_to", "state"):
        hearer = Hearer(face, conversation, read_to, state == Seat.State.ASKED)
        found.setdefault(conversation, []).append(hearer)
    return found


def last_said(face: int, others: Collection[int]) -> dict[int, datetime]:
    """When the last message was said between a face and each of these others, in a conversation of two that
    the face is in; whether the other one took it up is not asked, for that is not told.
    """
    pairs = {rules.pair(face, other): other for other in others}
    rows = Conversation.objects.filter(pair__in=list(pairs), newest__gt=0)
    rows = rows.filter(seats__face=face, seats__state=Seat.State.IN)
    return {
        pairs[pair]: from_us(timed_ms(newest) * 1000)
        for pair, newest in rows.values_list("pair", "newest")
        if pair
    }
