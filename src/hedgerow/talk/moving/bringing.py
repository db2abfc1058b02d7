"""Bringing posts: what an archive holds, each post as its face wants it here, and taking them away again."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from hedgerow.boundary import reads as boundary
from hedgerow.kernel import av, blobs, clock, images
from hedgerow.kernel.errors import HedgerowError, NotFound
from hedgerow.kernel.ids import EPOCH_MS, timed_ids_at
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.moving import steps
from hedgerow.people.moving.rules import TOO_LARGE, UNREADABLE
from hedgerow.talk.media.jobs import prepare
from hedgerow.talk.models import BroughtPost, Media, Post
from hedgerow.talk.posts import addressing, narrowing, rules, words
from hedgerow.talk.searching import acts as found

from . import boards, reading, unpacking
from .choosing import Chooser
from .reading import Listed, Told

AT_ONCE = 20
HEAD = 64
"""Of a file: as much as says what it is."""
LEFT_OUT, TOO_LONG, FILES = "left", "long", "files"


def look(brought: int) -> None:
    """Read an archive and count what it holds."""
    work = steps.facts(brought)
    if work is None or work.path is None or work.state != "reading":
        return
    try:
        listed = reading.read(work.path)
    except unpacking.Trap as trap:
        steps.refuse(brought, _why(trap))
        return
    steps.read(
        brought,
        listed.kind,
        _counts(work.face, listed),
        [[one.line, "line", one.words] for one in listed.unread],
    )


def _why(trap: unpacking.Trap) -> str:
    return TOO_LARGE if isinstance(trap, unpacking.TooMuch) else UNREADABLE


def _counts(actor: int, listed: Listed) -> dict[str, Any]:
    known = _known(actor)
    ways = {way: sum(1 for one in listed.told if one.way == way) for way in reading.WAYS}
    days = sorted(one.told_at for one in listed.told)
    return {
        "posts": len(listed.told),
        "ways": {way: count for way, count in ways.items() if count},
        "replies": sum(1 for one in listed.told if one.answers),
        "files": sum(len(one.files) for one in listed.told),
        "boosts": listed.boosts,
        "collections": len(listed.boards),
        "known": sum(1 for one in listed.told if _key(one) in known),
        "unread": len(listed.unread),
        "first": days[0].isoformat() if days else "",
        "last": days[-1].isoformat() if days else "",
    }


def _known(actor: int) -> set[str]:
    return set(BroughtPost.objects.filter(face=actor).values_list("origin", flat=True))


def _key(told: Told) -> str:
    return boards.key(told.origin)


def carry_out(brought: int) -> None:
    """Bring the posts, oldest first; those that are here already are passed over."""
    work = steps.facts(brought)
    if work is None or work.state != "running" or work.path is None:
        return
    try:
        _Work(work, reading.read(work.path)).all(work.path)
    except unpacking.Trap as trap:
        steps.refuse(brought, _why(trap))


def cut_short(brought: int) -> None:
    """It failed again and again: what came stays, as far as it came, and can be taken back."""
    steps.cut_short(brought, {"brought": BroughtPost.objects.filter(brought=brought).count()})


class _Work:
    """One import of posts under way."""

    def __init__(self, work: steps.Facts, listed: Listed) -> None:
        self.actor, self.brought = work.face, work.id
        self.chooser = Chooser(work.face, work.options)
        self.voice = faces.voice(work.face)
        self.report: list[list[Any]] = []
        self.made: list[int] = []
        known = _known(work.face)
        wanted = [one for one in listed.told if _key(one) not in known]
        self.told = sorted((one for one in wanted if self.chooser.wants(one)), key=lambda one: one.told_at)
        given = timed_ids_at(_moment_of(one) for one in self.told)
        self.numbers = dict(zip((one.line for one in self.told), given, strict=True))
        here = len(listed.told) - len(wanted)
        self.counts = {"brought": 0, "known": here, "passed": len(wanted) - len(self.told), "pictures": 0}
        self.boards = [one for one in listed.boards if self.chooser.wants_board(one)]

    def all(self, archive: Path) -> None:
        """Everything, a few posts at a time; each step stands by itself."""
        names = [name for one in self.told for name, _more in (*one.files, *one.captions)]
        with _files(archive, [*names, *(one.cover for one in self.boards)]) as files:
            for start in range(0, len(self.told), AT_ONCE):
                self.made = []
                for told in self.told[start : start + AT_ONCE]:
                    self._bring(told, files)
                found.refresh(self.made)
                steps.step(self.brought, min(start + AT_ONCE, len(self.told)), len(self.told))
            self._gather(files)
        report = [*self.report, *self.chooser.report]
        steps.finish(self.brought, {**self.counts, "unread": len(report)}, report)

    def _gather(self, files: dict[str, Path]) -> None:
        """The collections, once the posts on them are here."""
        work = boards.Work(self.actor, self.brought, self.chooser)
        for one in self.boards:
            cover = files.get(reading.tail(one.cover)) if one.cover else None
            self.report += work.bring(one, cover)
        self.counts["collections"] = work.count

    def _bring(self, told: Told, files: dict[str, Path]) -> None:
        """One post, or a line of the report."""
        try:
            title = words.clean_title(told.title) if told.title else ""
            text = words.clean(told.text, story=bool(title))
            note = words.clean_note(told.note[: rules.LONGEST_NOTE])
        except HedgerowError:
            self.report.append([told.line, TOO_LONG, told.text[:80]])
            return
        pictures = list(self._pictures(told, files))
        if not text and not pictures:
            self.report.append([told.line, LEFT_OUT, ""])
            return
        with write():
            self._write(told, title, text, note, pictures)
        self.counts["brought"] += 1
        self.counts["pictures"] += len(pictures)

    def _pictures(self, told: Told, files: dict[str, Path]) -> Iterator[tuple[int, Media]]:
        """The pictures of a post, painted anew, its videos and sounds to be made ready, each with its place;
        what is none of these is told in the report.
        """
        for place, (name, alt) in enumerate(told.files[: rules.MOST_PICTURES]):
            path = files.get(reading.tail(name))
            try:
                made = self._media(path, told, place, files) if path is not None else None
            except HedgerowError:
                made = None
            if made is None:
                self.report.append([told.line, FILES, reading.tail(name)[-60:]])
                continue
            made.alt = alt[:1500]
            yield place, made

    def _media(self, path: Path, told: Told, place: int, files: dict[str, Path]) -> Media:
        with path.open("rb") as file:
            reader = av.reader_of(file.read(HEAD))
            file.seek(0)
            if reader is not None and reader != "gif" and av.available():
                source = blobs.put(file, reader[:8])
                said = _captions(told, place, files)
                return Media(
                    owner_id=self.actor, kind=Media.Kind.VIDEO, state=Media.State.WAITING, source_blob=source,
                    captions_blob=said[0], captions_language=said[1],
                )  # fmt: skip
        made = images.make_picture(path.read_bytes())
        full, small = blobs.put(made.full, images.KIND), blobs.put(made.small, images.KIND)
        return Media(
            owner_id=self.actor, blob=full, small_blob=small, mime=made.mime, width=made.width,
            height=made.height, blurhash=made.blurhash,
        )  # fmt: skip

    def _write(self, told: Told, title: str, text: str, note: str, pictures: list[tuple[int, Media]]) -> None:
        """The post as it is here from now on. It is told to nobody: no event, no preview, no notification."""
        if BroughtPost.objects.filter(face=self.actor, origin=_key(told)).exists():
            return
        written = words.read(text, story=bool(title))
        place = addressing.place(self.voice, self.chooser.audience(told))
        post = Post.objects.create(
            public_id=self.numbers[told.line],
            author_id=self.actor,
            text=text,
            html=written.html,
            language=told.language[:12] or self.voice.language,
            content_note=note,
            title=title,
            minutes=words.minutes(text) if title else 0,
            audience_id=place.id,
            scope=place.scope,
            entered_at=clock.now_us(),
        )
        words.store(post, written)
        for position, (place_there, picture) in enumerate(pictures):
            picture.post, picture.position = post, position
            picture.save()
            if picture.state == Media.State.WAITING:
                prepare.enqueue(picture.pk)
            if title and place_there == told.cover and picture.kind == Media.Kind.PICTURE:
                post.cover = picture
                post.save(update_fields=["cover"])
        BroughtPost.objects.create(
            post=post, face_id=self.actor, origin=_key(told), told_at=told.told_at, brought_id=self.brought
        )
        addressing.say_changed(post)
        self.made.append(post.pk)


def _captions(told: Told, place: int, files: dict[str, Path]) -> tuple[str, str]:
    """The file of a video's captions, checked like one that is brought by hand, and their language."""
    name, language = told.captions[place] if place < len(told.captions) else ("", "")
    path = files.get(reading.tail(name)) if name else None
    if path is None:
        return "", ""
    with suppress(HedgerowError):
        return blobs.put(av.as_webvtt(path.read_bytes()).encode(), "vtt"), language[:12]
    return "", ""


