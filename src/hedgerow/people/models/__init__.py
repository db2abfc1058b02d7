"""The tables of people. A member is a login and is never shown to anybody; a face is how a member appears."""

from .apps import App, AppCode, Token
from .contacts import Block, CircleMove, Follow, FollowRequest, Mute
from .faces import Face, ProvenLink
from .found import FoundFace
from .keeping import CircleManner, Endorsement, FollowedTag, Note, PassedOver
from .members import Invitation, Member, MemberManager
from .moving import AddressEntry, Export, Greeting, Import
from .site import AuditEntry, CustomEmoji, Site, Warning
from .suggesting import DismissedCircle, Suggesting

__all__ = [
    "AddressEntry",
    "App",
    "AppCode",
    "AuditEntry",
    "Block",
    "CircleManner",
    "CircleMove",
    "CustomEmoji",
    "DismissedCircle",
    "Endorsement",
    "Export",
    "Face",
    "Follow",
    "FollowRequest",
    "FollowedTag",
    "FoundFace",
    "Greeting",
    "Import",
    "Invitation",
    "Member",
    "MemberManager",
    "Mute",
    "Note",
    "PassedOver",
    "ProvenLink",
    "Site",
    "Suggesting",
    "Token",
    "Warning",
]
