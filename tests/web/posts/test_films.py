"""Videos and sounds through the composer, on cards, and fetched in pieces."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from hedgerow.kernel.jobs import run_due
from hedgerow.talk.models import Media
from tests.kernel.av.films import film, needs_ffmpeg, tone
from tests.web.someone import member, signed_in

pytestmark = [pytest.mark.django_db, needs_ffmpeg]


@pytest.fixture
def ana() -> Client:
    return signed_in(member("ana"))


def file(data: bytes, name: str = "bees.mp4") -> io.BytesIO:
    made = io.BytesIO(data)
    made.name = name
    return made


def post(client: Client, **fields: object) -> str:
    answer = client.post("/compose", {"text": "look", "way": "public", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_video_goes_ahead_is_watched_and_shown_with_its_player(ana: Client) -> None:
    brought = ana.post("/compose/pictures", {"pictures": file(film())})
    row = Media.objects.get()
    assert "bees.mp4 is being prepared" in brought.content.decode()
    asks = f"/compose/pictures/{row.public_id}"
    assert f'hx-get="{asks}"' in brought.content.decode()
    where = post(ana, picture=row.public_id, **{f"alt-{row.public_id}": "Bees at work"})
    assert "being prepared" in ana.get(where).content.decode()
    run_due()
    told = ana.get(asks).content.decode()
    assert "Ready" in told
    assert "hx-get" not in told
    page = Client().get(where).content.decode()
    assert re.search(r'<video controls\s+playsinline\s+preload="none"', page)
    assert 'aria-label="Bees at work"' in page
    assert f'poster="/media/{row.public_id}?size=small"' in page
    assert "being prepared" not in page
    assert "autoplay" not in page


def test_without_scripts_a_sound_and_its_captions_come_with_the_post(ana: Client) -> None:
    where = post(ana, pictures=file(tone(), "song.mp3"), new_alt="A song")
    row = Media.objects.get()
    run_due()
    number = where.rpartition("/")[2]
    captions = file(b"1\n00:00:00,000 --> 00:00:01,000\nLa la\n", "song.srt")
    fields = {"text": "look", "picture": row.public_id, f"alt-{row.public_id}": "A song", "language": "en"}
    answer = ana.post(f"/p/{number}/edit", {**fields, f"captions-{row.public_id}": captions})
    assert answer.status_code == 302, answer.content.decode()
    page = Client().get(where).content.decode()
    assert "data-wave" in page
    assert 'srclang="en"' in page
    assert b"La la" in b"".join(Client().get(f"/media/{row.public_id}?size=captions").streaming_content)  # type: ignore[attr-defined]


def test_wrong_captions_keep_the_draft_and_name_the_file(ana: Client) -> None:
    ana.post("/compose/pictures", {"pictures": file(film())})
    row = Media.objects.get()
    fields = {"text": "my words", "picture": row.public_id}
    answer = ana.post("/compose", {**fields, f"captions-{row.public_id}": file(b"nothing", "c.vtt")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "c.vtt: No captions were found" in page
    assert "my words" in page


def test_a_file_that_is_none_is_refused_with_its_name(ana: Client) -> None:
    answer = ana.post("/compose", {"text": "my words", "pictures": file(b"<html>", "film.mp4")})
    assert answer.status_code == 422
    assert "film.mp4: This is no picture, video or sound" in answer.content.decode()
    alone = ana.post("/compose/pictures", {"pictures": file(b"", "empty.mp4")})
    assert alone.status_code == 422


def test_who_else_looks_is_not_told_what_failed(ana: Client) -> None:
    where = post(ana, pictures=file(b"\x1a\x45\xdf\xa3" + bytes(900), "trip.mkv"))
    run_due()
    mine, theirs = ana.get(where).content.decode(), Client().get(where).content.decode()
    assert "trip.mkv: This file is damaged" in mine
    assert "trip.mkv" not in theirs
    assert "damaged" not in theirs


def test_it_is_fetched_in_pieces_by_whoever_may(ana: Client) -> None:
    post(ana, pictures=file(film()))
    run_due()
    url = f"/media/{Media.objects.get().public_id}"
    whole = Client().get(url)
    data = b"".join(whole.streaming_content)  # type: ignore[attr-defined]
    assert whole["Accept-Ranges"] == "bytes"
    size = len(data)

    def piece(asked: str, **more: str) -> tuple[int, str, bytes]:
        answer = Client().get(url, headers={"Range": asked, **more})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        return answer.status_code, answer.get("Content-Range", ""), body

    assert piece("bytes=10-19") == (206, f"bytes 10-19/{size}", data[10:20])
    assert piece("bytes=-5") == (206, f"bytes {size - 5}-{size - 1}/{size}", data[-5:])
    assert piece(f"bytes={size}-") == (416, f"bytes */{size}", b"")
    assert piece("bytes=0-1,4-5")[0] == 416
    assert piece("bytes=10-19", **{"If-Range": whole["ETag"]})[0] == 206
    assert piece("bytes=10-19", **{"If-Range": '"older"'})[0] == 200


def test_several_videos_at_once_in_one_post(new_context: Any, tmp_path: Path) -> None:
    """Picked together, each shows how far it is; all of them go with the post, in the order they stand."""
    names = ["bees.mp4", "river.mp4", "hill.mp4"]
    for name in names:
        (tmp_path / name).write_bytes(film())
    context = new_context()
    key = signed_in(member("ana")).cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": key, "domain": "localhost", "path": "/"}])
    page = context.new_page()
    page.goto("/compose")
    page.fill("#composer-text", "three of them")
    page.set_input_files('input[name="pictures"]', [str(tmp_path / name) for name in names])
    expect(page.locator("[data-attachments] > .attachment[data-attachment]")).to_have_count(3)
    for place, name in enumerate(names):
        expect(page.locator(".attachment").nth(place)).to_contain_text(name)
    page.locator(".composer-send").click()
    page.wait_for_url("**/@ana/*")
    run_due()
    page.reload()
    expect(page.locator("article.post video")).to_have_count(3)


def test_several_videos_at_once_without_scripts(ana: Client) -> None:
    where = post(ana, pictures=[file(film(), "bees.mp4"), file(film(), "river.mp4")], new_alt="Bees")
    run_due()
    assert Client().get(where).content.decode().count("<video controls") == 2
