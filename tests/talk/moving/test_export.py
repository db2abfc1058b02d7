"""An archive through the pages that people use: what is in it, and what must not be."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hedgerow.kernel import blobs, clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.models import Export
from hedgerow.people.moving import archives, records
from hedgerow.people.notes import acts as notes
from hedgerow.people.tags import acts as tags
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations import saying
from hedgerow.talk.filters import acts as filters
from hedgerow.talk.guarding import acts as guard
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast, mark
from tests.leaks.browsers import bring, browser, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast: Cast) -> Cast:
    run_due()
    mail.outbox.clear()
    return cast


def archive_of(client: Client) -> zipfile.ZipFile:
    assert client.post("/me/export").status_code == 302
    run_due()
    found = re.search(r'href="(/me/export/[^"]+)"', client.get("/me/export").content.decode())
    assert found, "the archive is ready"
    answer = client.get(found[1])
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def everything(archive: zipfile.ZipFile) -> str:
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def part(archive: zipfile.ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_an_archive_that_stands_still_can_be_asked_for_again(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert alice.post("/me/export").status_code == 302
    Export.objects.update(state=Export.State.RUNNING, at=clock.now() - timedelta(days=2))
    assert "Your archive is being made" in alice.get("/me/export").content.decode()
    Export.objects.update(at=clock.now() - timedelta(days=4))
    assert "Make my archive" in alice.get("/me/export").content.decode()
    archive_of(alice)
    assert Export.objects.count() == 1


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "erin", "frank", "dan", "heidi", "alice_too"])
def test_an_archive_holds_nothing_its_face_may_not_see(cast: Cast, name: str) -> None:
    """Own words, and posts of others that name it: of what else it may see, only addresses."""
    author = {
        "reply_in_circle": "bob", "reply_in_public": "bob", "reply_to_one": "bob", "quote_of_circle": "bob",
        "reply_to_deleted": "bob", "reply_later": "bob", "by_grace": "grace", "by_judy": "judy",
        "of_other_face": "alice_too",
    }  # fmt: skip
    by_name = {"bob": {"by_name", "limited_reply_in_public", "narrowed"}, "alice": {"reply_to_one"}}
    own = {post for post in cast.posts if author.get(post, "alice") == name} - {"deleted"}
    found = set(re.findall(r"zqq[a-z]+qqz", everything(archive_of(browser(cast, name)))))
    assert found == {mark(post) for post in own | by_name.get(name, set())}


def test_posts_come_with_audiences_versions_and_whom_they_answer(cast: Cast) -> None:
    posts.edit(cast.alice, cast.posts["circle"], posts.Draft(text="said better"))
    found = {item["id"]: item for item in part(archive_of(browser(cast, "alice")), "posts.json")}
    circle = found[str(cast.posts["circle"])]
    assert circle["audience"]["scope"] == "chosen"
    assert circle["audience"]["circles"] == ["own:Garden"]
    assert "Garden" in circle["audience"]["words"]
    assert circle["text"] == "said better"
    assert [mark("circle") in version["text"] for version in circle["versions"]] == [True]
    minus = found[str(cast.posts["site_minus"])]["audience"]
    assert (minus["scope"], minus["without_circles"]) == ("site", ["own:Out"])
    assert found[str(cast.posts["nobody"])]["audience"]["scope"] == "nobody"


def test_what_was_answered_is_an_address_only_where_it_may_be_seen(cast: Cast) -> None:
    bob = {item["id"]: item for item in part(archive_of(browser(cast, "bob")), "posts.json")}
    above = bob[str(cast.posts["reply_in_circle"])]["answers"]
    assert above["url"].endswith(f"/@alice/{cast.posts['circle']}")
    assert bob[str(cast.posts["reply_to_deleted"])]["answers"] == {"url": "", "author": ""}


def test_pictures_are_in_it_and_its_pages_open_offline(cast: Cast) -> None:
    alice = browser(cast, "alice")
    picture = bring(alice)
    number = sent(alice.post("/compose", {"text": "look", "picture": picture, "way": "public"}))
    archive = archive_of(alice)
    item = next(one for one in part(archive, "posts.json") if one["id"] == str(number))
    assert len(archive.read(item["media"][0]["file"])) > 100
    pages = [name for name in archive.namelist() if name.endswith(".html")]
    assert {"index.html", "posts-1.html"} <= set(pages)
    for page in pages:
        html = archive.read(page).decode()
        assert "<script" not in html
        assert not re.search(r'(?:src|rel="stylesheet" href)="(?:https?:)?/', html)
    assert item["media"][0]["file"] in archive.read("posts-1.html").decode()


def test_contacts_come_with_labels_and_circles(cast: Cast) -> None:
    archive = archive_of(browser(cast, "alice"))
    table = archive.read("contacts.csv").decode()
    assert re.search(r"^[^\n]*bob@[^\n]*Garden", table, re.M)
    assert "carol@" in table


def test_a_strangers_name_is_no_formula_in_a_table(cast: Cast) -> None:
    """And comes back as it was said; a phone number stays one."""
    notes.write_down(cast.alice, cast.bob, "=HYPERLINK(1)")
    table = archive_of(browser(cast, "alice")).read("contacts.csv").decode()
    assert "'=HYPERLINK(1)" in table
    assert any("=HYPERLINK(1)" in row for _line, row in records.read(table, ","))
    said = ["'=1", "''=1", "=1+1", "+49 30 1234", "@me", "it's", "'quoted'"]
    assert [records.still(value) for value in ("+49 30 1234", "it's")] == ["+49 30 1234", "it's"]
    [(_line, back)] = records.read(",".join(map(records.still, said)) + "\n", ",")
    assert back == said


def test_what_a_face_keeps_for_itself_is_in_its_archive_alone(cast: Cast) -> None:
    notes.write_down(cast.alice, cast.bob, "met on the hill")
    tags.follow(cast.alice, "hedges")
    guard.keep_name(cast.alice, "Blue Heron", why="a surprise")
    words = [filters.WordChange(words="drums", whole=True)]
    filters.make(cast.alice, filters.Change("Noise", ["home"], "hide", None, words))
    archive = archive_of(browser(cast, "alice"))
    kept = part(archive, "lists.json")
    assert kept["filters"][0]["words"] == [{"words": "drums", "whole": True}]
    assert (kept["followed_tags"], kept["names_to_keep_quiet"][0]["words"]) == (["hedges"], "Blue Heron")
    assert "met on the hill" in archive.read("contacts.csv").decode()
    assert "grace@" in archive.read("shut_out.csv").decode()
    other = everything(archive_of(browser(cast, "bob")))
    assert not [words for words in ("met on the hill", "Blue Heron", "drums") if words in other]


def test_it_is_fetched_by_its_face_alone(cast: Cast) -> None:
    alice = browser(cast, "alice")
    archive_of(alice)
    address = archives.last(cast.alice).path  # type: ignore[union-attr]
    for name in ("bob", "alice_too", "keeper"):
        assert browser(cast, name).get(address).status_code == 404
        assert address not in browser(cast, name).get("/me/export").content.decode()
    assert Client().get(address).status_code == 302
    assert alice.get(address[:-2] + "xx").status_code == 404


def test_one_letter_says_that_it_is_ready_and_no_word_of_a_post(cast: Cast) -> None:
    alice = browser(cast, "alice")
    archive_of(alice)
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert "/me/export" in letter.body
    ((html, kind),) = letter.alternatives
    assert kind == "text/html"
    assert 'href="http' in html
    assert "/me/export" in html
    assert not re.search(r"zqq[a-z]+qqz|@alice", letter.body + html)
    assert alice.post("/me/export").status_code == 302
    run_due()
    assert len(mail.outbox) == 1, "one a day"
    assert Export.objects.count() == 1


def test_an_archive_that_cannot_be_made_says_so_and_can_be_asked_for_again(cast: Cast, settings: Any) -> None:
    alice = browser(cast, "alice")
    there, settings.FILE_UPLOAD_TEMP_DIR = settings.FILE_UPLOAD_TEMP_DIR, "/nowhere"
    assert alice.post("/me/export").status_code == 302
    for minute in range(4):
        run_due(clock.now() + timedelta(minutes=minute), strict=False)
    assert "could not be made" in alice.get("/me/export").content.decode()
    settings.FILE_UPLOAD_TEMP_DIR = there
    assert archive_of(alice)


def test_an_archive_is_gone_after_seven_days(cast: Cast) -> None:
    alice = browser(cast, "alice")
    archive_of(alice)
    row = Export.objects.get()
    path = archives.last(cast.alice).path  # type: ignore[union-attr]
    Export.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    assert alice.get(path).status_code == 404
    archives.forget_old()
    assert not Export.objects.exists()
    assert not blobs.path(row.blob).exists()


def test_conversations_hold_what_one_may_see_and_who_left_is_told_no_more(cast: Cast) -> None:
    first = saying.begin(cast.alice, [cast.bob, cast.carol], saying.Said("zqqgroupqqz"), "Potluck")
    conversations.leave(cast.carol, first)
    saying.say(cast.alice, first, saying.Said("zqqafterqqz"))
    of_bob = everything(archive_of(browser(cast, "bob")))
    assert "zqqgroupqqz" in of_bob
    assert "zqqafterqqz" in of_bob
    of_carol = archive_of(browser(cast, "carol"))
    assert "zqqafterqqz" not in everything(of_carol)
    assert not any(name.startswith("conversation") for name in of_carol.namelist()), "she said nothing"
    assert "zqqgroupqqz" not in everything(archive_of(browser(cast, "heidi")))
