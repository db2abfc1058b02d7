"""What authors ask of their own posts, and what goes with a face that is gone."""

import pytest

from hedgerow.boundary.reads import Rule
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.faces.events import FaceGone
from hedgerow.talk.models import Bookmark, Media, Post, Reaction
from hedgerow.talk.posts import acts, reads, wiping
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast
from tests.talk.media.test_media import png


def test_who_can_see_an_own_post_and_why(cast: Cast) -> None:
    found = reads.who(cast.alice, cast.posts["circle"])
    assert {reader.face.id for reader in found.people} == {cast.bob, cast.erin}
    assert found.count == 2
    assert {reader.reason.rule for reader in found.people} == {Rule.IN_CIRCLE}
    assert found.told.sentence == "Garden"
    everybody = reads.who(cast.alice, cast.posts["public"])
    assert (everybody.everybody, everybody.people) == (True, [])
    with pytest.raises(NotFound):
        reads.who(cast.bob, cast.posts["circle"])


@pytest.mark.parametrize(
    ("post", "face", "sees", "rule"),
    [
        ("circle", "bob", True, Rule.IN_CIRCLE),
        ("circle", "carol", False, Rule.JOINED_AFTER),
        ("circle", "dan", False, Rule.LEFT_CIRCLE),
        ("circle_minus", "erin", False, Rule.IN_EXCLUDED_CIRCLE),
        ("circle", "heidi", False, Rule.NOT_ADDRESSED),
        ("by_name", "bob", True, Rule.BY_NAME),
        ("public", "grace", False, Rule.BLOCKED),
    ],
)
def test_why_somebody_sees_an_own_post_or_does_not(
    cast: Cast, post: str, face: str, sees: bool, rule: Rule
) -> None:
    told = reads.explain_for(cast.alice, cast.posts[post], cast.faces[face])
    assert (told.reason.sees, told.reason.rule, told.behind) == (sees, rule, None)


def test_a_reply_does_not_explain_who_sees_somebody_elses_post(cast: Cast) -> None:
    for face in (cast.heidi, cast.erin, cast.frank):
        told = reads.explain_for(cast.bob, cast.posts["reply_in_circle"], face)
        assert (told.reason.sees, told.reason.rule) == (True, Rule.SEES_PARENT)
        assert told.behind is not None
        assert told.behind.id == cast.alice


def test_last_words_are_found_both_ways(cast: Cast) -> None:
    spoke = reads.last_spoke(cast.alice, [cast.bob, cast.heidi, cast.carol, cast.grace])
    assert set(spoke) == {cast.bob, cast.heidi}
    before = spoke[cast.bob]
    acts.publish(cast.alice, Draft("thanks @bob", audience=Choice("public")))
    assert reads.last_spoke(cast.alice, [cast.bob])[cast.bob] > before
    assert cast.alice in reads.last_spoke(cast.bob, [cast.alice])


def test_a_composer_gets_back_what_was_written(cast: Cast) -> None:
    garden = cast.circle_id("Garden")
    choice = Choice("chosen", circles=[garden])
    post = acts.publish(cast.alice, Draft("as *written*", content_note="note", audience=choice))
    draft = reads.for_edit(cast.alice, post)
    assert (draft.text, draft.content_note, draft.choice) == ("as *written*", "note", choice)


def test_posts_addressed_to_a_circle_are_its_owners_to_list(cast: Cast) -> None:
    sent = {post.public_id for post in reads.sent_to(cast.alice, cast.circles["Garden"], limit=100).shown}
    assert {cast.posts["circle"], cast.posts["circle_minus"], cast.posts["circle_later"]} <= sent
    assert cast.posts["public"] not in sent
    for read in (reads.sent_to, reads.in_circle):
        with pytest.raises(NotFound):
            read(cast.bob, cast.circles["Garden"])


def test_a_circles_page_shows_what_its_people_post_as_far_as_one_sees_it(cast: Cast) -> None:
    for_heidi = Choice("chosen", people=[cast.public("heidi")])
    hidden = acts.publish(cast.bob, Draft("not for alice", audience=for_heidi))
    open_to_all = acts.publish(cast.bob, Draft("for all", audience=Choice("public")))
    page = {post.public_id for post in reads.in_circle(cast.alice, cast.circles["Garden"]).shown}
    assert open_to_all in page
    assert hidden not in page


def test_what_a_gone_face_left_goes_with_it(cast: Cast) -> None:
    picture = acts.bring_picture(cast.bob, png())
    mine = acts.publish(cast.bob, Draft("mine", media=[picture], audience=Choice("public")))
    answer = acts.publish(cast.heidi, Draft("answer", reply_to=mine))
    acts.react(cast.bob, cast.posts["public"], "🌿")
    acts.bookmark(cast.bob, cast.posts["public"])
    acts.boost(cast.bob, cast.posts["public"], Choice("public"))
    wiping.forget_faces([FaceGone(cast.bob)])
    wiping.forget_faces([FaceGone(cast.bob)])
    rows = Post.objects.unguarded(reason="test").filter(author=cast.bob)
    assert not rows.filter(gone_at=None).exists()
    assert set(rows.values_list("text", "html")) <= {("", "")}
    assert not Media.objects.filter(owner=cast.bob).exists()
    assert not Reaction.objects.filter(face=cast.bob).exists()
    assert not Bookmark.objects.filter(face=cast.bob).exists()
    assert reads.post(None, cast.posts["public"]).body.boosts == 0
    assert reads.thread(None, answer).above[0].shown is None


def test_pages_go_on_where_they_ended(cast: Cast) -> None:
    whole = [post.public_id for post in reads.by_author(cast.bob, cast.alice, limit=100).shown]
    pages, before = [], None
    while True:
        page = reads.by_author(cast.bob, cast.alice, before=before, limit=4)
        pages += [post.public_id for post in page.shown]
        before = page.next
        if before is None:
            break
    assert pages == whole
