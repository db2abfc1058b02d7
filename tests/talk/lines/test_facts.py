"""Lines of posts, as lists hold them in memory."""

from hedgerow.talk.lines import facts
from hedgerow.talk.posts import acts
from tests.cast import Cast


def test_a_post_is_one_object_in_every_list_until_it_changes(cast: Cast) -> None:
    post = cast.posts["public"]

    def line(authors: set[int] | None) -> facts.Line:
        return next(line for line in facts.newest(authors, 0, 100) if line.public_id == post)

    before = line(None)
    assert line({cast.alice}) is before
    acts.edit(cast.alice, post, acts.Draft("Said better."))
    after = line(None)
    assert after.version == before.version + 1
    assert line({cast.alice}) is after
