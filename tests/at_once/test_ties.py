"""Acts of several people at the same moment, on a database with several writers."""

from collections.abc import Iterator
from contextlib import suppress

import pytest

from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.people import ties
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads
from hedgerow.people.faces import acts as faces
from hedgerow.people.models import Face, Follow
from tests.at_once.waiting import MARKS, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import another_face, join

pytestmark = MARKS


@pytest.fixture
def pair() -> Iterator[tuple[int, int]]:
    yield join("ada"), join("ben")
    epoch.forget()


def mutuals(face: int) -> set[int]:
    circle = Face.objects.values_list("mutuals_circle", flat=True).get(pk=face)
    return {other for within, other in boundary.within(face) if within == circle}


def test_two_who_put_each_other_into_a_circle_do_not_wait_for_each_other(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    one, other = circles.make(ada, "Hiking"), circles.make(ben, "Hiking")
    wait_for_both(monkeypatch, ties, "lock")
    in_threads([lambda: circles.move(ada, [(one, ben)], []), lambda: circles.move(ben, [(other, ada)], [])])
    assert (one, ben) in boundary.within(ada)
    assert (other, ada) in boundary.within(ben)


def test_two_who_follow_each_other_at_once_are_mutual(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    wait_for_both(monkeypatch, contacts, "tie")
    in_threads([lambda: contacts.follow(ada, ben), lambda: contacts.follow(ben, ada)])
    assert (reads.follows(ada), reads.follows(ben)) == ({ben}, {ada})
    assert (mutuals(ada), mutuals(ben)) == ({ben}, {ada})


def test_whoever_follows_back_while_the_other_leaves_is_no_mutual_of_theirs(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    contacts.follow(ben, ada)
    wait_for_both(monkeypatch, contacts, "tie", "untie")
    in_threads([lambda: contacts.follow(ada, ben), lambda: contacts.unfollow(ben, ada)])
    assert (mutuals(ada), mutuals(ben)) == (set(), set())


def test_whoever_follows_while_they_are_blocked_does_not_follow(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    wait_for_both(monkeypatch, ties, "meet", "reach")

    def follow() -> None:
        with suppress(ties.NotFound):
            contacts.follow(ben, ada)

    in_threads([follow, lambda: contacts.block(ada, ben)])
    assert not Follow.objects.exists()


def test_a_face_made_while_its_member_is_blocked_is_shut_out_too(
    pair: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = pair
    wait_for_both(monkeypatch, contacts, "_bound")
    wait_for_both(monkeypatch, faces, "_raise_up")
    made: list[int] = []
    in_threads([lambda: made.append(another_face(ben, "ben_at_work")), lambda: contacts.block(ada, ben)])
    assert ada in boundary.vetoed(made[0])
