"""What the front page offers somebody who is signed out: only what is possible."""

import pytest
from django.test import Client

from tests.web.auth.test_signing_up import opened
from tests.web.someone import member, signed_in

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


def test_a_password_manager_is_led_to_where_the_password_is_changed(client: Client) -> None:
    address = "/.well-known/change-password"
    assert client.get(address)["Location"] == "/account/password/change/"
    assert signed_in(member("ana")).get(address, follow=True).redirect_chain[-1][0] == (
        "/account/password/change/"
    )
    assert client.get("/.well-known/resource-that-should-not-exist").status_code == 404
