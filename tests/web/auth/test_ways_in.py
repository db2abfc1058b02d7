"""What the front page offers somebody who is signed out: only what is possible."""

import pytest
from django.test import Client

from tests.web.auth.test_signing_up import opened

pytestmark = pytest.mark.django_db

WORDS = {"open": "Sign up", "invitation": "I have an invitation", "approval": "Ask to join"}


@pytest.mark.parametrize("way", [*WORDS, "closed"])
def test_the_front_page_offers_what_is_possible(client: Client, way: str) -> None:
    opened(way)
    page = client.get("/").content.decode()
    offered = {words for words in WORDS.values() if words in page}
    assert offered == ({WORDS[way]} if way in WORDS else set())
    # In every page's bar stands only what needs nothing brought along.
    bar = client.get("/about").content.decode()
    assert ("/account/signup/" in bar) == (way in {"open", "approval"})
