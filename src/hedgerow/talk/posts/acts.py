"""What faces do with posts. Every act begins with the face that acts; posts go by their outside ids."""

from hedgerow.talk.media.acts import bring_picture, describe_picture
from hedgerow.talk.polls.rules import Asked

from .editing import FileWords, edit, edit_together
from .moderating import hide_reply, remove_reply, thread_settings
from .narrowing import delete, leave_out, narrow, narrow_many, undo_delete
from .publishing import Draft, Variation, publish, variations
from .quoting import let_quote, unquote
from .responding import bookmark, boost, pin, react, unbookmark, unboost, unpin, unreact
from .vanishing import keep_habit

__all__ = [
    "Asked", "Draft", "FileWords", "Variation", "bookmark", "boost", "bring_picture", "delete",
    "describe_picture", "edit", "edit_together", "hide_reply", "keep_habit", "leave_out", "let_quote",
    "narrow", "narrow_many", "pin", "publish", "react", "remove_reply", "thread_settings", "unbookmark",
    "unboost", "undo_delete", "unpin", "unquote", "unreact", "variations",
]  # fmt: skip
