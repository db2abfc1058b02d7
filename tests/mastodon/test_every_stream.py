"""Every stream that the documentation names, over server-sent events and all of them on one socket."""

import asyncio
from collections import Counter
from contextlib import ExitStack
from typing import NamedTuple

import pytest

from hedgerow.doors.mastodon.streaming import channels
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.talk.conversations import acts as talks
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from tests.delivery.world import deliver, follow, join, say
from tests.mastodon.stream_client import Events, Socket, with_socket
from tests.mastodon.tokens import token_for
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db(transaction=True)
BOTH, PICTURE, NOTHING = {"update": 2}, {"update": 1}, dict[str, int]()
HEARD = {
    "user": {"update": 2, "notification": 2},
    "user:notification": {"notification": 2},
    "public": BOTH,
    "public:local": BOTH,
    "public:remote": NOTHING,
    "public:media": PICTURE,
    "public:local:media": PICTURE,
    "public:remote:media": NOTHING,
    "hashtag": BOTH,
    "hashtag:local": BOTH,
    "list": BOTH,
    "direct": {"conversation": 1},
}
"""What each tells of a post, a post with a picture and a name, and a message."""


class World(NamedTuple):
    """Ana, who listens, has Ben in a list and follows him."""

    ana: int
    ben: int
    close: str

    def given(self, name: str) -> dict[str, str]:
        """What a stream of this name wants to know."""
        if name.startswith("hashtag"):
            return {"tag": "Rain"}
        return {"list": self.close} if name == "list" else {}

    def happens(self) -> None:
        """Ben says something in public, shows something and writes a message."""
        say(self.ben, "wet #rain")
        say(self.ben, "look @ana #rain", media=[posts.bring_picture(self.ben, png(64, 64), "")])
        talks.write_to(self.ben, [self.ana], Said("psst"))
        deliver()


@pytest.fixture
def world(live_server_url: str) -> World:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    circles.move(ana, [(circles.make(ana, "Close"), ben)], [])
    close = next(row for row in circle_reads.circles(ana) if row.name == "Close").public_id
    deliver()
    return World(ana, ben, str(close))


def test_none_is_forgotten_here() -> None:
    assert set(HEARD) == channels.NAMES


def test_each_tells_its_own_by_events(live_server_url: str, world: World) -> None:
    token = token_for(world.ana)
    addresses = {name: path for path, name in channels.PATHS.items()}
    with ExitStack() as open_streams:
        streams = {}
        for name in HEARD:
            asked = world.given(name) | ({"only_media": "true"} if name.endswith(":media") else {})
            path = addresses[name.removesuffix(":media")]
            streams[name] = open_streams.enter_context(Events(live_server_url, path, token, **asked))
        world.happens()
        for name, stream in streams.items():
            told = Counter(stream.raw()[0] for _ in range(sum(HEARD[name].values())))
            assert told == HEARD[name], name
        assert [name for name, stream in streams.items() if not stream.nothing()] == []


def test_one_socket_carries_them_all_and_lets_go_of_each(live_server_url: str, world: World) -> None:
    async def scene(socket: Socket) -> None:
        for name in HEARD:
            await socket.ask(type="subscribe", stream=name, **world.given(name))
        await nothing_waits(socket)
        await asyncio.to_thread(world.happens)
        told: dict[str, Counter[str]] = {name: Counter() for name in HEARD}
        for _ in range(sum(sum(events.values()) for events in HEARD.values())):
            message = await socket.next()
            named = list(world.given(message["stream"][0]).values())
            assert message["stream"][1:] == named
            told[message["stream"][0]][message["event"]] += 1
        assert told == HEARD
        await nothing_waits(socket)
        for name in set(HEARD) - {"hashtag:local"}:
            await socket.ask(type="unsubscribe", stream=name, **world.given(name))
        await nothing_waits(socket)
        await asyncio.to_thread(world.happens)
        for _ in range(2):
            assert (await socket.next())["stream"] == ["hashtag:local", "Rain"]
        await nothing_waits(socket)

    with_socket(live_server_url, scene, f"?access_token={token_for(world.ana)}")


async def nothing_waits(socket: Socket) -> None:
    """All that was asked is done, and all that came is read: an answer follows whatever came before it."""
    await socket.ask(type="subscribe", stream="nonsense")
    assert (await socket.next())["error"] == "Unknown stream type"
