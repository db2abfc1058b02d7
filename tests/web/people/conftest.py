"""The cast, signed in."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from tests.people import cast as players


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test rolls its rows back; what was remembered or counted of them goes too."""
    epoch.forget()
    limits.forget_all()
    yield
    epoch.forget()


@pytest.fixture
def cast(db: None) -> players.Cast:
    """The fixed cast on its marks."""
    return players.assemble()


@pytest.fixture
def signed_in(db: None) -> Callable[[int], Client]:
    """A browser in which this face speaks."""

    def open_as(face: int) -> Client:
        client = Client()
        client.force_login(players.member_of(face))
        session = client.session
        session["face"] = face
        session.save()
        return client

    return open_as
