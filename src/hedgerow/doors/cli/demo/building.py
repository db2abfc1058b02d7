"""Building the world: through the acts of the rooms, in the order of the story, told anew at the end."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from hedgerow.delivery.retelling import acts as delivery
from hedgerow.kernel import jobs
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.site import acts as site
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations import reads as conversation_reads
from hedgerow.talk.polls import acts as polls
from hedgerow.talk.posts import acts as talk
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.reports import acts as reports
from hedgerow.talk.retelling import acts as retelling

from . import paints, story, writing
from .chronicle import Chronicle
from .when import DAY, Happening, happenings

NO_MAIL = "demo.invalid"
"""A domain that never receives mail."""
ZONE = "Europe/Paris"
CAME, MET, GATHERED = 160 * DAY, 120 * DAY, 60 * DAY
"""How long ago people came, met each other, and made their circles."""

_ACTS: dict[str, Any] = {"pin": talk.pin, "boost": talk.boost, "keep": talk.bookmark}
Tell = Callable[[str], object]


class Builder:
    """The world under way. `faces`: the number of each handle."""

    def __init__(self, groups: list[story.Group], tell: Tell) -> None:
        self.groups, self.tell = groups, tell
        self.began = now_us()
        self.chronicle = Chronicle()
        self.faces: dict[str, int] = {}
        self.said: dict[tuple[int, int | None], int] = {}
        self.talks: dict[int, int] = {}
        self.posts = [post for group in groups for post in group.post]
        self.painted: dict[tuple[str, str], bytes] = {}

    def build(self) -> None:
        """All of it, in one transaction: a world that was interrupted is not there. Raises story.Broken."""
        with ThreadPoolExecutor(2) as painters:
            self.painted = dict(painters.map(paints.painted, paints.wanted(self.groups)))
        self.tell(f"{len(self.painted)} pictures painted")
        with write():
            self._everybody()
            self.tell(f"{len(self.faces)} faces")
            self._ties()
            self._circles()
            self.tell("ties, circles and labels")
            self._talk()
            self.tell(f"{len(self.said)} posts and answers")
            delivery.retell(self.chronicle.telling())
            self._visits()
            self._reports()

    # --- people ---------------------------------------------------------------------------------------

    def _everybody(self) -> None:
        people = [(person, group) for group in self.groups for person in group.person]
        for place, (person, group) in enumerate(people):
            own = [face for face in group.face if face.member == person.member]
            if not own:
                raise story.Broken(f"{person.member} has no face")
            with self._told(self.began - CAME + place * DAY, person.member):
                self._member(person, own)
        orphans = {face.handle for group in self.groups for face in group.face} - self.faces.keys()
        if orphans:
            raise story.Broken(f"nobody is behind {sorted(orphans)}")
        for group in self.groups:
            if group.site:
                site.change(None, msgspec.convert(group.site, site.SiteDraft))

    def _member(self, person: story.Person, own: list[story.Face]) -> None:
        first, *others = own
        member = members.register(
            f"{person.member}@{NO_MAIL}",
            None,
            first.handle,
            first.name,
            language=person.language,
            freely=True,
            role=person.role,
            confirmed=True,
            draft=_draft(first),
        )
        self.faces[first.handle] = face_reads.own(member.pk)[0].id
        for face in others:
            self.faces[face.handle] = faces.create(member, _draft(face))
            if face.presence:
                faces.set_settings(self.faces[face.handle], presence=True)
        for face in own:
            faces.set_picture(self.faces[face.handle], self.painted[face.handle, ""])

    def _ties(self) -> None:
        pairs = [(tie.of, other) for group in self.groups for tie in group.tie for other in tie.others]
        for place, (one, other) in enumerate(pairs):
            with self._told(self.began - MET + place * DAY // 2, f"the tie of @{one} and @{other}"):
                self._follow(one, other)
                self._follow(other, one)
        jobs.run_due()

    def _follow(self, one: str, other: str) -> None:
        if contacts.follow(self._face(one), self._face(other)) == "requested":
            contacts.accept(self._face(other), self._face(one))

    def _circles(self) -> None:
        moment = self.began - GATHERED
        for circle in [each for group in self.groups for each in group.circle]:
            with self._told(moment, f"the circle {circle.name} of @{circle.of}"):
                made = circles.make(self._face(circle.of), circle.name)
                circles.move(self._face(circle.of), [(made, self._face(who)) for who in circle.people], [])
        for label in [each for group in self.groups for each in group.label]:
            with self._told(moment, f"the label of @{label.who}"):
                contacts.label(self._face(label.of), self._face(label.who), label.words)

    # --- talk -----------------------------------------------------------------------------------------

    def _talk(self) -> None:
        acts: list[tuple[int, Callable[[], None], str]] = []
        for each in happenings(self.posts, self.began):
            post = self.posts[each.post]
            words = f"@{each.by} and the post of @{post.by}, {post.text[:30]!r}"
            acts.append((each.at, lambda each=each: self._happens(each), words))  # type: ignore[misc]
        for ask in [ask for group in self.groups for ask in group.ask]:
            at = self._ago(ask.ago)
            acts.append((at, lambda ask=ask: self._asks(ask), f"@{ask.by} asks @{ask.of}"))  # type: ignore[misc]
        acts += [*self._messages(), *self._written()]
        for at, act, words in sorted(acts, key=lambda each: each[0]):
            with self._told(at, words):
                act()
        jobs.run_due()

    def _happens(self, each: Happening) -> None:
        actor, post = self._face(each.by), self.posts[each.post]
        if each.what == "post":
            self.said[each.post, None] = self._publish(actor, post, self._choice(actor, post.to))
            return
        if each.what == "reply":
            reply = post.replies[each.reply or 0]
            parent = self.said[each.post, reply.to]
            self.said[each.post, each.reply] = self._publish(actor, reply, Choice(), parent)
            return
        subject = self.said[each.post, each.reply]
        if each.what == "react":
            talk.react(actor, subject, each.emoji)
        elif each.what == "vote" and post.poll is not None:
            polls.vote(actor, subject, post.poll.votes[each.by])
        elif each.what == "end":
            retelling.end_poll(subject)
        else:
            act: Callable[[int, int], object] = _ACTS[each.what]
            act(actor, subject)

    def _publish(self, actor: int, said: Any, choice: Choice, parent: int | None = None) -> int:
        pictures = [
            talk.bring_picture(actor, self.painted[said.by, each.alt], each.alt) for each in said.pictures
        ]
        more = writing.further(said)
        if more.get("title") and pictures:
            more["cover"] = pictures[0]
        film = getattr(said, "film", None)
        if film is not None:
            pictures += writing.film(actor, film, self.painted[said.by, film.alt])
        draft = Draft(
            said.text.strip(),
            choice,
            language=said.language or "en",
            content_note=getattr(said, "note", ""),
            reply_to=parent,
            media=pictures,
            **more,
        )
        return talk.publish(actor, draft)

    def _messages(self) -> list[tuple[int, Callable[[], None], str]]:
        """What is said in conversations, each at its moment."""
        talks = [talk for group in self.groups for talk in group.talk]
        return [
            (
                self._ago(said.ago),
                lambda number=number, talk=talk, said=said: self._says(number, talk, said),  # type: ignore[misc]
                f"@{said.by} in a conversation of @{talk.by}",
            )
            for number, talk in enumerate(talks)
            for said in talk.said
        ]

    def _written(self) -> Iterator[tuple[int, Callable[[], None], str]]:
        """What waits in the drafts, and the collections."""
        for draft in [draft for group in self.groups for draft in group.draft]:
            yield self._ago(draft.ago), partial(self._keeps, draft), f"a draft of @{draft.by}"
        for board in [board for group in self.groups for board in group.board]:
            yield self._ago(board.ago), partial(self._gathers, board), f"{board.name} of @{board.by}"

    def _keeps(self, told: story.Unsent) -> None:
        actor = self._face(told.by)
        writing.unsent(actor, told, self._choice(actor, told.to), ZONE)

    def _gathers(self, told: story.Board) -> None:
        actor = self._face(told.by)
        chosen = [self.said[writing.place(self.posts, words), None] for words in told.posts]
        cover = self.painted[told.by, told.cover.alt] if told.cover is not None else b""
        writing.board(actor, told, self._choice(actor, told.to), chosen, cover)

    def _ago(self, words: str) -> int:
        return self.began - int(story.span(words).total_seconds()) * 1_000_000

    def _says(self, number: int, told: story.Talk, said: story.Message) -> None:
        actor, words = self._face(said.by), conversations.Said(said.text)
        if number not in self.talks:
            others = [self._face(other) for other in told.others]
            self.talks[number] = conversations.begin(actor, others, words, told.name)
        else:
            conversations.say(actor, self.talks[number], words)
        place = self.talks[number]
        newest = conversation_reads.messages(actor, place).items[-1].number
        for who, emoji in said.reactions.items():
            talk.react(self._face(who), newest, emoji)
        for who in told.read:
            conversations.read_to(self._face(who), place, newest)
        if told.norms and said is told.said[0]:
            conversations.say_norms(actor, place, told.norms, None)

    def _asks(self, ask: story.Ask) -> None:
        if contacts.follow(self._face(ask.by), self._face(ask.of), ask.note) != "requested":
            raise story.Broken(f"@{ask.of} is open: nobody needs to ask")
        jobs.run_due()

    def _choice(self, actor: int, words: str) -> Choice:
        """`public`, `followers`, circles and @people separated by commas, with `without` some of them."""
        within, _, without = words.partition(" without ")
        known = {row.name: row.public_id for row in circle_reads.rows(actor) if row.kind == "own"}
        if within in {"public", "site", "followers", "mutuals", "nobody"}:
            named: tuple[list[int], list[int]] = ([], [])
            scope: Any = within
        else:
            scope, named = "chosen", self._named(within, known)
        left = self._named(without, known) if without else ([], [])
        return Choice(scope, *named, *left)

    def _named(self, words: str, known: dict[str, int]) -> tuple[list[int], list[int]]:
        inside: list[int] = []
        people: list[int] = []
        for word in words.split(", "):
            if word in known:
                inside.append(known[word])
            else:
                people.append(face_reads.card(self._face(word.removeprefix("@"))).public_id)
        return inside, people

    # --- afterwards -----------------------------------------------------------------------------------

    def _visits(self) -> None:
        """Everybody was here lately, and has something new to read."""
        for place, face in enumerate(self.faces.values()):
            delivery.visited(face, unread=8 + place % 4)

    def _reports(self) -> None:
        for report in [each for group in self.groups for each in group.report]:
            by, about = self._face(report.by), self._face(report.about)
            newest = posts.by_author(by, about).shown[:1]
            handed = [post.public_id for post in newest]
            reports.report(by, about, handed, report.category, report.words)
        jobs.run_due()

    @contextmanager
    def _told(self, at: int, words: str = "the story") -> Iterator[None]:
        """An act of the story. Raises Broken, saying which."""
        with self.chronicle.at(at):
            try:
                yield
            except (NotFound, Refused, KeyError) as error:
                raise story.Broken(f"{words}: {error!r}") from error

    def _face(self, handle: str) -> int:
        if handle not in self.faces:
            raise story.Broken(f"nobody is called @{handle}")
        return self.faces[handle]


def _draft(face: story.Face) -> FaceDraft:
    return FaceDraft(
        handle=face.handle,
        name=face.name,
        bio=face.bio,
        links=face.links,
        colour=face.colour,
        language=face.language,
        time_zone=ZONE,
        no_index=not face.open,
        locked=not face.open,
    )
