"""Jobs: with the act or not at all, at least once, later after failures, one waiting under a key."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django_tasks.exceptions import TaskResultDoesNotExist
from structlog.testing import capture_logs

from hedgerow.kernel.clock import from_us, now, now_us
from hedgerow.kernel.jobs import every, queue, run_due, run_worker, worker
from hedgerow.kernel.models import Job, Periodic
from hedgerow.kernel.writing import write
from tests.kernel import work
from tests.kernel.threads import in_threads
from tests.kernel.work import note, note_and_enqueue


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    work.done.clear()
    work.failing.clear()
    yield
    queue._held.clear()


def test_a_job_runs_once_and_tells_how_it_went(database: str) -> None:
    result = note.enqueue("a")
    assert result.status == "READY"
    assert run_due() == 1
    assert run_due() == 0
    assert work.done == ["a"]
    result.refresh()
    assert result.status == "SUCCESSFUL"
    assert result.args == ["a"]
    with pytest.raises(TaskResultDoesNotExist):
        note.get_result("999999")


def test_what_a_job_was_given_is_gone_when_it_is_done_or_given_up(database: str) -> None:
    """Letters with addresses and links in them are such."""
    note.enqueue("to ana")
    work.failing.add("to ben")
    note.enqueue("to ben")
    Job.objects.filter(args__contains="ben").update(max_attempts=1)
    run_due(strict=False)
    assert list(Job.objects.exclude(finished_at_us=None).values_list("args", flat=True)) == ["[[],{}]"] * 2


def test_a_job_of_a_failed_act_never_was(database: str) -> None:
    def fail() -> None:
        with write():
            note.enqueue("a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert run_due() == 0


def test_run_after_and_priority(database: str) -> None:
    note.using(run_after=now() + timedelta(hours=1)).enqueue("late")
    note.enqueue("plain")
    note.using(priority=10).enqueue("urgent")
    assert run_due() == 2
    assert work.done == ["urgent", "plain"]
    assert run_due(now() + timedelta(hours=2)) == 1
    assert work.done[-1] == "late"


def test_a_unique_key_lets_one_wait_and_the_earlier_time_wins(database: str) -> None:
    once = note.using(unique_key="k")
    first = once.using(unique_key="k", run_after=now() + timedelta(hours=5)).enqueue("a")
    second = once.using(unique_key="k", run_after=now() + timedelta(hours=1)).enqueue("a")
    assert first.id == second.id
    assert run_due(now() + timedelta(hours=2)) == 1
    assert once.enqueue("a").id != first.id


def test_news_while_a_unique_job_runs_is_not_lost(database: str) -> None:
    note_and_enqueue.using(unique_key="only").enqueue("x")
    assert run_due() == 3
    assert work.done == ["x", "x!", "x!!"]


def test_concurrent_enqueues_of_one_key_make_one_job(database: str) -> None:
    start = threading.Barrier(8)

    def enqueue() -> None:
        start.wait(20)
        note.using(unique_key="k").enqueue("a")

    in_threads([enqueue] * 8)
    assert Job.objects.count() == 1


def test_a_failure_is_tried_again_later_and_later_then_put_aside(database: str) -> None:
    work.failing.add("a")
    result = note.enqueue("a")
    note.enqueue("b")
    waits = []
    at = now()
    for _ in range(3):
        assert run_due(at, strict=False) >= 1
        job = Job.objects.get(id=result.id)
        waits.append(job.run_at_us)
        at = from_us(job.run_at_us) + timedelta(seconds=1)
    assert work.done == ["b"], "the failing one is in nobody's way"
    assert waits[0] < waits[1]
    job = Job.objects.get(id=result.id)
    assert job.finished_at_us is not None
    assert job.attempts == 3
    assert run_due(now() + timedelta(days=30), strict=False) == 0
    result.refresh()
    assert result.status == "FAILED"


def test_who_waits_is_told_once_when_a_job_is_given_up(database: str) -> None:
    work.try_twice.enqueue("soup")
    run_due(strict=False)
    assert work.done == [], "it is tried again first"
    for minute in (1, 2, 3):
        run_due(now() + timedelta(minutes=minute), strict=False)
    assert work.done == ["gave up soup"]


def test_waiting_grows_and_is_spread() -> None:
    assert all(1_000_000 <= queue._wait_us(1) < 3_000_000 for _ in range(50))
    assert all(1_800_000_000 <= queue._wait_us(30) < 5_400_000_000 for _ in range(50))
    assert len({queue._wait_us(5) for _ in range(20)}) > 10


def test_a_failure_is_logged_without_what_was_in_it(database: str) -> None:
    work.failing.add("password")
    note.enqueue("password")
    with capture_logs() as logs:
        run_due(strict=False)
    assert [entry["event"] for entry in logs] == ["job failed"]
    assert "ValueError" in logs[0]["error"]
    assert "password" not in repr(logs)
    assert "password" not in Job.objects.get().error


def test_strict_raises(database: str) -> None:
    work.failing.add("a")
    note.enqueue("a")
    with pytest.raises(ValueError):
        run_due()
    assert Job.objects.get().attempts == 1


def test_a_task_that_is_gone_fails_like_any_other(database: str) -> None:
    note.enqueue("a")
    Job.objects.update(name="hedgerow.gone.task")
    assert run_due(strict=False) == 1
    assert Job.objects.get().error.startswith("ModuleNotFoundError")


def test_no_job_is_taken_twice_by_many_threads(database: str) -> None:
    with write():
        for number in range(120):
            note.enqueue(number)
    start = threading.Barrier(6)

    def take() -> None:
        start.wait(20)
        while (job := queue.take()) is not None or queue.is_due(now_us()):
            if job is not None:
                assert queue.run(job) is None

    in_threads([take] * 6)
    assert sorted(work.done) == list(range(120))  # type: ignore[type-var]


def test_a_dead_workers_job_is_taken_up_when_its_lease_ends(database: str) -> None:
    note.enqueue("a")
    assert queue.take() is not None
    assert queue.take() is None
    after = now() + timedelta(microseconds=queue.LEASE_US * 2)
    assert run_due(after) == 1
    assert work.done == ["a"]


def test_a_living_workers_lease_is_renewed(database: str) -> None:
    note.enqueue("a")
    assert queue.take() is not None
    before = Job.objects.get().lease_until_us
    queue.renew()
    assert Job.objects.get().lease_until_us > before


def test_who_lost_the_lease_does_not_finish_the_others_run(database: str) -> None:
    note.enqueue("a")
    slow = queue.take()
    assert slow is not None
    other = queue.take(now_us() + 2 * queue.LEASE_US)
    assert other is not None
    assert queue.run(slow) is None
    assert Job.objects.get().finished_at_us is None
    assert queue.run(other) is None
    assert Job.objects.get().finished_at_us is not None


def test_a_job_that_kills_its_worker_is_given_up(database: str) -> None:
    note.enqueue("deadly")
    at = now_us()
    for turn in range(3):
        assert queue.take(at + turn * 2 * queue.LEASE_US) is not None
    assert run_due(from_us(at + 10 * queue.LEASE_US), strict=False) == 1
    assert work.done == []
    assert Job.objects.get().finished_at_us is not None


def test_recurring_tasks_run_once_an_interval(database: str) -> None:
    ran: list[str] = []
    every(3600, "hourly", lambda: ran.append("hourly"))
    run_due()
    assert ran == []
    soon = now() + timedelta(hours=1, minutes=1)
    run_due(soon)
    run_due(soon)
    assert ran == ["hourly"]
    run_due(soon + timedelta(hours=1, minutes=1))
    assert ran == ["hourly", "hourly"]


def test_a_failing_recurring_task_does_not_stop_the_others(database: str) -> None:
    ran: list[str] = []
    every(60, "broken", lambda: 1 / 0)
    every(60, "fine", lambda: ran.append("fine"))
    run_due()
    run_due(now() + timedelta(hours=1), strict=False)
    assert ran == ["fine"]
    assert Periodic.objects.count() == 2


def test_finished_jobs_go_after_a_week(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    note.enqueue("a")
    note.using(run_after=now() + timedelta(hours=1)).enqueue("b")
    run_due()
    assert queue.purge() == 0
    monkeypatch.setattr(queue, "KEEP_US", -3_600_000_000)
    assert queue.purge() == 1
    assert Job.objects.count() == 1


def test_the_worker_is_woken_by_the_commit_and_stops_when_told(
    database: str, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(worker, "POLL_SECONDS", 600.0)
    stop, finished = threading.Event(), threading.Event()

    def wait_until_done() -> None:
        for number in range(20):
            note.enqueue(number)
            while number not in work.done:
                finished.wait(0.005)
        stop.set()

    in_threads([lambda: run_worker(stop, 2), wait_until_done])
    assert work.done == list(range(20))


KILLED = """
import django, os, signal, sys
django.setup()
from django.conf import settings
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from hedgerow.kernel.jobs import queue
from tests.kernel.work import note
note.enqueue("a")
queue.take()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_kill_9_loses_no_job_and_the_next_start_takes_it_up_at_once(
    file_db: Path, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "hedgerow.config.settings")
    monkeypatch.setenv("PYTHONPATH", "src:.")
    ended = subprocess.run([sys.executable, "-c", KILLED, str(file_db)], timeout=60, check=False)
    assert ended.returncode == -9
    assert run_due() == 0, "the lease of the dead still stands"
    with worker._sole_worker():
        assert run_due() == 1
    assert work.done == ["a"]


def test_only_one_worker_frees_leases(file_db: Path, settings: object, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    with worker._sole_worker():
        note.enqueue("a")
        assert queue.take() is not None
        queue._held.clear()
        with worker._sole_worker():
            assert run_due() == 0
