"""A real database with the kernel's tables alone: real commits, several connections, several threads."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest
from django.apps import apps
from django.db import connections
from pytest_django import DjangoDbBlocker

from hedgerow.kernel import outbox
from hedgerow.kernel.epochs import epochs
from hedgerow.kernel.jobs import periodic

PRAGMAS = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
SCHEMA = "hedgerow_kernel_test"


def _make_tables() -> None:
    with connections["default"].schema_editor() as editor:
        for model in apps.get_app_config("kernel").get_models():
            editor.create_model(model)


def _forget() -> None:
    epochs.reset()
    outbox.unsubscribe_all()
    periodic.forget_all()


def _wired() -> tuple[dict[str, Any], ...]:
    """What the house itself listens to and repeats: tests of other rooms, in the same process, need it."""
    return dict(outbox._by_event), dict(outbox._by_name), dict(periodic._tasks)


def _wire_again(kept: tuple[dict[str, Any], ...]) -> None:
    for registry, known in zip((outbox._by_event, outbox._by_name, periodic._tasks), kept, strict=True):
        registry.update(known)


@pytest.fixture
def file_db(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """Every connection of the test, in any thread or process it starts, goes to one fresh SQLite file."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    path = tmp_path / "kernel.sqlite3"
    changes = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }
    with django_db_blocker.unblock():
        for _ in _elsewhere(changes):
            _make_tables()
            yield path


@pytest.fixture
def postgres(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every connection of the test goes to an empty schema of the PostgreSQL server in DATABASE_URL."""
    url = urlparse(os.environ.get("DATABASE_URL", ""))
    if not url.scheme.startswith("postgres"):
        pytest.skip("no PostgreSQL in DATABASE_URL")
    changes = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/"),
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {"options": f"-c search_path={SCHEMA}"},
    }
    with django_db_blocker.unblock():
        for _ in _elsewhere(changes):
            _sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE", f"CREATE SCHEMA {SCHEMA}")
            _make_tables()
            yield
            _sql(f"DROP SCHEMA {SCHEMA} CASCADE")


def _elsewhere(changes: dict[str, Any]) -> Iterator[None]:
    """Let the default database be another one, for new connections of all threads."""
    settings, kept = connections.settings, connections["default"]
    old = settings["default"]
    settings["default"] = old | changes
    del connections["default"]
    wired = _wired()
    _forget()
    try:
        yield
    finally:
        connections["default"].close()
        settings["default"] = old
        connections["default"] = kept
        _forget()
        _wire_again(wired)


def _sql(*statements: str) -> None:
    with connections["default"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# Those that name the fixture run on both in one run, so only the half on PostgreSQL is asked for there.
@pytest.fixture(params=["file_db", pytest.param("postgres", marks=pytest.mark.both)])
def database(request: pytest.FixtureRequest) -> str:
    """The same test on both databases (PostgreSQL where DATABASE_URL names a server)."""
    request.getfixturevalue(request.param)
    return str(request.param)
