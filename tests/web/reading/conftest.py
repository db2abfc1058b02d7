"""Signing in for the tests of reading."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    epoch.forget()
    limits.forget_all()
    yield
    epoch.forget()


def sign_in(face: int) -> Client:
    """A browser in which this face speaks."""
    client = Client()
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
