"""Every test of a page begins with nobody having tried anything."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from hedgerow.kernel import limits


@pytest.fixture(autouse=True)
def _nothing_tried_yet() -> Iterator[None]:
    cache.clear()
    limits.forget_all()
    yield
    cache.clear()
    limits.forget_all()
