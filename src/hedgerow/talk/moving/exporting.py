"""Making an archive: JSON, tables, pictures, and pages that open without a network. Written as it is read."""

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import msgspec
from django.conf import settings
from django.utils import translation

from hedgerow.kernel import blobs, clock
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.people.moving import archives, records
from hedgerow.people.profiles import reads as profiles
from hedgerow.talk.models import Attachment, Media

from . import gathering, lists, pages

FORMAT = 1


class Writer:
    """The file being written: one part after the other, nothing of it in memory."""

    def __init__(self, target: ZipFile) -> None:
        self.zip = target

    def json(self, name: str, value: Any) -> None:
        """A small thing in one piece."""
        self.text(name, msgspec.json.format(msgspec.json.encode(value), indent=1))

    def text(self, name: str, value: bytes) -> None:
        """A file."""
        with self.zip.open(_info(name), "w", force_zip64=True) as part:
            part.write(value)

    def items(self, name: str, found: Iterable[Any]) -> None:
        """A list, item by item."""
        with self.zip.open(_info(name), "w", force_zip64=True) as part:
            part.write(b"[")
            for place, item in enumerate(found):
                part.write((b",\n" if place else b"\n") + msgspec.json.encode(item))
            part.write(b"\n]\n")

    def table(self, name: str, header: Sequence[str], found: Iterable[Sequence[str]]) -> None:
        """A table, row by row; no value of it is run by a program that opens it."""
        with self.zip.open(_info(name), "w", force_zip64=True) as part:
            wrapped = io.TextIOWrapper(part, "utf-8", newline="")
            rows = csv.writer(wrapped)
            rows.writerow(header)
            rows.writerows([*map(records.still, row)] for row in found)
            wrapped.flush()
            wrapped.detach()

    def blob(self, blob: str) -> None:
        """A picture, video or sound as it is."""
        try:
            file = blobs.open_blob(blob)
        except (FileNotFoundError, ValueError):
            return
        with file, self.zip.open(_info(f"media/{blob}", ZIP_STORED), "w", force_zip64=True) as part:
            shutil.copyfileobj(file, part, 1 << 20)


def _info(name: str, how: int = ZIP_DEFLATED) -> ZipInfo:
    info = ZipInfo(name, clock.now().timetuple()[:6])
    info.compress_type, info.external_attr = how, 0o600 << 16
    return info


def make(export: int) -> None:
    """Make the archive that was asked for. An attempt that was cut short begins anew."""
    work = archives.begin(export)
    if work is None:
        return
    face = faces.face(work.face)
    with tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as target, translation.override(face.language):
            _Making(work, Writer(target)).all()
        size = file.tell()
        file.seek(0)
        blob = blobs.put(file, "zip")
    archives.finish(export, blob, size)


class _Making:
    """One archive under way."""

    def __init__(self, work: archives.Work, out: Writer) -> None:
        self.actor, self.export, self.out = work.face, work.export, out
        self.done, self.total = 0, gathering.own(work.face).count() * 2 + 1

    def all(self) -> None:
        """Every part; the large ones tell how far they are."""
        self._about()
        self._people()
        self.out.items("posts.json", (item for some in self._own() for item in some))
        self.out.items("boosts.json", self._each(gathering.boosted(self.actor), gathering.boosts))
        self.out.items("named.json", self._each(gathering.named(self.actor), gathering.of_others))
        self.out.items("bookmarks.json", gathering.kept(self.actor))
        boards = gathering.boards(self.actor)
        self.out.json("collections.json", boards)
        talked = self._conversations()
        written = self._pages()
        self.out.text("style.css", pages.STYLE)
        self.out.text("index.html", pages.index(faces.card(self.actor), written, talked))
        self._files([board["cover"] for board in boards])

    def _about(self) -> None:
        face, said = faces.face(self.actor), profiles.described([self.actor])[self.actor]
        header = said.header_url.rpartition("/")[2]
        self.out.json(
            "profile.json",
            {
                "format": FORMAT,
                "site": settings.SITE_URL,
                "made_at": clock.now().isoformat(),
                "handle": face.handle,
                "name": face.name,
                "bio": face.bio,
                "links": face.links,
                "colour": face.colour,
                "language": face.own_language,
                "time_zone": face.time_zone,
                "asks_before_being_followed": face.locked,
                "picture": f"media/{face.picture}" if face.picture else "",
                "header": f"media/{header}" if header else "",
                "automated": said.bot,
            },
        )
        for blob in filter(None, (face.picture, header)):
            self.out.blob(blob)

    def _people(self) -> None:
        self.out.table("contacts.csv", lists.PEOPLE, lists.people(self.actor))
        self.out.table("address_book.csv", lists.BOOK, lists.book(self.actor))
        self.out.table("shut_out.csv", lists.SHUT, lists.shut(self.actor))
        self.out.json("circles.json", [{"name": one.name} for one in circles.on_trays(self.actor)])
        self.out.json("lists.json", lists.kept(self.actor))

    def _own(self) -> Iterator[list[gathering.Item]]:
        for some in gathering.chunks(gathering.own(self.actor)):
            yield gathering.told(self.actor, some)
            self.done += len(some)
            archives.tell(self.export, min(self.done, self.total - 1), self.total)

    def _each(self, rows: Any, told: Any) -> Iterator[gathering.Item]:
        for some in gathering.chunks(rows):
            yield from told(self.actor, some)

    def _conversations(self) -> list[str]:
        """One file and one page for each conversation; the names of the pages."""
        written = []
        for place, one in enumerate(gathering.conversations(self.actor), 1):
            name = f"conversation-{place}"
            rows = gathering.messages(self.actor, one)
            if not rows.exists():
                continue
            about = {"name": one.name, "people": gathering.seated(self.actor, one)}
            if norms := gathering.norms(self.actor, one):
                about["how_we_use_this"] = norms
            self.out.json(f"conversations/{name}-about.json", about)
            self.out.items(f"conversations/{name}.json", self._each(rows, gathering.said_in))
            for number, some in enumerate(gathering.chunks(rows), 1):
                page = f"{name}-{number}"
                told = gathering.said_in(self.actor, some)
                self.out.text(f"{page}.html", pages.conversation(about, told))
                written.append(page)
        return written

    def _pages(self) -> int:
        """The own posts as pages, oldest first; how many pages."""
        number = 0
        for some in self._own():
            number += 1
            self.out.text(f"posts-{number}.html", pages.posts(number, some))
        return number

    def _files(self, covers: list[str]) -> None:
        for cover in filter(None, covers):
            self.out.blob(cover.removeprefix("media/"))
        for blob in Attachment.objects.filter(owner=self.actor).values_list("blob", flat=True).order_by("id"):
            self.out.blob(blob)
        rows = Media.objects.filter(owner=self.actor, post__isnull=False).exclude(blob="")
        for pair in rows.values_list("blob", "captions_blob").order_by("id").iterator(500):
            for blob in filter(None, pair):
                self.out.blob(blob)
