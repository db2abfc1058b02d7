"""The cast, for every test of talk."""

from collections.abc import Iterator

import pytest

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from tests import cast as players


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test rolls its rows back; what was remembered or counted of them goes too."""
    epoch.forget()
    limits.forget_all()
    yield
    epoch.forget()


@pytest.fixture
def cast(db: None) -> players.Cast:
    """The fixed cast with its world of posts."""
    return players.assemble()
