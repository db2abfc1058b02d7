"""Asking every room's reads, and the reference, the same: may this viewer see this thing?

One *check* is one viewer and one thing, decided by a read and by `boundary.reference`. A *leak* is a thing
that a read gave and the reference refuses; a *loss* is one that a read kept back though nothing forbids it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from random import Random

from hedgerow.boundary import reads as boundary
from hedgerow.boundary.plain import world
from hedgerow.boundary.reference import World, sees
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.kernel.errors import NotFound
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.audit.reads import Fact, compositions, facts, pairs
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.reads import Node, Shown
from hedgerow.talk.searching import reads as searching

from .happenings import SAID, TAGS

Viewer = int | None
MANY = 100_000


class Audit:
    """One look at the whole world as it is now. Make a new one after anything happened."""

    def __init__(
        self, random: Random, faces: list[int], settled: Mapping[int, Mapping[int, int]] | None = None
    ) -> None:
        self.random = random
        self.faces = faces
        self.world: World = world()
        self.facts: dict[int, Fact] = facts()
        self.by_public_id = {fact.public_id: number for number, fact in self.facts.items()}
        self.checks: Counter[str] = Counter()
        self.leaks: list[str] = []
        self.losses: list[str] = []
        self.settled = settled or {}
        """Whose each variant is, by the public id of the last one: see `Happenings.settled`."""
        self._compositions = compositions()
        self._allowed: dict[Viewer, set[int]] = {}

    def allowed(self, viewer: Viewer) -> set[int]:
        """The posts the reference lets this viewer see; of a boost, only with what it boosts."""
        if viewer not in self._allowed:
            self._allowed[viewer] = {number for number in self.facts if self._sees(viewer, number)}
        return self._allowed[viewer]

    def _sees(self, viewer: Viewer, number: int) -> bool:
        fact = self.facts[number]
        original = self.facts.get(fact.boost_of) if fact.boost_of else None
        return sees(self.world, viewer, fact.entry) and (
            original is None or sees(self.world, viewer, original.entry)
        )

    def compare(
        self, read: str, viewer: Viewer, given: Iterable[int], asked: Iterable[int], *, whole: bool
    ) -> None:
        """Hold what a read gave against the reference. `whole`: it had to give every one of `asked`."""
        got, candidates = set(given), set(asked)
        allowed = self.allowed(viewer)
        self.checks[read] += len(candidates | got)
        self.leaks += [f"{read}: face {viewer} was given post {post}" for post in got - allowed]
        self.leaks += [
            f"{read}: face {viewer} was given post {post} in the wrong list" for post in got - candidates
        ]
        if whole:
            lost = (candidates & allowed) - got
            self.losses += [f"{read}: face {viewer} was not given post {post}" for post in lost]

    def where(self, fits: Callable[[Fact], bool]) -> set[int]:
        """The posts that fit, gone ones and messages not: no list but a conversation may hold a message."""
        return {
            number
            for number, fact in self.facts.items()
            if not fact.entry.gone and fact.conversation is None and fits(fact)
        }

    def said(self, conversation: int | None = None) -> set[int]:
        """The messages of a conversation (public id), or all of them; gone ones not."""
        return {
            number
            for number, fact in self.facts.items()
            if not fact.entry.gone
            and fact.conversation is not None
            and (conversation is None or fact.conversation == conversation)
        }

    def ask(self, viewer: Viewer) -> None:
        """Ask every read for this viewer."""
        everything = list(self.facts)
        self.compare(
            "posts.shown",
            viewer,
            self._listed(viewer, posts.shown(viewer, everything)),
            everything,
            whole=True,
        )
        self._ask_lists(viewer)
        self._ask_variants(viewer)
        for number in self.random.sample(everything, min(12, len(everything))):
            self._ask_about(viewer, number)
        if viewer is not None and viewer not in self.world.stopped:
            self._ask_own(viewer)

    def _ask_variants(self, viewer: Viewer) -> None:
        """Of several variants a viewer sees the one that was settled for it, as long as its audience is still
        open, and never another.
        """
        allowed = self.allowed(viewer)
        for last, variants in self._compositions.items():
            own = self.facts[last].entry.author
            theirs = self.settled.get(self.facts[last].public_id)
            if viewer == own or theirs is None:
                continue
            place = theirs.get(viewer, len(variants) - 1) if viewer is not None else len(variants) - 1
            for number, post in enumerate(variants):
                if post is None:
                    continue
                self.checks["variants"] += 1
                entry = self.facts[post].entry
                as_chosen = replace(entry, audience=boundary.chosen(entry.audience))
                due = number == place and sees(self.world, viewer, as_chosen)
                if viewer is not None and viewer not in theirs:
                    due = due and boundary.PUBLIC in {c for part in as_chosen.audience for c in part.circles}
                if (post in allowed) != due:
                    wrong = self.losses if due else self.leaks
                    wrong.append(f"variants: face {viewer}, post {post} at place {number}, settled {place}")

    def _ask_lists(self, viewer: Viewer) -> None:
        muted = contacts.muted(viewer) if viewer is not None else frozenset[int]()
        for author in self.random.sample(self.faces, 4):
            for kind, fits in _KINDS.items():
                asked = self.where(lambda fact, a=author, f=fits: fact.entry.author == a and f(fact))  # type: ignore[misc]
                page = posts.by_author(viewer, author, limit=MANY, kind=kind)
                self.compare(
                    f"posts.by_author {kind}", viewer, self._listed(viewer, page.shown), asked, whole=True
                )
        for tag in TAGS:
            asked = self.where(lambda fact, t=tag: t in fact.tags and fact.entry.author not in muted)  # type: ignore[misc]
            page = posts.tagged(viewer, tag, limit=MANY)
            self.compare("posts.tagged", viewer, self._listed(viewer, page.shown), asked, whole=True)
            found = searching.posts(viewer, searching.read(tag), limit=MANY)
            words = self.where(lambda fact, t=tag: t in fact.tags and fact.entry.author not in muted)  # type: ignore[misc]
            self.compare("searching.posts", viewer, self._listed(viewer, found.shown), words, whole=True)
        for name, read in (("posts.public", posts.public), ("posts.site", posts.site)):
            page = read(viewer, limit=MANY)
            self.compare(
                name, viewer, self._listed(viewer, page.shown), self.where(lambda fact: True), whole=False
            )

    def _ask_about(self, viewer: Viewer, number: int) -> None:
        fact = self.facts[number]
        self.compare("posts.post", viewer, self._one(viewer, fact.public_id), [number], whole=True)
        try:
            thread = posts.thread(viewer, fact.public_id)
            nodes = [*thread.above, thread.focus]
        except NotFound:
            nodes = []
        given = [self.by_public_id[shown.public_id] for shown in _flat(nodes)]
        asked = [number] if fact.boost_of is None else []
        self.compare("posts.thread", viewer, given, {*asked, *given}, whole=True)
        for picture in fact.pictures:
            try:
                posts.media_for(viewer, picture)
                self.compare("posts.media_for", viewer, [number], [number], whole=True)
            except NotFound:
                self.compare("posts.media_for", viewer, [], [number], whole=True)
        self._ask_readers(number, fact)

    def _ask_readers(self, number: int, fact: Fact) -> None:
        """The answer to *who can see this* names those whom the reference lets see it, and nobody else."""
        if fact.entry.gone or number not in self.allowed(fact.entry.author):
            # A boost of what its own author may not see any more has no readers to ask for.
            return
        thing = posts.thing(fact.entry.author, fact.public_id)
        told = boundary.readers(thing)
        for face in self.world.local & set(self.faces):
            truth = number in self.allowed(face) or face == fact.entry.author
            if fact.boost_of is None and (face in told.faces or face == fact.entry.author) != truth:
                self.leaks.append(f"boundary.readers: post {number} and face {face}")
            self.checks["boundary.readers"] += 1

    def _ask_own(self, viewer: int) -> None:
        listed = [*home.page(viewer, limit=MANY).shown, *home.page(viewer, MANY * 10**12, limit=MANY).shown]
        self.compare(
            "home.page", viewer, self._listed(viewer, listed), self.where(lambda fact: True), whole=False
        )
        kept = posts.bookmarks(viewer, limit=MANY).shown
        may_keep = self.where(lambda fact: True) | self.said()
        self.compare("posts.bookmarks", viewer, self._listed(viewer, kept), may_keep, whole=False)
        self._ask_conversations(viewer)
        groups = notifications.page(viewer, limit=500).groups
        told = [group.post for group in groups if group.post is not None]
        self.compare(
            "notifications.page",
            viewer,
            self._listed(viewer, told),
            may_keep,
            whole=False,
        )
        for circle in circles.circles(viewer)[:3]:
            page = posts.in_circle(viewer, circle.id, limit=MANY)
            self.compare(
                "posts.in_circle",
                viewer,
                self._listed(viewer, page.shown),
                self.where(lambda fact: True),
                whole=False,
            )

    def _ask_conversations(self, viewer: int) -> None:
        """What was said in each conversation there is, whoever asks; and the last words in the lists."""
        there = sorted({fact.conversation for fact in self.facts.values() if fact.conversation})
        for number in there:
            said = self.said(number)
            try:
                inside = talks.one(viewer, number)
            except NotFound:
                # A conversation of two closes to both by a block, own words and all.
                self.compare("conversations.messages", viewer, [], said, whole=number not in self._pairs)
                continue
            items = talks.messages(viewer, number, limit=MANY).items
            given = [self.by_public_id[item.number] for item in items if isinstance(item, talks.Message)]
            self.compare("conversations.messages", viewer, given, said, whole=True)
            found = searching.posts(
                viewer, searching.read(SAID), limit=MANY, messages=True, conversation=inside.id
            )
            self.compare(
                "searching.posts in one", viewer, self._listed(viewer, found.shown), said, whole=False
            )
        for name, page in (("listed", talks.listed(viewer)), ("requests", talks.requests(viewer))):
            last = [self.by_public_id[each.last.public_id] for each in page.items if each.last is not None]
            self.compare(f"conversations.{name}", viewer, last, self.said(), whole=False)
        found = searching.posts(viewer, searching.read(SAID), limit=MANY, messages=True)
        self.compare(
            "searching.posts messages", viewer, self._listed(viewer, found.shown), self.said(), whole=False
        )

    @cached_property
    def _pairs(self) -> set[int]:
        return pairs()

    def _one(self, viewer: Viewer, public_id: int) -> list[int]:
        try:
            return self._listed(viewer, [posts.post(viewer, public_id)])
        except NotFound:
            return []

    def _listed(self, viewer: Viewer, found: Iterable[Shown]) -> list[int]:
        """The dense ids of the rows that were listed; a quote shown inside one is checked at once."""
        given: list[int] = []
        for shown in found:
            given.append(self.by_public_id[shown.listed])
            if isinstance(shown.quote, Shown):
                self.compare("a quote inside", viewer, [shown.quote.id], [shown.quote.id], whole=True)
        return given


_KINDS: dict[str, Callable[[Fact], bool]] = {
    "posts": lambda fact: not fact.answers,
    "replies": lambda fact: fact.answers,
    "media": lambda fact: bool(fact.pictures),
    "pinned": lambda fact: fact.pinned,
}


def _flat(nodes: list[Node]) -> list[Shown]:
    """Every post shown in a thread."""
    found: list[Shown] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        waiting += node.replies
        if node.shown is not None:
            found.append(node.shown)
    return found
