"""The promise of the epoch: after an act has returned nobody takes an older value for fresh."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hedgerow.kernel import epochs as module
from hedgerow.kernel.epochs import EVERYBODY, NEVER, Epochs, Glance, bump, current, since
from hedgerow.kernel.models import Change
from hedgerow.kernel.writing import before_commit, write
from tests.kernel.threads import in_threads


def act(*keys: int) -> None:
    with write():
        bump(keys)


def in_another_thread(job: object) -> None:
    in_threads([job])  # type: ignore[list-item]


def test_nothing_changed(database: str) -> None:
    act(1)
    stamp = current()
    assert since(stamp) == []
    assert current() == stamp


def test_own_change_is_seen(database: str) -> None:
    act(1)
    stamp = current()
    act(7, 5)
    act(9)
    assert since(stamp) == [5, 7, 9]
    assert since(current()) == []


def test_the_first_change_ever_makes_everything_stale(database: str) -> None:
    stamp = current()
    assert stamp == NEVER
    assert since(0) == []
    act(7)
    assert since(stamp) is None
    assert since(0) is None


def test_everybody(database: str) -> None:
    act(1)
    stamp = current()
    act(3, EVERYBODY)
    assert since(stamp) is None


def test_change_of_another_connection_is_seen(database: str) -> None:
    act(1)
    stamp = current()
    in_another_thread(lambda: act(42))
    assert since(stamp) == [42]


def test_change_of_another_connection_without_any_signal_of_this_process_is_seen(file_db: Path) -> None:
    act(1)
    stamp = current()

    def behind_our_back() -> None:
        Change.objects.create(id=stamp + 1, key=42)

    in_another_thread(behind_our_back)
    assert since(stamp) == [42]


def test_change_of_another_process_is_seen(file_db: Path) -> None:
    act(1)
    stamp = current()
    code = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); " + (
        "c.execute('insert into kernel_change values (?, 77)', [int(sys.argv[2])]); c.commit()"
    )
    subprocess.run([sys.executable, "-c", code, str(file_db), str(stamp + 1)], check=True, timeout=30)
    assert since(stamp) == [77]


def test_bump_in_another_process_of_the_program_is_seen(file_db: Path) -> None:
    act(1)
    stamp = current()
    code = (
        "import django, sys; django.setup();"
        "from django.db import connections; connections.settings['default']['NAME'] = sys.argv[1];"
        "from hedgerow.kernel.writing import write; from hedgerow.kernel.epochs import bump\n"
        "with write(): bump([5, 6])"
    )
    environment = os.environ | {"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "hedgerow.config.settings"}
    subprocess.run([sys.executable, "-c", code, str(file_db)], check=True, timeout=60, env=environment)
    assert since(stamp) == [5, 6]


def test_a_rollback_changes_nothing_and_its_id_is_not_used_again(database: str) -> None:
    act(1)
    stamp = current()
    lost: list[int] = []

    def fail() -> None:
        lost.append(Change.objects.get(key=8).id)
        raise ZeroDivisionError

    def act_in_vain() -> None:
        with write():
            bump([8])
            # What changed is written last of all, and this fails after it.
            before_commit(fail)

    with pytest.raises(ZeroDivisionError):
        act_in_vain()
    assert since(stamp) == []
    act(9)
    assert since(stamp) == [9]
    assert Change.objects.get(key=9).id > lost[0]


def test_what_a_failed_part_changed_is_told_with_what_the_whole_did(database: str) -> None:
    act(1)
    stamp = current()

    def fail() -> None:
        with write():
            bump([8])
            raise ZeroDivisionError

    with write():
        with pytest.raises(ZeroDivisionError):
            fail()
        bump([9])
    assert 9 in (since(stamp) or [])


def test_inside_a_write_nothing_is_worth_keeping(database: str) -> None:
    act(1)
    stamp = current()
    with write():
        assert current() == NEVER
        assert since(stamp) == []
        bump([4])
        assert since(stamp) is None
    assert since(NEVER) is None
    assert since(stamp) == [4]


def test_inside_somebody_elses_transaction_nothing_is_worth_keeping(database: str) -> None:
    with transaction.atomic():
        assert current() == NEVER


def test_bump_needs_a_write(database: str) -> None:
    with pytest.raises(RuntimeError):
        bump([1])


def test_trimmed_rows_make_everything_stale(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    act(1)
    stamp = current()
    act(2)
    act(3)
    other = Epochs()
    in_another_thread(lambda: act(4))
    monkeypatch.setattr(module, "KEEP_US", 0)
    assert module.trim() == 3
    assert [row.key for row in Change.objects.all()] == [4]
    assert other.since(stamp) is None
    act(5)
    assert since(stamp) in (None, [2, 3, 4, 5])


def test_trimming_between_two_looks_is_noticed(file_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(1)
    stamp = current()
    monkeypatch.setattr(module, "KEEP_US", 0)
    asleep = Epochs()
    assert asleep.current() == stamp
    act(2)
    act(3)
    module.trim()
    assert asleep.since(stamp) is None
    assert asleep.since(asleep.current()) == []


def test_a_replaced_database_makes_everything_stale(database: str) -> None:
    act(1)
    act(2)
    stamp = current()

    def emptied() -> None:
        with write():
            Change.objects.all().delete()

    in_another_thread(emptied)
    if connection.vendor == "sqlite":
        assert since(stamp) is None
    act(3)
    assert since(stamp) is None


def test_a_long_log_is_forgotten_from_its_old_end(file_db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOG_LENGTH", 10)
    act(1)
    oldest = current()
    for key in range(2, 30):
        act(key)
    newer = current()
    act(100)
    assert since(oldest) is None
    assert since(newer) == [100]


def test_a_snapshot_held_back_never_stamps_as_fresh(file_db: Path) -> None:
    """A query still being read row by row pins what its connection sees."""
    act(1)
    act(2)
    before = current()
    raw = connections["default"].connection
    rows = raw.execute("SELECT id FROM kernel_change ORDER BY id")
    rows.fetchone()
    in_another_thread(lambda: act(50))
    assert since(before) == [50], "this process's changes are heard of all the same"
    stamp = current()
    assert stamp == before, "what is computed now is computed from the old view"
    rows.close()
    assert since(stamp) == [50]
    assert current() > before


_ELSEWHERE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    connection.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError:
    sys.exit(3)
connection.execute("insert into kernel_change values (?, 77)", [int(sys.argv[2])])
connection.execute("COMMIT")
"""


