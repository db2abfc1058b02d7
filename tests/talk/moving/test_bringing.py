"""Posts from archives through the pages that people use: whom they are for, and taking them back."""

import gzip
import io
import json
import random
import re
import secrets
import tarfile
import tracemalloc
import zipfile
from datetime import timedelta
from html import unescape
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hedgerow.delivery.home import reads as home
from hedgerow.kernel import blobs, clock
from hedgerow.kernel.ids import RANDOM_BITS
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.moving import reads as moving
from hedgerow.talk.collections import acts as boards
from hedgerow.talk.collections import reads as board_reads
from hedgerow.talk.media import acts as media
from hedgerow.talk.models import BroughtPost, Media, Post
from hedgerow.talk.moving import unpacking
from hedgerow.talk.polls.rules import Asked
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from tests.cast import Cast
from tests.kernel.av.films import film, needs_ffmpeg
from tests.leaks.browsers import browser, photograph, read_everywhere
from tests.talk.media.test_media import png

from .test_export import archive_of

pytestmark = pytest.mark.django_db
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = "https://old.example/users/alice/followers"


@pytest.fixture
def cast(cast: Cast) -> Cast:
    run_due()
    return cast


def note(number: int, html: str, **more: Any) -> dict[str, Any]:
    given = {
        "id": f"https://old.example/users/alice/statuses/{number}",
        "type": "Note",
        "content": html,
        "published": f"2021-05-{number:02d}T10:00:00Z",
        "to": [PUBLIC],
        "cc": [FOLLOWERS],
        **more,
    }
    return {"type": "Create", "object": given}


OUTBOX = [
    note(1, '<p>zqqoneqqz <a href="https://x.example/long" rel="nofollow"><span class="invisible">https://</span>x</a></p>'),
    note(2, "<p>zqqtwoqqz</p>", to=[FOLLOWERS], cc=[]),
    note(3, "<p>zqqthreeqqz</p>", to=["https://old.example/users/bob"], cc=[]),
    note(4, "<p>zqqfourqqz</p>", inReplyTo="https://old.example/users/bob/statuses/9"),
    note(
        5, "<p>zqqfiveqqz *not bold*<br>second line</p>", summary="food", sensitive=True,
        attachment=[{"type": "Document", "mediaType": "image/jpeg", "name": "a meadow",
                     "url": "/media_attachments/files/1/original/abc.jpeg"}],
    ),
    {"type": "Announce", "object": "https://old.example/1"},
    {"type": "Create", "object": {"id": "x"}},
]  # fmt: skip


def tar_of(files: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    file.seek(0)
    file.name = "archive.tar.gz"
    return file


def zip_of(files: dict[str, bytes]) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    file.seek(0)
    file.name = "archive.zip"
    return file


def mastodon(items: Any = OUTBOX, pack: Any = tar_of) -> io.BytesIO:
    return pack(
        {
            "actor.json": b"{}",
            "outbox.json": json.dumps({"orderedItems": items}).encode(),
            "media_attachments/files/1/original/abc.jpeg": photograph().getvalue(),
        }
    )


def bring(client: Client, file: io.BytesIO) -> str:
    answer = client.post("/me/import", {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    run_due()
    return str(answer["Location"])


def say_yes(client: Client, page: str, **choice: str) -> str:
    assert client.post(page, {"do": "run", **choice}).status_code == 302
    run_due()
    return client.get(page).content.decode()


def all_of(client: Client, page: str) -> str:
    """A list to its end, page by page."""
    html = client.get(page).content.decode()
    older = re.search(r'<div class="older">\s*<a class="button"\s*href="([^"]+)"', html)
    return html + (all_of(client, unescape(older[1])) if older else "")


@pytest.mark.parametrize("pack", [tar_of, zip_of])
def test_posts_come_for_nobody_but_oneself_unless_chosen(cast: Cast, pack: Any) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, mastodon(pack=pack))
    shown = alice.get(page).content.decode()
    assert "5 posts, from 1 May 2021 to 5 May 2021" in shown or "May 1, 2021" in shown
    assert "1 boost is left out" in shown
    assert "1 line was not understood" in shown
    assert "This line cannot be read." in shown
    assert "3 posts are on your page now" in say_yes(alice, page)
    own = all_of(alice, "/@alice")
    for mark in ("zqqoneqqz", "zqqtwoqqz", "zqqfiveqqz"):
        assert mark in own
    for mark in ("zqqthreeqqz", "zqqfourqqz"):
        assert mark not in own, "direct ones and answers stay out by themselves"
    for name in ("bob", "heidi", "alice_too", None):
        assert "zqqoneqqz" not in all_of(browser(cast, name), "/@alice")


def test_they_say_when_they_were_told_and_what_was_on_their_pictures(cast: Cast) -> None:
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, mastodon()))
    page = all_of(alice, "/@alice")
    assert re.search(r"From (1 May 2021|May 1, 2021), brought here", page)
    assert "a meadow" in page
    assert "*not bold*" in page
    assert "food" in page
    assert 'href="https://x.example/long"' in page
    assert page.index("zqqfiveqqz") < page.index("zqqtwoqqz") < page.index("zqqoneqqz")


