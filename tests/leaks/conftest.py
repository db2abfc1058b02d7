"""Every test begins with nobody having tried anything, and so does a cast that a whole file shares."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from hedgerow.kernel import limits


def _forget() -> None:
    cache.clear()
    limits.forget_all()


@pytest.fixture(scope="module", autouse=True)
def _no_file_tried_anything() -> Iterator[None]:
    _forget()
    yield
    _forget()


@pytest.fixture(autouse=True)
def _nobody_tried_anything() -> None:
    _forget()