def _moment_of(told: Told) -> int:
    """The millisecond its outside id says: lists have it where it belongs, not among what is new.

    Ids begin in 2020: what is older is squeezed, in order, into that year's first half hour.
    """
    ms = min(int(told.told_at.timestamp() * 1000), clock.now_us() // 1000)
    return ms if ms >= EPOCH_MS + 3_600_000 else EPOCH_MS + max(0, ms) // 1_000_000


@contextmanager
def _files(archive: Path, names: Iterable[str]) -> Iterator[dict[str, Path]]:
    """The files of these names, unpacked under names of our own, by what addresses end with.

    Of an archive that is cut off or lays a trap, those before it: posts are worth more than their
    pictures, and the report says which are missing.
    """
    wanted = {reading.tail(name) for name in names if name}
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        unpacked: dict[str, Path] = {}
        with suppress(unpacking.Trap):
            for entry in unpacking.entries(archive) if wanted else ():
                tail = reading.tail(entry.name)
                if tail in wanted and tail not in unpacked and entry.size <= unpacking.LARGEST_FILE:
                    path = Path(folder) / str(len(unpacked))
                    path.write_bytes(unpacking.read(entry, unpacking.LARGEST_FILE))
                    unpacked[tail] = path
        yield unpacked


def take_back(brought: int) -> None:
    """Delete what an import brought, a post at a time; what others answered stays, under "deleted"."""
    work = steps.facts(brought)
    if work is None or work.face in boundary.stopped():
        return
    boards.take_back(work.face, brought)
    while some := list(BroughtPost.objects.filter(brought=brought).select_related("post")[:AT_ONCE]):
        for row in some:
            with write():
                # What was deleted by hand already is not found.
                with suppress(NotFound):
                    narrowing.delete(work.face, row.post.public_id)
                row.delete()
