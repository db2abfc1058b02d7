"""The bus: whoever listens hears, nobody is waited for, and who is too slow is told."""

import asyncio
import threading
from typing import Any

import pytest
from fakeredis import FakeRedis, FakeServer

from hedgerow.kernel import shared
from hedgerow.kernel.bus import LOST, Bus, Message
from tests.kernel.threads import in_threads


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "redis", lambda: None)


def test_listeners_hear_their_channels_in_order() -> None:
    bus = Bus()
    with bus.subscribe(["a", "b"]) as listener, bus.subscribe(["b"]) as other:
        for channel in "abcab":
            bus.publish(channel, channel.encode())
        assert [listener.get(0) for _ in range(5)] == [Message(c, c.encode()) for c in "abab"] + [None]
        assert [other.get(0), other.get(0), other.get(0)] == [Message("b", b"b")] * 2 + [None]
    assert bus.channels() == []
    bus.publish("a", b"nobody")


def test_a_closed_listener_ends() -> None:
    bus = Bus()
    listener = bus.subscribe(["a"])
    bus.publish("a", b"1")
    listener.close()
    bus.publish("a", b"2")
    assert list(listener) == [Message("a", b"1")]


def test_who_is_too_slow_is_dropped_and_told_and_harms_nobody() -> None:
    bus = Bus()
    slow, quick = bus.subscribe(["a"], length=3), bus.subscribe(["a"], length=100)
    for number in range(10):
        bus.publish("a", b"%d" % number)
    assert list(slow) == [LOST]
    assert [quick.get(0) for _ in range(10)] == [Message("a", b"%d" % number) for number in range(10)]
    assert bus.deliver("a", b"x") == 1


def test_a_waiting_thread_is_woken() -> None:
    bus = Bus()
    heard: list[bytes] = []
    with bus.subscribe(["a"]) as listener:

        def read() -> None:
            for message in listener:
                heard.append(message.body)
                if message.body == b"end":
                    return

        in_threads([read, lambda: [bus.publish("a", body) for body in (b"1", b"2", b"end")]])
    assert heard == [b"1", b"2", b"end"]


def test_threads_reach_a_loop() -> None:
    bus = Bus()

    async def listen() -> list[bytes]:
        async with bus.subscribe(["a"], length=2000) as listener:
            writers = [
                threading.Thread(target=lambda: [bus.publish("a", b"x") for _ in range(200)])
                for _ in range(4)
            ]
            for writer in writers:
                writer.start()
            heard = []
            async for message in listener:
                heard.append(message.body)
                if len(heard) == 800:
                    return heard
        return []

    assert asyncio.run(asyncio.wait_for(listen(), 30)) == [b"x"] * 800
    assert bus.channels() == []


def test_closing_ends_a_listener_in_a_loop() -> None:
    bus = Bus()

    async def listen() -> list[Message]:
        listener = bus.subscribe(["a"])
        threading.Timer(0, listener.close).start()
        return [message async for message in listener]

    assert asyncio.run(asyncio.wait_for(listen(), 30)) == []


def test_a_listener_whose_loop_has_ended_harms_no_publisher() -> None:
    bus = Bus()

    async def listen() -> None:
        listener = bus.subscribe(["a"])
        waiting = asyncio.ensure_future(listener.aget())
        await asyncio.sleep(0)
        waiting.cancel()

    asyncio.run(listen())
    bus.publish("a", b"1")
    bus.publish("a", b"2")
    assert bus.channels() == []


@pytest.fixture
def redis(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    server = FakeServer()
    monkeypatch.setattr(shared, "redis", lambda: FakeRedis(server=server))
    return server


def test_processes_hear_each_other_through_redis(redis: FakeServer) -> None:
    one, two = Bus(), Bus()
    with one.subscribe(["a"]) as here, two.subscribe(["a"]) as there:
        one.publish("a", b"1")
        two.publish("a", b"2")
        two.publish("b", b"3")
        assert [here.get(20), here.get(20)] == [Message("a", b"1"), Message("a", b"2")]
        assert [there.get(20), there.get(20)] == [Message("a", b"1"), Message("a", b"2")]
    for bus in (one, two):
        assert bus._relay is not None
        bus._relay.stop()


def test_sites_on_one_redis_hear_nothing_of_each_other(redis: FakeServer, settings: Any) -> None:
    bus, mark = Bus(), settings.SITE_MARK
    with bus.subscribe(["face:1"]) as here:
        settings.SITE_MARK = "another"
        Bus().publish("face:1", b"theirs")
        settings.SITE_MARK = mark
        bus.publish("face:1", b"ours")
        assert here.get(20) == Message("face:1", b"ours")
    assert bus._relay is not None
    bus._relay.stop()


def test_without_redis_answering_listeners_are_told(redis: FakeServer) -> None:
    bus = Bus()
    listener = bus.subscribe(["a"])
    redis.connected = False
    bus.publish("a", b"1")
    assert list(listener) == [LOST]
    assert bus._relay is not None
    bus._relay.stop()
