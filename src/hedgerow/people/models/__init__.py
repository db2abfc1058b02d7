"""The tables of people. A member is a login and is never shown to anybody; a face is how a member appears."""

from .contacts import Block, CircleMove, Follow, FollowRequest, Mute
from .faces import Face
from .members import Invitation, Member, MemberManager
from .site import AuditEntry, Site, Warning

__all__ = [
    "AuditEntry",
    "Block",
    "CircleMove",
    "Face",
    "Follow",
    "FollowRequest",
    "Invitation",
    "Member",
    "MemberManager",
    "Mute",
    "Site",
    "Warning",
]
