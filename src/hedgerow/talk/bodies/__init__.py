"""The shared body of a post, built here and nowhere else: the same bytes for every reader.

Promise: nothing in a body depends on who reads. Counts are of what everybody who sees the post may see by
audience; blocks hide names, not numbers. Everything a list of posts needs is read in one statement and
remembered until the epoch says that the post, its parent or its author changed.
Never: it does not say who may see a post; `posts.reads.shown` asks the boundary for each.

What a post carries is a part. A new one (a poll's result, a recording) is three steps:
1. `parts.py`: its SELECT and what one row of it means, named in `PARTS`;
2. `shapes.py`: its field of `Body`;
3. `building.py`: the line that puts the one into the other.
What is a column of the post itself goes into `rows.py` instead of `parts.py`. Whoever changes a part later
says `epoch.changed([epoch.thing_key(post)])` in its transaction, or the old body stays remembered.
"""

from .loading import entries
from .shapes import Author, Body, Drawing, Entry, Picture, Poll, PollOption, Preview, Reacted

__all__ = [
    "Author",
    "Body",
    "Drawing",
    "Entry",
    "Picture",
    "Poll",
    "PollOption",
    "Preview",
    "Reacted",
    "entries",
]
