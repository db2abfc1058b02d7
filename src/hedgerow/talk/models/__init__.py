"""The tables of talk. A post is guarded: no query for posts runs before the boundary narrowed it."""

from .cards import Card, PostCard
from .collections import Collection, CollectionItem
from .conversations import Attachment, Conversation, Happening, Norms, Seat
from .drafts import StoredDraft, WritingHabit
from .filters import Filter, FilteredPost, FilterWord
from .guarding import GuardWish, ListedName, NotAgain
from .media import Media
from .moving import BroughtCollection, BroughtPost
from .polls import Poll, PollOption, PollVote
from .posts import Bookmark, Mention, Post, PostTag, Reaction, Revision, Tag
from .reports import Report
from .searching import FoundPost
from .tags import FeaturedTag
from .variants import Composition, Variant

__all__ = [
    "Attachment",
    "Bookmark",
    "BroughtCollection",
    "BroughtPost",
    "Card",
    "Collection",
    "CollectionItem",
    "Composition",
    "Conversation",
    "FeaturedTag",
    "Filter",
    "FilterWord",
    "FilteredPost",
    "FoundPost",
    "GuardWish",
    "Happening",
    "ListedName",
    "Media",
    "Mention",
    "Norms",
    "NotAgain",
    "Poll",
    "PollOption",
    "PollVote",
    "Post",
    "PostCard",
    "PostTag",
    "Reaction",
    "Report",
    "Revision",
    "Seat",
    "StoredDraft",
    "Tag",
    "Variant",
    "WritingHabit",
]
