"""What the front answers from memory is, byte for byte, what the database says at that moment.

Between two rounds the world changes: somebody posts, narrows, edits, deletes, blocks, joins, leaves, is
suspended. `HEDGEROW_HOT_ROUNDS` makes more of them than the suite has time for.
"""

import asyncio
import os
import random
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.doors.mastodon import hot
from hedgerow.doors.mastodon.door import door
from hedgerow.kernel import limits
from hedgerow.kernel.errors import HedgerowError
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.apps import acts as apps
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.members import acts as members
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, assemble
from tests.mastodon.client import Api

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "postgres" in os.environ.get("DATABASE_URL", ""), reason="answers from memory need SQLite or Redis"
    ),
]


@pytest.fixture(autouse=True)
def _as_in_earnest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the tests let a browser's loop ask the database; the front's may not."""
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE")


READERS = ("alice", "bob", "carol", "dan", "erin", "heidi", "alice_too", None)
ROUNDS = int(os.environ.get("HEDGEROW_HOT_ROUNDS", "25"))

T = TypeVar("T")
Ask = tuple[str | None, str]


def in_front(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own, as the front is: without a connection to the database."""
    with ThreadPoolExecutor(1) as front:
        return front.submit(asyncio.run, work).result()


class World:
    """The cast, an app for each of them, and the readings that are compared."""

    def __init__(self) -> None:
        epoch.forget()
        self.cast: Cast = assemble()
        run_due()
        self.apis = {name: Api(self.cast.faces[name] if name else None) for name in READERS}

    def asks(self) -> list[Ask]:
        """Who asks for what."""
        named = [self.cast.posts[name] for name in ("public", "circle", "followers", "narrowed", "by_name")]
        public = [self.cast.public(name) for name in ("alice", "bob")]
        paths = [
            "/api/v1/timelines/home",
            "/api/v1/timelines/public",
            "/api/v1/timelines/public?local=true&limit=5",
            "/api/v1/timelines/tag/SecretGarden",
            "/api/v1/timelines/tag/2026",
            "/api/v1/notifications",
            "/api/v2/notifications",
            *(f"/api/v1/accounts/{face}" for face in public),
            *(f"/api/v1/accounts/{face}/statuses" for face in public),
            *(f"/api/v1/statuses/{post}" for post in named),
        ]
        return [(name, path) for name in READERS for path in paths]

    def slowly(self, ask: Ask) -> tuple[int, bytes]:
        """Through Django."""
        answer = self.apis[ask[0]].get(ask[1])
        return answer.status_code, answer.content

    async def quickly(self, ask: Ask, *also: tuple[bytes, bytes]) -> tuple[int, bytes] | None:
        """In the front; None where it would leave the request to Django."""
        token = self.apis[ask[0]].token
        headers = [(b"authorization", b"Bearer " + token.encode())] if token else []
        path, _, query = ask[1].partition("?")
        scope = {"path": path, "query_string": query.encode(), "headers": [*headers, *also]}
        answer = await hot.quick(scope, "127.0.0.1")
        return None if answer is None else (answer[0], answer[2])


def _others(world: World, chance: random.Random) -> tuple[int, int]:
    first, second = chance.sample([name for name in READERS if name], 2)
    return world.cast.faces[first], world.cast.faces[second]


def _audience(world: World, chance: random.Random) -> Choice:
    garden = Choice("chosen", circles=[world.cast.circle_id("Garden")])
    return chance.choice([Choice("public"), Choice("site"), Choice("followers"), garden])


def _post(world: World, chance: random.Random) -> None:
    posts.publish(world.cast.alice, Draft("One more thing.", _audience(world, chance)))


def _answer(world: World, chance: random.Random) -> None:
    posts.publish(world.cast.bob, Draft("Quite so.", reply_to=world.cast.posts["public"]))


def _narrow(world: World, chance: random.Random) -> None:
    posts.narrow(world.cast.alice, chance.choice([*world.cast.posts.values()]), Choice("nobody"))


def _edit(world: World, chance: random.Random) -> None:
    named = chance.choice(["public", "circle", "followers"])
    text = f"Said anew {chance.random()}{chance.choice(['', ' #secretgarden', ' #2026'])}"
    posts.edit(world.cast.alice, world.cast.posts[named], Draft(text, Choice("default")))


def _delete(world: World, chance: random.Random) -> None:
    post = chance.choice([*world.cast.posts.values()])
    posts.delete(world.cast.alice, post)
    if chance.random() < 0.7:
        posts.undo_delete(world.cast.alice, post)


def _tie(world: World, chance: random.Random) -> None:
    act = chance.choice(
        [contacts.follow, contacts.unfollow, contacts.block, contacts.unblock, contacts.mute, contacts.unmute]
    )
    act(*_others(world, chance))