def test_all_of_an_archive_told_at_one_moment_comes(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    # Chance gives most of them the same number: as it does, now and then, to some of thousands.
    dice = cycle([7, 7, 7, None])
    real = secrets.randbits
    monkeypatch.setattr(
        secrets, "randbits", lambda bits: (next(dice) if bits == RANDOM_BITS else None) or real(bits)
    )
    alice = browser(cast, "alice")
    told = [note(n, f"<p>leaf {n}</p>", published="2021-05-01T10:00:00Z") for n in range(1, 6)]
    assert "5 posts are on your page now" in say_yes(alice, bring(alice, mastodon(told)))


def test_each_way_they_were_told_is_for_whom_one_says(cast: Cast) -> None:
    alice = browser(cast, "alice")
    garden = str(cast.circle_id("Garden"))
    page = bring(alice, mastodon())
    say_yes(alice, page, **{"way-public": "public", "way-followers": garden, "replies": "yes"})
    everybody = Client().get("/@alice").content.decode()
    assert "zqqoneqqz" in everybody
    assert "zqqfourqqz" in everybody
    assert "zqqtwoqqz" not in everybody
    assert "zqqtwoqqz" not in browser(cast, "heidi").get("/@alice").content.decode()
    assert "zqqtwoqqz" in browser(cast, "bob").get("/@alice").content.decode()


def test_brought_posts_reach_no_home_and_notify_nobody(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    before = bob.get("/notifications").content.decode().count("<li")
    items = [note(1, '<p>zqqoneqqz hello <a class="mention" href="https://here/@bob">@bob</a></p>')]
    items[0]["object"]["tag"] = [
        {"type": "Mention", "href": "https://here/@bob", "name": f"@bob@{settings.DOMAIN}"}
    ]
    say_yes(alice, bring(alice, mastodon(items)), **{"way-public": "public"})
    assert "zqqoneqqz" in bob.get("/@alice").content.decode()
    for page in ("/", "/notifications"):
        assert "zqqoneqqz" not in bob.get(page).content.decode()
        assert "zqqoneqqz" not in alice.get(page).content.decode()
    assert bob.get("/notifications").content.decode().count("<li") == before
    listed = home.page(cast.bob)
    assert all("zqqoneqqz" not in entry.json.decode() for entry in getattr(listed, "shown", []))


def test_who_joins_later_sees_nothing_that_was_brought_before(cast: Cast) -> None:
    """However old a post says it is: it entered when it was brought."""
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, mastodon()), **{"way-public": "followers"})
    contacts.accept(cast.alice, cast.frank)
    assert "zqqoneqqz" not in read_everywhere(cast, browser(cast, "frank"))
    assert "zqqoneqqz" in read_everywhere(cast, browser(cast, "bob"))


def test_the_same_archive_twice_adds_nothing(cast: Cast) -> None:
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, mastodon()))
    before = BroughtPost.objects.count()
    page = bring(alice, mastodon(pack=zip_of))
    assert "3 posts are here already" in alice.get(page).content.decode()
    say_yes(alice, page)
    assert BroughtPost.objects.count() == before


def test_the_whole_import_is_taken_back(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, mastodon())
    say_yes(alice, page, **{"way-public": "public"})
    assert alice.post(page + "/undo").status_code == 302
    run_due()
    assert not BroughtPost.objects.exists()
    for client in (alice, Client()):
        assert "zqqoneqqz" not in client.get("/@alice").content.decode()
    say_yes(alice, bring(alice, mastodon()))
    assert BroughtPost.objects.count() == 3, "and may come again"


