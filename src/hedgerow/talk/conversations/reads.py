"""Conversations for a viewer: the list, one of them, what was said, who read how far, what is unread."""

from .around import Answered, Around, answered, around
from .files import file_for
from .finding import conversation_with, dense, may_begin, of_message, one, opened, place_of, writable
from .listing import item, keys, listed, requests, timeline, unread, waiting, window
from .marking import read_marks, writing_now
from .norms import norms, norms_before
from .said import heard, messages, newest_line, senders, some, taken_away, words
from .shapes import Found, Line, Listed, Message, Messages, Norm, Opened, Page, Sender

__all__ = [
    "Answered", "Around", "Found", "Line", "Listed", "Message", "Messages", "Norm", "Opened", "Page",
    "Sender", "answered", "around", "conversation_with", "dense", "file_for", "heard", "item", "keys",
    "listed", "may_begin", "messages", "newest_line", "norms", "norms_before", "of_message", "one", "opened",
    "place_of", "read_marks", "requests", "senders", "some", "taken_away", "timeline", "unread", "waiting",
    "window", "words", "writable", "writing_now",
]  # fmt: skip
