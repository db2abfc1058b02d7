"""The cast, for every test of talk. It is assembled once; each test rolls back what it does itself."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import Cast
from tests.standing import _nothing_remembered, cast, standing

__all__ = ["_nothing_remembered", "cast", "world"]


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Stands for the whole folder."""
    with standing(django_db_blocker) as made:
        yield made
