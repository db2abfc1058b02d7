"""The fixed cast, and browsers in which its faces speak."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.standing import _nothing_remembered, cast, world
from tests.web.reading.conftest import sign_in

__all__ = ["_nothing_remembered", "browser_of", "cast", "world"]


@pytest.fixture
def browser_of() -> Callable[[int], Client]:
    """A browser in which this face speaks."""
    return sign_in
