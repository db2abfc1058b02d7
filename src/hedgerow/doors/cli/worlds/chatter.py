"""Made-up posts for a network: who says how much, to whom, and who answers."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import NamedTuple

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.reads import PUBLIC, SITE, Audience, Clause
from hedgerow.kernel.clock import now, to_us
from hedgerow.people.bulk.acts import Standing
from hedgerow.talk.bulk import acts as talk
from hedgerow.talk.bulk.acts import NewPost

from .ego import Network

KINDS = {
    "public": 18, "site": 8, "site_without": 4, "followers": 18, "mutuals": 8,
    "circles": 8, "circles_without": 4, "named": 6, "reply": 26,
}  # fmt: skip
"""How often each kind of audience is chosen, in parts of 100."""
DEEPEST = 4
NARROW_REPLIES = 0.1

OPENINGS = (
    "The first frost came last night.",
    "We walked along the canal until it was dark.",
    "I finally fixed the bicycle.",
    "The bakery on the corner has a new oven.",
    "Somebody left a piano in the stairwell.",
    "The train stood for an hour.",
    "My tomatoes are ready, all of them at once.",
    "The choir sang in the courtyard.",
    "I got lost and liked it.",
    "The children built a dam in the brook.",
    "The library stays open longer now.",
    "It rained through the whole fair.",
)
THOUGHTS = (
    "Who is coming along next time?",
    "I had forgotten how quiet it can be.",
    "There are pictures, but not many.",
    "**Bring a coat.**",
    "Tell me if you want some.",
    "It was worth it.",
    "More of this, please.",
    "I would do it again on Sunday.",
    "Ask me how I know.",
    "Nobody was in a hurry.",
)
ANSWERS = (
    "I am in.",
    "That made my day.",
    "We were there too!",
    "Save me a seat.",
    "Which one was it?",
    "Next week?",
    "I wish I had seen it.",
    "Thank you for telling.",
    "Call me first.",
    "That explains the noise.",
)
TAGS = ("garden", "walks", "music", "kitchen", "trains", "neighbours", "books", "rain")


class Said(NamedTuple):
    """A post that may be answered: by whom, and how deep in its thread it stands."""

    place: int
    author: int
    readers: Sequence[int]
    depth: int


class Chatter:
    """Makes up posts. Who has more contacts says more: authors follow Zipf's law in that order."""

    def __init__(
        self, network: Network, people_of: dict[int, Standing], *, since: datetime, seed: int
    ) -> None:
        self.random = Random(seed)  # noqa: S311 (made-up posts, no secrets)
        self.since = since + timedelta(days=1)
        self.friends: dict[int, list[int]] = {standing.face: [] for standing in people_of.values()}
        for one, two in sorted(network.ties):
            self.friends[people_of[one].face].append(people_of[two].face)
            self.friends[people_of[two].face].append(people_of[one].face)
        self.standing = {standing.face: standing for standing in people_of.values()}
        self.authors = sorted(self.friends, key=lambda face: (-len(self.friends[face]), face))
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.authors) + 1)))
        self.circles = self._own_circles({people_of[ego].face for ego in network.egos})
        self.posts: list[NewPost] = []
        self.open: list[Said] = []

    def _own_circles(self, owners: set[int]) -> dict[int, list[int]]:
        """Each owner's own circles, and in `self.inside` who is in them."""
        own = {
            owner: [row.id for row in boundary.circles_of(owner) if row.kind == "own"]
            for owner in sorted(owners)
        }
        self.inside = {circle: boundary.members(circle) for circles in own.values() for circle in circles}
        return own

    def write(self, count: int, tell: Callable[[str], object]) -> int:
        """Make up so many posts and write them; how many."""
        moments = self._moments(count)
        for moment in moments:
            self._say(moment)
        tell(f"{count:,} posts made up")
        talk.publish(self.posts, lambda written: tell(f"{written:,} posts written"))
        return count

    def _moments(self, count: int) -> list[int]:
        """Moments between the beginning and now, each later than the one before."""
        begin, end = to_us(self.since), to_us(now())
        drawn = sorted(self.random.randrange(begin, end - count) for _ in range(count))
        return [moment + place for place, moment in enumerate(drawn)]

    def _say(self, moment: int) -> None:
        kind = self.random.choices(list(KINDS), list(KINDS.values()))[0]
        if kind == "reply" and self.open:
            self._answer(moment)
            return
        author = self.random.choices(self.authors, cum_weights=self.weights)[0]
        clause, readers = self._audience(kind, author)
        self._keep(NewPost(author, self._words(), moment, boundary.audience([clause])), readers, 0)

    def _keep(self, post: NewPost, readers: Sequence[int], depth: int) -> None:
        self.posts.append(post)
        if readers and depth < DEEPEST:
            self.open.append(Said(len(self.posts) - 1, post.author, readers, depth))

    def _answer(self, moment: int) -> None:
        """Answer something recent, as somebody who can read it."""
        back = min(int(self.random.expovariate(1 / 200)), len(self.open) - 1)
        said = self.open[-1 - back]
        author = self.random.choice(said.readers)
        narrow = self.random.random() < NARROW_REPLIES and author != said.author
        audience: Audience = (boundary.clause(faces=[said.author]),) if narrow else ()
        reply = NewPost(author, self.random.choice(ANSWERS), moment, audience, said.place)
        self._keep(reply, () if narrow else said.readers, said.depth + 1)

    def _audience(self, kind: str, author: int) -> tuple[Clause, Sequence[int]]:
        """A clause of this kind, and those of the author's contacts who read what is addressed to it."""
        friends, circles = self.friends[author], self.circles.get(author, [])
        few = self.random.sample(friends, min(len(friends), self.random.randint(1, 3)))
        if kind.startswith("circles") and circles:
            return self._to_circles(circles, few if kind == "circles_without" else [])
        if kind == "named" and few:
            return boundary.clause(faces=few), few
        if kind == "site_without":
            return boundary.clause([SITE], without_faces=few), _but(friends, few)
        given = {"public": PUBLIC, "site": SITE, "mutuals": self.standing[author].mutuals}
        return boundary.clause([given.get(kind, self.standing[author].followers)]), friends

    def _to_circles(self, circles: Sequence[int], without: Sequence[int]) -> tuple[Clause, Sequence[int]]:
        chosen = self.random.sample(circles, min(len(circles), self.random.choice([1, 1, 1, 2, 3])))
        readers = {face for circle in chosen for face in self.inside[circle]}
        return boundary.clause(chosen, without_faces=without), _but(sorted(readers), without)

    def _words(self) -> str:
        words = f"{self.random.choice(OPENINGS)} {self.random.choice(THOUGHTS)}"
        return f"{words} #{self.random.choice(TAGS)}" if self.random.random() < 0.25 else words


def _but(faces: Sequence[int], without: Sequence[int]) -> list[int]:
    return [face for face in faces if face not in without]
