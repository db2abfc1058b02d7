"""The fixed cast, and browsers in which its faces speak."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast, assemble
from tests.web.reading.conftest import sign_in


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody in their places."""
    return assemble()


@pytest.fixture
def browser_of() -> Callable[[int], Client]:
    """A browser in which this face speaks."""
    return sign_in
