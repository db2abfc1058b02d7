"""The tables of delivery. References to posts are plain: showing one always asks the boundary again."""

from .notifications import Notification, NotificationSetting
from .positions import ReadPosition

__all__ = [
    "Notification",
    "NotificationSetting",
    "ReadPosition",
]
