"""What stands between one face and others, as the asking face may know it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec
from django.db.models import Q

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules
from hedgerow.people.models import Block, Follow, FollowRequest, Mark, Mute

_mutes: Remembered[dict[int, datetime | None]] = Remembered(20_000)
_marks: Remembered["Marks"] = Remembered(20_000)


class Marks(NamedTuple):
    """Whom a face accepted quietly, and who is close to it. For itself alone."""

    quiet: frozenset[int]
    close: frozenset[int]


class Relation(msgspec.Struct, frozen=True):
    """What stands between the viewer and a face, as the viewer may know it."""

    following: bool = False
    requested: bool = False
    followed_by: bool = False
    asks: bool = False
    """It asks to follow the viewer and waits for an answer."""
    blocking: bool = False
    boosts: bool = True
    """What it boosts is shown at the viewer's home, as long as the viewer follows it."""
    bell: bool = False
    """The viewer is told of each of its posts."""
    languages: list[str] = []
    """The only languages the viewer reads it in at home; empty: all."""
    muted: bool = False
    muted_until: datetime | None = None
    labels: list[str] = []
    circles: list[int] = []
    quiet: bool = False
    """The viewer accepted it quietly."""
    close: bool = False
    """It is close to the viewer."""

    @property
    def mutual(self) -> bool:
        """Both follow each other."""
        return self.following and self.followed_by


def relation(viewer: int | None, face: int) -> Relation:
    """What stands between the viewer and a face. Nothing, for somebody signed out and for oneself."""
    if viewer is None or viewer == face:
        return Relation()
    return relations(viewer, [face])[face]


def relations(viewer: int, faces: Collection[int]) -> dict[int, Relation]:
    """What stands between the viewer and each of these faces, in a handful of queries for however many."""
    others = [face for face in dict.fromkeys(faces) if face != viewer]
    pairs = Follow.objects.filter(
        Q(follower=viewer, followed__in=others) | Q(follower__in=others, followed=viewer)
    )
    columns = ("follower_id", "followed_id", "boosts", "bell", "languages")
    follows = {(row[0], row[1]): row[2:] for row in pairs.values_list(*columns)}
    asks = Q(asker=viewer, asked__in=others) | Q(asker__in=others, asked=viewer, ignored=False)
    names = ("asker_id", "asked_id", "boosts", "bell", "languages")
    asking = {(row[0], row[1]): row[2:] for row in FollowRequest.objects.filter(asks).values_list(*names)}
    blocks = set(
        Block.objects.filter(blocker=viewer, blocked__in=others).values_list("blocked_id", flat=True)
    )
    inside, rows, mutes = boundary.circles_with(viewer, others), circles.rows(viewer), mute_ends(viewer)
    marked = marks(viewer)
    found = {face: Relation() for face in faces}
    for face in others:
        known = [row for row in rows if row.id in inside[face]]
        manner = follows.get((viewer, face)) or asking.get((viewer, face)) or (True, False, "")
        boosts, bell, languages = manner
        found[face] = Relation(
            following=(viewer, face) in follows,
            requested=(viewer, face) in asking,
            followed_by=(face, viewer) in follows,
            boosts=boosts,
            bell=bell,
            languages=languages.split(),
            asks=(face, viewer) in asking,
            blocking=face in blocks,
            muted=face in mutes,
            muted_until=mutes.get(face),
            labels=in_order(row.name for row in known if row.kind == rules.LABEL),
            circles=[row.id for row in known if row.kind == rules.OWN],
            quiet=face in marked.quiet,
            close=face in marked.close,
        )
    return found


def in_order(labels: Iterable[str]) -> list[str]:
    """Labels as they are listed: those everybody has first."""
    order = {label: place for place, label in enumerate(rules.LABELS)}
    return sorted(labels, key=lambda label: (order.get(label, len(order)), label))


def muted(actor: int) -> frozenset[int]:
    """The faces this one does not want to read now."""
    return frozenset(mute_ends(actor))


def mute_ends(actor: int) -> dict[int, datetime | None]:
    """The same, with the moment until when; None: until they say so."""
    kept = _mutes.get(actor, (epoch.face_key(actor),), lambda: _read_mutes(actor))
    if not kept:
        return kept
    now = clock.now()
    return {face: until for face, until in kept.items() if until is None or until > now}


def _read_mutes(actor: int) -> dict[int, datetime | None]:
    return dict(Mute.objects.filter(muter=actor).values_list("muted", "until"))


def marks(actor: int) -> Marks:
    """What this face notes of others; remembered."""
    return _marks.get(actor, (epoch.face_key(actor),), lambda: _read_marks(actor))


def _read_marks(actor: int) -> Marks:
    kinds = (Mark.Kind.QUIET, Mark.Kind.CLOSE)
    rows = list(Mark.objects.filter(owner=actor, kind__in=kinds).values_list("kind", "face"))
    quiet, close = (frozenset(face for kind, face in rows if kind == wanted) for wanted in kinds)
    return Marks(quiet, close)