def _written_elsewhere(path: Path, number: int) -> bool:
    """Does another process get the writers' lock, and write?"""
    code = subprocess.run([sys.executable, "-c", _ELSEWHERE, str(path), str(number)], timeout=30).returncode
    assert code in (0, 3)
    return code == 0


def test_a_glance_sees_every_commit_and_nothing_else(file_db: Path) -> None:
    glance = Glance()
    act(1)
    stamp = current()
    seen = [glance.signal()]
    assert glance.signal() == seen[0]
    in_another_thread(lambda: act(42))
    seen.append(glance.signal())
    with write():
        bump([5])
        assert glance.signal() == seen[-1], "nothing is committed yet"
        # A glance has the index open: the locks of this process must hold all the same.
        assert not _written_elsewhere(file_db, stamp + 90_000_000)
    seen.append(glance.signal())
    assert _written_elsewhere(file_db, stamp + 100_000_000)
    seen.append(glance.signal())
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    act(6)
    seen.append(glance.signal())
    assert len(set(seen)) == 5
    assert glance.signal() == seen[-1]


def test_no_thread_serves_what_was_computed_before_a_change(file_db: Path) -> None:
    """One cache for all threads; writers raise a number and remember, after the act, how far it got."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE fact (value integer)")
        cursor.execute("INSERT INTO fact VALUES (0)")
    cache: dict[str, tuple[int, int]] = {}
    promised = [0]
    stop = threading.Event()

    def read() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM fact")
            return int(cursor.fetchone()[0])

    def cached() -> int:
        entry = cache.get("fact")
        if entry is not None:
            changed = since(entry[0])
            if changed is not None and 1 not in changed:
                return entry[1]
        stamp = current()
        cache["fact"] = stamp, read()
        return cache["fact"][1] if cache["fact"][0] == stamp else read()

    def write_some() -> None:
        for _ in range(60):
            with write():
                with connection.cursor() as cursor:
                    cursor.execute("UPDATE fact SET value = value + 1 RETURNING value")
                    value = int(cursor.fetchone()[0])
                bump([1])
            promised[0] = max(promised[0], value)

    def writers() -> None:
        try:
            in_threads([write_some, write_some])
        finally:
            stop.set()

    checks = [0]

    def reader() -> None:
        while not stop.is_set():
            floor = promised[0]
            assert cached() >= floor
            checks[0] += 1

    in_threads([writers, reader, reader, reader])
    assert promised[0] == 120
    assert checks[0] > 100


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("bst"), st.integers(0, 5)), max_size=25))
def test_any_order_of_bumps_and_looks(steps: list[tuple[str, int]]) -> None:
    """Without a database: `_append` and `_restart` against a plain list of changes."""
    world: list[tuple[int, int]] = [(1, 1)]
    log = Epochs()
    log._restart(0, 1)
    stamps = [1]
    for step, number in steps:
        if step == "b":
            world.append((world[-1][0] + 1 + number, number + 1))
        elif step == "s":
            log._append([row for row in world if row[0] >= log._newest])
            stamps.append(world[-1][0])
        else:
            log._append(world[number:][: number + 1])
    log._append([row for row in world if row[0] >= log._newest])
    for stamp in stamps:
        expected = [key for at, key in world if at > stamp]
        found = log._keys[sum(at <= stamp for at in log._ids) :]
        assert found == expected
