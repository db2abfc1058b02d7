"""What makes the streams look."""

from collections.abc import Sequence
from typing import Any

from .events import (
    ANNOUNCED,
    BOOSTED,
    EDITED,
    FILTERS,
    GONE,
    LOOK,
    MESSAGED,
    NARROWED,
    POSTED,
    REACTED,
    UNBOOSTED,
    WITHDRAWN,
    happened,
    look,
    stopped,
)


def heard(events: Sequence[Any]) -> None:
    """Something was posted: whose streams it concerns is asked by themselves."""
    look()
    for event in events:
        happened(POSTED, event.post)


def boosted(events: Sequence[Any]) -> None:
    """Something was boosted."""
    look()
    for event in events:
        happened(BOOSTED, event.boost)


def unboosted(events: Sequence[Any]) -> None:
    """A boost was taken back."""
    for event in events:
        happened(UNBOOSTED, event.post, event.public_id, event.face, event.audience, event.entered_at)


def edited(events: Sequence[Any]) -> None:
    """A post has a new version."""
    for event in events:
        happened(EDITED, event.post)


def narrowed(events: Sequence[Any]) -> None:
    """Fewer may see a post."""
    look()
    for event in events:
        happened(NARROWED, event.post, event.before)


def gone(events: Sequence[Any]) -> None:
    """A post is gone."""
    look()
    for event in events:
        happened(GONE, event.post)


def messaged(events: Sequence[Any]) -> None:
    """Something was said in a conversation."""
    for event in events:
        happened(MESSAGED, event.post, event.conversation)


def filters_changed(events: Sequence[Any]) -> None:
    """A face has other filters: its apps read them anew."""
    for event in events:
        happened(FILTERS, event.face)


def announced(events: Sequence[Any]) -> None:
    """Something is announced to everybody."""
    for event in events:
        happened(ANNOUNCED, event.announcement)


def withdrawn(events: Sequence[Any]) -> None:
    """Something is announced no more."""
    for event in events:
        happened(WITHDRAWN, event.public_id)


def announcement_reacted(events: Sequence[Any]) -> None:
    """Somebody reacted to an announcement, or took that back."""
    for event in events:
        happened(REACTED, event.sign)


def access_ended(_events: Sequence[Any]) -> None:
    """An app lost its access: every stream of apps asks whether it may go on."""
    happened(LOOK)


def halted(_events: Sequence[Any]) -> None:
    """A face was stopped: every stream asks whether it may go on."""
    look()
    stopped()
    happened(LOOK)
