"""A cast that stands for a whole file or folder: assembled once, in a transaction that is rolled back at the
end; each test takes back what it does itself. For tests that need no commit.

A file or folder asks for it by importing the three fixtures below; `world` may be overridden to add to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from hedgerow.boundary import epoch
from hedgerow.delivery.leaving import waiting
from hedgerow.kernel import clock, epochs, limits
from tests import cast as players

__all__ = ["_nothing_remembered", "cast", "standing", "world"]


@contextmanager
def standing(blocker: Any) -> Iterator[players.Cast]:
    """The fixed cast with its world of posts, until it is left."""
    epoch.forget()
    limits.forget_all()
    clock._last = epochs.epochs._reserved = 0
    with blocker.unblock():
        around = transaction.atomic()
        # The house tells a test's own wrapping from a transaction that somebody forgot to end.
        around._from_testcase = True  # type: ignore[attr-defined]
        with around:
            try:
                yield players.assemble()
            finally:
                transaction.set_rollback(True)
    epoch.forget()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[players.Cast]:
    """Stands for the tests of a file."""
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What was remembered or counted in one test goes with it, and so does the future that it looked into."""
    epoch.forget()
    limits.forget_all()
    waiting.forget()
    before = clock._last
    yield
    clock._last = before
    epoch.forget()


@pytest.fixture
def cast(world: players.Cast, db: None) -> players.Cast:
    """What stands, for one test."""
    return players.Cast(**{name: dict(kept) for name, kept in vars(world).items()})
