"""What authors ask of their own posts: who sees it and why, what went to whom, how it was before."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from django.db.models import Count, F, Max, Min, Q

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.algebra import chosen, fingerprint
from hedgerow.boundary.sight import gates_to
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Told
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk import bodies, readers
from hedgerow.talk.models import Mention, Post, Revision
from hedgerow.talk.readers import MOST_READERS, Explained, Readers

from . import telling
from .known import ids_of
from .showing import Shown, shown
from .timelines import Page


class OwnThing(NamedTuple):
    """An own post as the boundary asks of it (`boundary.sight.Thing`), for what a change would do."""

    id: int
    public_id: int
    author_id: int
    audience_id: int
    entered_at: int
    under_id: int | None
    gone_at: int | None
    expires_at: int | None


def own_things(actor: int) -> list[OwnThing]:
    """Every own post that is not gone, boosts included, newest first; no messages."""
    rows = Post.objects.visible(actor).filter(author=actor, conversation=None).order_by("-public_id")
    return [OwnThing._make(row) for row in rows.values_list(*OwnThing._fields)]


def own_thing(actor: int, post: int) -> OwnThing:
    """One own post that is not gone; no message. Raises NotFound."""
    rows = Post.objects.visible(actor).filter(author=actor, boost_of=None, conversation=None, public_id=post)
    row = rows.values_list(*OwnThing._fields).first()
    if row is None:
        raise NotFound
    return OwnThing._make(row)


def who(actor: int, post: int, start: int = 0, limit: int = MOST_READERS) -> Readers:
    """Who can see one's own post now, and why. Raises NotFound."""
    entry, seen = _own(actor, post)
    behind = _behind(entry)
    if behind is not None and not entry.body.public:
        return Readers(False, None, seen.told, [], behind)
    return readers.of(actor, entry, seen.told, start, limit)


def explain_for(actor: int, post: int, face: int) -> Explained:
    """Why a face sees one's own post, or why not. Of a reply in somebody else's thread only the reply's own
    audience is explained: who sees the other post is not the actor's to know. Raises NotFound.
    """
    entry, _ = _own(actor, post)
    behind = _behind(entry)
    thing = msgspec.structs.replace(entry, under_id=None) if behind is not None else entry
    return readers.explained(actor, thing, face, behind)


def _own(actor: int, post: int) -> tuple[bodies.Entry, Shown]:
    found = [each for each in shown(actor, ids_of([post])) if each.mine and each.boosted_by is None]
    if not found:
        raise NotFound
    return bodies.entries([found[0].id])[found[0].id], found[0]


def _behind(entry: bodies.Entry) -> FaceCard | None:
    """The author of the nearest post above that is not the author's own, if there is one."""
    if entry.under_id is None:
        return None
    others = [gate.author for gate in gates_to(entry.under_id) if gate.author not in (0, entry.author_id)]
    nearest = entry.reply_author if entry.reply_author in others else next(iter(others), None)
    return faces.cards([nearest]).get(nearest) if nearest is not None else None


class Group(msgspec.Struct, frozen=True):
    """Own posts that have one audience. `key`: the newest one's public id, which names the group."""

    key: int
    told: Told
    count: int
    oldest: datetime
    newest: datetime


def own_by_audience(actor: int) -> list[Group]:
    """One's own posts by whom they are for, as it was chosen, the largest groups first; no boosts."""
    rows = _reviewed(actor).values("audience_id").order_by()
    counted = list(
        rows.annotate(n=Count("id"), first=Min("entered_at"), last=Max("entered_at"), key=Max("public_id"))
    )
    parts = telling.read_audiences([row["audience_id"] for row in counted])
    alike: dict[boundary.Audience, list[dict[str, Any]]] = {}
    for row in counted:
        alike.setdefault(chosen(parts[row["audience_id"]]), []).append(row)
    found = [_group(actor, same, audience) for audience, same in alike.items()]
    return sorted(found, key=lambda group: (-group.count, -group.key))


