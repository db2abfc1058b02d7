"""Drafts, pictures, collections and tags, changed from two devices at the same moment on several writers."""

from contextlib import suppress

import pytest

from hedgerow.kernel import blobs
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.collections import acts as collections
from hedgerow.talk.collections import reads as collections_seen
from hedgerow.talk.drafts import acts as drafts
from hedgerow.talk.drafts import reads as drafts_seen
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import taking
from hedgerow.talk.models import Media, PostTag
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import words
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.tags import acts as tags
from tests.at_once.waiting import MARKS, meanwhile, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import join
from tests.talk.media.test_media import png

pytestmark = MARKS

PUBLIC = Choice("public")


@pytest.fixture
def ada() -> int:
    """She has said something in public before: nobody waits for the first to do so."""
    face = join("ada")
    posts.publish(face, Draft("The #heron is back.", PUBLIC))
    return face


def shows_its_picture(post: int) -> bool:
    row = Media.objects.filter(post__public_id=post).first()
    return row is not None and blobs.path(row.blob).exists()


def test_a_collection_renamed_while_it_is_narrowed_stays_narrowed(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = join("ben")
    board = collections.make(ada, collections.Draft("Herons", audience=PUBLIC))
    with meanwhile(
        monkeypatch, collections, "held", lambda: collections.narrow(ada, board, Choice("nobody"))
    ):
        collections.change(ada, board, collections.Draft("Kestrels", audience=None))
    with pytest.raises(NotFound):
        collections_seen.one(ben, board)


def test_two_posts_put_on_one_collection_at_once_are_both_on_it(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = collections.make(ada, collections.Draft("Herons"))
    one, other = (posts.publish(ada, Draft(text, PUBLIC)) for text in ("One.", "Other."))
    with meanwhile(monkeypatch, collections, "_order", lambda: collections.gather(ada, other, [board])):
        collections.gather(ada, one, [board])
    assert {post.public_id for post in collections_seen.items(ada, board).shown} == {one, other}


def test_a_draft_kept_twice_at_the_same_moment_is_kept_once(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_both(monkeypatch, drafts, "_same")
    in_threads(
        [lambda: drafts.save(ada, "key", Draft("Here.")), lambda: drafts.save(ada, "key", Draft("There."))]
    )
    assert len(drafts_seen.drafts(ada)) == 1


def send(face: int, picture: int, made: list[int]) -> None:
    """A post with this picture, unless another took it."""
    with suppress(Refused):
        made.append(posts.publish(face, Draft("Look.", PUBLIC, media=[picture])))


def test_a_picture_sent_in_two_posts_at_once_stays_with_one_and_the_other_is_told(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = media.bring_picture(ada, png())
    made: list[int] = []
    wait_for_both(monkeypatch, taking, "_own")
    in_threads([lambda: send(ada, picture, made)] * 2)
    assert [shows_its_picture(post) for post in made] == [True]


def test_a_picture_thrown_away_while_it_is_sent_stays_with_its_post(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = media.bring_picture(ada, png())
    made: list[int] = []
    with meanwhile(monkeypatch, taking, "_files", lambda: send(ada, picture, made)):
        media.discard(ada, picture)
    assert all(shows_its_picture(post) for post in made)


def test_two_who_first_write_the_same_tags_in_another_order_are_both_heard(
    ada: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = join("ben")
    wait_for_both(monkeypatch, words, "_tag")
    one, other = Draft("#wren #kestrel", PUBLIC), Draft("#kestrel #wren", PUBLIC)
    in_threads([lambda: posts.publish(ada, one), lambda: posts.publish(ben, other)])
    assert PostTag.objects.count() == 5


def test_a_tag_shown_twice_at_once_is_shown_once(ada: int, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_both(monkeypatch, tags, "_tag")
    in_threads([lambda: tags.feature(ada, "heron"), lambda: tags.feature(ada, "heron")])
