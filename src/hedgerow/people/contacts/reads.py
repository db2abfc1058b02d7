"""A face's contacts and what stands between two faces, for the asking face alone."""

from collections.abc import Collection, Iterable
from datetime import datetime

import msgspec
from django.db.models import Q

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.epoch import Remembered
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.people import ties
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles import rules
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Block, Follow, FollowRequest, Mute

from .drifting import FOLLOWING, Drift, around, drifts
from .pages import FacePage, asking, blocked_page, followers_page, following_page, muted_page
from .relating import Marks, Relation, in_order, marks, mute_ends, muted, relation, relations
from .rules import AT_WORK

__all__ = [
    "AT_WORK", "FOLLOWING", "PAGE", "Contact", "ContactPage", "Drift", "FacePage", "Marks", "Relation",
    "Request", "Shut", "around", "asked", "asking", "blocked", "blocked_page", "contacts", "counts",
    "drifts", "find", "followers", "followers_count", "followers_page", "following", "following_page",
    "follows", "label_keys", "labels", "listening", "marks", "mute_ends", "muted", "muted_page",
    "mutes", "reachable", "reachable_among", "relation", "relations", "requests", "silenced",
    "silencing", "waiting", "without_boosts",
]  # fmt: skip

PAGE = 120


class Contact(msgspec.Struct, frozen=True):
    """One contact. `labels`: keys (`circles.rules.label_word` reads them); `circles`: ids of own circles."""

    face: faces.FaceCard
    labels: list[str]
    circles: list[int]
    following: bool
    follows: bool
    muted: bool
    quiet: bool = False
    close: bool = False

    @property
    def mutual(self) -> bool:
        """Both follow each other."""
        return self.following and self.follows


class ContactPage(msgspec.Struct, frozen=True):
    """Some contacts by name; `total`: all that the filter found; `next`: where the next page begins."""

    contacts: list[Contact]
    total: int
    next: int | None


class Request(msgspec.Struct, frozen=True):
    """Somebody asks to follow, or was asked."""

    face: faces.FaceCard
    note: str
    at: datetime


class _Ties(msgspec.Struct, frozen=True):
    following: frozenset[int]
    followers: frozenset[int]
    inside: dict[int, list[int]]
    """For each face the owner's circles, by id, that it is in."""
    marks: Marks

    def everyone(self) -> set[int]:
        return {*self.following, *self.followers, *self.inside}


_listening: Remembered[frozenset[int]] = Remembered(20_000)
_follows: Remembered[frozenset[int]] = Remembered(20_000)
_followers: Remembered[frozenset[int]] = Remembered(20_000)
_asking: Remembered[frozenset[int]] = Remembered(20_000)


def contacts(
    actor: int,
    *,
    text: str = "",
    circle: int | None = None,
    label: str = "",
    kind: str = "",
    start: int = 0,
    limit: int | None = PAGE,
) -> ContactPage:
    """Contacts by name. Filters: words of name or handle; one own circle's id; a label; `kind`: following,
    followers, mutuals, loose (in no circle of one's own), quiet (accepted quietly), close or empty for all.
    `limit` None: all that follow.

    The number of queries does not grow with the number of contacts.
    """
    near = _ties(actor)
    known = {row.id: row for row in circles.rows(actor)}
    wanted = {face for face in _of_kind(near, kind, known) if _filed(near, face, circle, label, known)}
    cards = _named(wanted, text)
    page = cards[start:] if limit is None else cards[start : start + limit]
    shut = muted(actor)
    shown = [_contact(card, near, known, card.id in shut) for card in page]
    after = start + len(page)
    return ContactPage(shown, len(cards), after if after < len(cards) else None)


def _ties(actor: int) -> _Ties:
    inside: dict[int, list[int]] = {}
    for circle, face in boundary.within(actor):
        inside.setdefault(face, []).append(circle)
    inside.pop(actor, None)
    return _Ties(follows(actor), followers(actor), inside, marks(actor))


Known = dict[int, boundary.CircleRow]


def _of_kind(near: _Ties, kind: str, known: Known) -> Iterable[int]:
    if kind == "following":
        return near.following
    if kind == "followers":
        return near.followers
    if kind == "mutuals":
        return near.following & near.followers
    if kind == "quiet":
        return near.marks.quiet & near.followers
    if kind == "close":
        return near.marks.close
    if kind == "loose":
        own = {circle for circle, row in known.items() if row.kind == rules.OWN}
        return (face for face in near.everyone() if own.isdisjoint(near.inside.get(face, ())))
    return near.everyone()


def _filed(near: _Ties, face: int, circle: int | None, label: str, known: Known) -> bool:
    inside = near.inside.get(face, ())
    if circle is not None and circle not in inside:
        return False
    return not label or any(known[one].kind == rules.LABEL and known[one].name == label for one in inside)


