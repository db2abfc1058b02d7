"""The tables of delivery. References to posts are plain: showing one always asks the boundary again."""

from .notifications import Notification, NotificationSetting, Policy, Welcome
from .positions import Marker, ReadPosition
from .telling import Bell, Due, PushSubscription, Telling, Way

__all__ = [
    "Bell",
    "Due",
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
