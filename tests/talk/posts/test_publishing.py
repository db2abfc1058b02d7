"""Publishing and editing: what is refused, what is kept, and that nothing widens."""

import pytest

from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Mention, Post
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast

PUBLIC = Choice("public")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(""), "text"),
        (Draft(" \n\t "), "text"),
        (Draft("x" * 5_001), "text"),
        (Draft("hi", content_note="n" * 201), "content_note"),
        (Draft("hi", language="../etc"), "language"),
        (Draft("hi", may_reply="whoever"), "may_reply"),
        (Draft("hi", media=[17]), "media"),
        (Draft("hi", media=list(range(9))), "media"),
        (Draft("hi", audience=Choice("chosen", circles=[12345])), "audience"),
        (Draft("hi", audience=Choice("public", without_people=[1])), "audience"),
        (Draft("hi", audience=Choice("parent")), "audience"),
    ],
)
def test_what_cannot_be_said_is_refused_next_to_its_field(cast: Cast, draft: Draft, field: str) -> None:
    before = Post.objects.unguarded(reason="test").count()
    with pytest.raises(Refused) as refused:
        acts.publish(cast.bob, draft)
    assert refused.value.field == field
    assert Post.objects.unguarded(reason="test").count() == before


def test_no_audience_named_means_the_faces_default_and_an_empty_choice_nobody(cast: Cast) -> None:
    default = acts.publish(cast.alice, Draft("usual"))
    assert reads.post(cast.bob, default).told.sentence == "Followers of Alice"
    with pytest.raises(NotFound):
        reads.post(cast.heidi, default)
    empty = acts.publish(cast.alice, Draft("nobody", audience=Choice("chosen")))
    assert reads.post(cast.alice, empty).told.gate == "closed"
    with pytest.raises(NotFound):
        reads.post(cast.bob, empty)


def test_the_same_submit_twice_posts_once(cast: Cast) -> None:
    draft = Draft("once", audience=PUBLIC, once_key="k1")
    first = acts.publish(cast.bob, draft)
    assert acts.publish(cast.bob, draft) == first
    assert acts.publish(cast.erin, draft) != first


def test_markdown_tags_and_mentions_are_read_once(cast: Cast) -> None:
    post = acts.publish(cast.bob, Draft("**Hi** @Heidi, see #Gärten and <script>x</script>", audience=PUBLIC))
    body = reads.post(None, post).body
    assert "<strong>Hi</strong>" in body.html
    assert 'href="/@heidi"' in body.html
    assert "<script" not in body.html
    assert body.tags == ["Gärten"]
    assert [each.public_id for each in reads.tagged(None, "gärten").shown] == [post]


def test_a_reply_goes_to_whoever_sees_the_parent(cast: Cast) -> None:
    shown = reads.post(cast.alice, cast.posts["reply_in_circle"])
    assert shown.told.sentence == "Those who see your post"
    assert shown.answers == faces.card(cast.alice)
    # The answer tells its author neither circle nor number.
    mine = reads.who(cast.bob, cast.posts["reply_in_circle"])
    assert (mine.count, mine.people, mine.behind) == (None, [], faces.card(cast.alice))


def test_an_answer_says_whose_readers_it_has_and_your_own_to_you(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("for the site", audience=Choice("site")))
    answer = acts.publish(cast.bob, Draft("me too", reply_to=root))
    told = {who: reads.post(who, answer).told.sentence for who in (cast.alice, cast.carol, cast.bob)}
    assert told == {
        cast.alice: "Those who see your post",
        cast.carol: "Those who see Alice’s post",
        cast.bob: "Those who see Alice’s post",
    }


def test_the_author_of_a_thread_says_who_may_reply(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("ask me", audience=PUBLIC, may_reply="followers"))
    assert reads.post(cast.bob, root).may_reply
    assert not reads.post(cast.heidi, root).may_reply
    assert not reads.post(None, root).may_reply
    reply = acts.publish(cast.bob, Draft("may I?", reply_to=root))
    with pytest.raises(Refused):
        acts.publish(cast.heidi, Draft("and I?", reply_to=reply))
    acts.publish(cast.alice, Draft("yes", reply_to=reply))

    acts.thread_settings(cast.alice, root, may_reply="mentioned")
    with pytest.raises(Refused):
        acts.publish(cast.bob, Draft("again", reply_to=root))
    acts.edit(cast.alice, root, Draft("ask me, @heidi"))
    acts.publish(cast.heidi, Draft("thanks", reply_to=root))

    acts.thread_settings(cast.alice, root, may_reply="nobody")
    with pytest.raises(Refused):
        acts.publish(cast.heidi, Draft("more", reply_to=root))
    acts.publish(cast.alice, Draft("the last word", reply_to=root))

    acts.thread_settings(cast.alice, root, may_reply="all", closed=True)
    assert not reads.post(cast.alice, root).may_reply
    for face in (cast.alice, cast.bob):
        with pytest.raises(Refused):
            acts.publish(face, Draft("too late", reply_to=reply))
    with pytest.raises(NotFound):
        acts.thread_settings(cast.bob, root, closed=False)


