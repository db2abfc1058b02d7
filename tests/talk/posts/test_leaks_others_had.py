"""Leaks that other networks had, each tried here by name."""

import pytest
from django.db.models import Q

from hedgerow.boundary import acts as engine
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast, mark

OUTSIDERS = ("heidi", "grace", "dan", "frank", "judy", "alice_too", "ivan")


def listed(page: reads.Page) -> str:
    return " ".join(post.body.html for post in page.shown)


def everywhere(cast: Cast, viewer: int | None) -> str:
    """All that every list of this room gives to a viewer."""
    pages = [
        reads.by_author(viewer, face, limit=100, kind=kind)
        for face in (cast.alice, cast.bob)
        for kind in ("posts", "replies", "media", "pinned")
    ]
    pages += [
        reads.public(viewer, limit=100),
        reads.site(viewer, limit=100),
        reads.tagged(viewer, "SecretGarden"),
    ]
    return " ".join(map(listed, pages))


def drawn(node: reads.Node) -> str:
    own = node.shown.body.html if node.shown else "deleted"
    return " ".join([own, *map(drawn, node.replies)])


def whole(thread: reads.Thread) -> str:
    return " ".join([*map(drawn, thread.above), drawn(thread.focus)])


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_acts_on_what_they_may_not_see(cast: Cast, name: str) -> None:
    actor, hidden = cast.faces[name], cast.posts["circle"]
    for act in (
        lambda: acts.publish(actor, Draft("me too", reply_to=hidden)),
        lambda: acts.publish(actor, Draft("look", quote_of=hidden, audience=Choice("public"))),
        lambda: acts.react(actor, hidden, "👍"),
        lambda: acts.boost(actor, hidden, Choice("public")),
        lambda: acts.bookmark(actor, hidden),
        lambda: acts.edit(actor, hidden, Draft("mine now")),
        lambda: acts.delete(actor, hidden),
        lambda: acts.undo_delete(actor, hidden),
        lambda: acts.narrow(actor, hidden, Choice("nobody")),
        lambda: acts.pin(actor, hidden),
        lambda: acts.hide_reply(actor, hidden),
        lambda: reads.post(actor, hidden),
        lambda: reads.thread(actor, hidden),
        lambda: reads.revisions(actor, hidden),
        lambda: reads.who(actor, hidden),
        lambda: reads.for_edit(actor, hidden),
    ):
        with pytest.raises(NotFound):
            act()
    assert (
        not Post.objects.unguarded(reason="test")
        .filter(author=actor)
        .filter(Q(reply_to__isnull=False))
        .exists()
    )


def test_a_pending_follower_sees_nothing_for_followers(cast: Cast) -> None:
    seen = everywhere(cast, cast.frank)
    assert mark("public") in seen
    assert mark("followers") not in seen
    assert mark("default") not in seen


def test_a_reply_to_one_does_not_reach_the_followers_of_the_parents_author(cast: Cast) -> None:
    for name in ("erin", "carol", "heidi", None):
        viewer = cast.faces[name] if name else None
        assert mark("reply_to_one") not in everywhere(cast, viewer)
        assert mark("reply_to_one") not in whole(reads.thread(viewer, cast.posts["public"]))
    assert mark("reply_to_one") in whole(reads.thread(cast.alice, cast.posts["public"]))


def test_a_limited_reply_is_in_no_public_thread_and_on_no_profile(cast: Cast) -> None:
    name = "limited_reply_in_public"
    for viewer in (None, cast.heidi, cast.erin, cast.grace):
        if viewer != cast.grace:
            assert mark(name) not in whole(reads.thread(viewer, cast.posts["public"]))
        assert mark(name) not in listed(reads.by_author(viewer, cast.alice, kind="replies"))
    assert mark(name) in whole(reads.thread(cast.bob, cast.posts["public"]))
    assert mark(name) in listed(reads.by_author(cast.bob, cast.alice, kind="replies"))


def test_a_thread_page_never_shows_a_hidden_parent(cast: Cast) -> None:
    """Not above a reply that is addressed to everybody, and not to whoever lost sight of it."""
    reply = acts.publish(
        cast.bob, Draft("open to all", reply_to=cast.posts["circle"], audience=Choice("public"))
    )
    for viewer in (None, cast.heidi, cast.dan, cast.frank):
        with pytest.raises(NotFound):
            reads.thread(viewer, reply)
    with write():
        engine.leave(cast.circles["Garden"], [cast.bob])
    own = reads.thread(cast.bob, reply)
    assert own.above == []
    assert mark("circle") not in whole(own)
    assert "open to all" in whole(own)


