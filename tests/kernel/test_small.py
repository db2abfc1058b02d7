"""Cache, limits, once, grants."""

import threading
from typing import Any

import pytest
import time_machine
from fakeredis import FakeRedis
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import limits, once, shared
from hedgerow.kernel.cache import Lru
from hedgerow.kernel.errors import Refused, TooMany
from hedgerow.kernel.grants import Grant, read_grant, sign_grant
from hedgerow.kernel.models import Once
from tests.kernel.threads import in_threads


def test_the_cache_forgets_what_was_unused_longest() -> None:
    cache: Lru[str, int] = Lru(2)
    cache.put("a", 1)
    cache.put("b", 2)
    assert cache.get("a") == 1
    cache.put("c", 3)
    assert (cache.get("a"), cache.get("b"), cache.get("c"), len(cache)) == (1, None, 3, 2)
    cache.drop(["a", "zzz"])
    assert cache.get("a") is None
    cache.clear()
    assert len(cache) == 0
    with pytest.raises(ValueError):
        Lru(0)


def test_the_cache_is_bounded_under_many_threads() -> None:
    cache: Lru[int, int] = Lru(50)

    def work() -> None:
        for number in range(3000):
            cache.put(number % 200, number)
            cache.get(number % 97)

    in_threads([work] * 6)
    assert len(cache) == 50


@pytest.fixture
def limited(settings: Any) -> Any:
    settings.RATE_LIMITS = True
    settings.REDIS_URL = ""
    limits.forget_all()
    return settings


def goes(key: str = "k") -> int:
    count = 0
    while count < 100:
        try:
            limits.allow(key, limit=5, per_seconds=60)
        except TooMany:
            return count
        count += 1
    return count


def test_a_burst_is_fine_then_it_says_when_to_return(limited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1000.0]
    monkeypatch.setattr(limits, "_now", lambda: clock[0])
    assert goes() == 5
    with pytest.raises(TooMany) as refused:
        limits.allow("k", limit=5, per_seconds=60)
    assert refused.value.retry_after == 12
    assert goes("other") == 5
    clock[0] += 11.9
    assert goes() == 0
    clock[0] += 0.1
    assert goes() == 1
    clock[0] += 600
    assert goes() == 5


def test_limits_are_shared_through_redis(limited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = FakeRedis()
    monkeypatch.setattr(shared, "redis", lambda: client)
    try:
        client.eval("return 1", 0)
    except Exception:
        pytest.skip("this fakeredis has no Lua")
    with time_machine.travel("2030-01-01T00:00:00Z", tick=False):
        assert goes() == 5
        limits.forget_all()
        assert goes() == 0


def test_without_a_reachable_redis_each_counts_alone(limited: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "redis", lambda: object())
    assert goes() == 5


def test_limits_can_be_switched_off(limited: Any) -> None:
    limited.RATE_LIMITS = False
    assert goes() == 100


def test_a_doubled_submit_acts_once(database: str) -> None:
    calls: list[int] = []

    def act() -> dict[str, int]:
        calls.append(1)
        return {"post": len(calls)}

    assert once.once(1, "key", act) == {"post": 1}
    assert once.once(1, "key", act) == {"post": 1}
    assert once.once(2, "key", act) == {"post": 2}, "another owner's key is another"
    assert once.once(1, "", act) == {"post": 3}
    assert once.once(1, "", act) == {"post": 4}


def test_a_refused_submit_can_be_corrected(database: str) -> None:
    def refuse() -> int:
        raise Refused("text", "no")

    with pytest.raises(Refused):
        once.once(1, "key", refuse)
    assert once.once(1, "key", lambda: 5) == 5


def test_concurrent_submits_act_once(database: str) -> None:
    calls: list[int] = []
    answers: list[int] = []
    start = threading.Barrier(8)

    def act() -> int:
        calls.append(1)
        return 7

    def submit() -> None:
        start.wait(20)
        answers.append(once.once(1, "key", act))

    in_threads([submit] * 8)
    assert answers == [7] * 8
    assert len(calls) == 1


def test_submits_are_forgotten_after_a_day(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    once.once(1, "key", lambda: 1)
    assert once.purge() == 0
    monkeypatch.setattr(once, "KEEP_US", -3_600_000_000)
    assert once.purge() == 1
    assert not Once.objects.exists()


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**63 - 1), st.integers(0, 255), st.integers(0, 2**32 - 1))
def test_a_grant_says_what_was_signed(media: int, face: int, version: int, app: int) -> None:
    token = sign_grant(media, face, version, app)
    assert read_grant(token) == Grant(media, face, app, version)
    assert len(token) == 54
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_grants_cannot_be_changed_and_share_nothing() -> None:
    token = sign_grant(1, 2, 3)
    for at in range(len(token)):
        for char in "AQz_":
            if token[at] != char:
                assert read_grant(token[:at] + char + token[at + 1 :]) is None
    for wrong in ("", "x", token[:-1], token + "A", token + "=", "é" * 54, " " + token):
        assert read_grant(wrong) is None
    same = sum(a == b for a, b in zip(token, sign_grant(1, 2, 4), strict=True))
    assert same < 10


def test_a_grant_of_another_site_is_worthless(settings: Any) -> None:
    token = sign_grant(1, 2, 3)
    settings.SECRET_KEY = "another"
    assert read_grant(token) is None
