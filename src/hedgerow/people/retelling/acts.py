"""Telling when people came and met."""

from hedgerow.boundary import retelling as boundary
from hedgerow.kernel.retelling import Telling, move
from hedgerow.people.models import (
    AuditEntry,
    Block,
    CircleMove,
    Face,
    Follow,
    FollowRequest,
    Invitation,
    Mark,
    Member,
    Mute,
    Warning,
)


def retell(telling: Telling) -> None:
    """Move every moment of people and of the boundary below. Inside `write()`."""
    boundary.retell(telling)
    move(Member.objects.all(), telling, "joined_at", "closing_at")
    move(Face.objects.all(), telling, "made_at", "closing_at")
    for model in (Follow, FollowRequest, Block, CircleMove, AuditEntry, Mark):
        move(model._default_manager.all(), telling, "at")
    move(Mute.objects.all(), telling, "at", "until")
    move(Invitation.objects.all(), telling, "made_at", "expires_at")
    move(Warning.objects.all(), telling, "at", "read_at")
