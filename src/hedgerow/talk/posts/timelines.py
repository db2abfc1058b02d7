"""Lists of posts besides home: a face's, a tag's, the public's, the site's, a circle's, one's bookmarks.

Each asks the database for what the viewer may see, and shows it through `showing.shown`, which asks again.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import msgspec
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.windows import Window
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.current import Authors, Current, Kept, Name
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.models import Bookmark, Media, Post, PostCard, PostTag

from . import rules, words
from .hanging import seen_by
from .showing import Shown, shown

MOST_IN_CIRCLE = 5_000
_BEGINS: dict[str, Any] = {"under": None, "boost_of": None, "unlisted": False}
"""What begins a thread, and may stand in lists of what everybody says."""


class Tags(NamedTuple):
    """Which tags besides the first one: any of these is as good, all of these too, and none of these."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


NO_TAGS = Tags()


class Page(msgspec.Struct, frozen=True):
    """Some posts; `next` is what to give as `before` for those after them, None at the end."""

    shown: list[Shown]
    next: int | None


def by_author(
    viewer: int | None,
    face: int,
    before: int | None = None,
    limit: int = 20,
    kind: str = "posts",
    *,
    window: Window | None = None,
) -> Page:
    """What the viewer may see of a face's posts, newest first. A window is asked for in place of `before` and
    `limit`, here and below.

    `kind`: posts (boosts too, no replies), replies, media (posts with pictures) or pinned.
    """
    asked = window or Window(limit, before)
    if kind == "posts" and (found := _of_face(viewer, face, asked, lambda line: line.reply_to is None)):
        return found
    rows = Post.objects.visible(viewer).filter(author=face, conversation=None)
    if kind == "replies":
        rows = rows.filter(reply_to__isnull=False)
    elif kind == "media":
        rows = rows.filter(media__isnull=False).distinct()
    elif kind == "pinned":
        rows = rows.filter(pinned_at__isnull=False)
    else:
        rows = rows.filter(reply_to=None)
    return _page(viewer, rows, asked)


def of_author(
    viewer: int | None,
    face: int,
    window: Window,
    *,
    replies: bool = True,
    boosts: bool = True,
    media: bool = False,
    pinned: bool = False,
    tag: str = "",
) -> Page:
    """What the viewer may see of all that a face posts, newest first, without answers to others (those to
    itself stay) or without boosts, only with pictures, only what it pinned, or only with a tag.
    """

    def fits(line: Line) -> bool:
        return (replies or line.reply_author in (None, face)) and (boosts or line.boost_of is None)

    if not (media or pinned or tag) and (found := _of_face(viewer, face, window, fits)):
        return found
    rows = _with_media(Post.objects.visible(viewer).filter(author=face, conversation=None), media)
    if not replies:
        rows = rows.filter(Q(reply_to=None) | Q(reply_to__author=face))
    if not boosts:
        rows = rows.filter(boost_of=None)
    if pinned:
        rows = rows.filter(pinned_at__isnull=False)
    if tag:
        rows = rows.filter(pk__in=_carrying([words.key_of_tag(tag)]))
    return _page(viewer, rows, window)


def tagged(
    viewer: int | None,
    tag: str,
    before: int | None = None,
    limit: int = 20,
    *,
    window: Window | None = None,
    more: Tags = NO_TAGS,
    media: bool = False,
) -> Page:
    """What the viewer may see of the posts that carry a tag, however it is written; with `more` those that
    carry others too. `media`: only those with pictures, videos or sounds.
    """
    asked, key = window or Window(limit, before), words.key_of_tag(tag)
    kept = _tagged if viewer is not None else _tagged_openly
    if not media and more == NO_TAGS and (found := _near_by_others(viewer, kept.lines(key, None), asked)):
        return found
    any_of = [key, *(words.key_of_tag(each) for each in more.any)]
    rows = Post.objects.visible(viewer).filter(conversation=None, boost_of=None, unlisted=False)
    rows = rows.filter(pk__in=_carrying(any_of))
    for each in more.all:
        rows = rows.filter(pk__in=_carrying([words.key_of_tag(each)]))
    if more.none:
        rows = rows.exclude(pk__in=_carrying([words.key_of_tag(each) for each in more.none]))
    return _page(viewer, _unchosen(viewer, _with_media(rows, media)), asked)


