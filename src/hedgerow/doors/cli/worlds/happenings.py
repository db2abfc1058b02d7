"""A small world in which anything may happen: people meet, part, block, post, answer, narrow and delete.

Everything goes through the rooms' acts, as it would through any door. What an act refuses did not happen.
"""

from collections.abc import Callable
from random import Random

from hedgerow.kernel.errors import HedgerowError
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads as contact_reads
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.talk.audit import reads as audit
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations import reads as talk_reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft, Variation

TAGS = ("garden", "work", "lyon", "music")
SAID = "hedgehog"
"""A word that stands in every message."""
LABELS = ("friend", "family", "colleague", "manager", "client")


class Happenings:
    """The world's people and what they remember of their posts (public ids), driven by one seed."""

    def __init__(self, seed: int, members_count: int = 22) -> None:
        self.random = Random(seed)  # noqa: S311 (a world to repeat, not a secret)
        self.operator = members.register(
            "operator@example.org", None, "keeper", "Keeper", freely=True, role="operator", confirmed=True
        )
        self.members: list[int] = []
        self.faces: list[int] = []
        self.suspended: list[int] = []
        self.posts: list[tuple[int, int]] = []
        """(author, public id) of whatever was posted."""
        self.settled: dict[int, dict[int, int]] = {}
        """Of what was composed in variants, by the post of the last one: which one (its place) is whose."""
        self.talks: list[int] = []
        """The conversations that were begun (public ids)."""
        for number in range(members_count):
            self._add_member(number)
        self.public_ids = {card.id: card.public_id for card in face_reads.cards(self.faces).values()}

    def _add_member(self, number: int) -> None:
        handle = f"person_{number}"
        draft = FaceDraft(handle=handle, name=handle, locked=number % 2 == 0, no_index=number % 3 == 0)
        member = members.register(
            f"{handle}@example.org", None, handle, handle, freely=True, confirmed=True, draft=draft
        )
        if number % 3 == 0:
            faces.create(member, FaceDraft(handle=f"other_{number}", name="Other", locked=False))
        self.members.append(member.pk)
        self.faces += [card.id for card in face_reads.own(member.pk)]

    def live(self, steps: int) -> None:
        """Let this many things happen."""
        happenings: list[Callable[[int], object]] = []
        happenings += [self._compose] * 4
        happenings += [self._post] * 8 + [self._answer] * 8 + [self._follow] * 6
        happenings += [self._accept] * 4 + [self._fill] * 6 + [self._empty] * 3 + [self._label] * 2
        happenings += [self._boost, self._quote, self._react, self._bookmark, self._narrow, self._edit]
        happenings += [self._delete, self._undo, self._block, self._unblock, self._unfollow, self._remove]
        happenings += [self._pin, self._suspend, self._restore, self._make_circle, self._close_circle]
        happenings += [self._withdraw, self._mute, self._moderate]
        happenings += [self._accept_quietly] * 3 + [self._quiet] * 2 + [self._fully] * 2
        happenings += [self._begin] * 3 + [self._tell] * 6 + [self._bring_in] * 2
        happenings += [self._leave, self._take_out, self._answer_letter, self._read]
        for _ in range(steps):
            actor = self.random.choice(self.faces)
            try:
                self.random.choice(happenings)(actor)
            except HedgerowError:
                continue

    def _other(self) -> int:
        return self.random.choice(self.faces)

    def _some_post(self, *, of: int | None = None) -> int:
        mine = [post for author, post in self.posts if of is None or author == of]
        return self.random.choice(mine) if mine else 0

    def _choice(self, actor: int) -> Choice:
        """Any audience one can choose, *nobody* among them."""
        own = [circle.public_id for circle in circle_reads.circles(actor)]
        without = {
            "without_circles": self._few(own),
            "without_people": self._few(list(self.public_ids.values())),
        }
        match self.random.choice(["public", "site", "followers", "mutuals", "chosen", "chosen", "nobody"]):
            case "public":
                return Choice("public")
            case "nobody":
                return Choice("nobody")
            case "chosen":
                people = self._few(list(self.public_ids.values()))
                return Choice("chosen", circles=self._few(own), people=people, **without)
            case scope:
                return Choice(scope, **without)  # type: ignore[arg-type]  # one of the scopes above

    def _few(self, ids: list[int]) -> list[int]:
        return self.random.sample(ids, min(len(ids), self.random.choice([0, 0, 1, 2])))

    def _draft(self, actor: int, **more: object) -> Draft:
        tag = f" #{self.random.choice(TAGS)}" if self.random.random() < 0.4 else ""
        name = f" @person_{self.random.randrange(len(self.members))}" if self.random.random() < 0.2 else ""
        return Draft(text=f"Words {self.random.random()}{tag}{name}", **more)  # type: ignore[arg-type]

    def _say(self, actor: int, draft: Draft) -> None:
        self.posts.append((actor, posts.publish(actor, draft)))

    def _post(self, actor: int) -> None:
        self._say(actor, self._draft(actor, audience=self._choice(actor)))

    def _compose(self, actor: int) -> None:
        """Say one thing in several variants, and note by the slow rule whose each one is."""
        silent = self.random.choice([0, 0, 0, 1])
        variants = [
            Variation(self._choice(actor), f"Words {self.random.random()}", silent=place < silent)
            for place in range(self.random.choice([1, 2, 3]))
        ]
        choices = [*(each.audience for each in variants), self._choice(actor)]
        draft = self._draft(actor, audience=choices[-1], variants=variants)
        settled = audit.settled(actor, choices, self.faces)
        number = posts.publish(actor, draft)
        self.posts.append((actor, number))
        self.settled[number] = settled

    def _answer(self, actor: int) -> None:
        own = {} if self.random.random() < 0.7 else {"audience": self._choice(actor)}
        quote = {"quote_of": self._some_post()} if self.random.random() < 0.1 else {}
        self._say(actor, self._draft(actor, reply_to=self._some_post(), **own, **quote))

    def _quote(self, actor: int) -> None:
        self._say(actor, self._draft(actor, quote_of=self._some_post(), audience=self._choice(actor)))

    def _boost(self, actor: int) -> None:
        posts.boost(actor, self._some_post(), self._choice(actor))

    def _react(self, actor: int) -> None:
        posts.react(actor, self._some_post(), "🌿")

    def _bookmark(self, actor: int) -> None:
        posts.bookmark(actor, self._some_post())

    def _pin(self, actor: int) -> None:
        posts.pin(actor, self._some_post(of=actor))

    def _narrow(self, actor: int) -> None:
        posts.narrow(actor, self._some_post(of=actor), self._choice(actor))

    def _edit(self, actor: int) -> None:
        widen = self.random.random() < 0.3
        posts.edit(
            actor, self._some_post(of=actor), self._draft(actor, audience=self._choice(actor)), widen=widen
        )

    def _delete(self, actor: int) -> None:
        posts.delete(actor, self._some_post(of=actor))

    def _undo(self, actor: int) -> None:
        posts.undo_delete(actor, self._some_post(of=actor))

    def _moderate(self, actor: int) -> None:
        post = self._some_post()
        if self.random.random() < 0.5:
            posts.remove_reply(actor, post)
        else:
            posts.hide_reply(actor, post, True)

    def _begin(self, actor: int) -> None:
        """Begin a conversation of two, or a group."""
        others = [self._other() for _ in range(self.random.choice([1, 1, 2, 4]))]
        self.talks.append(conversations.begin(actor, others, self._words()))

    def _words(self) -> Said:
        return Said(text=f"Words {self.random.random()} {SAID} #{self.random.choice(TAGS)}")

    def _talk(self, actor: int) -> int:
        """A conversation the actor was ever in, or sometimes any."""
        own = [each.found.public_id for each in talk_reads.listed(actor).items]
        return self.random.choice(own if own and self.random.random() < 0.8 else self.talks or [0])

    def _tell(self, actor: int) -> None:
        conversation = self._talk(actor)
        number = conversations.say(actor, conversation, self._words())
        # A message is a post: answers, quotes, boosts and reactions are tried on it, too.
        self.posts.append((actor, number))

    def _bring_in(self, actor: int) -> None:
        conversations.add(actor, self._talk(actor), [self._other()])

    def _leave(self, actor: int) -> None:
        conversations.leave(actor, self._talk(actor))

    def _take_out(self, actor: int) -> None:
        conversation = self._talk(actor)
        people = talk_reads.one(actor, conversation).people
        if people:
            conversations.remove(actor, conversation, self.random.choice(people).id)

    def _answer_letter(self, actor: int) -> None:
        for each in talk_reads.requests(actor).items[:3]:
            answer = conversations.accept if self.random.random() < 0.7 else conversations.decline
            answer(actor, each.found.public_id)

    def _read(self, actor: int) -> None:
        conversations.read_to(actor, self._talk(actor), 2**62)

    def _follow(self, actor: int) -> None:
        contacts.follow(actor, self._other())

    def _accept(self, actor: int) -> None:
        for request in contact_reads.requests(actor)[:2]:
            contacts.accept(actor, request.face.id, self.random.random() < 0.5)

    def _accept_quietly(self, actor: int) -> None:
        for request in contact_reads.requests(actor)[:2]:
            contacts.accept(actor, request.face.id, quietly=True)

    def _quiet(self, actor: int) -> None:
        contacts.quiet(actor, self._follower(actor))

    def _fully(self, actor: int) -> None:
        contacts.fully(actor, self._follower(actor), slip=self.random.random() < 0.3)

    def _follower(self, actor: int) -> int:
        return self.random.choice([*contact_reads.followers(actor), self._other()])

    def _unfollow(self, actor: int) -> None:
        contacts.unfollow(actor, self._other())

    def _remove(self, actor: int) -> None:
        contacts.remove_follower(actor, self._other())

    def _withdraw(self, actor: int) -> None:
        contacts.withdraw(actor, self._other())

    def _mute(self, actor: int) -> None:
        contacts.mute(actor, self._other())

    def _block(self, actor: int) -> None:
        contacts.block(actor, self._other())

    def _unblock(self, actor: int) -> None:
        contacts.unblock(actor, self._other())

    def _label(self, actor: int) -> None:
        contacts.label(actor, self._other(), self.random.sample(LABELS, 2))

    def _make_circle(self, actor: int) -> None:
        circles.make(actor, f"Circle {self.random.randrange(1000)}")

    def _close_circle(self, actor: int) -> None:
        if self.random.random() < 0.2:
            circles.close(actor, self._own_circle(actor))

    def _own_circle(self, actor: int) -> int:
        own = [circle.id for circle in circle_reads.circles(actor) if circle.kind == "own"]
        return self.random.choice(own) if own else circles.make(actor, f"First {actor}")

    def _fill(self, actor: int) -> None:
        circles.move(
            actor, [(self._own_circle(actor), self._other()), (self._own_circle(actor), self._other())], []
        )

    def _empty(self, actor: int) -> None:
        circle = self._own_circle(actor)
        people = [card.id for card in circle_reads.people_in(actor, circle)]
        if people:
            move = circles.move(actor, [], [(circle, self.random.choice(people))])
            if self.random.random() < 0.2:
                circles.undo(actor, move)

    def _suspend(self, actor: int) -> None:
        if len(self.suspended) < 2:
            member = self.random.choice(self.members)
            members.suspend_member(self.operator, member)
            self.suspended.append(member)

    def _restore(self, actor: int) -> None:
        if self.suspended:
            members.restore_member(self.operator, self.suspended.pop())
