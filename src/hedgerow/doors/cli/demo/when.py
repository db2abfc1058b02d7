"""When the acts of the story are told to have happened: made up, the same at every building."""

import random
from collections.abc import Iterator
from typing import NamedTuple

from . import story

MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
QUIET = 35 * MINUTE
"""Nothing is told to have happened later than this before the building: a visit is over by then."""
LONGEST_PAUSE = 7 * 60 * MINUTE


class Happening(NamedTuple):
    """An act of the story: its moment, what it is, whose post (and which reply to it), and who acts."""

    at: int
    what: str
    post: int
    reply: int | None
    by: str
    emoji: str = ""


def happenings(posts: list[story.Post], now: int) -> list[Happening]:
    """Every post with its replies, reactions, boosts, keepings and votes, in the order of time."""
    found = [each for number, post in enumerate(posts) for each in _of(number, post, now)]
    return sorted(found)


def _of(number: int, post: story.Post, now: int) -> Iterator[Happening]:
    dice = random.Random(f"{post.by} {post.ago} {post.text[:40]}")  # noqa: S311 (a story, no secret)
    began, end = _begin(dice, post, now), now - QUIET
    if began >= end:
        raise story.Broken(f"a post of @{post.by} is too young: {post.ago}")
    yield Happening(began, "post", number, None, post.by)
    if post.pin:
        yield Happening(began + MINUTE, "pin", number, None, post.by)
    spoken = _replies(dice, post, began, end)
    for place, (reply, at) in enumerate(zip(post.replies, spoken, strict=True)):
        yield Happening(at, "reply", number, place, reply.by)
        for face, emoji in reply.reactions.items():
            yield Happening(_later(dice, at, end), "react", number, place, face, emoji)
    for face, emoji in post.reactions.items():
        yield Happening(_later(dice, began + 2 * MINUTE, end), "react", number, None, face, emoji)
    for what, faces in (("boost", post.boosts), ("keep", post.kept)):
        for face in faces:
            yield Happening(_later(dice, began + 2 * MINUTE, end), what, number, None, face)
    if post.poll is not None:
        yield from _voting(dice, post.poll, Happening(began, "vote", number, None, post.by), now)


def _voting(dice: random.Random, poll: story.Poll, asked: Happening, now: int) -> Iterator[Happening]:
    """The votes, and the end of a poll that is over."""
    end = now - (_length(poll.over) if poll.over else QUIET)
    if asked.at + 3 * MINUTE >= end:
        raise story.Broken(f"a poll of @{asked.by} is over before it began")
    for face in poll.votes:
        yield asked._replace(at=_later(dice, asked.at + 2 * MINUTE, end - MINUTE), by=face)
    if poll.over:
        yield asked._replace(at=end, what="end")


def _length(words: str) -> int:
    return int(story.span(words).total_seconds()) * 1_000_000


def _begin(dice: random.Random, post: story.Post, now: int) -> int:
    """Hours ago are meant exactly; days ago at some hour of that day when people are awake."""
    exact = now - _length(post.ago)
    if not post.ago.endswith("d"):
        return exact
    return exact - exact % DAY + int(dice.uniform(6.5, 19.5) * 60) * MINUTE


def _replies(dice: random.Random, post: story.Post, began: int, end: int) -> list[int]:
    """One moment for each reply: minutes to hours apart, closer where there is little time left."""
    pauses = [dice.uniform(6 * MINUTE, LONGEST_PAUSE) * dice.random() + 4 * MINUTE for _ in post.replies]
    room = (end - began - 3 * MINUTE) / max(1.0, sum(pauses))
    moments, at = [], began + 3 * MINUTE
    for pause in pauses:
        at += int(pause * min(1.0, room))
        moments.append(at)
    return moments


def _later(dice: random.Random, after: int, end: int) -> int:
    return after + int((min(end, after + DAY) - after) * dice.random() ** 2)
