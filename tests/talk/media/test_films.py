"""Videos and sounds of posts: brought, made ready behind, and shown or refused in plain words."""

import io
import re
import threading
from typing import Any

import pytest

from hedgerow.kernel import av, blobs
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.media import acts as media
from hedgerow.talk.media import preparing, reads
from hedgerow.talk.media.acts import Upload
from hedgerow.talk.models import Media
from hedgerow.talk.posts import acts
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft
from tests.cast import Cast
from tests.kernel.av.films import film, needs_ffmpeg, tone

from .test_media import png

PUBLIC = Choice("public")
BROKEN = b"\x1a\x45\xdf\xa3" + bytes(3_000)


def bring(actor: int, data: bytes, called: str = "garden.mp4", alt: str = "") -> int:
    return media.bring(actor, Upload(io.BytesIO(data), len(data), called), alt)


def files_of(number: int) -> list[str]:
    row = Media.objects.get(public_id=number)
    return [name for name in (row.blob, row.small_blob, row.captions_blob, row.source_blob) if name]


@needs_ffmpeg
def test_a_post_goes_out_while_its_video_is_prepared_and_shows_it_then(cast: Cast) -> None:
    number = bring(cast.alice, film(), alt="bees")
    post = acts.publish(cast.alice, Draft("look", media=[number], audience=PUBLIC))
    (waiting,) = posts.post(cast.bob, post).pictures
    assert (waiting.ready, waiting.alt) == (False, "bees")
    source = files_of(number)
    run_due()
    (shown,) = posts.post(cast.bob, post).pictures
    assert (shown.kind, shown.ready, shown.width, shown.height) == ("video", True, 64, 48)
    assert shown.duration >= 900
    assert not any(blobs.path(name).exists() for name in source), "what was brought is gone"
    assert reads.media_for(None, number).mime == "video/mp4"
    assert reads.media_for(None, number, size="small").mime == "image/webp"


@needs_ffmpeg
def test_a_sound_has_its_drawing_and_no_poster(cast: Cast) -> None:
    number = bring(cast.alice, tone(), "song.mp3")
    run_due()
    post = acts.publish(cast.alice, Draft("", media=[number], audience=PUBLIC))
    (shown,) = posts.post(None, post).pictures
    assert (shown.kind, len(shown.waveform)) == ("audio", 96)
    with pytest.raises(NotFound):
        reads.media_for(None, number, size="small")


@needs_ffmpeg
def test_a_moving_gif_becomes_a_film_and_a_still_one_a_picture(cast: Cast) -> None:
    moving = bring(cast.alice, film("gif", sound=False, more=()), "a.gif")
    still = bring(cast.alice, film("gif", seconds=0.1, sound=False, more=()), "b.gif")
    run_due()
    rows = {row.public_id: row for row in Media.objects.all()}
    assert (rows[moving].kind, rows[moving].loops) == ("video", True)
    assert rows[still].kind == "picture"


@needs_ffmpeg
@pytest.mark.parametrize(
    ("data", "said"),
    [(BROKEN, "damaged"), (b"RIFF\xff\xff\xff\xffWAVEfmt " + bytes(40), "damaged")],
)
def test_a_file_that_cannot_be_prepared_is_told_to_its_author_alone(
    cast: Cast, data: bytes, said: str
) -> None:
    number = bring(cast.alice, data, "holiday.mkv")
    post = acts.publish(cast.alice, Draft("look", media=[number], audience=PUBLIC))
    run_due()
    mine, theirs = posts.post(cast.alice, post), posts.post(cast.bob, post)
    assert said in mine.troubles[0]
    assert mine.troubles[0].startswith("holiday.mkv: ")
    assert theirs.troubles == []
    assert theirs.pictures == mine.pictures == []
    assert b"holiday" not in theirs.json
    assert "look" in theirs.body.html
    assert files_of(number) == []


