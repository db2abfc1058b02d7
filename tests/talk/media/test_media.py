"""Pictures: brought, taken by posts, and fetched through the boundary at every fetch."""

from collections.abc import Callable
from pathlib import Path

import pytest
import pyvips
from django.test import Client

from hedgerow.kernel import blobs
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import jobs, reads
from hedgerow.talk.models import Media
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast

PUBLIC = Choice("public")


def png(width: int = 60, height: int = 40) -> bytes:
    """A small picture."""
    pixels = pyvips.Image.black(width, height, bands=3).linear([1, 1, 1], [200, 120, 40])
    data = pixels.cast("uchar").write_to_buffer(".png")
    assert isinstance(data, bytes)
    return data


def fetch(client: Client, url: str) -> tuple[int, str]:
    answer = client.get(url)
    if answer.status_code == 200:
        b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return answer.status_code, answer.headers.get("Cache-Control", "")


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.members[name])
    return client


@pytest.fixture
def for_circle(cast: Cast) -> int:
    """A post with two pictures for Alice's circle."""
    pictures = [acts.bring_picture(cast.alice, png(), "a leaf"), acts.bring_picture(cast.alice, png(20, 30))]
    audience = Choice("chosen", circles=[cast.circle_id("Garden")])
    return acts.publish(cast.alice, Draft("", media=pictures, audience=audience))


def test_a_picture_comes_with_its_words_in_its_order(cast: Cast, for_circle: int) -> None:
    shown = posts.post(cast.bob, for_circle)
    assert [(each.alt, each.width, each.height) for each in shown.pictures] == [
        ("a leaf", 60, 40),
        ("", 20, 30),
    ]
    reverse = [int(picture.id) for picture in shown.body.pictures][::-1]
    acts.edit(cast.alice, for_circle, Draft("now with words", media=reverse))
    assert [int(picture.id) for picture in posts.post(cast.bob, for_circle).body.pictures] == reverse
    acts.edit(cast.alice, for_circle, Draft("pictures kept"))
    assert len(posts.post(cast.bob, for_circle).pictures) == 2
    acts.describe_picture(cast.alice, reverse[0], "a twig")
    assert posts.post(cast.bob, for_circle).pictures[0].alt == "a twig"


def test_a_grant_is_for_one_face_and_one_picture(cast: Cast, for_circle: int) -> None:
    """The address Bob got opens for nobody without it, and its grant opens no other picture."""
    first, second = posts.post(cast.bob, for_circle).pictures
    nobody = Client()
    assert fetch(nobody, first.url) == (200, "private, no-store")
    assert fetch(nobody, first.thumb_url) == (200, "private, no-store")
    bare = first.url.split("?")[0]
    assert fetch(nobody, bare)[0] == 404
    assert fetch(signed_in(cast, "heidi"), bare)[0] == 404
    assert fetch(signed_in(cast, "bob"), bare)[0] == 200
    grant = second.url.split("grant=")[1]
    assert fetch(nobody, f"{bare}?grant={grant}")[0] == 404
    assert fetch(signed_in(cast, "bob"), f"{bare}?grant=nonsense")[0] == 404
    assert posts.post(cast.alice, for_circle).pictures[0].url != first.url


def _remove(cast: Cast, post: int) -> None:
    from hedgerow.people.circles import acts as circles

    circles.move(cast.alice, [], [(cast.circles["Garden"], cast.bob)])


def _block(cast: Cast, post: int) -> None:
    contacts.block(cast.alice, cast.bob)


def _narrow(cast: Cast, post: int) -> None:
    acts.narrow(cast.alice, post, Choice("nobody"))


def _delete(cast: Cast, post: int) -> None:
    acts.delete(cast.alice, post)


@pytest.mark.parametrize("lose", [_remove, _block, _narrow, _delete])
def test_media_is_out_of_reach_as_soon_as_access_is_lost(
    cast: Cast, for_circle: int, lose: Callable[[Cast, int], None]
) -> None:
    url = posts.post(cast.bob, for_circle).pictures[0].url
    assert fetch(Client(), url)[0] == 200
    lose(cast, for_circle)
    lost, missing = Client().get(url), Client().get("/media/1234567")
    assert lost.status_code == missing.status_code == 404
    assert fetch(signed_in(cast, "bob"), url)[0] == 404


