"""What many are shown of one post at once is what each of them is shown alone."""

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts, reads
from hedgerow.talk.posts.reads import Shown
from tests.cast import LOCALS, Cast


def _look(shown: Shown) -> tuple[object, ...]:
    """Everything in it that could differ from reader to reader."""
    quote = shown.quote if isinstance(shown.quote, str) or shown.quote is None else shown.quote.public_id
    boosted_by = shown.boosted_by.id if shown.boosted_by is not None else None
    marks = (shown.reacted, shown.bookmarked, shown.boosted, shown.voted, shown.mine, shown.pinned)
    may = (shown.may_reply, shown.may_boost, shown.may_quote, shown.closed, shown.hidden, shown.removed)
    return shown.listed, shown.json, shown.told, shown.answers, quote, boosted_by, marks, may, shown.pictures


def test_many_are_shown_what_each_is_shown_alone(cast: Cast) -> None:
    public = cast.posts["public"]
    acts.react(cast.bob, public, "🌿")
    acts.bookmark(cast.heidi, cast.posts["site"])
    cast.posts["boost"] = acts.boost(cast.heidi, public, Choice("public"))
    cast.say("for_followers_to_quote", "alice", audience=Choice("public"), may_quote="followers")
    cast.say("for_followers_to_answer", "alice", audience=Choice("public"), may_reply="followers")
    cast.say("answer_below", "bob", reply_to=cast.posts["for_followers_to_answer"])
    cast.say("quote", "heidi", quote_of=public, audience=Choice("public"))
    viewers = [cast.faces[name] for name in (*LOCALS, "alice_too")]
    seen_by_some = 0
    for name, number in cast.posts.items():
        for post in reads.ids_of([number]):
            together = reads.shown_to(viewers, post)
            alone = {viewer: each for viewer in viewers for each in reads.shown(viewer, [post])}
            assert {viewer: _look(each) for viewer, each in together.items()} == {
                viewer: _look(each) for viewer, each in alone.items()
            }, name
            seen_by_some += bool(together)
    assert seen_by_some > 20
    assert (
        len({id(each) for each in reads.shown_to(viewers, reads.ids_of([cast.posts["site"]])[0]).values()})
        < 4
    )
