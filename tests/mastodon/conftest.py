"""The cast, each with a token. What changes the world takes its own rows back with the test's transaction."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.jobs import run_due
from tests.cast import Cast, assemble
from tests.mastodon.client import Api
from tests.mastodon.tokens import ALL


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for a file; what a test does to it is undone after it (`pytest.mark.django_db`)."""
    from django.db import transaction

    epoch.forget()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            found = assemble()
            run_due()
            yield found
            transaction.set_rollback(True)
    epoch.forget()


@pytest.fixture(autouse=True)
def _nobody_asked() -> None:
    cache.clear()
    limits.forget_all()


@pytest.fixture
def api(cast: Cast) -> Callable[..., Api]:
    """`api("bob")` speaks for Bob with a token of all scopes; `api(None)` for nobody."""

    def for_face(name: str | None, scopes: str = ALL) -> Api:
        return Api(None if name is None else cast.faces[name], scopes)

    return for_face