def _circle(world: World, chance: random.Random) -> None:
    act = chance.choice([engine.join, engine.leave])
    with write():
        act(world.cast.circles["Garden"], [_others(world, chance)[0]])


def _mark(world: World, chance: random.Random) -> None:
    act = chance.choice([posts.bookmark, posts.boost, posts.unboost, lambda *who: posts.react(*who, "❤️")])
    act(_others(world, chance)[0], chance.choice([*world.cast.posts.values()]))


def _suspend(world: World, chance: random.Random) -> None:
    keeper, member = world.cast.members["keeper"], world.cast.members["bob"].pk
    if chance.random() < 0.5:
        members.suspend_member(keeper, member, "a test")
    else:
        members.restore_member(keeper, member)


def _tell(world: World, chance: random.Random) -> None:
    """What follows from the acts before: above all notifications."""
    run_due()


CHANGES: list[Callable[[World, random.Random], None]] = [
    _post, _answer, _narrow, _edit, _delete, _tie, _circle, _mark, _suspend, _tell,
]  # fmt: skip


@pytest.mark.slow
def test_memory_says_what_the_database_says() -> None:
    world, chance = World(), random.Random(11)
    quick = 0
    for number in range(ROUNDS):
        asks = chance.sample(world.asks(), 30)
        for ask in asks:
            world.slowly(ask)
        change = chance.choice(CHANGES)
        try:
            change(world, chance)
        except HedgerowError:
            continue
        said = in_front(_all(world, asks))
        quick += sum(answer is not None for answer in said)
        limits.forget_all()
        from_memory = [answer or world.slowly(ask) for ask, answer in zip(asks, said, strict=True)]
        epoch.forget()
        for ask, answer in zip(asks, from_memory, strict=True):
            assert answer == world.slowly(ask), f"round {number}, after {change.__name__}: {ask}"
    assert quick > ROUNDS


async def _all(world: World, asks: list[Ask]) -> list[tuple[int, bytes] | None]:
    return [await world.quickly(ask) for ask in asks]


def test_a_reading_is_answered_from_memory_and_a_lost_token_is_not() -> None:
    world = World()
    ask = ("bob", "/api/v1/timelines/home")
    world.slowly(ask)
    assert in_front(world.quickly(ask)) == world.slowly(ask)
    assert in_front(world.quickly(ask, (b"content-length", b"0"))) == world.slowly(ask)
    for body in ((b"content-length", b"2"), (b"transfer-encoding", b"chunked")):
        assert in_front(world.quickly(ask, body)) is None, "a body left unread would end the connection"
    apps.take_all_away(world.cast.members["bob"].pk)
    assert in_front(_status(world, ask)) in (None, 401)
    assert world.slowly(ask)[0] == 401


async def _status(world: World, ask: Ask) -> int | None:
    answer = await world.quickly(ask)
    return answer[0] if answer is not None else None


def test_every_hot_method_is_asked_here() -> None:
    asked = {found[0].name for _, path in World().asks() if (found := hot.table.find(path.partition("?")[0]))}
    assert asked == {method.name for method in door.methods() if method.hot}


def test_what_was_asked_once_is_answered_from_memory() -> None:
    world = World()
    asks = world.asks()
    shown = [ask for ask in asks if world.slowly(ask)[0] == 200]
    assert shown != asks
    said = in_front(_all(world, asks))
    assert [ask for ask, answer in zip(asks, said, strict=True) if answer is not None] == shown


def test_what_is_hidden_is_counted_like_what_never_was(settings: Any) -> None:
    """In the front first, then Django's way, as both are asked on a served site."""
    settings.RATE_LIMITS = True
    world = World()
    hidden = world.cast.posts["by_name"]

    def left(post: int) -> int:
        path = f"/api/v1/statuses/{post}"
        assert in_front(world.quickly(("heidi", path))) is None
        answer = world.apis["heidi"].get(path)
        assert answer.status_code == 404
        return int(answer["X-RateLimit-Remaining"])

    remaining = [left(post) for post in (hidden, hidden, hidden + 1, hidden + 1, hidden)]
    assert remaining == list(range(remaining[0], remaining[0] - 5, -1))


def test_what_is_not_remembered_is_left_to_django() -> None:
    world = World()
    world.slowly(("bob", "/api/v1/timelines/home"))
    epoch.forget()
    assert in_front(world.quickly(("bob", "/api/v1/timelines/home"))) is None


def test_without_a_token_django_says_so() -> None:
    world = World()
    asked = (None, "/api/v1/timelines/home")
    assert in_front(world.quickly(asked)) is None
    assert world.slowly(asked)[0] == 401
