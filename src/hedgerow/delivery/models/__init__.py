"""The tables of delivery. References to posts are plain: showing one always asks the boundary again."""

from .notifications import Notification, NotificationSetting
from .positions import ReadPosition
from .telling import Bell, Due, PushSubscription, Telling, Way

__all__ = [
    "Bell",
    "Due",
    "Notification",
    "NotificationSetting",
    "PushSubscription",
    "ReadPosition",
    "Telling",
    "Way",
]