def _carrying(keys: list[str]) -> QuerySet[PostTag, Any]:
    return PostTag.objects.filter(tag__key__in=keys).values("post")


def _with_media(rows: QuerySet[Post, Post], media: bool) -> QuerySet[Post, Post]:
    return rows.filter(Exists(Media.objects.filter(post=OuterRef("pk")))) if media else rows


def public(
    viewer: int | None,
    before: int | None = None,
    limit: int = 20,
    *,
    window: Window | None = None,
    media: bool = False,
) -> Page:
    """Public posts, no replies and no boosts."""
    asked = window or Window(limit, before)
    if not media and (found := _near_by_others(viewer, _public.lines("all", None), asked)):
        return found
    rows = Post.objects.visible(viewer).filter(scope=rules.PUBLICLY, **_BEGINS)
    return _page(viewer, _unchosen(viewer, _with_media(rows, media)), asked)


def linking(viewer: int | None, url: str, window: Window) -> Page:
    """Public posts whose preview is of this address."""
    previews = PostCard.objects.filter(card__url=url).values("post")
    rows = Post.objects.visible(viewer).filter(scope=rules.PUBLICLY, **_BEGINS)
    return _page(viewer, _unchosen(viewer, rows.filter(pk__in=previews)), window)


def site(viewer: int | None, before: int | None = None, limit: int = 20) -> Page:
    """Posts for everybody on this site or the public, by faces of this site; no replies and no boosts."""
    everybody = [boundary.PUBLIC, boundary.SITE]
    rows = Post.objects.visible(viewer).filter(author__domain="", reply_to=None, boost_of=None)
    rows = rows.filter(unlisted=False)
    rows = rows.filter(audience__term__include=True, audience__term__circle__in=everybody).distinct()
    return _page(viewer, _unchosen(viewer, rows), Window(limit, before))


def in_circle(
    viewer: int,
    circle: int,
    before: int | None = None,
    limit: int = 20,
    *,
    window: Window | None = None,
    answers: str = "",
) -> Page:
    """What those in one of the viewer's own circles post, and the viewer may see. Raises NotFound.

    `answers`: which of their answers too, besides those to themselves and to the viewer: list (to others in
    the circle), followed (to whom the viewer follows), none (no others), or empty for none at all.
    """
    people = [card.id for card in circles.people_in(viewer, circle)][:MOST_IN_CIRCLE]
    rows = Post.objects.visible(viewer).filter(author__in=people, conversation=None)
    rows = rows.filter(_answering(viewer, people, answers) if answers else Q(reply_to=None))
    return _page(viewer, _unmuted(viewer, rows), window or Window(limit, before))


def _answering(viewer: int, people: Collection[int], answers: str) -> Q:
    known = {"list": people, "followed": contacts.follows(viewer)}.get(answers, ())
    answered = Q(reply_to__author=F("author")) | Q(reply_to__author__in=[viewer, *known])
    return Q(reply_to=None) | answered


def sent_to(actor: int, circle: int, before: int | None = None, limit: int = 20) -> Page:
    """The actor's own posts that are addressed to one of its circles. Raises NotFound."""
    circles.people_in(actor, circle)
    rows = Post.objects.visible(actor).filter(author=actor)
    rows = rows.filter(audience__term__include=True, audience__term__circle=circle).distinct()
    return _page(actor, rows, Window(limit, before))


def bookmarks(viewer: int, before: int | None = None, limit: int = 20) -> Page:
    """What the viewer keeps and may still see, last kept first. `before` counts keepings, not posts."""
    rows = Bookmark.objects.filter(seen_by(viewer), face=viewer).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    kept = list(rows.values_list("id", "post_id")[: limit + 1])
    more = kept[limit - 1][0] if len(kept) > limit else None
    return Page(shown(viewer, [post for _, post in kept[:limit]]), more)


def _own_lines(face: Name, authors: Authors, since: int, limit: int) -> list[Line]:
    """All that faces say."""
    return facts.newest(authors, since, limit)


