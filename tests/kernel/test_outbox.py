"""The outbox: with the act or not at all, in order, at least once, and nobody blocks anybody."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hedgerow.kernel import outbox, waking
from hedgerow.kernel.clock import from_us, now_us
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.models import Outgoing, Subscriber
from hedgerow.kernel.outbox import Event, drain, emit, subscribe
from hedgerow.kernel.writing import write
from tests.kernel.threads import in_threads

HOUR_US = 3600 * 1_000_000


class Said(Event, frozen=True, tag="test.said"):
    number: int


class Left(Event, frozen=True, tag="test.left"):
    who: str


def say(*numbers: int) -> None:
    with write():
        emit(*[Said(number) for number in numbers])


def test_events_arrive_in_order_and_in_batches(database: str) -> None:
    heard: list[list[int]] = []
    subscribe(Said, lambda events: heard.append([event.number for event in events]))
    say(1, 2)
    say(3)
    assert heard == [], "nothing is delivered within the act"
    assert drain(2) == 2
    assert drain() == 1
    assert heard == [[1, 2], [3]]
    assert drain() == 0


def test_each_handler_hears_its_own_kind(database: str) -> None:
    said: list[Said] = []
    left: list[Left] = []
    subscribe(Said, said.extend, "said")
    subscribe(Left, left.extend, "left")
    with write():
        emit(Said(1), Left("a"), Said(2))
    assert run_due() == 3
    assert said == [Said(1), Said(2)]
    assert left == [Left("a")]


def test_an_event_of_a_failed_act_never_was(database: str) -> None:
    heard: list[Said] = []
    subscribe(Said, heard.extend, "h")

    def fail() -> None:
        with write():
            emit(Said(1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert drain() == 0
    assert heard == []


def test_emit_belongs_inside_a_write(database: str) -> None:
    with pytest.raises(RuntimeError):
        emit(Said(1))


def test_nobody_listens_nothing_is_kept(database: str) -> None:
    say(1)
    assert not Outgoing.objects.exists()


def test_a_worker_is_woken_after_the_commit(database: str) -> None:
    subscribe(Said, lambda events: None, "h")
    heard = waking.work.heard()
    with write():
        emit(Said(1))
        assert waking.work.heard() == heard
    assert waking.work.wait(heard, 0)


def test_one_bad_event_delays_only_itself(database: str) -> None:
    heard: list[int] = []
    bad = {2}

    def picky(events: list[Said]) -> None:
        for event in events:
            if event.number in bad:
                raise ValueError("no")
            heard.append(event.number)

    others: list[int] = []
    subscribe(Said, picky, "picky")
    subscribe(Said, lambda events: others.extend(event.number for event in events), "others")
    say(1, 2, 3)
    drain()
    assert set(heard) == {1, 3}
    assert others == [1, 2, 3]
    say(4)
    assert drain() == 2
    assert heard[-1] == 4
    assert drain() == 0, "the bad one waits"
    bad.clear()
    assert drain(at_us=now_us() + HOUR_US) == 1
    assert heard[-1] == 2


def test_what_always_fails_is_given_up_and_kept_for_the_operator(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "MAX_ATTEMPTS", 3)
    calls: list[int] = []

    def broken(events: list[Said]) -> None:
        calls.append(1)
        raise ValueError("no")

    subscribe(Said, broken, "broken")
    say(1)
    for hours in range(6):
        drain(at_us=now_us() + hours * 2 * HOUR_US)
    assert len(calls) == 3
    row = Outgoing.objects.get()
    assert (row.done, row.failed, row.attempts) == (True, True, 3)


def test_strict_raises_the_first_failure(database: str) -> None:
    subscribe(Said, lambda events: 1 / 0, "broken")
    say(1)
    with pytest.raises(ZeroDivisionError):
        run_due()
    assert Outgoing.objects.get().attempts == 1


def test_a_crash_between_handling_and_noting_means_hearing_again(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Said] = []
    subscribe(Said, heard.extend, "h")
    say(1, 2)

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_note_done", die)
        with pytest.raises(Killed):
            drain()
    # What was killed gives nothing back: the next worker knows that it is dead.
    outbox.release_leases()
    assert drain() == 2
    assert heard == [Said(1), Said(2)] * 2


def test_a_handler_is_served_by_one_at_a_time(database: str) -> None:
    at_it: list[int] = []
    most: list[int] = []
    heard: list[int] = []
    go = threading.Barrier(4)

    def handler(events: list[Said]) -> None:
        at_it.append(1)
        most.append(len(at_it))
        heard.extend(event.number for event in events)
        at_it.pop()

    subscribe(Said, handler, "h")
    say(*range(300))

    def work() -> None:
        go.wait(20)
        while Outgoing.objects.filter(done=False).exists():
            drain(7)

    in_threads([work] * 4)
    assert max(most) == 1
    assert heard == list(range(300))


def test_the_lease_of_another_process_is_respected_until_it_ends(database: str) -> None:
    heard: list[Said] = []
    subscribe(Said, heard.extend, "h")
    say(1)
    with write():
        Subscriber.objects.create(handler="h", lease_until_us=now_us() + HOUR_US, lease_token=5)
    assert drain() == 0
    with write():
        Subscriber.objects.update(lease_until_us=now_us() - 1)
    assert drain() == 1


def test_delivered_rows_go_after_a_day(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(Said, lambda events: None, "h")
    say(1, 2)
    drain(1)
    assert outbox.purge() == 0
    monkeypatch.setattr(outbox, "KEEP_US", -HOUR_US)
    assert outbox.purge() == 1
    assert Outgoing.objects.get().done is False


def test_two_handlers_of_one_name_are_refused_and_the_same_twice_is_once(database: str) -> None:
    heard: list[Said] = []
    subscribe(Said, heard.extend, "h")
    subscribe(Said, heard.extend, "h")
    with pytest.raises(ValueError):
        subscribe(Left, heard.extend, "h")  # type: ignore[arg-type]
    say(1)
    drain()
    assert heard == [Said(1)]


KILLED = """
import django, os, signal, sys
django.setup()
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from hedgerow.kernel import outbox
from hedgerow.kernel.writing import write
class Said(outbox.Event, frozen=True, tag="test.said"):
    number: int
def handler(events):
    os.kill(os.getpid(), signal.SIGKILL)
outbox.subscribe(Said, handler, "h")
with write():
    outbox.emit(*[Said(number) for number in range(10)])
outbox.drain()
"""


def test_kill_9_in_a_handler_loses_nothing(file_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")
    monkeypatch.setenv("PYTHONPATH", "src")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file_db)], timeout=60, check=False)
    assert ended.returncode == -9
    heard: list[Said] = []
    subscribe(Said, heard.extend, "h")
    assert drain() == 0, "the dead process's lease still stands"
    outbox.release_leases()
    run_due(from_us(now_us()))
    assert [event.number for event in heard] == list(range(10))
