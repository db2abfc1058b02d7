"""An open conversation: what is said arrives, and nothing of it reaches who may not be there any more."""

import asyncio
from typing import Any

import pytest

from hedgerow.doors.web.talking.live import stream
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.conversations import acts, live, reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from tests.delivery import test_streams as streams
from tests.delivery.test_streams import off, run, session_of
from tests.delivery.world import deliver, follow, join, suspend

pytestmark = pytest.mark.django_db(transaction=True)


class Page(streams.Reader):
    """A browser with a conversation open."""

    def __init__(self, face: int, conversation: int, after: int = 0) -> None:
        super().__init__(session_of(face), f"face={faces.card(face).public_id}&after={after}")
        self.scope["path"] = f"/live/messages/{conversation}"
        self.greeted = asyncio.Event()
        self.bodies: list[bytes] = []

    async def _send(self, message: Any) -> None:
        self.bodies.append(message.get("body", b""))
        await super()._send(message)
        if b": hello" in message.get("body", b""):
            self.greeted.set()

    async def next_hello(self) -> None:
        """Wait until the page listens."""
        await asyncio.wait_for(self.greeted.wait(), streams.WAIT)

    async def _run(self) -> None:
        try:
            await stream(self.scope, self._receive, self._send)
        finally:
            self.ended.set()


def friends(*handles: str) -> list[int]:
    """Faces that all follow each other."""
    made = [join(handle) for handle in handles]
    for one in made:
        for other in made:
            if one != other:
                follow(one, other)
    return made


def newest(face: int, conversation: int) -> int:
    return reads.messages(face, conversation).items[-1].number


def test_messages_edits_reactions_and_deletions_arrive() -> None:
    ana, ben = friends("ana", "ben")
    two = acts.begin(ana, [ben], Said("zqqfirstqqz"))
    page = Page(ben, two, newest(ben, two))

    async def test() -> None:
        async with page:
            await page.next_hello()
            number = await off(acts.say, ana, two, Said("zqqsecondqqz"))
            row = await page.next("row")
            assert row["number"] == str(number)
            assert "zqqsecondqqz" in row["html"]
            await off(acts.edit, ana, number, "zqqbetterqqz")
            assert "zqqbetterqqz" in (await page.next("row"))["html"]
            await off(posts.react, ben, number, "🌱")
            assert "🌱" in (await page.next("row"))["html"]
            await off(posts.delete, ana, number)
            assert (await page.next("row"))["html"] == ""

    run(test)


def test_what_was_said_before_the_page_listened_comes_first() -> None:
    ana, ben = friends("ana", "ben")
    two = acts.begin(ana, [ben], Said("one"))
    page = Page(ben, two, newest(ben, two))
    acts.say(ana, two, Said("zqqmissedqqz"))

    async def test() -> None:
        async with page:
            assert "zqqmissedqqz" in (await page.next("row"))["html"]

    run(test)


def test_what_was_taken_away_while_nobody_looked_goes_on_coming_back() -> None:
    ana, ben = friends("ana", "ben")
    two = acts.begin(ana, [ben], Said("one"))
    number = acts.say(ana, two, Said("zqqregretqqz"))
    page = Page(ben, two, number)
    page.scope["query_string"] += f"&shown={number}".encode()
    posts.delete(ana, number)

    async def test() -> None:
        async with page:
            assert await page.next("row") == {"number": str(number), "html": ""}

    run(test)


def test_that_somebody_writes_and_has_read_is_heard_by_those_who_show_it() -> None:
    ana, ben = friends("ana", "ben")
    two = acts.begin(ana, [ben], Said("one"))
    acts.say(ben, two, Said("two"))
    page = Page(ana, two, newest(ana, two))

    async def test() -> None:
        async with page:
            await page.next_hello()
            await off(acts.writing, ben, two)
            assert "Ben" in (await page.next("writing"))["words"]
            number = await off(acts.say, ana, two, Said("three"))
            await off(acts.read_to, ben, two, number)
            assert (await page.next("seen")) == {str(number): "Seen by Ben"}

    run(test)


