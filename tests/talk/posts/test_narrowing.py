"""Narrowing, deleting and taking back: at once, everywhere, exactly."""

from collections.abc import Callable

import pytest

from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.models import Bookmark, Media, Mention, Post, PostTag, Reaction, Revision
from hedgerow.talk.posts import acts, reads, rules, wiping
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast

PUBLIC = Choice("public")


def sees(viewer: int | None, post: int) -> bool:
    try:
        reads.post(viewer, post)
    except NotFound:
        return False
    return True


def test_narrowing_takes_effect_for_the_post_and_all_below_it(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("root", audience=PUBLIC))
    reply = acts.publish(cast.heidi, Draft("reply", reply_to=root))
    below = acts.publish(cast.bob, Draft("below", reply_to=reply))
    assert all(sees(None, post) for post in (root, reply, below))
    acts.narrow(cast.alice, root, Choice("followers"))
    assert not any(sees(None, post) for post in (root, reply, below))
    assert not sees(cast.frank, reply)
    assert all(sees(cast.bob, post) for post in (root, reply, below))
    # Whoever loses access keeps only their own words.
    assert [sees(cast.heidi, post) for post in (root, reply, below)] == [False, True, False]


def test_narrowing_never_widens(cast: Cast) -> None:
    garden = cast.circle_id("Garden")
    post = acts.publish(cast.alice, Draft("x", audience=Choice("chosen", circles=[garden])))
    for choice in (PUBLIC, Choice("site"), Choice("followers")):
        acts.narrow(cast.alice, post, choice)
        assert not sees(cast.heidi, post)
        assert not sees(None, post)
        assert sees(cast.bob, post)
    assert not sees(cast.carol, post)
    acts.narrow(cast.alice, post, Choice("chosen", circles=[garden], without_people=[cast.public("bob")]))
    assert not sees(cast.bob, post)
    acts.narrow(cast.alice, post, Choice("chosen", circles=[garden]))
    assert not sees(cast.bob, post)
    with pytest.raises(Refused):
        acts.narrow(cast.alice, post, Choice())


def test_many_posts_are_narrowed_at_once_and_only_own_ones(cast: Cast) -> None:
    mine = [acts.publish(cast.alice, Draft(f"n{n}", audience=PUBLIC)) for n in range(3)]
    other = acts.publish(cast.bob, Draft("bob's", audience=PUBLIC))
    assert acts.narrow_many(cast.alice, [*mine, other], Choice("mutuals")) == 3
    assert not any(sees(cast.heidi, post) for post in mine)
    assert sees(None, other)


def test_the_review_groups_own_posts_by_audience(cast: Cast) -> None:
    groups = reads.own_by_audience(cast.alice)
    assert sum(group.count for group in groups) == len(reads.own_things(cast.alice))
    # What is public as one of several variants is a group of its own.
    publicly = [group for group in groups if group.told.sentence == "Public"]
    public = max(publicly, key=lambda group: group.count)
    ids = reads.public_ids_like(cast.alice, public.key)
    assert len(ids) == public.count
    assert [post.public_id for post in reads.own_like(cast.alice, public.key, limit=100).shown] == ids
    acts.narrow_many(cast.alice, ids, Choice("followers"))
    left = [group for group in reads.own_by_audience(cast.alice) if group.told.sentence == "Public"]
    assert len(left) == len(publicly) - 1
    with pytest.raises(NotFound):
        reads.own_like(cast.bob, public.key)


def test_a_boost_ends_when_its_original_stops_being_public(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("boost me", audience=PUBLIC))
    reply = acts.publish(cast.heidi, Draft("and me", reply_to=post))
    acts.boost(cast.bob, post, PUBLIC)
    acts.boost(cast.bob, reply, PUBLIC)
    boosts = [each for each in reads.by_author(None, cast.bob).shown if each.boosted_by]
    assert [each.public_id for each in boosts] == [reply, post]
    assert boosts[0].boosted_by is not None
    assert boosts[0].boosted_by.id == cast.bob
    acts.narrow(cast.alice, post, Choice("followers"))
    # Erin and Bob himself still see the post; the boosts are gone for them too.
    for viewer in (None, cast.erin, cast.bob):
        assert not [each for each in reads.by_author(viewer, cast.bob).shown if each.boosted_by]
    assert reads.post(cast.bob, post).boosted is False
    acts.edit(cast.alice, post, Draft("public again", audience=PUBLIC), widen=True)
    assert not [each for each in reads.by_author(None, cast.bob).shown if each.boosted_by]


@pytest.mark.parametrize("name", ["site", "followers", "circle", "reply_in_circle"])
def test_only_what_is_public_for_everybody_is_boosted(cast: Cast, name: str) -> None:
    with pytest.raises(Refused):
        acts.boost(cast.bob, cast.posts[name], PUBLIC)


def test_a_public_reply_below_a_limited_post_is_not_public(cast: Cast) -> None:
    reply = acts.publish(cast.bob, Draft("all", reply_to=cast.posts["circle"], audience=PUBLIC))
    assert not reads.post(cast.alice, reply).may_boost
    with pytest.raises(Refused):
        acts.boost(cast.alice, reply, PUBLIC)


def test_a_boost_has_an_audience_of_its_own_and_is_made_once(cast: Cast) -> None:
    post = acts.publish(cast.heidi, Draft("original", audience=PUBLIC))
    boost = acts.boost(cast.alice, post, Choice("followers"))
    assert acts.boost(cast.alice, post, PUBLIC) == boost
    assert acts.boost(cast.alice, boost, PUBLIC) == boost
    assert post in {each.public_id for each in reads.by_author(cast.bob, cast.alice).shown}
    assert post not in {each.public_id for each in reads.by_author(None, cast.alice).shown}
    assert reads.post(cast.alice, post).boosted
    acts.unboost(cast.alice, post)
    assert not reads.post(cast.alice, post).boosted
    assert post not in {each.public_id for each in reads.by_author(cast.bob, cast.alice).shown}


