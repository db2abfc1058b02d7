"""Brings the tables up to date: keeps a copy first, shows each step, and puts the copy back if one fails."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from hedgerow.doors.cli import schema

Tell = Callable[[str], object]
COPIES = 5
PG_LOCK = 7_163_191
NEW_TOLD_EVERY = 20
"""Of the steps that make a new site's tables; of those that change a living one each is shown."""


def upgrade(tell: Tell) -> None:
    """Applies what is not applied yet. Raises what a failing step raised, with the old database in place."""
    with _alone():
        steps = _open_steps()
        if steps:
            _apply(steps, tell)
    schema.note(settings.DATA_DIR)


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy of an SQLite file that others may be writing; one file, nothing beside it."""
    partial = target.with_name(target.name + ".part")
    partial.unlink(missing_ok=True)
    partial.touch(mode=0o600)
    with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(partial)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode=DELETE")
    partial.rename(target)


def _open_steps() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}: {migration.name}" for migration, _backwards in plan]


def _apply(steps: list[str], tell: Tell) -> None:
    copy, new = _keep_copy(), not connection.introspection.table_names()
    tell(
        ("Making the tables" if new else "Bringing the tables up to date")
        + f", {len(steps)} steps"
        + (f"; a copy is kept in {copy}" if copy else "")
    )
    counted = _counted()
    try:
        _migrate(steps, tell, new)
        _count_on(counted)
    except BaseException:
        if copy:
            _put_back(copy)
            tell("A step failed. The database is as it was before; this program needs another version of it.")
        raise


def _migrate(steps: list[str], tell: Tell, new: bool) -> None:
    from django.core.management.commands.migrate import Command

    every = NEW_TOLD_EVERY if new else 1
    numbers = {step: number for number, step in enumerate(steps, 1)}

    class Shown(Command):
        def migration_progress_callback(
            self, action: str, migration: object = None, fake: bool = False
        ) -> None:
            if action == "apply_start":
                step = f"{getattr(migration, 'app_label', '')}: {getattr(migration, 'name', '')}"
                number = numbers.get(step, len(steps))
                if number % every == 0 or number == len(steps):
                    tell(f"  {number} of {len(steps)}" + ("" if new else f"  {step}"))

    call_command(Shown(), verbosity=0, interactive=False)


def _counted() -> dict[str, int]:
    """The last number that each table of the embedded database gave to a row."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        return dict(cursor.fetchall())


def _count_on(counted: dict[str, int]) -> None:
    """Nobody gets the number of a row that is gone, which a step that makes a table anew would forget."""
    with connection.cursor() as cursor:
        for table in counted.keys() & set(connection.introspection.table_names()):
            cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
            number = max(counted[table], cursor.fetchone()[0] or 0)
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])


def _keep_copy() -> Path | None:
    """A copy of the embedded database, if there is anything in it; the newest five are kept."""
    if connection.vendor != "sqlite" or not connection.introspection.table_names():
        return None
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    target = folder / f"before-upgrade-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
    copy_database(Path(connection.settings_dict["NAME"]), target)
    for old in sorted(folder.glob("before-upgrade-*.sqlite3"))[:-COPIES]:
        old.unlink()
    return target


def _put_back(copy: Path) -> None:
    connections.close_all()
    with (
        closing(sqlite3.connect(copy)) as kept,
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as live,
    ):
        kept.backup(live)
        live.execute("PRAGMA journal_mode=WAL")


@contextmanager
def _alone() -> Iterator[None]:
    """One upgrade at a time, also when several machines start on one PostgreSQL."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PG_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PG_LOCK])