def test_posts_that_are_here_already_are_not_said_to_be_left_out(cast: Cast) -> None:
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, mastodon()))
    page = bring(alice, mastodon(OUTBOX[:1]))
    assert alice.post(page, {"do": "run"}).status_code == 302
    assert "Your posts are moving in" in alice.get(page).content.decode()
    run_due()
    html = alice.get(page).content.decode()
    assert "1 post was here already" in html
    assert "left out" not in html


def test_of_an_archive_that_is_cut_off_the_posts_come(cast: Cast) -> None:
    """A download that ended too early: the pictures beyond are missing, and told."""
    alice = browser(cast, "alice")
    files = {
        "outbox.json": json.dumps({"orderedItems": OUTBOX}).encode(),
        "a.bin": random.Random(1).randbytes(200_000),
        "media_attachments/files/1/original/abc.jpeg": photograph().getvalue(),
    }
    file = io.BytesIO(tar_of(files).getvalue()[:100_000])
    file.name = "archive.tar.gz"
    html = say_yes(alice, bring(alice, file))
    assert "3 posts are on your page now" in html
    assert "abc.jpeg" in html
    assert "zqqfiveqqz" in alice.get("/@alice").content.decode()


def test_an_import_that_fails_again_and_again_ends_with_words(cast: Cast, settings: Any) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, mastodon())
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"
    assert alice.post(page, {"do": "run"}).status_code == 302
    for minute in range(6):
        run_due(clock.now() + timedelta(minutes=minute), strict=False)
    html = alice.get(page).content.decode()
    assert "not everything came" in html
    assert "0 posts are on your page now" in html
    assert alice.post(f"{page}/undo").status_code == 302


def test_an_archive_is_seen_by_who_brought_it_alone(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, mastodon())
    for name in ("bob", "alice_too", "keeper"):
        other = browser(cast, name)
        assert other.get(page).status_code == 404
        assert other.post(page, {"do": "run"}).status_code == 404
        assert other.post(page + "/undo").status_code == 404


def test_an_unknown_circle_brings_nothing(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, mastodon())
    assert alice.post(page, {"do": "run", "way-public": "4611686018427387000"}).status_code != 302
    run_due()
    assert not BroughtPost.objects.exists()


# --- our own archives ---------------------------------------------------------------------------------


def moved(cast: Cast) -> tuple[Client, dict[str, Any]]:
    """Alice's archive brought into Heidi's face, audiences as they were; Heidi's posts by mark."""
    file = io.BytesIO()
    with archive_of(browser(cast, "alice")) as archive:
        file = io.BytesIO(archive.fp.getvalue())  # type: ignore[union-attr]
    file.name = "hedgerow-archive.zip"
    heidi = browser(cast, "heidi")
    say_yes(heidi, bring(heidi, file), **{"way-own": "same"})
    rows = Post.objects.unguarded(reason="test").filter(author=cast.heidi, brought__isnull=False)
    return heidi, {found[0]: row for row in rows if (found := re.findall("zqq[a-z]+qqz", row.text))}


def choice(cast: Cast, row: Any) -> Choice:
    written = reads.for_edit(cast.heidi, row.public_id)
    assert written.choice is not None
    return written.choice