def _named(wanted: Collection[int], text: str) -> list[faces.FaceCard]:
    """The active ones among these faces whose name or handle holds every word typed, by name."""
    words = rules.folded(text).replace("@", " ").split()
    found = [
        (rules.folded(card.name), card.handle, card)
        for card in faces.cards(wanted).values()
        if card.state == "active"
    ]
    kept = [one for one in found if all(word in f"{one[0]} {one[1].casefold()}" for word in words)]
    return [card for _name, _handle, card in sorted(kept, key=lambda one: one[:2])]


def _contact(card: faces.FaceCard, near: _Ties, known: Known, is_muted: bool) -> Contact:
    inside = [known[circle] for circle in near.inside.get(card.id, ()) if circle in known]
    return Contact(
        face=card,
        labels=in_order(row.name for row in inside if row.kind == rules.LABEL),
        circles=[row.id for row in inside if row.kind == rules.OWN],
        following=card.id in near.following,
        follows=card.id in near.followers,
        muted=is_muted,
        quiet=card.id in near.marks.quiet and card.id in near.followers,
        close=card.id in near.marks.close,
    )


def inside(actor: int, own: Collection[int]) -> dict[int, set[int]]:
    """For each of these circles of the actor's who is in it now."""
    found: dict[int, set[int]] = {circle: set() for circle in own}
    for circle, face in boundary.within(actor):
        if circle in found:
            found[circle].add(face)
    return found


def counts(actor: int) -> dict[str, int]:
    """How many contacts of each kind (`all`, `following`, `followers`, `mutuals`, `loose`) there are."""
    near = _ties(actor)
    known = {row.id: row for row in circles.rows(actor)}
    active = {face for face, card in faces.cards(near.everyone()).items() if card.state == "active"}
    kinds = ("", "following", "followers", "mutuals", "loose")
    return {kind or "all": len(active.intersection(_of_kind(near, kind, known))) for kind in kinds}


def requests(actor: int, *, declined: bool = False) -> list[Request]:
    """Who asks to follow this face, newest first; or those it declined, who may still be let in."""
    rows = FollowRequest.objects.filter(asked=actor, ignored=declined).order_by("-at", "-id")
    return _requests(list(rows.values_list("asker", "note", "at")))


def asked(actor: int) -> list[Request]:
    """Whom this face asked and has no answer of. One that declined looks like one that waits."""
    rows = FollowRequest.objects.filter(asker=actor).order_by("-at", "-id")
    return _requests(list(rows.values_list("asked", "note", "at")))


def _requests(rows: list[tuple[int, str, datetime]]) -> list[Request]:
    cards = faces.cards(face for face, _note, _at in rows)
    active = {face: card for face, card in cards.items() if card.state == "active"}
    return [Request(active[face], note, at) for face, note, at in rows if face in active]


def who_asks(actor: int) -> set[int]:
    """The faces that ask to follow this one and were not declined; remembered."""
    known = _asking.get(actor, (epoch.face_key(actor),), lambda: _read_asking(actor))
    return {face for face, card in faces.cards(known).items() if card.state == "active"}


def _read_asking(actor: int) -> frozenset[int]:
    rows = FollowRequest.objects.filter(asked=actor, ignored=False)
    return frozenset(rows.values_list("asker_id", flat=True))


def waiting(actor: int) -> int:
    """How many requests wait for this face's answer."""
    return len(requests(actor))


def follows(actor: int) -> frozenset[int]:
    """The faces this one follows; remembered."""
    return _follows.get(actor, (epoch.face_key(actor),), lambda: _read_follows(actor))


def _read_follows(actor: int) -> frozenset[int]:
    return frozenset(Follow.objects.filter(follower=actor).values_list("followed", flat=True))


def followers(actor: int) -> frozenset[int]:
    """The faces that follow this one, those it accepted quietly among them; remembered. Whom its posts for
    followers reach is another question, and the boundary's.
    """
    return _followers.get(actor, (epoch.face_key(actor),), lambda: _read_followers(actor))


def _read_followers(actor: int) -> frozenset[int]:
    return frozenset(Follow.objects.filter(followed=actor).values_list("follower", flat=True))


def following(other: int, actors: Collection[int]) -> set[int]:
    """Those of the actors that follow this face."""
    return set(Follow.objects.filter(follower__in=actors, followed=other).values_list("follower", flat=True))