@needs_ffmpeg
def test_a_file_that_failed_before_it_was_sent_keeps_the_post_from_going(cast: Cast) -> None:
    number = bring(cast.alice, BROKEN, "holiday.mkv")
    run_due()
    assert "holiday.mkv" in reads.own(cast.alice, number).failed
    with pytest.raises(Refused, match="holiday"):
        acts.publish(cast.alice, Draft("look", media=[number], audience=PUBLIC))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        b"#EXTM3U\nfile:///etc/passwd\n",
        b"<svg onload='x()'/>",
        b"<script>1</script>",
    ],
)
def test_what_only_calls_itself_a_video_is_refused_at_once(cast: Cast, data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        bring(cast.alice, data, "film.mp4")
    assert refused.value.field == "pictures"
    assert not Media.objects.exists()


def test_without_ffmpeg_only_pictures_are_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hedgerow.kernel.av.available", lambda: False)
    assert not reads.takes_films()
    with pytest.raises(Refused, match="only pictures"):
        bring(cast.alice, BROKEN)
    assert bring(cast.alice, png(), "a.png")


@needs_ffmpeg
def test_work_that_was_cut_off_begins_anew_and_is_given_up_in_the_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(cast.alice, film())
    key = Media.objects.get(public_id=number).pk

    def killed(*_given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("hedgerow.kernel.av.make", killed)
        with pytest.raises(KeyboardInterrupt):
            preparing.prepare(key)
    assert Media.objects.get(pk=key).state == "working"
    assert preparing.prepare(key)
    assert Media.objects.get(pk=key).state == "ready"
    before = files_of(number)
    assert preparing.prepare(key), "once more changes nothing"
    assert files_of(number) == before
    Media.objects.filter(pk=key).update(state="working", tries=3)
    preparing.prepare(key)
    assert Media.objects.get(pk=key).trouble == "given_up"


@needs_ffmpeg
def test_one_at_a_time_in_a_process(cast: Cast) -> None:
    number = bring(cast.alice, film())
    key = Media.objects.get(public_id=number).pk
    holds, goes_on = threading.Event(), threading.Event()

    def hold() -> None:
        with preparing._turn:
            holds.set()
            goes_on.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    holds.wait(10)
    assert preparing.prepare(key) is False
    goes_on.set()
    other.join()
    assert preparing.prepare(key) is True


@needs_ffmpeg
def test_what_is_thrown_away_while_it_is_prepared_leaves_no_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(cast.alice, film())
    made = av.make

    def and_then_it_goes(*given: Any) -> Any:
        done = made(*given)
        media.discard(cast.alice, number)
        return done

    monkeypatch.setattr("hedgerow.kernel.av.make", and_then_it_goes)
    before = set(_all_blobs())
    run_due()
    assert not Media.objects.filter(public_id=number).exists()
    assert set(_all_blobs()) < before


def _all_blobs() -> list[str]:
    return [file.name for file in blobs._root().glob("??/??/*")]


@needs_ffmpeg
def test_captions_come_with_a_film_and_go_with_it(cast: Cast) -> None:
    number = bring(cast.alice, film())
    run_due()
    media.caption(cast.alice, number, b"1\n00:00:00,000 --> 00:00:01,000\n<b>Hello</b>\n", "en")
    post = acts.publish(cast.alice, Draft("", media=[number], audience=PUBLIC))
    (shown,) = posts.post(None, post).pictures
    assert shown.captions_url.endswith("?size=captions")
    assert shown.captions_language == "en"
    file = reads.media_for(None, number, size="captions")
    assert re.search("\nHello\n$", file.path.read_text())
    assert set(files_of(number)) <= set(reads.named_blobs())
    media.caption(cast.alice, number, b"")
    assert posts.post(None, post).pictures[0].captions_url == ""
    with pytest.raises(NotFound):
        media.caption(cast.bob, number, b"")


@needs_ffmpeg
def test_what_is_private_is_fetched_with_a_grant_and_asked_for_anew(cast: Cast) -> None:
    number = bring(cast.alice, film())
    run_due()
    audience = Choice("chosen", circles=[cast.circle_id("Garden")])
    post = acts.publish(cast.alice, Draft("", media=[number], audience=audience))
    (shown,) = posts.post(cast.bob, post).pictures
    grant = shown.url.partition("grant=")[2]
    assert not reads.media_for(None, number, grant=grant).public
    for name in ("carol", "bob"):
        assert reads.media_for(cast.faces[name], number)
    for name in ("dan", "grace", "heidi", "judy", "alice_too"):
        for size in ("full", "small", "captions"):
            with pytest.raises(NotFound):
                reads.media_for(cast.faces[name], number, size=size)


@needs_ffmpeg
def test_nobody_but_its_owner_is_told_how_far_it_is(cast: Cast) -> None:
    number = bring(cast.alice, film())
    assert reads.own(cast.alice, number).called == "garden.mp4"
    for name in ("bob", "alice_too"):
        with pytest.raises(NotFound):
            reads.own(cast.faces[name], number)
