"""One composition in several variants: nobody sees two, nor anything by which the others could be known."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedgerow.boundary import acts as engine
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.acts import Draft, Variation
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.searching import reads as searching
from hedgerow.talk.variants import reads as variants
from tests.cast import Cast

pytestmark = pytest.mark.django_db

READERS = ("alice_too", "bob", "carol", "dan", "erin", "frank", "heidi", "ivan")


def compose(cast: Cast, own: Choice, *others: tuple[Choice, str], **more: object) -> list[Shown]:
    """Alice says it differently to others; all variants as she has them, in order. No text: nothing."""
    said = [Variation(choice, text, silent=not text) for choice, text in others]
    number = acts.publish(cast.alice, Draft(text="for all besides", audience=own, variants=said, **more))  # type: ignore[arg-type]
    [mine] = [each for each in reads.by_author(cast.alice, cast.alice).shown if each.public_id == number]
    tabs = variants.tabs(cast.alice, [mine.id])[mine.id]
    return reads.shown(cast.alice, [tab.id for tab in tabs if tab.id is not None])


def garden(cast: Cast) -> Choice:
    return Choice("chosen", circles=[cast.circle_id("Garden")])


def seen(viewer: int | None, posts: list[Shown]) -> list[str]:
    return [each.body.html for each in reads.shown(viewer, [post.id for post in posts])]


def test_each_reader_has_one_variant_everywhere_and_the_public_one_is_like_any_public_post(
    cast: Cast,
) -> None:
    plain = acts.publish(cast.alice, Draft(text="plain", audience=Choice("public")))
    posts = compose(
        cast, Choice("public"), (garden(cast), "for the #garden"), (Choice("followers"), "for followers")
    )
    special, followers, public = posts
    assert seen(cast.bob, posts) == [special.body.html]
    assert seen(cast.erin, posts) == [special.body.html]
    for nobody_special in (cast.heidi, cast.frank, cast.alice_too, cast.ivan, None):
        assert seen(nobody_special, posts) == [public.body.html]
    run_due()
    for viewer, own in ((cast.bob, special), (cast.heidi, public), (None, public)):
        hidden = {post.public_id for post in posts} - {own.public_id}
        found = searching.posts(viewer, searching.read("for"), limit=50).shown if viewer else []
        lists = [
            reads.by_author(viewer, cast.alice).shown,
            reads.public(viewer).shown,
            reads.site(viewer).shown,
            reads.tagged(viewer, "garden").shown,
            found,
        ]
        assert own.public_id in {each.public_id for each in lists[0]}
        assert not hidden & {each.public_id for page in lists for each in page}
        for other in hidden:
            with pytest.raises(NotFound):
                reads.post(viewer, other)
    one, other = reads.post(cast.heidi, plain), reads.post(cast.heidi, public.public_id)
    assert public.public_id in {each.public_id for each in reads.public(None).shown}
    assert like(one) == like(other)
    answer = acts.publish(cast.heidi, Draft(text="well", reply_to=public.public_id))
    plainly = acts.publish(cast.heidi, Draft(text="well", reply_to=plain))
    assert like(reads.post(None, answer)) == like(reads.post(None, plainly))
    assert acts.boost(cast.heidi, public.public_id)
    with pytest.raises(NotFound):
        reads.post(cast.bob, answer)
    assert followers.told.sentence == "Your followers"


def like(shown: Shown) -> tuple[object, ...]:
    """What a post says of its audience and of what may be done with it."""
    return (
        shown.told, shown.may_boost, shown.may_quote, shown.may_reply, shown.varied, shown.body.public,
        shown.body.gate, shown.body.edited_at, shown.body.replies, shown.body.version,
    )  # fmt: skip


def test_a_variant_for_followers_reads_like_any_post_for_followers(cast: Cast) -> None:
    plain = acts.publish(cast.alice, Draft(text="plain", audience=Choice("followers")))
    posts = compose(cast, Choice("followers"), (Choice("chosen", people=[cast.public("bob")]), "for Bob"))
    assert seen(cast.erin, posts) == [posts[1].body.html]
    assert like(reads.post(cast.erin, posts[1].public_id)) == like(reads.post(cast.erin, plain))


def test_who_loses_a_variant_sees_none_and_who_comes_later_sees_what_is_for_all_besides(cast: Cast) -> None:
    followers = compose(cast, Choice("followers"), (garden(cast), "for the garden"))
    public = compose(cast, Choice("public"), (garden(cast), "for the garden"))
    circles.move(cast.alice, [], [(cast.circles["Garden"], cast.bob)])
    assert seen(cast.bob, followers) == seen(cast.bob, public) == []
    circles.move(cast.alice, [(cast.circles["Garden"], cast.heidi)], [])
    with write():
        engine.look_back(cast.circles["Garden"], cast.heidi, 0)
    assert seen(cast.heidi, followers) == []
    assert seen(cast.heidi, public) == [public[1].body.html]


def test_a_block_takes_a_variant_and_lifting_it_gives_back_no_other(cast: Cast) -> None:
    posts = compose(cast, Choice("public"), (Choice("chosen", people=[cast.public("bob")]), "for Bob"))
    contacts.block(cast.alice, cast.bob)
    assert seen(cast.bob, posts) == []
    contacts.unblock(cast.alice, cast.bob)
    assert seen(cast.bob, posts) == [posts[0].body.html]


def test_some_can_be_shown_nothing_but_not_of_what_is_public(cast: Cast) -> None:
    for_bob = Choice("chosen", people=[cast.public("bob")])
    [followers] = compose(cast, Choice("followers"), (for_bob, ""))
    assert seen(cast.bob, [followers]) == []
    assert seen(cast.erin, [followers]) == [followers.body.html]
    with pytest.raises(Refused) as refused:
        compose(cast, Choice("public"), (for_bob, ""))
    assert refused.value.field == "variant-0"


@pytest.mark.parametrize(
    ("variation", "draft"),
    [
        (Variation(Choice("public"), "said"), {}),
        (Variation(Choice("default"), "said"), {}),
        (Variation(Choice("followers"), " "), {}),
        (Variation(Choice("followers"), "x" * 6000), {}),
        (Variation(Choice("chosen", circles=[5]), "said"), {}),
        (Variation(Choice("followers"), "said"), {"reply_to": "public"}),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_said(
    cast: Cast, variation: Variation, draft: dict[str, str]
) -> None:
    before = len(reads.own_things(cast.alice))
    answered = {name: cast.posts[post] for name, post in draft.items()}
    with pytest.raises(Refused):
        acts.publish(cast.alice, Draft(text="own", variants=[variation], **answered))  # type: ignore[arg-type]
    assert len(reads.own_things(cast.alice)) == before


def test_they_are_deleted_narrowed_and_pinned_together_but_edited_and_answered_apart(cast: Cast) -> None:
    posts = compose(cast, Choice("public"), (garden(cast), "for the garden"))
    special, public = (post.public_id for post in posts)
    acts.edit(cast.alice, special, Draft(text="for the garden, again", audience=Choice("public")), widen=True)
    assert seen(cast.bob, posts) == ['<p dir="auto">for the garden, again</p>']
    assert reads.post(cast.heidi, public).body.edited_at is None
    with pytest.raises(NotFound):
        reads.post(cast.heidi, special)
    acts.publish(cast.bob, Draft(text="well", reply_to=special))
    assert reads.post(cast.heidi, public).body.replies == 0
    acts.pin(cast.alice, public)
    assert special in {each.public_id for each in reads.by_author(cast.bob, cast.alice, kind="pinned").shown}
    acts.narrow(cast.alice, public, Choice("followers"))
    assert seen(cast.heidi, posts) == [] != seen(cast.bob, posts)
    acts.delete(cast.alice, special)
    assert seen(cast.bob, posts) == seen(cast.erin, posts) == seen(cast.alice, posts) == []
    acts.undo_delete(cast.alice, public)
    assert len(seen(cast.bob, posts)) == 1
    assert len(seen(cast.alice, posts)) == 2


def test_the_author_alone_has_them_as_one_and_knows_why_somebody_does_not_see_this_one(cast: Cast) -> None:
    posts = compose(cast, Choice("public"), (garden(cast), "for the garden"))
    ids = [post.id for post in posts]
    tabs = variants.tabs(cast.alice, ids)[posts[0].id]
    assert [(tab.told.sentence, tab.public) for tab in tabs] == [("Garden", False), ("Public", True)]
    assert variants.tabs(cast.bob, ids) == {} == variants.tabs(cast.alice_too, ids)
    assert all(post.varied for post in posts)
    assert not any(post.varied for post in reads.shown(cast.bob, ids))
    why = reads.explain_for(cast.alice, posts[1].public_id, cast.bob).reason
    assert (why.sees, why.rule.value) == (False, "settled")
    assert reads.explain_for(cast.alice, posts[0].public_id, cast.heidi).reason.rule.value == "settled"
    assert "bob" in {each.face.handle for each in reads.who(cast.alice, posts[0].public_id).people}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whoever_is_meant_by_several_has_the_first(cast: Cast, data: st.DataObject) -> None:
    people = st.lists(st.sampled_from(READERS), min_size=1, max_size=4, unique=True)
    named = data.draw(st.lists(people, min_size=1, max_size=4))
    site = data.draw(st.booleans())
    choices = [Choice("chosen", people=[cast.public(name) for name in names]) for names in named]
    own = Choice("site") if site else Choice("public")
    posts = compose(cast, own, *((choice, f"variant {n}") for n, choice in enumerate(choices)))
    for name in READERS:
        first = next((place for place, names in enumerate(named) if name in names), len(named))
        besides = not site or name != "ivan"
        expected = [posts[first].body.html] if first < len(named) or besides else []
        assert seen(cast.faces[name], posts) == expected
    assert seen(None, posts) == ([] if site else [posts[-1].body.html])
    acts.delete(cast.alice, posts[0].public_id)


def test_drafts_carry_them_and_a_scheduled_post_leaves_with_them(cast: Cast) -> None:
    from hedgerow.talk.drafts import acts as drafts
    from hedgerow.talk.drafts import reads as kept

    said = [Variation(garden(cast), "for the garden"), Variation(Choice("site"), silent=True)]
    draft = Draft(text="for all besides", audience=Choice("followers"), variants=said)
    saved = drafts.save(cast.alice, "a key of its own", draft)
    assert saved is not None
    assert kept.draft(cast.alice, saved.id).draft == msgspec.structs.replace(draft, once_key="")
    number = drafts.send_now(cast.alice, saved.id)
    assert "for the garden" in reads.by_author(cast.bob, cast.alice).shown[0].body.html
    assert seen(cast.heidi, [reads.post(cast.alice, number)]) == []


def test_what_narrowing_does_to_the_other_variants_is_counted_before(cast: Cast) -> None:
    special, public = compose(cast, Choice("public"), (garden(cast), "for the garden"))
    found = reads.effect(cast.alice, public.public_id, Choice("nobody"), {public.public_id})
    before = [viewer for viewer in READERS if seen(getattr(cast, viewer), [special])]
    assert (found.beside, found.lost_beside) == (1, len(before))
    assert before
    acts.narrow(cast.alice, public.public_id, Choice("nobody"))
    assert not [viewer for viewer in READERS if seen(getattr(cast, viewer), [special, public])]
    alone = acts.publish(cast.alice, Draft(text="the same for all", audience=garden(cast)))
    assert reads.effect(cast.alice, alone, Choice("nobody"), {alone}).beside == 0