@pytest.mark.parametrize("how", ["removed", "left", "blocked", "suspended"])
def test_who_was_taken_out_hears_nothing_more_on_an_open_connection(how: str) -> None:
    ana, ben, cem = friends("ana", "ben", "cem")
    operator = join("keeper", role="operator")
    others = [ben] if how == "blocked" else [ben, cem]
    talk = acts.begin(ana, others, Said("one"))
    page = Page(ben, talk, newest(ben, talk))
    take = {
        "removed": lambda: acts.remove(ana, talk, ben),
        "left": lambda: acts.leave(ben, talk),
        "blocked": lambda: contacts.block(ana, ben),
        "suspended": lambda: (suspend(ben, operator), deliver()),
    }[how]

    async def test() -> None:
        async with page:
            await page.next_hello()
            await off(acts.say, ana, talk, Said("zqqheardqqz"))
            assert "zqqheardqqz" in (await page.next("row"))["html"]
            await off(take)
            if how == "blocked":
                await off(live.tell, reads_dense(talk), "people")
            elif how != "suspended":
                await off(acts.say, ana, talk, Said("zqqhiddenqqz"))
            await page.end()
            left = []
            while not page.came.empty():
                left.append(page.came.get_nowait())
            assert [kind for kind, _ in left] == ["ended"]

    run(test)


def reads_dense(talk: int) -> int:
    from hedgerow.talk.models import Conversation

    return Conversation.objects.get(public_id=talk).pk


def test_nobody_else_is_told_anything() -> None:
    ana, ben, cem = friends("ana", "ben", "cem")
    two = acts.begin(ana, [ben], Said("one"))
    page = Page(cem, two)

    async def test() -> None:
        async with page:
            await page.end()
            assert page.status == 204

    run(test)


def test_a_page_of_a_group_hears_nothing_across_a_block() -> None:
    ana, ben, cem = friends("ana", "ben", "cem")
    group = acts.begin(ana, [ben, cem], Said("one"))
    contacts.block(ben, cem)
    page = Page(ben, group, newest(ana, group))

    async def test() -> None:
        async with page:
            await page.next_hello()
            await off(acts.writing, cem, group)
            await off(acts.say, cem, group, Said("zqqhiddenqqz"))
            await off(acts.read_to, cem, group, 2**62)
            number = await off(acts.say, ana, group, Said("zqqopenqqz"))
            heard = []
            while True:
                kind, data = await page.came.get()
                heard.append((kind, data))
                if data.get("number") == str(number):
                    break
            assert "zqqhiddenqqz" not in str(heard)
            assert "writing" not in {kind for kind, _ in heard}

    run(test)


def test_not_a_byte_tells_of_what_the_face_of_a_page_may_not_know() -> None:
    ana, ben, cem, dan = friends("ana", "ben", "cem", "dan")
    group = acts.begin(ana, [ben, cem, dan], Said("one"))
    acts.say(ben, group, Said("mine"))
    hidden = acts.say(cem, group, Said("before the block"))
    contacts.block(ben, cem)
    acts.wish(dan, "everybody", read_marks=False)
    page = Page(ben, group, newest(ana, group))

    async def test() -> None:
        async with page:
            await page.next_hello()
            page.bodies.clear()
            for reader in (cem, dan):
                await off(acts.writing, reader, group)
                await off(acts.read_to, reader, group, 2**62)
            number = await off(acts.say, cem, group, Said("zqqhiddenqqz"))
            await off(acts.edit, cem, number, "zqqhiddenqqz too")
            await off(posts.delete, cem, number)
            await off(posts.delete, cem, hidden)
            await off(acts.rename, cem, group, "zqqnamedqqz")
            await off(acts.leave, cem, group)
            await off(acts.say, ana, group, Said("zqqopenqqz"))
            await page.next("row")
            assert len(page.bodies) == 1
            assert b"zqqopenqqz" in page.bodies[0]

    run(test)


def test_who_shows_nothing_of_their_reading_is_told_nothing_of_others() -> None:
    ana, ben = friends("ana", "ben")
    two = acts.begin(ana, [ben], Said("one"))
    number = newest(ana, two)
    acts.wish(ana, "everybody", read_marks=False)
    page = Page(ana, two, number)

    async def test() -> None:
        async with page:
            await page.next_hello()
            page.bodies.clear()
            await off(acts.writing, ben, two)
            await off(acts.read_to, ben, two, number)
            await off(acts.say, ben, two, Said("zqqopenqqz"))
            await page.next("row")
            assert len(page.bodies) == 1

    run(test)
