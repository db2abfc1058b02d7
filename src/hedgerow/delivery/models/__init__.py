"""The tables of delivery. References to posts are plain: showing one always asks the boundary again."""

from .leaving import Left
from .notifications import Notification, NotificationSetting, Policy, Welcome
from .positions import Marker, ReadPosition
from .telling import Bell, Due, PushSubscription, Telling, Way

__all__ = [
    "Bell",
    "Due",
    "Left",
    "Marker",
    "Notification",
    "NotificationSetting",
    "Policy",
    "PushSubscription",
    "ReadPosition",
    "Telling",
    "Way",
    "Welcome",
]
