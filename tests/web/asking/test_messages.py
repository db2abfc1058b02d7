"""A message's audience is its conversation: its pages promise nothing that only a post can do."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.conversations.reads import Message
from hedgerow.talk.posts import reads as posts
from tests.cast import Cast

from .test_readers import main

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


@pytest.fixture
def message(cast: Cast) -> int:
    """What Alice said to Bob."""
    talk = acts.begin(cast.alice, [cast.bob], Said("hello"), "")
    [said] = [each for each in reads.messages(cast.alice, talk).items if isinstance(each, Message)]
    return said.number


def test_who_sees_a_message_is_told_and_nobody_is_left_out_of_it(
    cast: Cast, browser_of: Browser, message: int
) -> None:
    alice = browser_of(cast.alice)
    said = main(alice, f"/p/{message}/who")
    assert "Bob" in said
    assert "stays there" in said
    # Said once and by its name: two numbers beside each other would be one too many.
    assert "The 2 people in this conversation" in said
    assert "can see this." not in said
    assert "hrough a circle" not in said
    for never in (
        "Leave out",
        "Leave the chosen",
        "Only me",
        "Choose who still may",
        "at once and everywhere",
    ):
        assert never not in said
    page = alice.get(f"/p/{message}/who").content.decode()
    assert f"/p/{message}/narrow" not in page
    # Its conversation is one tap away.
    assert main(alice, alice.get(f"/@alice/{message}")["Location"])


def test_a_message_has_no_page_for_fewer_readers(cast: Cast, browser_of: Browser, message: int) -> None:
    alice = browser_of(cast.alice)
    for path in (f"/p/{message}/narrow", f"/p/{message}/narrow?by=hand"):
        assert alice.get(path).status_code == 404
        assert alice.post(path, {"to": "nobody", "by": "hand", "step": "sure"}).status_code == 404
    with pytest.raises(NotFound):
        posts.ways(cast.alice, message, [Choice("nobody")])


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_menu_of_a_message_leads_only_to_what_is_there(
    cast: Cast, browser_of: Browser, message: int, who: str
) -> None:
    client = browser_of(cast.faces[who])
    page = client.get(f"/p/{message}/more").content.decode()
    middle = page[page.index("<main") : page.index("</main>")]
    for never in ("edit", "thread", "narrow", "pin", "collect", "bell"):
        assert f"/p/{message}/{never}" not in middle
    for path in re.findall(rf'href="(/p/{message}/[^"]+)"', middle):
        assert client.get(path).status_code == 200, path


@pytest.mark.parametrize("way", ["reply", "quote"])
def test_answering_a_message_leads_into_its_conversation(
    cast: Cast, browser_of: Browser, message: int, way: str
) -> None:
    bob = browser_of(cast.bob)
    for path in (f"/p/{message}/{way}", f"/compose?{way}={message}"):
        answer = bob.get(path, follow=True)
        assert answer.status_code == 200
        assert answer.request["PATH_INFO"].startswith("/messages/")
