"""A real database file with the kernel's tables alone: real commits, several connections, several threads."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from pytest_django import DjangoDbBlocker

from hedgerow.kernel import outbox
from hedgerow.kernel.epochs import epochs


def _make_tables() -> None:
    with connections["default"].schema_editor() as editor:
        for model in apps.get_app_config("kernel").get_models():
            editor.create_model(model)


@pytest.fixture
def file_db(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """Every connection of the test, in any thread, goes to one fresh SQLite file."""
    settings = connections.settings["default"]
    kept, name = connections["default"], settings["NAME"]
    settings["NAME"] = str(tmp_path / "kernel.sqlite3")
    del connections["default"]
    epochs.reset()
    outbox.unsubscribe_all()
    with django_db_blocker.unblock():
        _make_tables()
        yield tmp_path / "kernel.sqlite3"
        connections["default"].close()
    settings["NAME"] = name
    connections["default"] = kept
    epochs.reset()


@pytest.fixture
def postgres(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Every connection of the test goes to an empty schema of the PostgreSQL server in DATABASE_URL."""
    from environs import Env

    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("no PostgreSQL in DATABASE_URL")
    handler_settings = connections.settings
    kept, old = connections["default"], handler_settings["default"]
    handler_settings["default"] = (
        old
        | Env().dj_db_url("DATABASE_URL")
        | {"OPTIONS": {"options": "-c search_path=hedgerow_kernel_test"}}
    )
    del connections["default"]
    epochs.reset()
    outbox.unsubscribe_all()
    with django_db_blocker.unblock():
        with connections["default"].cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS hedgerow_kernel_test CASCADE")
            cursor.execute("CREATE SCHEMA hedgerow_kernel_test")
        _make_tables()
        yield
        with connections["default"].cursor() as cursor:
            cursor.execute("DROP SCHEMA hedgerow_kernel_test CASCADE")
        connections["default"].close()
    handler_settings["default"] = old
    connections["default"] = kept
    epochs.reset()


@pytest.fixture(params=["file_db", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The same test on both databases (PostgreSQL where DATABASE_URL names a server)."""
    request.getfixturevalue(request.param)
    return str(request.param)