def test_an_archive_is_not_called_anybodys_before_it_was_read(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = str(alice.post("/me/import", {"file": mastodon(pack=zip_of)})["Location"])
    assert "An archive of posts" in alice.get(page).content.decode()
    run_due()
    assert "Posts from a Mastodon archive" in alice.get(page).content.decode()


def test_an_own_archive_comes_back_with_its_audiences(cast: Cast) -> None:
    from tests.cast import mark

    _heidi, found = moved(cast)
    assert choice(cast, found[mark("public")]).scope == "public"
    assert choice(cast, found[mark("followers")]).scope == "followers"
    assert choice(cast, found[mark("nobody")]).scope == "nobody"
    garden = {row.name: row.public_id for row in circles.on_trays(cast.heidi)}["Garden"]
    assert choice(cast, found[mark("circle")]) == Choice("chosen", circles=[garden])
    assert choice(cast, found[mark("by_name")]) == Choice("chosen", people=[cast.public("bob")])


def test_nothing_widens_where_an_audience_is_not_known(cast: Cast) -> None:
    """Alice's "this site without Out": Heidi has no such circle to keep out, so it is for nobody."""
    from tests.cast import mark

    _heidi, found = moved(cast)
    assert choice(cast, found[mark("site_minus")]).scope == "nobody"
    assert choice(cast, found[mark("circle_minus")]).scope == "nobody"
    for name in ("bob", "carol", None):
        seen = browser(cast, name).get("/@heidi").content.decode()
        assert mark("site_minus") not in seen
        assert mark("circle") not in seen


def test_what_was_edited_comes_as_it_is_now(cast: Cast) -> None:
    posts.edit(cast.alice, cast.posts["public"], posts.Draft(text="zqqlaterqqz"))
    _heidi, found = moved(cast)
    assert "zqqlaterqqz" in found
    assert not any("zqqpublicqqz" in mark for mark in found)


def test_stories_polls_and_captions_go_out_and_come_back(cast: Cast) -> None:
    """A story keeps its title and cover; a poll comes as its answers, since votes are those of who voted."""
    cover = media.bring_picture(cast.alice, png(60, 40), "a leaf")
    told = "zqqstoryqqz\n\n## Then\n\n" + "word " * 400
    public = Choice("public")
    posts.publish(cast.alice, posts.Draft(told, public, title="One step", media=[cover], cover=cover))
    posts.publish(cast.alice, posts.Draft("zqqaskedqqz", public, poll=Asked(["River", "Hill"])))
    board = boards.make(cast.alice, boards.Draft("Leaves", audience=public))
    boards.gather(cast.alice, cast.posts["public"], [board])
    with archive_of(browser(cast, "alice")) as archive:
        items = {item["text"].split()[0]: item for item in json.loads(archive.read("posts.json"))}
        assert "<h" in items["zqqstoryqqz"]["html"]
        assert items["zqqstoryqqz"]["media"][0]["cover"] is True
        assert [one["text"] for one in items["zqqaskedqqz"]["poll"]["options"]] == ["River", "Hill"]
        (kept,) = json.loads(archive.read("collections.json"))
        assert (kept["name"], len(kept["posts"])) == ("Leaves", 1)
    _heidi, found = moved(cast)
    story = found["zqqstoryqqz"]
    assert (story.title, story.minutes, story.cover.alt) == ("One step", 2, "a leaf")
    assert "- River" in found["zqqaskedqqz"].text


def test_collections_come_back_with_their_posts_audiences_and_covers(cast: Cast) -> None:
    """What is on them: own posts as they are here now, others' where Heidi sees them; undo."""
    from tests.cast import mark

    leaves = boards.make(cast.alice, boards.Draft("Leaves", "Of the year", Choice("followers")))
    shed = boards.make(
        cast.alice, boards.Draft("Shed", audience=Choice("site", without_people=[cast.public("bob")]))
    )
    hidden = posts.publish(
        cast.bob, posts.Draft("zqqhiddenqqz", Choice("chosen", people=[cast.public("alice")]))
    )
    for name in ("circle", "public", "reply_in_public"):
        boards.gather(cast.alice, cast.posts[name], [leaves])
    boards.gather(cast.alice, hidden, [leaves])
    boards.cover(cast.alice, leaves, png(60, 40), "a leaf")
    boards.gather(cast.alice, cast.posts["public"], [leaves, shed])
    heidi, _found = moved(cast)
    kept = {one.name: one for one in board_reads.own(cast.heidi)}
    assert sorted(kept) == ["Leaves", "Shed"]
    page = heidi.get(kept["Leaves"].url).content.decode()
    seen = re.findall(r"zqq[a-z]+qqz", page)
    assert list(dict.fromkeys(seen)) == [mark("reply_in_public"), mark("public"), mark("circle")]
    assert "Of the year" in page
    assert 'alt="a leaf"' in page
    assert board_reads.choice(cast.heidi, kept["Leaves"].public_id) == Choice("followers")
    assert board_reads.choice(cast.heidi, kept["Shed"].public_id) == Choice(
        "site", without_people=[cast.public("bob")]
    )
    (brought,) = [one.public_id for one in moving.imports(cast.heidi)]
    told = heidi.get(f"/me/import/{brought}").content.decode()
    assert "2 collections were made" in told
    assert "Some posts on this collection are not here" in told
    moved(cast)
    assert len(board_reads.own(cast.heidi)) == 2, "the same collection comes once"
    assert heidi.post(f"/me/import/{brought}/undo").status_code == 302
    run_due()
    assert board_reads.own(cast.heidi) == []


@needs_ffmpeg
def test_a_video_comes_back_with_its_captions(cast: Cast) -> None:
    said = b"WEBVTT\n\n00:00.000 --> 00:01.000\nzqqsaidqqz\n"
    data = film()
    made = media.bring(cast.alice, media.Upload(io.BytesIO(data), len(data), "clip.mp4"), "a film")
    media.caption(cast.alice, made, said, "en")
    run_due()
    posts.publish(cast.alice, posts.Draft("zqqfilmqqz", Choice("public"), media=[made]))
    _heidi, found = moved(cast)
    run_due()
    brought = Media.objects.get(post=found["zqqfilmqqz"])
    assert (brought.kind, brought.state, brought.alt) == ("video", "ready", "a film")
    assert b"zqqsaidqqz" in blobs.open_blob(brought.captions_blob).read()


# --- traps --------------------------------------------------------------------------------------------


def symlinked() -> io.BytesIO:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo("outbox.json")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    file.seek(0)
    file.name = "archive.tar.gz"
    return file


@pytest.mark.parametrize(
    "file",
    [
        lambda: zip_of({"outbox.json": b"[" + b" " * (30 << 20) + b"]"}),
        lambda: tar_of({"outbox.json": b"[" + b" " * (30 << 20) + b"]"}),
        lambda: zip_of({"../../outbox.json": b"{}"}),
        lambda: tar_of({"/outbox.json": b"{}"}),
        symlinked,
        lambda: zip_of({"outbox.json": b"{not json"}),
        lambda: zip_of({"outbox.json": b'{"orderedItems": 5}'}),
        lambda: zip_of({"other.txt": b"hello"}),
    ],
)
def test_traps_and_what_is_none_of_these_are_refused_with_words(cast: Cast, file: Any) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, file())
    assert "cannot be read" in alice.get(page).content.decode()
    assert alice.post(page, {"do": "run"}).status_code == 404


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_what_a_tar_says_ahead_of_a_file_is_not_read_where_it_is_huge(tmp_path: Path, kind: bytes) -> None:
    head, path = tarfile.TarInfo("ahead"), tmp_path / "archive.tar.gz"
    head.type, head.size = kind, 64 << 20
    with gzip.open(path, "wb", 1) as file:
        file.write(head.tobuf())
        for _each in range(64):
            file.write(b"A" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(unpacking.Trap):
        list(unpacking.entries(path))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_a_tar_whose_files_have_holes_is_not_taken(tmp_path: Path) -> None:
    """Of the many ways to write them down, two go on for as long as there is a file."""
    old, new, path = tarfile.TarInfo("holes"), tarfile.TarInfo("holes"), tmp_path / "archive.tar"
    old.type = tarfile.GNUTYPE_SPARSE
    new.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0"}
    for info in (old, new):
        path.write_bytes(info.tobuf(tarfile.PAX_FORMAT) + b"0" * 10_240)
        with pytest.raises(unpacking.Trap):
            list(unpacking.entries(path))


def test_a_long_name_in_a_tar_is_read(tmp_path: Path) -> None:
    name, path = "/".join(["folder" * 10] * 9), tmp_path / "archive.tar"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        path.write_bytes(tarfile.TarInfo(name).tobuf(form) + bytes(10_240))
        assert [entry.name for entry in unpacking.entries(path)] == [name]


@pytest.mark.parametrize("pack", [zip_of, tar_of])
def test_an_archive_of_too_many_files_is_said_to_be_too_large_before_they_are_read(
    cast: Cast, pack: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_ENTRIES", 3)
    alice = browser(cast, "alice")
    last = {"outbox.json": json.dumps({"orderedItems": []}).encode()}
    enough = bring(alice, pack({"a": b"", "b": b"", **last}))
    assert "too large" not in alice.get(enough).content.decode()
    many = bring(alice, pack({"a": b"", "b": b"", "c": b"", "d": b"", **last}))
    assert "too large" in alice.get(many).content.decode()