def _delete(cast: Cast, post: int) -> None:
    acts.delete(cast.alice, post)


def _narrow(cast: Cast, post: int) -> None:
    acts.narrow(cast.alice, post, Choice("nobody"))


def _block(cast: Cast, post: int) -> None:
    contacts.block(cast.alice, cast.heidi)


@pytest.mark.parametrize("lose", [_delete, _narrow, _block])
def test_a_quote_says_the_same_for_deleted_narrowed_and_blocked(
    cast: Cast, lose: Callable[[Cast, int], None]
) -> None:
    post = acts.publish(cast.alice, Draft("quotable", audience=PUBLIC))
    quote = acts.publish(cast.bob, Draft("see this", quote_of=post, audience=PUBLIC))
    before = reads.post(cast.heidi, quote)
    assert isinstance(before.quote, reads.Shown)
    lose(cast, post)
    after = reads.post(cast.heidi, quote)
    assert after.quote == "unavailable"
    assert after.json == before.json


def test_a_quote_stays_unavailable_when_what_it_quoted_is_wiped(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("quotable", audience=PUBLIC))
    quote = acts.publish(cast.bob, Draft("see this", quote_of=post, audience=PUBLIC))
    before = reads.post(None, quote)
    delete_for_good(cast.alice, post)
    assert not Post.objects.unguarded(reason="test").filter(public_id=post).exists()
    after = reads.post(None, quote)
    assert (after.quote, after.json) == ("unavailable", before.json)


def delete_for_good(actor: int, post: int) -> None:
    """Delete, let the minute pass, and let the job do its work."""
    acts.delete(actor, post)
    row = Post.objects.unguarded(reason="test").get(public_id=post)
    past = clock.now_us() - rules.UNDO_US - 1_000_000
    Post.objects.unguarded(reason="test").filter(pk=row.pk).update(gone_at=past)
    wiping.wipe(row.pk, past)


def test_deleting_and_taking_it_back_restores_exactly(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("keep #this, @bob", audience=PUBLIC, content_note="a note"))
    acts.react(cast.bob, post, "🌿")
    acts.boost(cast.bob, post, PUBLIC)
    acts.pin(cast.alice, post)
    reply = acts.publish(cast.heidi, Draft("reply", reply_to=post))
    before = reads.post(cast.bob, post)
    acts.delete(cast.alice, post)
    for viewer in (cast.alice, cast.bob, None):
        assert not sees(viewer, post)
    assert not [each for each in reads.by_author(None, cast.bob).shown if each.boosted_by]
    with pytest.raises(NotFound):
        acts.undo_delete(cast.bob, post)
    acts.undo_delete(cast.alice, post)
    acts.undo_delete(cast.alice, post)
    after = reads.post(cast.bob, post)
    assert (after.entry, after.marks, after.told) == (before.entry, before.marks, before.told)
    assert before.boosted
    assert sees(None, reply)
    assert [each.public_id for each in reads.by_author(None, cast.bob).shown if each.boosted_by] == [post]


def test_after_a_minute_a_deletion_stands_and_everything_is_wiped(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("gone #soon, @bob", audience=PUBLIC, content_note="note"))
    acts.edit(cast.alice, post, Draft("gone #sooner, @bob"))
    acts.react(cast.bob, post, "🌿")
    acts.bookmark(cast.bob, post)
    reply = acts.publish(cast.heidi, Draft("reply", reply_to=post))
    delete_for_good(cast.alice, post)
    with pytest.raises(NotFound):
        acts.undo_delete(cast.alice, post)
    row = Post.objects.unguarded(reason="test").get(public_id=post)
    assert (row.text, row.html, row.content_note, row.language) == ("", "", "", "")
    for rows in (Revision, PostTag, Mention, Reaction, Bookmark, Media):
        assert not rows.objects.filter(post=row).exists()
    delete_for_good(cast.heidi, reply)
    # With the last thing below it the place goes too.
    assert not Post.objects.unguarded(reason="test").filter(public_id__in=[post, reply]).exists()


def test_the_wiping_job_leaves_alone_what_came_back_or_was_deleted_again(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("here", audience=PUBLIC))
    acts.delete(cast.alice, post)
    rows = Post.objects.unguarded(reason="test")
    first = rows.get(public_id=post)
    wiping.wipe(first.pk, first.gone_at or 0)
    acts.undo_delete(cast.alice, post)
    wiping.wipe(first.pk, first.gone_at or 0)
    assert reads.post(None, post).body.html == '<p dir="auto">here</p>'


def test_a_deleted_post_leaves_its_place_to_those_who_could_see_it(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("root", audience=PUBLIC))
    middle = acts.publish(cast.bob, Draft("middle", reply_to=root))
    leaf = acts.publish(cast.heidi, Draft("leaf", reply_to=middle))
    lonely = acts.publish(cast.erin, Draft("lonely", reply_to=root))
    acts.delete(cast.bob, middle)
    acts.delete(cast.erin, lonely)
    thread = reads.thread(None, root)
    [place] = thread.focus.replies
    assert (place.public_id, place.shown) == (middle, None)
    assert [node.public_id for node in place.replies] == [leaf]
    assert reads.post(None, leaf).answers is None
    above = reads.thread(None, leaf).above
    assert [(node.public_id, node.shown is None) for node in above] == [(root, False), (middle, True)]
    # A block by the one who deleted it still stands: its place and what is below are not there.
    contacts.block(cast.bob, cast.frank)
    assert reads.thread(cast.frank, root).focus.replies == []
