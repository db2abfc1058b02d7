"""Collections: whoever looks sees what they may see anyway, in the order that its author gave."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import blobs, clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.collections import acts, reads, rules
from hedgerow.talk.collections.acts import Draft
from hedgerow.talk.models import Collection, CollectionItem
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads as post_reads
from hedgerow.talk.posts.acts import Draft as PostDraft
from hedgerow.talk.posts.known import ids_of
from tests.cast import Cast, gather_all
from tests.talk.media.test_media import png

PUBLIC = Choice("public")
EVERYBODY = (
    "alice", "bob", "carol", "dan", "erin", "frank", "grace", "heidi", "judy", "alice_too", "keeper", None,
)  # fmt: skip


def on(viewer: int | None, board: int, limit: int = 100) -> list[int]:
    return [post.public_id for post in reads.items(viewer, board, limit=limit).shown]


@pytest.fixture
def board(cast: Cast) -> int:
    """Three public posts of Bob's on a public collection of Alice's."""
    made = acts.make(cast.alice, Draft("Gardens", "green", PUBLIC))
    for number in range(3):
        said = posts.publish(cast.bob, PostDraft(f"post {number}", audience=PUBLIC))
        acts.gather(cast.alice, said, [made])
    return made


def test_each_reader_sees_what_they_see_anyway_in_one_order(cast: Cast) -> None:
    gather_all(cast)
    board = cast.collections["open"]
    order = on(cast.alice, board)
    assert len(order) > 15
    for name in EVERYBODY:
        viewer = cast.faces[name] if name else None
        if name in ("grace", "judy"):
            with pytest.raises(NotFound):
                reads.one(viewer, board)
            continue
        seen = {post.public_id for post in post_reads.shown(viewer, ids_of(order))}
        assert on(viewer, board) == [number for number in order if number in seen], name


def test_who_sees_a_collection_is_asked_of_the_boundary_as_for_a_post(cast: Cast) -> None:
    gather_all(cast)
    for name in EVERYBODY:
        viewer = cast.faces[name] if name else None
        sees_post = bool(post_reads.shown(viewer, ids_of([cast.posts["circle_later"]])))
        boards = {each.public_id for each in reads.of(viewer, cast.alice)}
        assert (cast.collections["circle_later"] in boards) == sees_post, name


def test_what_is_added_last_stands_first_and_is_moved_by_hand(cast: Cast, board: int) -> None:
    third, second, first = on(None, board)
    acts.move(cast.alice, board, third, rules.DOWN)
    assert on(None, board) == [second, third, first]
    acts.move(cast.alice, board, first, rules.UP)
    assert on(None, board) == [second, first, third]
    acts.move(cast.alice, board, third, rules.FIRST)
    acts.move(cast.alice, board, second, rules.LAST)
    assert on(None, board) == [third, first, second]
    acts.move(cast.alice, board, third, rules.UP)
    assert on(None, board) == [third, first, second]


def test_pages_go_on_where_they_ended(cast: Cast, board: int) -> None:
    whole = on(None, board)
    first = reads.items(None, board, limit=2)
    rest = reads.items(None, board, after=first.next, limit=2)
    assert [post.public_id for post in (*first.shown, *rest.shown)] == whole
    assert rest.next is None


def test_a_post_is_on_several_at_once_and_on_none_but_those(cast: Cast, board: int) -> None:
    other = acts.make(cast.alice, Draft("Bees", audience=Choice("nobody")))
    post = on(None, board)[0]
    acts.gather(cast.alice, post, [board, other])
    assert reads.with_post(cast.alice, post)[1] == {board, other}
    acts.gather(cast.alice, post, [other])
    assert post not in on(None, board)
    assert on(cast.alice, other) == [post]
    with pytest.raises(NotFound):
        reads.one(cast.bob, other)


def test_what_one_does_not_see_or_own_cannot_be_gathered_or_changed(cast: Cast, board: int) -> None:
    post = on(None, board)[0]
    own = acts.make(cast.heidi, Draft("Mine", audience=PUBLIC))
    with pytest.raises(NotFound):
        acts.gather(cast.heidi, cast.posts["circle"], [own])
    for act in (
        lambda: acts.gather(cast.heidi, post, [board]),
        lambda: acts.move(cast.heidi, board, post, rules.UP),
        lambda: acts.take_off(cast.heidi, board, post),
        lambda: acts.change(cast.heidi, board, Draft("Theirs")),
        lambda: acts.cover(cast.heidi, board, png()),
        lambda: acts.delete(cast.heidi, board),
        lambda: acts.restore(cast.heidi, board),
        lambda: acts.make(cast.judy, Draft("Stopped")),
    ):
        with pytest.raises(NotFound):
            act()
    assert len(on(None, board)) == 3


def test_another_audience_holds_at_once(cast: Cast, board: int) -> None:
    acts.cover(cast.alice, board, png(), "a leaf")
    assert reads.cover_for(None, board).public
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    acts.change(cast.alice, board, Draft("Gardens", audience=garden))
    for name in ("heidi", "dan", None):
        for look in (reads.one, reads.items, reads.cover_for):
            with pytest.raises(NotFound):
                look(cast.faces[name] if name else None, board)
    url = reads.one(cast.bob, board).cover_url
    assert not reads.cover_for(None, board, grant=url.partition("grant=")[2]).public
    acts.change(cast.alice, board, Draft("Other words", audience=None))
    assert reads.one(cast.bob, board).name == "Other words"


def test_a_deleted_post_drops_out_silently(cast: Cast, board: int) -> None:
    first, second, third = on(None, board)
    posts.delete(cast.bob, second)
    assert on(None, board) == on(cast.alice, board) == [first, third]


def test_a_deletion_can_be_taken_back_for_a_minute(cast: Cast, board: int) -> None:
    acts.cover(cast.alice, board, png())
    file = reads.cover_for(None, board).path
    acts.delete(cast.alice, board)
    with pytest.raises(NotFound):
        reads.one(cast.alice, board)
    acts.restore(cast.alice, board)
    assert len(on(None, board)) == 3
    acts.delete(cast.alice, board)
    assert file.name in set(reads.named_blobs())
    run_due(clock.now() + timedelta(minutes=2))
    assert not CollectionItem.objects.exists()
    assert not Collection.objects.unguarded(reason="the test counts what is left").exists()
    assert not blobs.path(file.name).exists()


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(""), "name"), (Draft("x" * 101), "name"), (Draft("a", "x" * 1001), "description"),
        (Draft("a", audience=Choice("parent")), "audience"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(cast: Cast, draft: Draft, field: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.make(cast.alice, draft)
    assert refused.value.field == field


@given(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=12), st.data())
def test_moving_loses_nothing_and_goes_one_place_by_what_is_seen(
    order: list[int], data: st.DataObject
) -> None:
    seen = [each for each in order if data.draw(st.booleans(), label=str(each))] or order[:1]
    one = data.draw(st.sampled_from(seen))
    way = data.draw(st.sampled_from(rules.WAYS))
    after = rules.moved(order, seen, one, way)
    assert sorted(after) == sorted(order)
    assert [each for each in after if each != one] == [each for each in order if each != one]
    place = seen.index(one)
    wanted = {
        "first": 0,
        "last": len(seen) - 1,
        "up": max(0, place - 1),
        "down": min(len(seen) - 1, place + 1),
    }
    assert [each for each in after if each in seen].index(one) == wanted[way]
