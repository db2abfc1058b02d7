"""The tables of talk. A post is guarded: no query for posts runs before the boundary narrowed it."""

from .cards import Card, PostCard
from .collections import Collection, CollectionItem
from .media import Media
from .posts import Bookmark, Mention, Post, PostTag, Reaction, Revision, Tag
from .reports import Report

__all__ = [
    "Bookmark",
    "Card",
    "Collection",
    "CollectionItem",
    "Media",
    "Mention",
    "Post",
    "PostCard",
    "PostTag",
    "Reaction",
    "Report",
    "Revision",
    "Tag",
]
