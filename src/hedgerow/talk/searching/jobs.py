"""What happened to posts reaches what can be found. Each may hear or run twice."""

from collections.abc import Sequence
from typing import Any

from hedgerow.kernel.jobs import task
from hedgerow.talk.posts.events import Narrowed

from . import acts


def said(events: Sequence[Any]) -> None:
    """Posts were written, said anew, deleted or brought back: each event has a `post`."""
    acts.refresh(event.post for event in events)


def narrowed(events: Sequence[Narrowed]) -> None:
    """Other people may see posts: they, and what stands behind them, are looked for elsewhere."""
    posts = [event.post for event in events]
    acts.refresh([*posts, *acts.below(posts)])


@task()
def fill(after: int = 0) -> None:
    """Take in what was written before there was a search, or came in bulk: some of it, then go on."""
    last = acts.fill(after)
    if last:
        fill_later(last)


def fill_later(after: int = 0) -> None:
    """Take in what is missing beyond this post, behind everything else there is to do."""
    fill.using(priority=-10, unique_key="talk.searching.fill").enqueue(after)
