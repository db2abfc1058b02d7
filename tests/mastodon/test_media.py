"""Files by an app: brought, described, cut where it says, and what is hostile turned down."""

from base64 import b64encode
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from hedgerow.kernel.jobs import run_due
from hedgerow.talk.models import Media
from tests.cast import Cast
from tests.kernel.av.films import film, needs_ffmpeg, tone
from tests.mastodon.client import Api
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def named(data: bytes, name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def brought(api: Api, data: bytes, version: str = "v2", **given: Any) -> Any:
    return api.form(f"/api/{version}/media", {"file": named(data), **given})


def fetched(address: str) -> bytes | int:
    answer = Client(raise_request_exception=False).get(address.removeprefix("http://localhost:8000"))
    return b"".join(answer.streaming_content) if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_picture_is_ready_at_once(api: Who, cast: Cast, version: str) -> None:
    answer = brought(api("alice"), png(), version, description="a leaf", focus="0.5,-0.25")
    assert answer.status_code == 200
    made = answer.json()
    assert (made["type"], made["description"]) == ("image", "a leaf")
    assert made["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    assert made["meta"]["original"]["width"] > 0
    assert made["blurhash"]
    assert isinstance(fetched(made["url"]), bytes)
    # Until a status takes it, it is for its owner alone.
    assert fetched(made["url"].partition("?")[0]) == 404
    status = (
        api("alice")
        .post("/api/v1/statuses", status="look", media_ids=[made["id"]], visibility="public")
        .json()
    )
    shown = status["media_attachments"][0]
    assert (shown["id"], shown["meta"]["focus"], shown["description"]) == (
        made["id"], {"x": 0.5, "y": -0.25}, "a leaf",
    )  # fmt: skip
    assert isinstance(fetched(shown["url"]), bytes)
    assert api("alice").get(f"/api/v1/media/{made['id']}").status_code == 404
    used = api("alice").delete(f"/api/v1/media/{made['id']}")
    assert (used.status_code, used.json()["error"]) == (422, "Media attachment is currently used by a status")


def test_what_is_said_of_it_changes(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = brought(alice, png()).json()
    address = f"/api/v1/media/{made['id']}"
    before = fetched(made["preview_url"])
    body = encode_multipart(
        BOUNDARY, {"description": "a tree", "focus": "-1,1", "thumbnail": named(png(90, 10))}
    )
    changed = alice.client.put(
        address, body, content_type=MULTIPART_CONTENT, HTTP_AUTHORIZATION=f"Bearer {alice.token}"
    )
    assert changed.status_code == 200, changed.content
    assert (changed.json()["description"], changed.json()["meta"]["focus"]) == (
        "a tree",
        {"x": -1.0, "y": 1.0},
    )
    assert fetched(changed.json()["preview_url"]) != before
    small = {"width": 90, "height": 10, "size": "90x10", "aspect": 9.0}
    assert changed.json()["meta"]["small"] == small
    given = {
        "status": "look",
        "media_ids": [brought(alice, png(), thumbnail=named(png(90, 10))).json()["id"]],
    }
    [shown] = alice.post("/api/v1/statuses", **given).json()["media_attachments"]
    assert shown["meta"]["small"] == small
    assert shown["meta"]["original"]["aspect"] != 9.0
    assert alice.put(address, description="x" * 2000).status_code == 422
    assert alice.put(address, focus="far").status_code == 422
    assert alice.put(address, focus="nan,2").status_code == 422
    assert alice.get(address).json()["description"] == "a tree"
    assert alice.delete(address).json() == {}
    assert alice.get(address).status_code == 404


def test_others_files_are_not_there(api: Who, cast: Cast) -> None:
    number = brought(api("alice"), png()).json()["id"]
    for name in ("bob", "alice_too"):
        for verb, given in (("GET", None), ("PUT", {"description": "x"}), ("DELETE", {})):
            own, never = (api(name).ask(verb, f"/api/v1/media/{each}", given) for each in (number, 1234567))
            assert (own.status_code, own.content) == (404, never.content)
        assert api(name).post("/api/v1/statuses", status="x", media_ids=[number]).status_code == 422


@pytest.mark.parametrize(
    "data",
    [b"", b"nothing", b"<svg xmlns='http://www.w3.org/2000/svg'/>", png()[:40], b"%PDF-1.7", b"\0" * 99],
)
def test_what_is_no_picture_is_turned_down(api: Who, cast: Cast, data: bytes) -> None:
    answer = brought(api("alice"), data)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: File ")
    assert not Media.objects.filter(owner=cast.alice).exists()


def test_a_bad_thumbnail_leaves_nothing(api: Who, cast: Cast) -> None:
    answer = brought(api("alice"), png(), thumbnail=named(b"nothing"))
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: Thumbnail ")
    assert not Media.objects.filter(owner=cast.alice).exists()


def test_what_must_be_given(api: Who, cast: Cast) -> None:
    alice = api("alice")
    assert alice.form("/api/v2/media", {}).json()["error"] == "Validation failed: File can't be blank"
    assert alice.form("/api/v2/media", {"file": "words"}).status_code == 422
    assert brought(api("alice", "read"), png()).status_code == 403
    assert Client().post("/api/v2/media", {"file": named(png())}).status_code == 401
    assert brought(alice, png(), description="x" * 2000).json()["error"].startswith("Validation failed: Desc")


@needs_ffmpeg
def test_a_film_is_made_ready_afterwards(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = brought(alice, film(), thumbnail=named(png(30, 40)))
    assert (made.status_code, made.json()["url"]) == (202, None)
    address = f"/api/v1/media/{made.json()['id']}"
    assert alice.get(address).status_code == 206
    run_due()
    ready = alice.get(address)
    assert (ready.status_code, ready.json()["type"]) == (200, "video")
    original = ready.json()["meta"]["original"]
    assert original["width"] == 64
    assert original["bitrate"] > 0
    assert Fraction(original["frame_rate"]) > 0
    assert ready.json()["meta"]["small"] == {"width": 30, "height": 40, "size": "30x40", "aspect": 0.75}
    assert isinstance(fetched(ready.json()["url"]), bytes)
    assert isinstance(fetched(ready.json()["preview_url"]), bytes)


@needs_ffmpeg
def test_a_status_says_where_a_file_in_the_making_will_stand(api: Who, cast: Cast) -> None:
    """Apps that read statuses expect an address: one without would cost them the whole page."""
    alice, bob = api("alice"), api("bob")
    made = brought(alice, film()).json()
    said = alice.post("/api/v1/statuses", status="wait", media_ids=[made["id"]], visibility="public").json()
    for reader in (alice, bob, api(None)):
        [file] = reader.get(f"/api/v1/statuses/{said['id']}").json()["media_attachments"]
        assert file["type"] == "unknown"
        where = file["url"]
        assert where.startswith("http")
    run_due()
    [file] = bob.get(f"/api/v1/statuses/{said['id']}").json()["media_attachments"]
    assert file["type"] == "video"
    assert isinstance(fetched(where), bytes)
    assert file["meta"]["original"]["bitrate"] > 0


@needs_ffmpeg
def test_what_cannot_be_made_ready_says_so(api: Who, cast: Cast) -> None:
    alice = api("alice")
    data = film()
    made = brought(alice, data[:200])
    assert made.status_code in (202, 422)
    if made.status_code == 202:
        run_due()
        failed = alice.get(f"/api/v1/media/{made.json()['id']}")
        assert (failed.status_code, failed.json()["error"][:23]) == (422, "Validation failed: File")


@needs_ffmpeg
def test_a_sound_with_a_picture_of_its_own(api: Who, cast: Cast) -> None:
    alice = api("alice")
    made = brought(alice, tone(), thumbnail=named(png())).json()
    run_due()
    ready = alice.get(f"/api/v1/media/{made['id']}").json()
    assert (ready["type"], ready["meta"]["duration"] > 0) == ("audio", True)
    assert ready["meta"]["original"]["bitrate"] > 0
    assert "frame_rate" not in ready["meta"]["original"]
    assert isinstance(fetched(ready["preview_url"]), bytes)


def test_another_small_picture_of_a_status_has_another_address(api: Who, cast: Cast) -> None:
    """Apps keep a picture by its address."""
    alice = api("alice")
    number = brought(alice, png()).json()["id"]
    said = alice.post("/api/v1/statuses", status="look", media_ids=[number], visibility="public").json()
    [before] = said["media_attachments"]
    other = "data:image/png;base64," + b64encode(png(90, 10)).decode()
    anew = {"status": "look", "media_ids": [number]}
    address = f"/api/v1/statuses/{said['id']}"
    changed = alice.put(address, **anew, media_attributes=[{"id": number, "thumbnail": other}])
    [after] = changed.json()["media_attachments"]
    assert after["url"] == before["url"]
    assert after["preview_url"] != before["preview_url"]
    assert isinstance(fetched(after["preview_url"]), bytes)
    for bad in ("data:image/png;base64,???", "data:image/png;base64," + b64encode(b"none").decode()):
        answer = alice.put(address, **anew, media_attributes=[{"id": number, "thumbnail": bad}])
        assert answer.status_code == 422, answer.content


def test_the_ending_of_an_address_means_nothing_and_opens_nothing(api: Who, cast: Cast) -> None:
    alice = api("alice")
    number = brought(alice, png()).json()["id"]
    given = {"status": "look", "media_ids": [number], "visibility": "public"}
    [shown] = alice.post("/api/v1/statuses", **given).json()["media_attachments"]
    assert shown["url"].endswith(f"/media/{number}.webp")
    assert f"/media/{number}.webp?size=small&v=" in shown["preview_url"]
    whole = fetched(f"/media/{number}")
    assert isinstance(whole, bytes)
    for ending in ("webp", "png", "PNG", "mp4", "x" * 300):
        assert fetched(f"/media/{number}.{ending}") == whole
    hidden = brought(alice, png()).json()["id"]
    for ending in ("", ".webp", ".png", ".", "..", ".a.b", ".%00", ".a/b"):
        assert fetched(f"/media/{hidden}{ending}") == 404
