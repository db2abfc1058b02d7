"""Alice's pages, by day and night, on a phone and a desk: axe-core finds nothing, nothing sticks out."""

import pytest

from .conftest import Walk
from .looking import all_pages, say

pytestmark = pytest.mark.browser


@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing(walk: Walk) -> None:
    assert walk.addresses["alice"]
    say(walk, all_pages(walk, "alice"))
