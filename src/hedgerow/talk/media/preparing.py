"""From what was brought to what is shown: a video or a sound made ready, behind everybody's back.

It may be cut off at any moment and begins anew: nothing of a first try is seen. One at a time in each
process, so that news and letters never wait for films.
"""

import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from hedgerow.boundary import epoch
from hedgerow.kernel import av, blobs, images
from hedgerow.kernel.av import Made, Unfit
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Media

from . import rules, taking

TOLD_EVERY = 1.0
"""Seconds between two notes of the progress."""
PREFIX = "film-"
LEFT_SECONDS = 24 * 3600
HEAD = 64

_turn = threading.Lock()


class _Kept(NamedTuple):
    """The files of what was made, and what a page says of it."""

    made: Made
    blob: str
    poster: str
    blurhash: str


def prepare(media: int) -> bool:
    """Make a video or a sound (dense id) ready; False when another one is in the making here."""
    if not _turn.acquire(blocking=False):
        return False
    try:
        row = _begin(media)
        if row is not None:
            _work(row)
    finally:
        _turn.release()
    return True


def _begin(media: int) -> Media | None:
    """The row with its try counted; None where nothing is left to do."""
    with write():
        row = _locked(media, Media.State.WAITING, Media.State.WORKING)
        if row is None:
            return None
        row.tries += 1
        row.state, row.progress = Media.State.WORKING, 0
        row.save(update_fields=["tries", "state", "progress"])
    if row.tries > rules.MOST_TRIES:
        _fail(row, rules.GIVEN_UP)
        return None
    return row


def _work(row: Media) -> None:
    try:
        with _folder() as folder:
            source = blobs.path(row.source_blob)
            with source.open("rb") as file:
                reader = av.reader_of(file.read(HEAD))
            if reader is None:
                raise Unfit("unknown")
            kept = _keep(av.make(source, reader, folder, _Progress(row.pk)))
    except Unfit as unfit:
        _fail(row, unfit.why)
    except (FileNotFoundError, Refused):
        # Refused: a first frame that is no picture.
        _fail(row, "damaged")
    else:
        _finish(row, kept)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=settings.FILE_UPLOAD_TEMP_DIR) as name:
        yield Path(name)


def _keep(made: Made) -> _Kept:
    """Its files in their place. What no row names in the end is swept after a day."""
    poster, blurhash = "", ""
    if made.poster:
        painted = images.make_picture(made.poster, max_side=rules.POSTER_SIDE)
        poster, blurhash = blobs.put(painted.full, images.KIND), painted.blurhash
    with made.file.open("rb") as file:
        return _Kept(made, blobs.put(file, made.kind), poster, blurhash)


class _Progress:
    """Notes how far the work is, now and then."""

    def __init__(self, media: int) -> None:
        self.media = media
        self.told_at = time.monotonic()

    def __call__(self, part: int) -> None:
        if time.monotonic() - self.told_at < TOLD_EVERY:
            return
        self.told_at = time.monotonic()
        with write():
            Media.objects.filter(pk=self.media, state=Media.State.WORKING).update(progress=part)


def _finish(row: Media, kept: _Kept) -> None:
    made = kept.made
    with write():
        found = _locked(row.pk, Media.State.WORKING)
        if found is None:
            # Thrown away meanwhile, or made ready by another worker.
            taking.delete_later([kept.blob, kept.poster])
            return
        taking.delete_later([found.source_blob])
        found.kind = Media.Kind.VIDEO if made.video else Media.Kind.AUDIO
        found.state, found.progress = Media.State.READY, 100
        found.source_blob = found.called = ""
        if found.small_blob:
            # Its owner gave it another picture meanwhile.
            taking.delete_later([kept.poster])
        found.blob, found.blurhash = kept.blob, kept.blurhash
        found.small_blob = found.small_blob or kept.poster
        found.mime, found.width, found.height = made.mime, made.width, made.height
        found.duration, found.waveform = made.milliseconds, made.waveform
        found.pace = f"{made.bits} {made.rate}".strip()
        found.loops = made.loops and made.video
        found.save()
        _say_changed(found)


def _fail(row: Media, why: str) -> None:
    with write():
        found = _locked(row.pk, Media.State.WORKING)
        if found is None:
            return
        taking.delete_later([found.source_blob])
        found.state, found.trouble, found.source_blob = Media.State.FAILED, why, ""
        found.save(update_fields=["state", "trouble", "source_blob"])
        _say_changed(found)


def _locked(media: int, *states: str) -> Media | None:
    """The row in one of these states: its owner describes it, or a post takes it, before or after."""
    return Media.objects.select_for_update(no_key=True).filter(pk=media, state__in=states).first()


def _say_changed(row: Media) -> None:
    if row.post_id is not None:
        epoch.changed([epoch.thing_key(row.post_id), epoch.posts_key(row.owner_id)])


def sweep_left() -> None:
    """Remove the folders of work that was cut off long ago."""
    before = time.time() - LEFT_SECONDS
    for folder in Path(settings.FILE_UPLOAD_TEMP_DIR).glob(f"{PREFIX}*"):
        if folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)
