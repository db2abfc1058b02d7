"""A large file in pieces: whole again, taken up after a break, refused in words before much of it came."""

import io
import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hedgerow.kernel import blobs
from hedgerow.kernel.jobs import run_due
from hedgerow.people.models import Import
from hedgerow.people.moving import acts
from tests.web.someone import member, signed_in

pytestmark = pytest.mark.django_db

TOTAL = 5_000


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    for part in parts():
        part.unlink()


@pytest.fixture
def archive() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        made.writestr("outbox.json", '{"orderedItems": []}')
        made.writestr("media.bin", bytes(TOTAL))
    return kept.getvalue()


@pytest.fixture
def ana() -> Client:
    return signed_in(member("ana"))


def send(client: Client, data: bytes, at: int, until: int, **other: Any) -> Any:
    piece = io.BytesIO(data[at:until])
    fields = {"title": "mine.zip", "total": len(data), "changed": "7", "at": at, **other}
    if until > at:
        fields["piece"] = piece
    return client.post("/me/import/piece", fields)


def parts() -> list[Path]:
    return sorted((Path(settings.DATA_DIR) / "arriving").glob("*.part"))


def test_pieces_become_the_file_they_were(ana: Client, archive: bytes) -> None:
    assert send(ana, archive, 0, 0).json() == {"there": 0}
    assert send(ana, archive, 0, 2_000).json() == {"there": 2_000}
    # The connection broke: how far is it, and the same piece again does no harm.
    assert send(ana, archive, 0, 0).json() == {"there": 2_000}
    assert send(ana, archive, 0, 2_000).json() == {"there": 2_000}
    assert send(ana, archive, 4_000, 4_500).json() == {"there": 2_000}
    said = send(ana, archive, 2_000, len(archive)).json()
    row = Import.objects.get()
    assert blobs.path(row.blob).read_bytes() == archive
    assert said == {"there": len(archive), "url": f"/me/import/{row.public_id}"}
    assert not parts()
    run_due()
    assert "mine.zip" in ana.get(said["url"]).content.decode()


def test_more_than_was_announced_is_not_kept(ana: Client, archive: bytes) -> None:
    send(ana, archive, 0, 1_000)
    assert send(ana, archive + b"x" * 9_000, 1_000, 14_000, total=len(archive)).json() == {"there": 1_000}


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"total": 2049 << 20}, "at most 2 GB"),
        ({"total": 0}, "Choose a file"),
        ({"total": "x" * 30}, "Choose a file"),
    ],
)
def test_what_is_too_large_is_told_at_once(ana: Client, archive: bytes, other: Any, words: str) -> None:
    answer = send(ana, archive, 0, 1_000, **other)
    assert answer.status_code == 422
    assert words in answer.json()["error"]
    assert not parts()


def test_what_is_no_file_of_ours_is_told_with_its_first_piece(ana: Client) -> None:
    answer = send(ana, bytes(1_000), 0, 500, title="film.mkv")
    assert answer.status_code == 422
    assert not parts()


def test_a_full_disk_is_told(ana: Client, archive: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    full = shutil.disk_usage("/")._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    assert "not enough room" in send(ana, archive, 0, 1_000).json()["error"]


def test_the_same_file_of_two_people_stays_two(ana: Client, archive: bytes) -> None:
    ben = signed_in(member("ben"))
    send(ana, archive, 0, 1_000)
    assert send(ben, archive, 0, 0).json() == {"there": 0}
    assert send(ben, archive, 1_000, 2_000).json() == {"there": 0}
    send(ben, archive, 0, len(archive))
    assert [row.face.handle for row in Import.objects.select_related("face")] == ["ben"]
    assert len(parts()) == 1


def test_one_file_at_a_time_and_none_for_longer_than_a_day(ana: Client, archive: bytes) -> None:
    send(ana, archive, 0, 1_000)
    send(ana, archive, 0, 1_000, changed="8")
    assert len(parts()) == 1
    acts.forget_undecided()
    assert len(parts()) == 1
    yesterday = time.time() - 25 * 3600
    os.utime(parts()[0], (yesterday, yesterday))
    acts.forget_undecided()
    assert not parts()


def test_who_is_signed_out_sends_nothing(archive: bytes) -> None:
    assert send(Client(), archive, 0, 1_000).status_code in (302, 401, 403)
    assert not parts()
