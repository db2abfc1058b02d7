"""Why a face sees a post, or does not, in plain words for the operator."""

import re
from collections import Counter
from typing import NamedTuple

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import Reason, Rule
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.talk.console import reads as posts
from hedgerow.talk.lines.facts import Line

WORDS = {
    Rule.VIEWER_STOPPED: "{viewer} is suspended or closed, and so sees nothing.",
    Rule.AUTHOR_STOPPED: "{author}, who wrote it, is suspended or closed: nobody sees what they wrote.",
    Rule.GONE: "It is deleted, or its time is over.",
    Rule.OWN: "{viewer} wrote it.",
    Rule.BLOCKED: "A block stands between {author} and {viewer}.",
    Rule.EXCLUDED_BY_NAME: "{author} excluded {viewer} by name.",
    Rule.IN_EXCLUDED_CIRCLE: "{viewer} is in {circles}, which it excludes.",
    Rule.LEFT_EXCLUDED_CIRCLE_AFTER: "{viewer} left {circles}, which it excludes, only after it was written.",
    Rule.PUBLIC: "It is public.",
    Rule.SITE: "It is for the faces of this site, and {viewer} is one of them.",
    Rule.BY_NAME: "It is addressed to {viewer} by name.",
    Rule.IN_CIRCLE: "{viewer} is in {circles}, which it is addressed to.",
    Rule.JOINED_AFTER: "{viewer} is in {circles}, but sees from there only what is newer than this.",
    Rule.LEFT_CIRCLE: "{viewer} was in {circles} and is there no more.",
    Rule.NOT_ADDRESSED: "{viewer} is nobody it is addressed to.",
    Rule.SETTLED: "It is one of several variants, and when they were published this one was not {viewer}'s.",
    Rule.PARENT_UNSEEN: "Its own audience would let {viewer} in, but it answers something they cannot see.",
    Rule.SEES_PARENT: "It asks nothing of its own: whoever sees what it answers sees it, and {viewer} does.",
}
KINDS = {
    "own": ("{owner}'s circles of their own", "a circle of {owner}'s own"),
    "followers": ("the followers of {owner}", "the followers of {owner}"),
    "mutuals": ("the mutual followers of {owner}", "the mutual followers of {owner}"),
    "label": ("labels of {owner}'s", "a label of {owner}'s"),
}
NOBODY = "whoever is signed out"


class Why(NamedTuple):
    """The boundary's answer, in sentences."""

    sees: bool
    words: list[str]


def number_in(text: str) -> int:
    """The outside number of a post in what somebody typed: the number, or an address that ends with it.

    Raises NotFound.
    """
    found = re.fullmatch(r"(?:.*/)?([0-9]{1,19})/?(?:[?#].*)?", text.strip(), re.ASCII)
    if found is None:
        raise NotFound
    return int(found[1])


def why(viewer: int | None, post: Line) -> Why:
    """Which rule decides, through which kinds of circles, and up the thread where that decides."""
    reason = boundary.explain(viewer, post)
    words = [
        f"{_name(viewer)} {'sees' if reason.sees else 'does not see'} it.",
        _sentence(viewer, post, reason),
    ]
    above = posts.parent(post) if reason.rule is Rule.PARENT_UNSEEN else None
    if above is not None and not boundary.check(viewer, above) and above.gone_at is None:
        told = _sentence(viewer, above, boundary.explain(viewer, above))
        words.append(f"Of what it answers, by {_name(above.author_id)}: {told}")
    return Why(reason.sees, [word[0].upper() + word[1:] for word in words])


def _sentence(viewer: int | None, post: Line, reason: Reason) -> str:
    return WORDS[reason.rule].format(
        viewer=_name(viewer), author=_name(post.author_id), circles=_circles(reason.circles)
    )


def _name(face: int | None) -> str:
    return NOBODY if face is None else f"@{faces.card(face).address}"


def _circles(circles: tuple[int, ...]) -> str:
    """The kinds of these circles, and whose they are; never their names."""
    rows = boundary.circle_rows(list(circles)).values()
    counted = Counter((row.kind, row.owner) for row in rows)
    return " and ".join(
        KINDS[kind][count == 1].format(owner=_name(owner)) for (kind, owner), count in sorted(counted.items())
    )