def test_hiding_folds_and_removing_leaves_the_words_to_their_author_alone(cast: Cast) -> None:
    root = acts.publish(cast.alice, Draft("root", audience=PUBLIC))
    reply = acts.publish(cast.bob, Draft("rude", reply_to=root))
    below = acts.publish(cast.heidi, Draft("below", reply_to=reply))
    acts.hide_reply(cast.alice, reply, True)
    assert reads.post(None, reply).hidden
    with pytest.raises(NotFound):
        acts.hide_reply(cast.heidi, reply, False)

    acts.remove_reply(cast.alice, reply)
    for viewer in (cast.alice, cast.heidi, None):
        with pytest.raises(NotFound):
            reads.post(viewer, reply)
    with pytest.raises(NotFound):
        reads.post(None, below)
    assert reads.post(cast.heidi, below)
    assert reads.post(cast.bob, reply).removed
    with pytest.raises(Refused):
        acts.edit(cast.bob, reply, Draft("back", audience=PUBLIC), widen=True)
    acts.edit(cast.bob, reply, Draft("back", audience=PUBLIC))
    with pytest.raises(NotFound):
        reads.post(None, reply)


def test_an_edit_without_widening_is_for_those_in_old_and_new(cast: Cast) -> None:
    garden = cast.circle_id("Garden")
    post = acts.publish(cast.alice, Draft("first", audience=Choice("chosen", circles=[garden])))
    acts.edit(cast.alice, post, Draft("second", audience=Choice("followers")))
    # Bob is in both; Erin too; Carol is in the circle only.
    assert reads.post(cast.bob, post).body.html == '<p dir="auto">second</p>'
    with pytest.raises(NotFound):
        reads.post(cast.carol, post)
    acts.edit(cast.alice, post, Draft("third", audience=PUBLIC))
    with pytest.raises(NotFound):
        reads.post(cast.heidi, post)
    acts.edit(cast.alice, post, Draft("fourth", audience=PUBLIC), widen=True)
    assert reads.post(None, post).body.version == 4


def test_each_version_is_seen_by_those_alone_whom_its_own_audience_has(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("secret", audience=Choice("chosen", people=[cast.public("bob")])))
    acts.edit(cast.alice, post, Draft("for all", audience=PUBLIC), widen=True)
    assert reads.revisions(cast.heidi, post) == []
    assert reads.revisions(None, post) == []
    assert [old.html for old in reads.revisions(cast.bob, post)] == ['<p dir="auto">secret</p>']
    acts.narrow(cast.alice, post, Choice("chosen", people=[cast.public("heidi")]))
    with pytest.raises(NotFound):
        reads.revisions(cast.bob, post)
    assert reads.revisions(cast.heidi, post) == []


def test_an_edit_that_names_no_audience_keeps_it_and_says_so_with_history(cast: Cast) -> None:
    post = cast.posts["circle"]
    before = reads.post(cast.bob, post)
    acts.edit(cast.alice, post, Draft("said better"))
    after = reads.post(cast.bob, post)
    assert after.body.edited_at is not None
    assert after.body.html == '<p dir="auto">said better</p>'
    assert (after.told, after.body.at) == (before.told, before.body.at)
    with pytest.raises(NotFound):
        reads.post(cast.heidi, post)


def test_whoever_lost_access_still_edits_and_deletes_their_own_words(cast: Cast) -> None:
    reply = cast.posts["reply_in_circle"]
    contacts.block(cast.alice, cast.bob)
    with pytest.raises(NotFound):
        reads.post(cast.bob, cast.posts["circle"])
    acts.edit(cast.bob, reply, Draft("changed my mind"))
    assert reads.post(cast.bob, reply).body.html == '<p dir="auto">changed my mind</p>'
    acts.delete(cast.bob, reply)
    with pytest.raises(NotFound):
        reads.post(cast.bob, reply)


def test_mentions_follow_the_text(cast: Cast) -> None:
    post = acts.publish(cast.bob, Draft("@heidi and @erin", audience=PUBLIC))
    acts.edit(cast.bob, post, Draft("@erin alone"))
    named = Mention.objects.filter(post__public_id=post).values_list("face_id", flat=True)
    assert list(named) == [cast.erin]