def _public_lines(everything: Name, authors: Authors, since: int, limit: int) -> list[Line]:
    """What begins a thread and is public."""
    return facts.newest(authors, since, limit, scope=rules.PUBLICLY, **_BEGINS)


def _tag_lines(key: Name, authors: Authors, since: int, limit: int) -> list[Line]:
    """What carries a tag, but for boosts and what is not for lists."""
    carried = _carrying([str(key)])
    return facts.newest(authors, since, limit, boost_of=None, unlisted=False, pk__in=carried)


def _open_tag_lines(key: Name, authors: Authors, since: int, limit: int) -> list[Line]:
    """The same without what nobody signed out may see. To walk past that would take a time that tells how
    much of it there is, and anybody may ask without a token.
    """
    which = {"boost_of": None, "unlisted": False, "scope__in": (rules.PUBLICLY, rules.PARENT)}
    return facts.newest(authors, since, limit, **which, pk__in=_carrying([str(key)]))


_own = Current(5_000, _own_lines)
_public = Current(1, _public_lines)
_tagged = Current(100, _tag_lines)
_tagged_openly = Current(100, _open_tag_lines)


def _of_face(viewer: int | None, face: int, window: Window, fits: Callable[[Line], bool]) -> Page | None:
    return _near(viewer, _own.lines(face, frozenset([face])), window, fits)


def _near_by_others(viewer: int | None, kept: Kept, window: Window) -> Page | None:
    """The same for lists whose people the viewer did not choose."""
    left_out = passed_over(viewer)
    return _near(viewer, kept, window, lambda line: line.author_id not in left_out)


def _near(viewer: int | None, kept: Kept, window: Window, fits: Callable[[Line], bool]) -> Page | None:
    """The window's posts from the lines kept in memory; None where those do not reach so far back."""
    begin, end = window.part(kept.numbers)
    if not kept.whole and end == len(kept.lines) and window.upwards:
        return None
    part = kept.lines[begin:end][:: -1 if window.upwards else 1]
    # One more than is wanted says whether others follow.
    wanted = window.limit + (not window.upwards)
    found: list[Shown] = []
    taken = 0
    while len(found) < wanted and taken < len(part):
        some = part[taken : taken + wanted - len(found)]
        found += shown(viewer, [line.id for line in some if fits(line)])
        taken += len(some)
    if window.upwards:
        return Page(found[::-1], found[0].listed if found else None)
    if len(found) < wanted and not kept.whole and end == len(kept.lines):
        return None
    return Page(found[: window.limit], found[window.limit - 1].listed if len(found) == wanted else None)


def passed_over(viewer: int | None) -> frozenset[int]:
    """Whose posts are left out of lists that nobody chose: whom the viewer muted; and whom moderators keep
    out of them, but for the viewer's own and those it follows.
    """
    limited = faces.limited()
    if viewer is None:
        return limited
    muted = contacts.muted(viewer)
    return muted | (limited - contacts.follows(viewer) - {viewer}) if limited else muted


def _unmuted(viewer: int | None, rows: QuerySet[Post, Post]) -> QuerySet[Post, Post]:
    muted = contacts.muted(viewer) if viewer is not None else frozenset[int]()
    return rows.exclude(author__in=muted) if muted else rows


def _unchosen(viewer: int | None, rows: QuerySet[Post, Post]) -> QuerySet[Post, Post]:
    """For lists whose people the viewer did not choose."""
    left_out = passed_over(viewer)
    return rows.exclude(author__in=left_out) if left_out else rows


def _page(viewer: int | None, rows: QuerySet[Post, Post], window: Window) -> Page:
    """The window's posts. One more than is wanted says whether others follow, unless it is looked upwards:
    then those that were just read follow.
    """
    if window.upwards:
        found = window.cut(rows, "public_id", "id")
        return Page(shown(viewer, [post for _, post in found]), found[-1][0] if found else None)
    found = window._replace(limit=window.limit + 1).cut(rows, "public_id", "id")
    more = found[window.limit - 1][0] if len(found) > window.limit else None
    return Page(shown(viewer, [post for _, post in found[: window.limit]]), more)