def test_pinning_overrides_nothing(cast: Cast) -> None:
    for viewer in (None, cast.heidi, cast.frank, cast.dan, cast.grace, cast.carol):
        assert mark("pinned_circle") not in listed(reads.by_author(viewer, cast.alice, kind="pinned"))
    assert mark("pinned_circle") in listed(reads.by_author(cast.bob, cast.alice, kind="pinned"))


def test_limited_posts_are_on_no_tag_or_public_page_for_others(cast: Cast) -> None:
    for viewer in (None, cast.heidi, cast.frank, cast.carol):
        page = listed(reads.tagged(viewer, "#SecretGarden"))
        assert mark("tagged_public") in page
        assert mark("tagged_circle") not in page
    assert mark("tagged_circle") in listed(reads.tagged(cast.bob, "secretgarden"))
    for viewer in (None, cast.bob, cast.alice):
        page = listed(reads.public(viewer, limit=100))
        assert mark("tagged_public") in page
        for name in ("circle", "followers", "by_name", "site", "narrowed", "deleted", "quote_of_circle"):
            assert mark(name) not in page


def test_the_sites_page_is_for_this_site_without_those_left_out(cast: Cast) -> None:
    assert mark("site_minus") in listed(reads.site(cast.heidi, limit=100))
    assert mark("site_minus") not in listed(reads.site(cast.erin, limit=100))
    assert mark("site") not in listed(reads.site(None, limit=100))
    assert mark("followers") not in listed(reads.site(cast.bob, limit=100))


def test_naming_somebody_addresses_nobody(cast: Cast) -> None:
    assert mark("names_heidi") not in everywhere(cast, cast.heidi)
    assert mark("names_heidi") in everywhere(cast, cast.bob)


def test_a_quote_of_what_is_not_public_is_seen_by_those_who_see_it(cast: Cast) -> None:
    assert mark("quote_of_circle") in listed(reads.by_author(cast.alice, cast.bob))
    for viewer in (None, cast.heidi, cast.frank, cast.carol):
        assert mark("quote_of_circle") not in listed(reads.by_author(viewer, cast.bob))


def test_a_reply_that_quotes_stands_behind_both(cast: Cast) -> None:
    for_bob = acts.publish(
        cast.alice, Draft("only bob", audience=Choice("chosen", people=[cast.public("bob")]))
    )
    reply = acts.publish(cast.bob, Draft("both", reply_to=cast.posts["circle"], quote_of=for_bob))
    assert reads.post(cast.alice, reply)
    # Erin sees the parent, but not what is quoted.
    assert reads.post(cast.erin, cast.posts["circle"])
    with pytest.raises(NotFound):
        reads.post(cast.erin, reply)


def test_a_block_cuts_whole_branches_between_commenters(cast: Cast) -> None:
    mine = acts.publish(cast.bob, Draft("bob comments", reply_to=cast.posts["public"]))
    acts.publish(cast.heidi, Draft("heidi answers bob", reply_to=mine))
    theirs = acts.publish(cast.erin, Draft("erin comments", reply_to=cast.posts["public"]))
    contacts.block(cast.erin, cast.bob)
    assert "bob comments" not in whole(reads.thread(cast.erin, cast.posts["public"]))
    assert "heidi answers bob" not in whole(reads.thread(cast.erin, cast.posts["public"]))
    assert "erin comments" not in whole(reads.thread(cast.bob, cast.posts["public"]))
    with pytest.raises(NotFound):
        acts.publish(cast.bob, Draft("and yet", reply_to=theirs))


def test_removal_from_an_excluded_circle_reveals_nothing_of_the_past(cast: Cast) -> None:
    with write():
        engine.leave(cast.circles["Out"], [cast.erin])
    assert mark("circle_minus") not in everywhere(cast, cast.erin)


def test_joining_and_rejoining_reveal_nothing_of_the_past(cast: Cast) -> None:
    assert mark("circle_later") in everywhere(cast, cast.carol)
    assert f"{mark('circle')} " not in everywhere(cast, cast.carol)
    with write():
        engine.join(cast.circles["Garden"], [cast.dan])
    seen = everywhere(cast, cast.dan)
    assert mark("circle") not in seen
    assert mark("circle_later") not in seen


def test_what_is_remembered_never_crosses_viewers(cast: Cast) -> None:
    ids = [post.id for post in own_posts(cast.alice)]
    first = {viewer: texts(viewer, ids) for viewer in (cast.alice, cast.bob, cast.heidi, None, cast.frank)}
    for viewer in (None, cast.frank, cast.heidi, cast.bob, cast.alice):
        assert texts(viewer, ids) == first[viewer]
    assert first[None] < first[cast.heidi] < first[cast.alice]


def own_posts(actor: int) -> list[reads.OwnThing]:
    return reads.own_things(actor)


def texts(viewer: int | None, ids: list[int]) -> set[str]:
    return {post.body.html for post in reads.shown(viewer, ids)}