def test_public_pictures_are_asked_for_again_so_that_narrowing_takes_effect(cast: Cast) -> None:
    post = acts.publish(cast.alice, Draft("", media=[acts.bring_picture(cast.alice, png())], audience=PUBLIC))
    [picture] = posts.post(None, post).pictures
    assert "grant" not in picture.url
    assert posts.post(cast.bob, post).pictures == [picture]
    answer = Client().get(picture.url)
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = {"If-None-Match": answer.headers["ETag"]}
    assert Client().get(picture.url, headers=again).status_code == 304
    for known in (f"W/{answer.headers['ETag']}", f'"other", {answer.headers["ETag"]}', "*"):
        assert Client().get(picture.url, headers={"If-None-Match": known}).status_code == 304
    assert Client().get(picture.url, headers={"If-None-Match": '"other"'}).status_code == 200
    acts.narrow(cast.alice, post, Choice("followers"))
    for known in (answer.headers["ETag"], "*"):
        assert Client().get(picture.url, headers={"If-None-Match": known}).status_code == 404
    assert fetch(Client(), posts.post(cast.bob, post).pictures[0].url) == (200, "private, no-store")


def test_until_a_post_takes_it_a_picture_is_its_owners(cast: Cast) -> None:
    mine = acts.bring_picture(cast.alice, png())
    assert fetch(signed_in(cast, "alice"), f"/media/{mine}") == (200, "private, no-store")
    assert fetch(Client(), reads.own_address(cast.alice, mine))[0] == 200
    for name in ("bob", "heidi"):
        assert fetch(signed_in(cast, name), f"/media/{mine}")[0] == 404
        with pytest.raises(Refused) as refused:
            acts.publish(cast.faces[name], Draft("theirs", media=[mine], audience=PUBLIC))
        assert refused.value.field == "media"
    # Alice's other face is a stranger to her pictures too.
    with pytest.raises(Refused):
        acts.publish(cast.alice_too, Draft("theirs", media=[mine], audience=PUBLIC))
    acts.publish(cast.alice, Draft("", media=[mine], audience=PUBLIC))
    with pytest.raises(Refused):
        acts.publish(cast.alice, Draft("twice", media=[mine], audience=PUBLIC))
    with pytest.raises(NotFound):
        media.discard(cast.alice, mine)


def test_two_faces_that_bring_the_same_bytes_share_no_file(cast: Cast) -> None:
    data = png()
    rows = [
        Media.objects.get(public_id=acts.bring_picture(face, data)) for face in (cast.alice, cast.alice_too)
    ]
    assert len({name for row in rows for name in (row.blob, row.small_blob)}) == 4


@pytest.mark.parametrize("data", [b"", b"not a picture", png()[:50], b"<svg onload=alert(1)>"])
def test_what_is_no_picture_is_refused(cast: Cast, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        acts.bring_picture(cast.alice, data)
    assert refused.value.field == "pictures"


def test_unused_pictures_go_after_a_day_with_their_files(cast: Cast, for_circle: int) -> None:
    mine = acts.bring_picture(cast.alice, png())
    path = blobs.path(Media.objects.get(public_id=mine).blob)
    assert jobs.sweep_unused() == 0
    Media.objects.update(made_at="2020-01-01T00:00Z")
    assert jobs.sweep_unused() == 1
    assert not path.exists()
    assert len(posts.post(cast.bob, for_circle).pictures) == 2


def test_a_wiped_posts_files_are_gone(cast: Cast, for_circle: int) -> None:
    from tests.talk.posts.test_narrowing import delete_for_good

    paths: list[Path] = [blobs.path(row.blob) for row in Media.objects.filter(post__public_id=for_circle)]
    assert all(path.exists() for path in paths)
    delete_for_good(cast.alice, for_circle)
    assert not any(path.exists() for path in paths)
    assert not set(reads.named_blobs()) & {path.name for path in paths}
