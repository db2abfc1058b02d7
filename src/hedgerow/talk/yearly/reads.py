"""What a face may want to look at once a year."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta

import msgspec
from pyroaring import BitMap64

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import now, to_us
from hedgerow.people.circles import reads as circles
from hedgerow.people.circles.reads import OwnCircle
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import OwnThing

MOST = 8
A_YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)


class Counted(msgspec.Struct, frozen=True):
    """Somebody, and for how many of the own posts that are not public the audience means them today."""

    face: FaceCard
    count: int


class Year(msgspec.Struct, frozen=True):
    """What there is to look at; each list may be empty and holds a few at most.

    `most`: who is meant by most of what is not public. `unused`: own circles that nothing was written for in
    a year. `silent`: people in own circles with whom no word was exchanged in a year. `quiet`: followers
    accepted quietly. `left`: people who carried a label of work until at most two years ago, carry none now,
    and are still meant by some of it.
    """

    most: list[Counted]
    unused: list[OwnCircle]
    silent: list[FaceCard]
    quiet: list[FaceCard]
    left: list[Counted]

    @property
    def nothing(self) -> bool:
        """Is there nothing to look at?"""
        return not (self.most or self.unused or self.silent or self.quiet or self.left)


def gather(actor: int) -> Year:
    """All of it, with no more queries for many contacts than for few."""
    things = posts.private_things(actor)
    counts = _meant(actor, things)
    quiet = contacts.contacts(actor, kind="quiet", limit=MOST).contacts
    return Year(
        most=_counted(counts, [face for face, _count in counts.most_common(MOST)]),
        unused=_unused(actor, things),
        silent=_silent(actor),
        quiet=[one.face for one in quiet],
        left=_counted(counts, _no_longer_at_work(actor)),
    )


def _meant(actor: int, things: Collection[OwnThing]) -> Counter[int]:
    """How many of these things mean each face today, those for the whole site aside."""
    by_audience = Counter(thing.audience_id for thing in things)
    audiences = {
        number: parts
        for number, parts in boundary.read_audiences(by_audience).items()
        if parts and not any(part.circles & {boundary.SITE, boundary.PUBLIC} for part in parts)
    }
    clauses = [part for parts in audiences.values() for part in parts]
    boundary.learn_circles({each for part in clauses for each in part.circles | part.without_circles})
    counts: Counter[int] = Counter()
    apart = BitMap64(faces.apart(actor, boundary.vetoed(actor)))
    for number, parts in audiences.items():
        for face in boundary.reach(actor, parts).faces - apart:
            counts[face] += by_audience[number]
    return counts


def _counted(counts: Mapping[int, int], people: Collection[int]) -> list[Counted]:
    wanted = [face for face in people if counts.get(face)]
    cards = faces.cards(wanted)
    return [Counted(cards[face], counts[face]) for face in wanted if cards[face].state == "active"][:MOST]


def _unused(actor: int, things: Collection[OwnThing]) -> list[OwnCircle]:
    since = to_us(now() - A_YEAR)
    recent = {thing.audience_id for thing in things if thing.entered_at >= since}
    parts = boundary.read_audiences(recent).values() if recent else ()
    clauses = [part for audience in parts for part in audience]
    used = {circle for part in clauses for circle in part.circles | part.without_circles}
    return [circle for circle in circles.on_trays(actor) if circle.id not in used][:MOST]


def _silent(actor: int) -> list[FaceCard]:
    """Whom one put into a circle more than a year ago, and exchanged no word with since."""
    own = {circle.id for circle in circles.on_trays(actor)}
    year_ago = now() - A_YEAR
    rows = boundary.within_since(actor)
    placed = {face for circle, face, since in rows if circle in own and since < to_us(year_ago)}
    spoke = posts.last_spoke(actor, placed) if placed else {}
    silent = [face for face in placed if face not in spoke or spoke[face] < year_ago]
    cards = sorted(faces.cards(silent).values(), key=lambda card: card.name.casefold())
    return [card for card in cards if card.state == "active"][:MOST]


def _no_longer_at_work(actor: int) -> list[int]:
    work = {row.id for row in circles.rows(actor) if row.kind == "label" and row.name in contacts.AT_WORK}
    still = {face for circle, face in boundary.within(actor) if circle in work}
    left = boundary.left_since(actor, to_us(now() - TWO_YEARS))
    return sorted({face for circle, face in left if circle in work} - still)
