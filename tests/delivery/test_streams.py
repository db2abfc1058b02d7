"""Streams: counts for whoever holds the connection now, and an end as soon as nobody does."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hedgerow.delivery.notifications import acts as notification_acts
from hedgerow.delivery.streams import reads
from hedgerow.delivery.streams.reads import streams
from hedgerow.doors.web.reading.stream import stream
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

from .world import another_face, deliver, follow, join, pid, say, suspend, to

pytestmark = pytest.mark.django_db(transaction=True)

WAIT = 20
"""Seconds after which a test that waits in vain fails; nothing here takes as long."""


class Reader:
    """A browser's EventSource, as far as it matters: events by name, and whether the stream has ended."""

    def __init__(self, cookie: str, query: str = "") -> None:
        self.scope = {
            "type": "http",
            "method": "GET",
            "path": "/stream/",
            "query_string": query.encode(),
            "headers": [(b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie}".encode())],
        }
        self.status = 0
        self.sent = 0
        """How often anything came, were it but a sign of life."""
        self.ended = asyncio.Event()
        self.came: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.gone = asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Reader":
        self.task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.gone.set()
        assert self.task is not None
        await asyncio.wait_for(self.task, WAIT)

    async def _run(self) -> None:
        try:
            await stream(self.scope, self._receive, self._send)
        finally:
            self.ended.set()

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.sent += 1
        for event in message["body"].decode().split("\n\n"):
            lines = dict(line.split(": ", 1) for line in event.splitlines() if not line.startswith(":"))
            if lines:
                await self.came.put((lines["event"], json.loads(lines["data"])))

    async def next(self, name: str) -> dict[str, Any]:
        """The next event of this name."""
        while True:
            kind, data = await asyncio.wait_for(self.came.get(), WAIT)
            if kind == name:
                return data

    async def end(self) -> None:
        """Wait until the server has ended the stream."""
        await asyncio.wait_for(self.ended.wait(), WAIT)


def session_of(face: int) -> str:
    """The cookie of a browser in which this face speaks."""
    return client_of(face).session.session_key or ""


def client_of(face: int) -> Client:
    client = Client()
    member = Member.objects.get(pk=faces.face(face).member)
    client.force_login(member, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["face"] = face
    session.save()
    return client


def run(test: Callable[[], Awaitable[None]]) -> None:
    """The test in a loop of its own, as the front has one; everything it opened is closed afterwards."""
    asyncio.run(_whole(test))
    assert len(streams) == 0


async def _whole(test: Callable[[], Awaitable[None]]) -> None:
    await asyncio.wait_for(test(), 60)


async def off(call: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Do it as another thread of the site would."""
    return await asyncio.to_thread(_closing, call, *args, **more)


def _closing(call: Callable[..., Any], *args: Any, **more: Any) -> Any:
    from django.db import connection

    try:
        return call(*args, **more)
    finally:
        connection.close()


def test_it_tells_of_new_posts_and_notifications() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    top = say(ben)
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"after={top}") as reader:
            assert (await reader.next("notifications"))["count"] == 0
            await off(say, ben, "hello @ana")
            assert await reader.next("posts") == {"count": 1, "words": "1 new post"}
            await off(deliver)
            assert (await reader.next("notifications"))["count"] == 1
            await off(say, ben)
            assert (await reader.next("posts"))["words"] == "2 new posts"
            await off(notification_acts.seen, ana, 2**62)
            assert (await reader.next("notifications"))["count"] == 0
            assert reader.status == 200

    run(scene)


def test_it_never_counts_what_one_may_not_see() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    top = say(ben)
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"after={top}") as reader:
            await reader.next("notifications")
            await off(say, ben, "for cleo @ana", audience=to(cleo))
            await off(deliver)
            seen = await off(say, ben, "for all")
            assert (await reader.next("posts"))["count"] == 1
            await off(posts.narrow, ben, seen, Choice("nobody"))
            assert (await reader.next("posts"))["count"] == 0
            assert reader.came.empty()

    run(scene)


def test_a_suspended_member_on_an_open_connection_hears_no_more() -> None:
    judy, ben, keeper = join("judy"), join("ben"), join("keeper", role="operator")
    follow(judy, ben)
    cookie = session_of(judy)

    async def scene() -> None:
        async with Reader(cookie) as reader:
            await reader.next("notifications")
            await off(suspend, judy, keeper)
            await reader.end()
            assert reader.came.empty()
        async with Reader(cookie) as again:
            await again.end()
            assert again.status == 204

    run(scene)


def test_an_ended_session_ends_with_the_next_event() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    client = client_of(ana)

    async def scene() -> None:
        async with Reader(client.session.session_key or "", "after=0") as reader:
            await reader.next("notifications")
            await off(client.logout)
            await off(say, ben)
            await reader.end()
            assert reader.came.empty()

    run(scene)


def test_an_ended_session_ends_without_any_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "RECHECK_SECONDS", 0.05)
    ana = join("ana")
    client = client_of(ana)

    async def scene() -> None:
        async with Reader(client.session.session_key or "") as reader:
            await reader.next("notifications")
            await off(client.logout)
            await reader.end()

    run(scene)


def test_another_face_is_another_stream() -> None:
    ana = join("ana")
    work = another_face(ana, "ana_at_work")
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"face={pid(work)}") as reader:
            await reader.end()
            assert reader.status == 204
        async with Reader(cookie, f"face={pid(ana)}") as reader:
            await reader.next("notifications")
            assert reader.status == 200

    run(scene)


def test_losing_access_is_heard_too() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    top = say(ben)
    say(ben, "to followers", audience=Choice("followers"))
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"after={top}") as reader:
            assert (await reader.next("posts"))["count"] == 1
            await off(contacts.remove_follower, ben, ana)
            assert (await reader.next("posts"))["count"] == 0

    run(scene)


def _narrow(ben: int, post: int, ana: int) -> None:
    posts.narrow(ben, post, Choice("nobody"))


def _delete(ben: int, post: int, ana: int) -> None:
    posts.delete(ben, post)


def _end_following(ben: int, post: int, ana: int) -> None:
    contacts.remove_follower(ben, ana)


def _block(ben: int, post: int, ana: int) -> None:
    contacts.block(ben, ana)


LOSSES = (_narrow, _delete, _end_following, _block)


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_what_may_not_be_seen_any_more_is_told_by_its_number_alone(lose: Callable[..., None]) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    post = say(ben, "to followers", audience=Choice("followers"))
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"shown={post},12345") as reader:
            # What never was, and what one never could see, is told at once and never again.
            assert await reader.next("gone") == {"posts": ["12345"]}
            await off(lose, ben, post, ana)
            assert await reader.next("gone") == {"posts": [str(post)]}
            assert reader.came.empty()

    run(scene)


@pytest.mark.parametrize("lose", LOSSES, ids=lambda lose: lose.__name__)
def test_what_went_while_nobody_listened_is_told_on_coming_back(lose: Callable[..., None]) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    post = say(ben, "to followers", audience=Choice("followers"))
    lose(ben, post, ana)
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"shown={post}") as reader:
            assert await reader.next("gone") == {"posts": [str(post)]}

    run(scene)


def test_an_answer_goes_with_what_it_answers() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    follow(cleo, ben)
    post = say(ben, "to followers", audience=Choice("followers"))
    answer = say(cleo, "an answer", audience=Choice("parent"), reply_to=post)
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"shown={answer}") as reader:
            await reader.next("notifications")
            await off(posts.narrow, ben, post, Choice("nobody"))
            assert await reader.next("gone") == {"posts": [str(answer)]}

    run(scene)


def test_an_edit_is_told_by_number_and_moment_also_on_coming_back() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    post, other = say(ben, "to folowers", audience=Choice("followers")), say(ben, "left as it is")
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"shown={post},{other}") as reader:
            await reader.next("notifications")
            await off(posts.edit, ben, post, Draft("to followers"))
            first = await reader.next("edited")
            assert list(first["posts"]) == [str(post)]
            await off(posts.edit, ben, post, Draft("to all who follow"))
            second = await reader.next("edited")
            assert second["posts"].keys() == first["posts"].keys()
            assert second != first
        async with Reader(cookie, f"shown={post}") as reader:
            assert await reader.next("edited") == second

    run(scene)


def test_what_happens_to_what_one_never_saw_sends_not_a_byte() -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ana, ben)
    shown = say(ben, "for all")
    hidden = say(ben, "for cleo", audience=to(cleo))
    cookie = session_of(ana)

    async def scene() -> None:
        async with Reader(cookie, f"after={hidden}&shown={shown},{hidden}") as reader:
            assert await reader.next("gone") == {"posts": [str(hidden)]}
            before = reader.sent
            await off(say, ben, "for cleo again", audience=to(cleo))
            await off(posts.edit, ben, hidden, Draft("for cleo alone"))
            await off(posts.delete, ben, hidden)
            await off(posts.delete, ben, shown)
            assert await reader.next("gone") == {"posts": [str(shown)]}
            assert reader.sent == before + 1

    run(scene)


@pytest.mark.parametrize("cookie", ["", "nosuchsession", 'a"; b=\\'])
def test_nobody_hears_nothing(cookie: str) -> None:
    async def scene() -> None:
        async with Reader(cookie) as reader:
            await reader.end()
            assert reader.status == 204

    run(scene)


def test_the_oldest_of_too_many_streams_of_a_face_ends() -> None:
    cookie = session_of(join("ana"))

    async def scene() -> None:
        readers = [Reader(cookie) for _ in range(reads.MOST_OF_A_FACE + 1)]
        for reader in readers:
            await reader.__aenter__()
            await reader.next("notifications")
        await readers[0].end()
        assert not readers[1].ended.is_set()
        for reader in readers:
            await reader.__aexit__()

    run(scene)


def test_a_full_house_asks_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST", 0)
    cookie = session_of(join("ana"))

    async def scene() -> None:
        async with Reader(cookie) as reader:
            await reader.end()
            assert reader.status == 503

    run(scene)


def test_only_reading() -> None:
    async def scene() -> None:
        reader = Reader("")
        reader.scope["method"] = "POST"
        async with reader:
            await reader.end()
            assert reader.status == 405

    run(scene)
