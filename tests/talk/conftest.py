"""The cast, for every test of talk. It is assembled once; each test rolls back what it does itself."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from tests import cast as players


@pytest.fixture(scope="package")
def _world(django_db_setup: None, django_db_blocker: Any) -> Iterator[players.Cast]:
    with django_db_blocker.unblock():
        around = transaction.atomic()
        # The house tells a test's own wrapping from a transaction that somebody forgot to end.
        around._from_testcase = True  # type: ignore[attr-defined]
        around.__enter__()
        try:
            yield players.assemble()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            epoch.forget()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What was remembered or counted in one test goes with it."""
    epoch.forget()
    limits.forget_all()
    yield
    epoch.forget()


@pytest.fixture
def cast(_world: players.Cast, db: None) -> players.Cast:
    """The fixed cast with its world of posts."""
    return players.Cast(**{name: dict(kept) for name, kept in vars(_world).items()})
