"""People who write, and their browsers."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from hedgerow.boundary import epoch
from hedgerow.kernel import clock
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    epoch.forget()
    yield
    epoch.forget()


@pytest.fixture(autouse=True)
def _time_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock never goes back, so a test that moves it on would take the others along."""
    monkeypatch.setattr(clock, "_last", 0)


def sign_in(face: int, **options: object) -> Client:
    """A browser in which this face speaks."""
    client = Client(**options)  # type: ignore[arg-type]
    client.force_login(
        Member.objects.get(pk=faces.face(face).member), "allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session["face"] = face
    session.save()
    return client


@pytest.fixture
def browser_of() -> Callable[[int], Client]:
    return sign_in
