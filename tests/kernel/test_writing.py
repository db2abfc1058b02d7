"""Writing: one at a time, in the order of asking, and what follows after the commit."""

import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.db import connection, transaction

from hedgerow.kernel.models import Once
from hedgerow.kernel.writing import FairLock, after_commit, inside, notes, require_write, write
from tests.kernel.threads import in_threads


def save(key: str) -> None:
    Once.objects.create(key=key, owner=0, at_us=0, result="")


def fail_inside(*callbacks: object, rows: Iterable[str] = ()) -> None:
    with write():
        for row in rows:
            save(row)
        for callback in callbacks:
            after_commit(callback)  # type: ignore[arg-type]
        raise ZeroDivisionError


def test_the_lock_is_handed_over_in_the_order_of_asking() -> None:
    lock, order = FairLock(), []  # type: ignore[var-annotated]
    lock.acquire()
    threads = []
    for number in range(16):

        def wait(number: int = number) -> None:
            lock.acquire()
            order.append(number)
            lock.release()

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        threads.append(thread)
        while lock.waiting() <= number:
            pass
    lock.release()
    for thread in threads:
        thread.join(20)
    assert order == list(range(16))


def test_nobody_is_overtaken_twice_by_sixteen_greedy_threads() -> None:
    """While one waits, any other gets at most one turn before it: a thread's turns are never far apart."""
    lock, turns = FairLock(), []  # type: ignore[var-annotated]
    start = threading.Barrier(16)

    def greedy(number: int) -> None:
        start.wait(20)
        for _ in range(200):
            lock.acquire()
            turns.append((number, lock.waiting()))
            lock.release()

    in_threads([lambda number=number: greedy(number) for number in range(16)])  # type: ignore[misc]
    assert len(turns) == 3200
    queue_full = [at for at, (_, waiting) in enumerate(turns) if waiting == 15]
    for at in queue_full:
        following = [number for number, _ in turns[at : at + 16]]
        assert len(set(following)) == len(following)


def test_an_interrupted_wait_gives_its_place_up(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = FairLock()
    lock.acquire()

    class Interrupted(BaseException):
        pass

    class Broken:
        def __init__(self) -> None:
            self.times = 0

        def acquire(self) -> None:
            self.times += 1
            if self.times == 2:
                raise Interrupted

        def release(self) -> None: ...

    lock._guard = threading.Lock()
    monkeypatch.setattr("hedgerow.kernel.writing.threading.Lock", Broken)
    with pytest.raises(Interrupted):
        lock.acquire()
    assert lock.waiting() == 0
    lock.release()
    lock.acquire()


def test_sixteen_threads_write_without_a_lost_row(database: str) -> None:
    order: list[int] = []

    def many(number: int) -> None:
        for turn in range(12):
            with write():
                save(f"{number}:{turn}")
                order.append(number)

    in_threads([lambda number=number: many(number) for number in range(16)])  # type: ignore[misc]
    assert Once.objects.count() == 16 * 12
    assert sorted(order) == sorted(list(range(16)) * 12)


def test_after_commit_runs_when_the_row_is_there_for_others(file_db: Path) -> None:
    seen: list[int] = []

    def look() -> None:
        in_threads([lambda: seen.append(Once.objects.count())])

    with write():
        save("a")
        after_commit(look)
        in_threads([lambda: seen.append(Once.objects.count())])
    assert seen == [0, 1]


def test_a_rollback_forgets_what_was_to_follow(database: str) -> None:
    called: list[str] = []
    with pytest.raises(ZeroDivisionError):
        fail_inside(lambda: called.append("never"))
    with write():
        after_commit(lambda: called.append("outer"))
        with pytest.raises(ZeroDivisionError):
            fail_inside(lambda: called.append("inner"))
        with write():
            after_commit(lambda: called.append("second"))
    assert called == ["outer", "second"]


def test_an_inner_failure_takes_back_only_its_own_rows(database: str) -> None:
    with write():
        save("outer")
        with pytest.raises(ZeroDivisionError):
            fail_inside(lambda: None, rows=["inner"])
    assert list(Once.objects.values_list("key", flat=True)) == ["outer"]


def test_a_failing_callback_harms_nobody(database: str) -> None:
    called: list[str] = []
    with write():
        after_commit(lambda: 1 / 0)
        after_commit(lambda: called.append("still"))
    assert called == ["still"]


def test_a_callback_may_write(database: str) -> None:
    def follow() -> None:
        with write():
            save("followed")

    with write():
        after_commit(follow)
    assert Once.objects.filter(key="followed").exists()


def test_within_somebody_elses_transaction_following_waits_for_its_end(database: str) -> None:
    called: list[str] = []
    with transaction.atomic():
        assert inside()
        with write():
            save("a")
            after_commit(lambda: called.append("done"))
        assert called == []
    assert called == ["done"]


def test_outside_after_commit_is_at_once(database: str) -> None:
    called: list[str] = []
    after_commit(lambda: called.append("now"))
    assert called == ["now"]


def test_inside_and_its_notes(database: str) -> None:
    assert not inside()
    with pytest.raises(RuntimeError):
        require_write("this")
    with pytest.raises(RuntimeError):
        notes()
    with write():
        notes()["a"] = 1
        with write():
            assert notes() == {"a": 1}
        assert inside()
    with write():
        assert notes() == {}
    assert not inside()


@pytest.mark.django_db
def test_in_a_test_case_following_happens_at_the_end_of_the_write() -> None:
    called: list[str] = []
    assert connection.in_atomic_block
    with write():
        after_commit(lambda: called.append("done"))
        assert called == []
    assert called == ["done"]
    assert not inside()
