"""Accepting quietly: a follower like any other, to itself and to everybody but whom it follows."""

from datetime import timedelta

import pytest

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts, reads
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Mark
from tests.people import cast as players

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> tuple[int, int]:
    """Ana, who wants to be asked, and Ben, whom she follows and who asks her."""
    ana, ben = players.join("ana", locked=True), players.join("ben")
    acts.follow(ana, ben)
    acts.follow(ben, ana)
    return ana, ben


def members(face: int, kind: str) -> set[int]:
    circle = getattr(faces.face(face), f"{kind}_circle")
    return set(engine.members(circle)) if circle else set()


def sees(viewer: int, author: int, scope: str) -> bool:
    audience = audiences.resolve(author, Choice(scope))  # type: ignore[arg-type]
    return boundary.check(viewer, players.post(author, audience))


def test_a_quiet_follower_follows_and_is_in_no_circle_of_followers(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben, quietly=True)
    acts.accept(ana, ben, quietly=True)
    assert reads.follows(ben) == {ana}
    assert reads.followers(ana) == {ben}
    assert reads.followers_count(ana, ana) == 1
    assert reads.relation(ben, ana).mutual
    assert reads.relation(ana, ben).mutual
    assert (members(ana, "followers"), members(ana, "mutuals")) == (set(), set())
    assert (members(ben, "followers"), members(ben, "mutuals")) == ({ana}, {ana}), "his own circles are whole"
    assert [sees(ben, ana, scope) for scope in ("public", "site", "followers", "mutuals")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_what_is_chosen_for_a_quiet_follower_is_seen_and_counted(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben, quietly=True)
    by_name = Choice("followers", people=[faces.card(ben).public_id])
    assert audiences.preview(ana, Choice("followers")).count == 0
    assert audiences.preview(ana, by_name).count == 1
    assert boundary.check(ben, players.post(ana, audiences.resolve(ana, by_name)))


def test_accepting_fully_shows_nothing_of_the_past_and_quietly_again_hides(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben, quietly=True)
    before = players.post(ana, audiences.resolve(ana, Choice("followers")))
    acts.fully(ana, ben)
    after = players.post(ana, audiences.resolve(ana, Choice("followers")))
    assert (boundary.check(ben, before), boundary.check(ben, after)) == (False, True)
    assert (members(ana, "followers"), members(ana, "mutuals")) == ({ben}, {ben})
    acts.quiet(ana, ben)
    assert not boundary.check(ben, after)
    acts.fully(ana, ben)
    assert not boundary.check(ben, after), "an old sight never returns"


def test_a_slip_of_the_hand_is_taken_back_whole_but_not_for_ever(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben)
    seen = players.post(ana, audiences.resolve(ana, Choice("mutuals")))
    acts.quiet(ana, ben)
    acts.fully(ana, ben, slip=True)
    assert boundary.check(ben, seen)
    acts.quiet(ana, ben)
    row = Mark.objects.get(owner=ana, face=ben)
    Mark.objects.update(at=row.at - timedelta(hours=1))
    with pytest.raises(Refused):
        acts.fully(ana, ben, slip=True)
    assert not boundary.check(ben, seen)


def test_a_slip_brings_back_no_tie_that_ended_meanwhile(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben)
    acts.quiet(ana, ben)
    acts.unfollow(ana, ben)
    acts.fully(ana, ben, slip=True)
    assert (members(ana, "followers"), members(ana, "mutuals")) == ({ben}, set())


def test_following_anew_or_being_blocked_meanwhile_is_no_way_round(pair: tuple[int, int]) -> None:
    _ana, ben = pair
    open_face = players.join("cleo")
    acts.follow(open_face, ben)
    acts.follow(ben, open_face)
    acts.quiet(open_face, ben)
    acts.unfollow(ben, open_face)
    assert acts.follow(ben, open_face) == "following"
    assert not sees(ben, open_face, "followers")
    acts.block(open_face, ben)
    acts.unblock(open_face, ben)
    assert acts.follow(ben, open_face) == "following"
    assert not sees(ben, open_face, "followers")
    acts.fully(open_face, ben)
    assert sees(ben, open_face, "followers")


def test_only_a_follower_can_be_kept_quietly(pair: tuple[int, int]) -> None:
    ana, ben = pair
    with pytest.raises(NotFound):
        acts.quiet(ana, ben)
    acts.fully(ana, ben)
    assert reads.requests(ana), "a request is not accepted by that"


def test_a_plain_yes_to_a_new_request_is_a_plain_yes(pair: tuple[int, int]) -> None:
    ana, ben = pair
    acts.accept(ana, ben, quietly=True)
    acts.remove_follower(ana, ben)
    acts.follow(ben, ana)
    acts.accept(ana, ben)
    assert sees(ben, ana, "followers")


def test_only_a_few_can_be_close_and_a_block_ends_it() -> None:
    ana = players.join("ana")
    many = [players.join(f"close_{number}") for number in range(16)]
    for other in many[:15]:
        acts.close(ana, other, True)
        acts.close(ana, other, True)
    with pytest.raises(Refused):
        acts.close(ana, many[15], True)
    acts.close(ana, many[0], False)
    acts.close(ana, many[15], True)
    acts.block(ana, many[15])
    assert reads.marks(ana).close == set(many[1:15])
    assert reads.marks(many[1]).close == set()