def _group(actor: int, rows: list[dict[str, Any]], audience: boundary.Audience) -> Group:
    """One group of what differs at most in whom it was fixed for, as the versions of a post do."""
    newest = max(rows, key=lambda row: row["key"])
    told = telling.sentence(actor, newest["audience_id"], audience)
    count = sum(row["n"] for row in rows)
    first, last = min(row["first"] for row in rows), max(row["last"] for row in rows)
    return Group(newest["key"], told, count, from_us(first), from_us(last))


def own_like(actor: int, key: int, before: int | None = None, limit: int = 20) -> Page:
    """The own posts of a group. Raises NotFound."""
    rows = _like(actor, key)
    if before is not None:
        rows = rows.filter(public_id__lt=before)
    found = list(rows.order_by("-public_id").values_list("id", "public_id")[: limit + 1])
    more = found[limit - 1][1] if len(found) > limit else None
    return Page(shown(actor, [post for post, _ in found[:limit]]), more)


def public_ids_like(actor: int, key: int) -> list[int]:
    """The public ids of all own posts of a group, for narrowing them at once. Raises NotFound."""
    return list(_like(actor, key).order_by("-public_id").values_list("public_id", flat=True))


def _reviewed(actor: int) -> Any:
    return Post.objects.visible(actor).filter(author=actor, boost_of=None, conversation=None)


def _like(actor: int, key: int) -> Any:
    """Own posts whose audience was chosen as that of this one."""
    audience = _reviewed(actor).filter(public_id=key).values_list("audience_id", flat=True).first()
    if audience is None:
        raise NotFound
    known = _reviewed(actor).order_by().values_list("audience_id", flat=True).distinct()
    parts = telling.read_audiences(list(known))
    same = chosen(parts[audience])
    return _reviewed(actor).filter(
        audience__in=[each for each, part in parts.items() if chosen(part) == same]
    )


class Version(msgspec.Struct, frozen=True):
    """What a post said before an edit."""

    version: int
    html: str
    note: str
    at: datetime


def revisions(viewer: int | None, post: int) -> list[Version]:
    """Earlier versions of a post, newest first: each for those alone whom its own audience had.

    Raises NotFound for a post that the viewer may not see now.
    """
    found = shown(viewer, ids_of([post]))
    if not found or found[0].boosted_by is not None:
        raise NotFound
    entry = bodies.entries([found[0].id])[found[0].id]
    rows = list(Revision.objects.filter(post=entry.id).order_by("-version"))
    things = [
        msgspec.structs.replace(entry, audience_id=row.audience, entered_at=row.entered_at) for row in rows
    ]
    return [
        Version(row.version, row.html, row.content_note, row.at)
        for row, thing in zip(rows, things, strict=True)
        if boundary.check(viewer, thing)
    ]


def last_spoke(actor: int, others: Iterable[int]) -> dict[int, datetime]:
    """When each of these faces last exchanged words with the actor: an answer or a mention, either way."""
    wanted = list(others)
    # What others said counts as far as the actor may see it: a name in a hidden post is no word exchanged.
    rows = Post.objects.visible(actor)
    named = Mention.objects.filter(post__gone_at=None, post__conversation=None)
    naming = named.filter(post__author__in=wanted, face=actor).values("post")
    pairs = [
        *_latest(rows.filter(author=actor, reply_to__author__in=wanted), "reply_to__author"),
        *_latest(rows.filter(author__in=wanted, reply_to__author=actor), "author"),
        *_latest(named.filter(post__author=actor, face__in=wanted), "face", "post__entered_at"),
        *_latest(rows.filter(id__in=naming), "author"),
    ]
    found: dict[int, int] = {}
    for face, moment in pairs:
        found[face] = max(moment, found.get(face, 0))
    found.pop(actor, None)
    return {face: from_us(moment) for face, moment in found.items()}


def _latest(rows: Any, face: str, moment: str = "entered_at") -> list[tuple[int, int]]:
    return list(rows.order_by().values_list(face).annotate(last=Max(moment)).values_list(F(face), "last"))


def last_sent(actor: int, audience: boundary.Audience) -> int | None:
    """The moment (microseconds) of the actor's last post to this very audience; None where there is none."""
    mark = fingerprint(audience)
    rows = Post.objects.visible(actor).filter(Q(audience__fingerprint=mark), author=actor)
    return rows.order_by("-public_id").values_list("entered_at", flat=True).first()
