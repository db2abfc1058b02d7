"""The tables of people. A member is a login and is never shown to anybody; a face is how a member appears."""

from .announcements import Announcement, AnnouncementReaction, AnnouncementSign, PutAway
from .apps import App, AppCode, Token
from .barring import Barred, ShutServer
from .contacts import Block, CircleMove, Follow, FollowRequest, Mark, Mute
from .faces import Face, ProvenLink
from .found import FoundFace
from .keeping import CircleManner, Endorsement, FollowedTag, Note, PassedOver
from .members import Invitation, Member, MemberManager
from .moving import AddressEntry, Export, Greeting, Import
from .site import AuditEntry, CustomEmoji, Site, Warning
from .strategies import Deflection, Strategy
from .suggesting import DismissedCircle, Suggesting

__all__ = [
    "AddressEntry",
    "Announcement",
    "AnnouncementReaction",
    "AnnouncementSign",
    "App",
    "AppCode",
    "AuditEntry",
    "Barred",
    "Block",
    "CircleManner",
    "CircleMove",
    "CustomEmoji",
    "Deflection",
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
    "Mark",
    "Member",
    "MemberManager",
    "Mute",
    "Note",
    "PassedOver",
    "ProvenLink",
    "PutAway",
    "ShutServer",
    "Site",
    "Strategy",
    "Suggesting",
    "Token",
    "Warning",
]
