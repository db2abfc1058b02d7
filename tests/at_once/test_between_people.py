"""What two people do towards each other at the same moment, on a database with several writers."""

from collections.abc import Iterator

import pytest

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.deflecting import acts as deflecting
from hedgerow.people.models import Follow, FollowRequest
from hedgerow.talk.conversations import acts as talks
from hedgerow.talk.conversations import saying
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.models import Post
from tests.at_once.waiting import MARKS, meanwhile, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import join

pytestmark = MARKS


@pytest.fixture
def pair() -> Iterator[tuple[int, int]]:
    yield join("ada", locked=True), join("ben")
    epoch.forget()


def test_whoever_is_put_into_a_circle_while_they_block_is_not_in_it_once_they_take_the_block_back(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    circle = circles.make(ada, "Hiking")
    with meanwhile(monkeypatch, ties, "findable", lambda: contacts.block(ben, ada)):
        circles.move(ada, [(circle, ben)], [])
    contacts.unblock(ben, ada)
    assert (circle, ben) not in boundary.within(ada)


def test_an_answer_to_a_request_that_is_withdrawn_at_the_same_moment_troubles_nobody(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    contacts.follow(ben, ada)
    with meanwhile(monkeypatch, deflecting, "emit", lambda: contacts.withdraw(ben, ada)):
        deflecting.deflect(ada, ben, "Not here, sorry.")
    assert not FollowRequest.objects.exists()


def test_a_bell_asked_for_while_a_request_is_accepted_rings(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    contacts.follow(ben, ada)
    with meanwhile(monkeypatch, contacts, "tie", lambda: contacts.bell(ben, ada, True)):
        contacts.accept(ada, ben)
    assert Follow.objects.get(follower=ben).bell


def test_two_who_first_write_to_each_other_at_once_are_in_one_conversation(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    wait_for_both(monkeypatch, saying, "_pair_of")
    begun: set[int] = set()
    in_threads(
        [
            lambda: begun.add(talks.begin(ada, [ben], Said("From Ada."))),
            lambda: begun.add(talks.begin(ben, [ada], Said("From Ben."))),
        ]
    )
    assert len(begun) == 1
    assert Post.objects.unguarded(reason="what was said in all conversations").count() == 2