def listening(authors: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these faces who follows it and wants to be told of each post: in one query for those not
    remembered.
    """
    began = epoch.now()
    found = {face: known for face in authors if (known := _listening.peek(face)) is not None}
    missing = [face for face in authors if face not in found]
    if missing:
        read: dict[int, set[int]] = {face: set() for face in missing}
        rows = Follow.objects.filter(followed__in=missing, bell=True)
        for author, follower in rows.values_list("followed_id", "follower_id"):
            read[author].add(follower)
        for author, followers in read.items():
            found[author] = frozenset(followers)
            _listening.put(author, (epoch.face_key(author),), began, found[author])
    return found


def without_boosts(actor: int) -> frozenset[int]:
    """The followed faces whose boosts this one does not want in its home."""
    return frozenset(Follow.objects.filter(follower=actor, boosts=False).values_list("followed", flat=True))


def followers_count(viewer: int | None, face: int) -> int | None:
    """How many follow a face: for itself alone. Followers are a circle, and tell nobody their number."""
    if viewer != face:
        return None
    stopped = boundary.stopped()
    return sum(follower not in stopped for follower in followers(face))


def labels(actor: int, of: Iterable[int]) -> dict[int, list[str]]:
    """For each of these faces the keys of the labels this one gave it."""
    wanted = list(of)
    known = {row.id: row.name for row in circles.rows(actor) if row.kind == rules.LABEL}
    inside = boundary.circles_with(actor, wanted)
    return {face: in_order(known[circle] for circle in inside[face] if circle in known) for face in wanted}


def label_keys(actor: int) -> list[str]:
    """The labels one may choose from: those everybody has, then this face's own words."""
    own = {row.name for row in circles.rows(actor) if row.kind == rules.LABEL}
    return [*rules.LABELS, *sorted(own.difference(rules.LABELS), key=rules.folded)]


def silenced(actor: int) -> frozenset[int]:
    """The muted faces of which this one wants no notification either."""
    ends = _silences.get(actor, (epoch.face_key(actor),), lambda: _read_silences(actor))
    now = clock.now()
    return frozenset(face for face, until in ends.items() if until is None or until > now)


_silences: Remembered[dict[int, datetime | None]] = Remembered(5_000)


def _read_silences(actor: int) -> dict[int, datetime | None]:
    return dict(Mute.objects.filter(muter=actor, notifications_too=True).values_list("muted", "until"))


def silencing(actors: Collection[int], others: Collection[int]) -> set[tuple[int, int]]:
    """Each pair of one of these actors and one of the others of which it wants no notification."""
    rows = Mute.objects.filter(muter__in=actors, muted__in=others, notifications_too=True)
    return set(rows.exclude(until__lte=clock.now()).values_list("muter", "muted"))


class Shut(msgspec.Struct, frozen=True):
    """A face one blocked or muted, with the mute's end."""

    face: faces.FaceCard
    until: datetime | None = None


def blocked(actor: int) -> list[Shut]:
    """Whom this face blocked, by the one name it blocked, newest first."""
    rows = list(Block.objects.filter(blocker=actor).order_by("-id").values_list("blocked", flat=True))
    return [Shut(card) for card in faces.cards(rows).values() if card.state != "gone"]


def mutes(actor: int) -> list[Shut]:
    """Whom this face muted, by name."""
    ends = mute_ends(actor)
    cards = sorted(faces.cards(ends).values(), key=lambda card: rules.folded(card.name))
    return [Shut(card, ends[card.id]) for card in cards if card.state != "gone"]


def reachable(actor: int, address: str) -> faces.FaceCard:
    """The face of this handle, when the actor could open its page, has it in its lists or blocked it.

    Raises NotFound: the same for a handle that nobody has.
    """
    face = faces.by_handles([address]).get(address)
    if face is None:
        raise NotFound
    if not Block.objects.filter(blocker=actor, blocked=face).exists():
        ties.reach(actor, face)
    return faces.card(face)


def reachable_among(actor: int, others: Collection[int]) -> set[int]:
    """Those of the others that the actor could meet, has in its lists, was asked by, asked or blocked; and
    itself.
    """
    found = ties.findable(actor, others) | (set(others) & {actor})
    blocks = Block.objects.filter(blocker=actor, blocked__in=others).values_list("blocked_id", flat=True)
    rows = FollowRequest.objects.filter(
        Q(asker=actor, asked__in=others) | Q(asker__in=others, asked=actor)
    ).values_list("asker_id", "asked_id")
    waiting = {face for pair in rows for face in pair} & set(others)
    return found | set(blocks) | waiting


def find(actor: int, text: str, limit: int = 30) -> list[Contact]:
    """People by handle or name, contacts first, each with what stands between."""
    known = {row.id: row for row in circles.rows(actor)}
    near, shut = _ties(actor), muted(actor)
    found = faces.find(actor, text, limit)
    return [_contact(card, near, known, card.id in shut) for card in found]
