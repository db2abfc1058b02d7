"""Following, asking, answering, blocking, muting and labelling, and what each may tell whom."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock, outbox
from hedgerow.kernel.errors import NotFound, Refused, TooMany
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts, events, reads
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Block, CircleMove, FollowRequest, Mute
from tests.people import cast as players
from tests.people.cast import Cast

pytestmark = pytest.mark.django_db


def followers(face: int) -> set[int]:
    circle = faces.face(face).followers_circle
    return set(engine.members(circle)) if circle else set()


def mutuals(face: int) -> set[int]:
    circle = faces.face(face).mutuals_circle
    return set(engine.members(circle)) if circle else set()


def names(found: list[reads.Request]) -> list[str]:
    return [request.face.handle for request in found]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[outbox.Event]:
    """What the rooms above are told from here on."""
    told: list[outbox.Event] = []
    monkeypatch.setattr(acts, "emit", lambda *news: told.extend(news))
    return told


def test_following_an_open_face_is_a_membership_at_once(heard: list[outbox.Event]) -> None:
    ana, ben = players.join("ana"), players.join("ben")
    assert acts.follow(ana, ben) == "following"
    assert acts.follow(ana, ben) == "following"
    assert followers(ben) == {ana}
    assert reads.follows(ana) == {ben}
    assert heard == [events.Followed(follower=ana, followed=ben)]


def test_mutuals_are_both_or_neither() -> None:
    ana, ben = players.join("ana"), players.join("ben")
    acts.follow(ana, ben)
    assert mutuals(ana) == mutuals(ben) == set()
    acts.follow(ben, ana)
    assert (mutuals(ana), mutuals(ben)) == ({ben}, {ana})
    acts.unfollow(ana, ben)
    acts.unfollow(ana, ben)
    assert (mutuals(ana), mutuals(ben), followers(ben), followers(ana)) == (set(), set(), set(), {ben})


def test_a_pending_request_is_nobodys_membership(cast: Cast, heard: list[outbox.Event]) -> None:
    thing = players.post(cast.alice, (boundary.clause([faces.face(cast.alice).followers_circle or 0]),))
    assert cast.frank not in followers(cast.alice)
    assert not boundary.check(cast.frank, thing)
    assert acts.follow(cast.frank, cast.alice) == "requested"
    acts.accept(cast.alice, cast.frank)
    acts.accept(cast.alice, cast.frank)
    assert cast.frank in followers(cast.alice)
    assert not boundary.check(cast.frank, thing), "accepting shows nothing of the past"
    assert heard == [events.Accepted(asker=cast.frank, asked=cast.alice)]


def test_a_declined_request_looks_pending_to_its_asker(cast: Cast) -> None:
    before = (names(reads.asked(cast.frank)), reads.relation(cast.frank, cast.alice))
    acts.decline(cast.alice, cast.frank)
    acts.decline(cast.alice, cast.frank)
    assert names(reads.requests(cast.alice)) == []
    assert not reads.relation(cast.alice, cast.frank).asks
    assert (names(reads.asked(cast.frank)), reads.relation(cast.frank, cast.alice)) == before
    assert acts.follow(cast.frank, cast.alice) == "requested", "asking again changes nothing"
    assert names(reads.requests(cast.alice)) == []
    acts.withdraw(cast.frank, cast.alice)
    assert names(reads.asked(cast.frank)) == []
    assert acts.follow(cast.frank, cast.alice) == "requested"
    assert names(reads.requests(cast.alice)) == ["frank"]


def test_a_declined_request_can_still_be_accepted(cast: Cast) -> None:
    acts.decline(cast.alice, cast.frank)
    assert names(reads.requests(cast.alice, declined=True)) == ["frank"]
    acts.accept(cast.alice, cast.frank)
    assert cast.frank in followers(cast.alice)


def test_accepting_offers_to_follow_back(cast: Cast) -> None:
    acts.accept(cast.alice, cast.frank, follow_back=True)
    assert mutuals(cast.alice) == {cast.frank}


def test_insisting_by_asking_again_and_again_is_slowed_down(cast: Cast) -> None:
    def insist() -> None:
        for _again in range(10):
            acts.withdraw(cast.frank, cast.alice)
            acts.follow(cast.frank, cast.alice)

    with pytest.raises(TooMany):
        insist()


def test_nobody_follows_themselves_a_stopped_face_or_one_that_is_not_there(cast: Cast) -> None:
    with pytest.raises(Refused):
        acts.follow(cast.alice, cast.alice)
    for missing in (cast.judy, 10**9):
        with pytest.raises(NotFound):
            acts.follow(cast.heidi, missing)
    with pytest.raises(NotFound):
        acts.follow(cast.judy, cast.heidi)


def test_a_removed_follower_sees_nothing_more_and_is_not_told(cast: Cast) -> None:
    circle = faces.face(cast.alice).followers_circle or 0
    thing = players.post(cast.alice, (boundary.clause([circle]),))
    assert boundary.check(cast.bob, thing)
    acts.remove_follower(cast.alice, cast.bob)
    assert not boundary.check(cast.bob, thing)
    assert cast.alice not in reads.follows(cast.bob)


def test_a_block_ends_everything_between_the_two_named_faces(cast: Cast) -> None:
    acts.follow(cast.alice, cast.bob)
    acts.label(cast.alice, cast.bob, ["friend", "client"])
    acts.block(cast.alice, cast.bob)
    acts.block(cast.alice, cast.bob)
    assert reads.relation(cast.alice, cast.bob) == reads.Relation(blocking=True)
    assert reads.relation(cast.bob, cast.alice) == reads.Relation()
    assert cast.bob not in {face for _circle, face in boundary.within(cast.alice)}
    assert cast.alice not in {face for _circle, face in boundary.within(cast.bob)}
    for one, other in ((cast.alice, cast.bob), (cast.bob, cast.alice)):
        with pytest.raises(NotFound):
            acts.follow(one, other)


def test_a_block_binds_every_face_of_the_member_silently(cast: Cast) -> None:
    bob_too = players.another_face(cast.bob, "bob_at_work")
    circles.move(cast.alice, [(cast.hiking, bob_too)], [])
    acts.follow(bob_too, cast.alice)
    listed = reads.contacts(cast.alice).contacts
    waiting = reads.requests(cast.alice)
    acts.block(cast.alice, cast.bob)
    public = players.post(cast.alice, boundary.audience([boundary.clause([boundary.PUBLIC])]))
    assert not boundary.check(bob_too, public)
    with pytest.raises(NotFound):
        acts.follow(bob_too, cast.alice)
    assert [shut.face.handle for shut in reads.blocked(cast.alice)] == ["bob", "grace"]
    assert reads.relation(cast.alice, bob_too) == reads.Relation(asks=True, circles=[cast.hiking])
    assert reads.requests(cast.alice) == waiting
    assert reads.contacts(cast.alice).contacts == [one for one in listed if one.face.id != cast.bob]
    found = [one.face.handle for one in reads.find(cast.alice, "bob_at_work")]
    assert found == ["bob_at_work"], "the other face must look like any stranger"
    assert reads.find(cast.alice, "bob") == []
    assert reads.find(bob_too, "alice") == []
    assert acts.follow(cast.alice, bob_too) == "following"


def test_a_new_face_of_a_blocked_member_is_bound(cast: Cast) -> None:
    grace_too = players.another_face(cast.grace, "grace_at_work")
    with pytest.raises(NotFound):
        acts.follow(grace_too, cast.alice)
    assert cast.alice in boundary.vetoed(grace_too)


def test_a_block_among_ones_own_faces_does_not_bind_the_blocker(cast: Cast) -> None:
    acts.block(cast.alice, cast.alice_too)
    assert boundary.vetoed(cast.alice) == {cast.grace, cast.alice_too}


def test_unblocking_restores_nothing(cast: Cast) -> None:
    acts.block(cast.alice, cast.bob)
    acts.unblock(cast.alice, cast.bob)
    acts.unblock(cast.alice, cast.bob)
    assert reads.relation(cast.alice, cast.bob) == reads.Relation()
    assert reads.relation(cast.bob, cast.alice) == reads.Relation()
    assert boundary.vetoed(cast.bob) == frozenset()


def test_unblocking_leaves_the_block_of_the_other_side() -> None:
    ana, ben = players.join("ana"), players.join("ben")
    ana_too = players.another_face(ana, "ana_too")
    acts.block(ben, ana_too)
    # Ben's block binds Ana too; she blocks another face of his and so both ways stand.
    ben_too = players.another_face(ben, "ben_too")
    acts.block(ana, ben_too)
    assert Block.objects.count() == 2
    acts.unblock(ana, ben_too)
    assert boundary.vetoed(ana) == {ben}
    acts.unblock(ben, ana_too)
    assert boundary.vetoed(ana) == frozenset()


def test_unblocking_one_face_keeps_the_block_of_another_of_that_member() -> None:
    ana, ben = players.join("ana"), players.join("ben")
    ben_too = players.another_face(ben, "ben_too")
    acts.block(ana, ben)
    acts.block(ana, ben_too)
    acts.unblock(ana, ben)
    assert boundary.vetoed(ana) == {ben_too}
    assert ana in boundary.vetoed(ben)


def test_who_is_blocked_cannot_tell_it_from_a_face_that_is_gone(cast: Cast) -> None:
    for act in (acts.follow, acts.block, acts.mute):
        with pytest.raises(NotFound):
            act(cast.grace, cast.alice)
        with pytest.raises(NotFound):
            act(cast.grace, 10**9)


def test_no_undo_brings_a_blocked_contact_back(cast: Cast) -> None:
    move = circles.move(cast.alice, [], [(cast.hiking, cast.bob)])
    acts.block(cast.alice, cast.bob)
    acts.unblock(cast.alice, cast.bob)
    circles.undo(cast.alice, move)
    assert cast.bob not in engine.members(cast.hiking)
    assert CircleMove.objects.get(pk=move).removed == []


def test_a_mute_ends_when_it_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    acts.mute(cast.alice, cast.bob, clock.now() + timedelta(hours=1))
    acts.mute(cast.alice, cast.carol)
    assert reads.muted(cast.alice) == {cast.bob, cast.carol}
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert reads.muted(cast.alice) == {cast.carol}
    assert not reads.relation(cast.alice, cast.bob).muted
    acts.unmute(cast.alice, cast.carol)
    assert reads.muted(cast.alice) == frozenset()


def test_a_mute_needs_an_end_to_come(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        acts.mute(cast.alice, cast.bob, clock.now() - timedelta(seconds=1))
    assert refusal.value.field == "until"
    assert not Mute.objects.exists()


def test_labels_are_several_private_and_circles_of_the_engine(cast: Cast) -> None:
    acts.label(cast.alice, cast.heidi, ["Friend", "colleague", "Neighbour", "neighbour "])
    assert reads.labels(cast.alice, [cast.heidi, cast.bob]) == {
        cast.heidi: ["friend", "colleague", "neighbour"],
        cast.bob: [],
    }
    kinds = {row.name for row in boundary.circles_of(cast.alice) if row.kind == "label"}
    assert kinds == {"friend", "colleague", "neighbour"}
    assert cast.heidi in {one.face.id for one in reads.contacts(cast.alice, label="friend").contacts}
    acts.label(cast.alice, cast.heidi, ["colleague"])
    assert reads.labels(cast.alice, [cast.heidi]) == {cast.heidi: ["colleague"]}
    assert {circle.name for circle in circle_reads.circles(cast.alice, ["label"])} == {"colleague"}
    assert reads.labels(cast.heidi, [cast.alice]) == {cast.alice: []}
    assert reads.relation(cast.heidi, cast.alice) == reads.Relation()


@pytest.mark.parametrize("words", [["\u202e"], ["x" * 41], [" "], [f"l{n}" for n in range(30)]])
def test_hostile_labels_are_refused_whole(cast: Cast, words: list[str]) -> None:
    with pytest.raises(Refused) as refusal:
        acts.label(cast.alice, cast.bob, words)
    assert refusal.value.field == "labels"
    assert reads.labels(cast.alice, [cast.bob]) == {cast.bob: []}


def test_a_note_is_one_line_of_a_bounded_length(cast: Cast) -> None:
    acts.withdraw(cast.frank, cast.alice)
    with pytest.raises(Refused) as refusal:
        acts.follow(cast.frank, cast.alice, "x" * 301)
    assert refusal.value.field == "note"
    acts.follow(cast.frank, cast.alice, "a\n\u202eb\x00")
    assert FollowRequest.objects.get(asker=cast.frank).note == "a b"


def test_contacts_are_filtered_sorted_and_paged(cast: Cast) -> None:
    acts.label(cast.alice, cast.heidi, ["client"])
    everyone = reads.contacts(cast.alice)
    assert [one.face.handle for one in everyone.contacts] == ["bob", "carol", "dan", "erin", "heidi"]
    assert [one.face.handle for one in reads.contacts(cast.alice, circle=cast.hiking).contacts] == [
        "bob",
        "carol",
        "erin",
    ]
    assert [one.face.handle for one in reads.contacts(cast.alice, text="@CAR").contacts] == ["carol"]
    assert [one.face.handle for one in reads.contacts(cast.alice, kind="loose").contacts] == ["dan", "heidi"]
    second = reads.contacts(cast.alice, start=2, limit=2)
    assert ([one.face.handle for one in second.contacts], second.total, second.next) == (
        ["dan", "erin"],
        5,
        4,
    )
    assert reads.counts(cast.alice) == {"all": 5, "following": 0, "followers": 3, "mutuals": 0, "loose": 2}


def test_somebody_elses_circle_filters_like_one_that_does_not_exist(cast: Cast) -> None:
    assert reads.contacts(cast.bob, circle=cast.hiking) == reads.contacts(cast.bob, circle=10**9)


def test_the_number_of_queries_does_not_grow_with_the_contacts() -> None:
    ana, ben = players.join("ana"), players.join("ben")
    for owner, number, prefix in ((ana, 30, "a"), (ben, 300, "b")):
        crowd = players.crowd(owner, number, prefix)
        half = circles.make(owner, "Half")
        circles.move(owner, [(half, face) for face in crowd[::2]], [])
    counted = []
    for owner in (ana, ben):
        with CaptureQueriesContext(connection) as queries:
            page = reads.contacts(owner, limit=None)
        assert len(page.contacts) == page.total
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 7


def test_followers_tell_nobody_their_number(cast: Cast) -> None:
    assert reads.followers_count(cast.alice, cast.alice) == 3
    assert reads.followers_count(cast.bob, cast.alice) is None
    assert reads.followers_count(None, cast.alice) is None


def test_nothing_of_a_failed_follow_stays(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr(engine, "join", fail)
    with pytest.raises(RuntimeError):
        acts.follow(cast.heidi, cast.bob)
    monkeypatch.undo()
    assert reads.follows(cast.heidi) == frozenset()
    assert followers(cast.bob) == set()


def test_a_face_from_elsewhere_gets_its_circles_with_the_first_follower(cast: Cast) -> None:
    assert faces.face(cast.ivan).followers_circle is None
    acts.follow(cast.heidi, cast.ivan)
    acts.follow(cast.ivan, cast.heidi)
    assert (followers(cast.ivan), mutuals(cast.ivan)) == ({cast.heidi}, {cast.heidi})
