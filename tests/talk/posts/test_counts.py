"""Counts are the same for all readers, and count only what all of them may see."""

import pytest

from hedgerow.kernel.errors import Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.members import acts as members
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast

PUBLIC = Choice("public")


@pytest.fixture
def post(cast: Cast) -> int:
    return acts.publish(cast.alice, Draft("count me", audience=PUBLIC))


def test_every_reader_gets_the_same_bytes(cast: Cast, post: int) -> None:
    acts.publish(cast.bob, Draft("all see this", reply_to=post))
    acts.publish(cast.bob, Draft("this too", reply_to=post, audience=PUBLIC))
    acts.publish(
        cast.bob,
        Draft("alice alone", reply_to=post, audience=Choice("chosen", people=[cast.public("alice")])),
    )
    acts.boost(cast.erin, post, PUBLIC)
    acts.boost(cast.heidi, post, Choice("followers"))
    acts.react(cast.bob, post, "🌿")
    acts.react(cast.erin, post, "🌿")
    acts.react(cast.heidi, post, "❤️")
    viewers = [None, cast.alice, cast.bob, cast.heidi, cast.carol, cast.alice_too]
    bodies = {reads.post(viewer, post).json for viewer in viewers}
    assert len(bodies) == 1
    body = reads.post(None, post).body
    assert (body.replies, body.boosts) == (2, 1)
    assert [(each.emoji, each.count) for each in body.reactions] == [("🌿", 2), ("❤️", 1)]


def test_a_reply_that_also_quotes_something_limited_is_not_counted(cast: Cast, post: int) -> None:
    acts.publish(cast.bob, Draft("hm", reply_to=post, quote_of=cast.posts["circle"]))
    assert reads.post(None, post).body.replies == 0


def test_blocks_hide_names_and_not_numbers(cast: Cast, post: int) -> None:
    acts.publish(cast.bob, Draft("hello", reply_to=post))
    acts.react(cast.bob, post, "👍")
    contacts.block(cast.heidi, cast.bob)
    assert reads.post(cast.heidi, post).body.replies == 1
    assert reads.post(cast.heidi, post).body.reactions[0].count == 1
    assert reads.thread(cast.heidi, post).focus.replies == []


def test_the_suspended_are_not_counted(cast: Cast, post: int) -> None:
    acts.publish(cast.bob, Draft("hello", reply_to=post))
    acts.react(cast.bob, post, "👍")
    acts.boost(cast.bob, post, PUBLIC)
    acts.react(cast.heidi, post, "👍")
    members.suspend_member(cast.members["keeper"], cast.members["bob"].pk, "manners")
    body = reads.post(None, post).body
    assert (body.replies, body.boosts, body.reactions[0].count) == (0, 0, 1)
    members.restore_member(cast.members["keeper"], cast.members["bob"].pk)
    assert reads.post(None, post).body.replies == 1


def test_marks_are_ones_own(cast: Cast, post: int) -> None:
    acts.react(cast.bob, post, "❤")
    acts.react(cast.bob, post, "🌿")
    acts.bookmark(cast.bob, post)
    acts.boost(cast.bob, post, PUBLIC)
    mine = reads.post(cast.bob, post)
    assert (mine.reacted, mine.bookmarked, mine.boosted) == ("🌿", True, True)
    assert mine.body.reactions == [reads.Reacted("🌿", 1)]
    other = reads.post(cast.erin, post)
    assert (other.reacted, other.bookmarked, other.boosted) == ("", False, False)
    acts.unreact(cast.bob, post)
    acts.unbookmark(cast.bob, post)
    mine = reads.post(cast.bob, post)
    assert (mine.reacted, mine.bookmarked, mine.body.reactions) == ("", False, [])


@pytest.mark.parametrize("text", ["", "a", "👍👍", "1", ":)", "x" * 40, "🏽"])
def test_a_reaction_is_one_emoji(cast: Cast, post: int, text: str) -> None:
    with pytest.raises(Refused):
        acts.react(cast.bob, post, text)


def test_bookmarks_show_what_may_still_be_seen(cast: Cast, post: int) -> None:
    for each in (post, cast.posts["circle"], cast.posts["public"]):
        acts.bookmark(cast.bob, each)
    page = reads.bookmarks(cast.bob, limit=2)
    assert [each.public_id for each in page.shown] == [cast.posts["public"], cast.posts["circle"]]
    assert [each.public_id for each in reads.bookmarks(cast.bob, before=page.next).shown] == [post]
    acts.narrow(cast.alice, post, Choice("nobody"))
    assert post not in {each.public_id for each in reads.bookmarks(cast.bob).shown}
