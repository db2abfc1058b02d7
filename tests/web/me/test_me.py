"""One's own pages: faces, pictures, switching, settings, closing."""

import re
from pathlib import Path
from typing import Any

import pytest
import pyvips
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hedgerow.kernel import blobs
from hedgerow.people.faces import acts, reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member, Site
from hedgerow.people.site import acts as site
from tests.web.someone import PASSWORD, face_of, member, signed_in

pytestmark = pytest.mark.django_db

JPEG = "image/jpeg"


def form(**changes: Any) -> dict[str, Any]:
    return {"name": "Ana", "bio": "", "colour": "3", "language": "", "time_zone": "Europe/Berlin", **changes}


def photo(name: str = "IMG_4711_secret.jpg") -> SimpleUploadedFile:
    """A small photograph with a place, a camera and a time in it."""
    image = pyvips.Image.black(64, 48, bands=3).linear([1, 1, 1], [200, 80, 40])
    image = image.cast("uchar").copy(interpretation="srgb")
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-Make", "SECRETCAM")
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "48/1 51/1 0/1")
    return SimpleUploadedFile(name, image.jpegsave_buffer(), content_type=JPEG)


def test_signed_out_one_is_asked_to_sign_in(client: Client) -> None:
    for page in ("/me", "/me/faces", "/me/faces/new", "/me/settings", "/me/close"):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/?next=/me")


@pytest.mark.parametrize("page", ["/me", "/me/faces", "/me/faces/new", "/me/faces/@ana", "/me/settings"])
def test_pages_answer_and_are_kept_by_no_cache(page: str) -> None:
    answer = signed_in(member("ana")).get(page)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_librarys_pages_of_the_account_are_under_me() -> None:
    page = signed_in(member("ana")).get("/account/email/").content.decode()
    assert re.search(r'href="/me"\s+aria-current="page"', page)


def test_a_member_whose_only_face_is_suspended_is_told_so_and_stays_signed_in() -> None:
    ana, mona = member("ana"), member("mona")
    Member.objects.filter(pk=mona.pk).update(role="moderator")
    Site.objects.update_or_create(pk=1, defaults={"contact": "help@example.org"})
    site.suspend_face(Member.objects.get(pk=mona.pk), face_of(ana))
    browser = signed_in(ana)
    for path in ("/me/export", "/me/settings", "/me/import", "/messages", "/me/review", "/me/bookmarks"):
        answer = browser.get(path, follow=True)
        assert answer.request["PATH_INFO"] == "/me/faces", path
    page = answer.content.decode()
    assert "A moderator suspended this face" in page
    assert "mailto:help@example.org" in page
    assert "/account/logout/" in page
    assert "/account/login/" not in page
    assert "/account/signup/" not in page


def test_after_the_first_face_of_all_one_is_at_home() -> None:
    members.make("boss@example.org", PASSWORD, "operator", None)
    browser = signed_in(Member.objects.get(email="boss@example.org"))
    assert browser.post("/me/faces/new", form(name="Ana", handle="analopez"))["Location"] == "/"
    assert browser.get("/").status_code == 200


def test_the_first_face_of_all_is_told_what_a_face_is_and_has_nowhere_to_go_back_to() -> None:
    members.make("olga@example.org", PASSWORD, "operator", None)
    browser = signed_in(Member.objects.get(email="olga@example.org"))
    first = browser.get("/me/faces/new").content.decode()
    assert "Your first face" in first
    assert "no tie to your other faces" not in first
    assert "Cancel" not in first
    assert "no tie to your other faces" in signed_in(member("ana")).get("/me/faces/new").content.decode()


def test_a_new_face_speaks_at_once() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    answer = browser.post("/me/faces/new", form(name="Ana at work", handle="analopez"))
    assert answer["Location"] == "/me/faces"
    page = browser.get("/me").content.decode()
    assert 'data-face="analopez"' in page
    assert [card.handle for card in reads.own(ana.pk)] == ["ana", "analopez"]


def test_a_double_submit_makes_one_face() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    for _ in range(2):
        browser.post("/me/faces/new", form(handle="analopez"))
    assert len(reads.own(ana.pk)) == 2


def test_the_ninth_face_is_refused_with_what_was_typed_kept() -> None:
    ana = member("ana")
    for number in range(7):
        acts.create(ana, FaceDraft(handle=f"ana{number}face"))
    answer = signed_in(ana).post("/me/faces/new", form(handle="onemore", bio="Kept words"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "as many faces" in page
    assert "Kept words" in page
    assert "New face" not in signed_in(ana).get("/me/faces").content.decode()


def test_what_a_face_says_shows_on_its_page() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    said = form(
        name="Ana L.", bio="Hello **you** <script>alert(1)</script>", language="de", link_name_1="Blog",
        link_url_1="https://example.org/ana", colour="5", locked="on",
    )  # fmt: skip
    assert browser.post("/me/faces/@ana", said)["Location"] == "/me/faces/@ana"
    profile = reads.profile(None, "ana")
    assert (profile.card.name, profile.card.colour, profile.locked, profile.no_index) == (
        "Ana L.",
        5,
        True,
        False,
    )
    assert "<strong>you</strong>" in profile.bio_html
    assert "<script>" not in profile.bio_html
    assert [(link.name, link.url) for link in profile.links] == [("Blog", "https://example.org/ana")]
    assert '<html lang="de"' in browser.get("/me").content.decode().replace("\n", " ")


@pytest.mark.parametrize(
    ("changes", "field", "kept"),
    [
        ({"link_url_1": "javascript:alert(1)"}, "links", "javascript:alert(1)"),
        ({"link_url_1": "example.org/ana"}, "links", "example.org/ana"),
        ({"link_url_1": "https://a:b@example.org"}, "links", "a:b@example.org"),
        ({"colour": "99"}, "colour", "Ana"),
        ({"colour": "x"}, "colour", "Ana"),
        ({"time_zone": "Mars/Base"}, "time_zone", "Ana"),
        ({"language": "<b>"}, "language", "Ana"),
        ({"name": ""}, "name", "Words kept"),
        ({"bio": "x" * 1001}, "bio", "x" * 1001),
        ({"name": "x" * 100_000}, "name", "Words kept"),
    ],
)
def test_what_is_wrong_is_said_and_kept(changes: dict[str, str], field: str, kept: str) -> None:
    browser = signed_in(member("ana"))
    answer = browser.post("/me/faces/@ana", form(**{"bio": "Words kept", **changes}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{field}' in page
    assert kept in page
    assert reads.card(face_of(Member.objects.get())).colour == 1


def test_anothers_face_is_not_there() -> None:
    member("ben")
    browser = signed_in(member("ana"))
    missing = browser.get("/me/faces/@nobodyhere")
    for page in ("/me/faces/@ben", "/me/faces/@ben/close"):
        answer = browser.get(page)
        assert answer.status_code == 404
        assert browser.post(page, form()).status_code == 404
    for act in ("/me/faces/@ben/reopen", "/me/faces/@ben/picture/remove"):
        assert browser.post(act).status_code == 404
    there = browser.get("/me/faces/@ben")
    scrub = re.compile(rb'(csrf-token" content="|csrfmiddlewaretoken" value=")[^"]+')
    assert scrub.sub(b"", missing.content).replace(b"nobodyhere", b"ben") == scrub.sub(b"", there.content)


def test_switching_stays_on_the_page_where_the_new_face_may_be() -> None:
    ana = member("ana")
    acts.create(ana, FaceDraft(handle="analopez"))
    browser = signed_in(ana)
    answer = browser.post("/switch", {"face": "analopez", "next": "/rules"})
    assert answer["Location"] == "/rules"
    assert 'data-face="analopez"' in browser.get("/rules").content.decode()
    assert 'data-face="analopez"' in browser.get("/me").content.decode()


def test_switching_leads_home_where_the_page_is_not_for_the_new_face() -> None:
    ana = member("ana")
    acts.create(ana, FaceDraft(handle="analopez"))
    browser = signed_in(ana)
    browser.post("/switch", {"face": "analopez", "next": "/me/faces/@nobodyhere"})
    gone = browser.get("/me/faces/@nobodyhere")
    assert (gone.status_code, gone["Location"]) == (302, "/")
    assert browser.get("/me/faces/@nobodyhere").status_code == 404


@pytest.mark.parametrize("handle", ["ben", "nobodyhere", "", "@", "ana\x00", "1"])
def test_switching_to_a_face_that_is_not_ones_own_is_not_there(handle: str) -> None:
    member("ben")
    browser = signed_in(member("ana"))
    assert browser.post("/switch", {"face": handle}).status_code == 404
    assert 'data-face="ana"' in browser.get("/me").content.decode()


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"]
)
def test_switching_never_leads_elsewhere(where: str) -> None:
    browser = signed_in(member("ana"))
    assert browser.post("/switch", {"face": "ana", "next": where})["Location"] == "/"


def test_a_face_left_in_the_session_gives_nothing_once_it_is_anothers() -> None:
    ana, ben = member("ana"), member("ben")
    browser = signed_in(ana)
    session = browser.session
    session["face"] = face_of(ben)
    session.save()
    assert 'data-face="ana"' in browser.get("/me").content.decode()


def test_forms_without_their_token_are_refused() -> None:
    browser = signed_in(member("ana"), enforce_csrf_checks=True)
    for page in (
        "/switch",
        "/me/faces/new",
        "/me/faces/@ana",
        "/me/faces/@ana/close",
        "/me/settings",
        "/me/close",
    ):
        assert browser.post(page, form(face="ana")).status_code == 403


def test_wrong_methods_are_said() -> None:
    browser = signed_in(member("ana"))
    assert browser.get("/switch").status_code == 405
    assert browser.post("/me").status_code == 405
    assert browser.get("/me/faces/@ana/reopen").status_code == 405
    assert browser.put("/me/faces/@ana").status_code == 405


def picture_of(face: int) -> str:
    return reads.card(face).picture_url.removeprefix("/media/avatar/")


def test_a_picture_is_painted_anew_and_tells_nothing() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    browser.post("/me/faces/@ana", form(picture=photo()))
    blob = picture_of(face_of(ana))
    fetched = Client().get(f"/media/avatar/{blob}")
    data = b"".join(fetched.streaming_content)  # type: ignore[attr-defined]
    assert fetched["Content-Type"] == "image/webp"
    assert "sessionid" not in fetched.cookies
    image = pyvips.Image.new_from_buffer(data, "")
    assert not [name for name in image.get_fields() if name.startswith("exif")]
    assert b"SECRETCAM" not in data
    assert "4711" not in blob


def test_two_faces_with_the_same_bytes_share_no_file_and_an_old_file_goes() -> None:
    ana = member("ana")
    work = acts.create(ana, FaceDraft(handle="analopez"))
    browser = signed_in(ana)
    browser.post("/me/faces/@ana", form(picture=photo()))
    browser.post("/me/faces/@analopez", form(picture=photo()))
    first, second = picture_of(face_of(ana)), picture_of(work)
    assert first
    assert second
    assert first != second
    browser.post("/me/faces/@ana", form(picture=photo()))
    assert picture_of(face_of(ana)) != first
    assert not blobs.path(first).exists()
    assert Client().get(f"/media/avatar/{first}").status_code == 404
    browser.post("/me/faces/@analopez/picture/remove")
    assert not blobs.path(second).exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
    ],
)
def test_what_is_no_picture_is_refused_next_to_its_field(data: bytes) -> None:
    ana = member("ana")
    upload = SimpleUploadedFile("x.png", data, content_type="image/png")
    answer = signed_in(ana).post("/me/faces/@ana", form(picture=upload, bio="Kept words"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_picture_error"' in page
    assert "Kept words" in page
    assert not reads.card(face_of(ana)).picture_url


def test_a_picture_that_weighs_too_much_is_refused_unread() -> None:
    heavy = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff" + b"0" * (13 << 20), content_type=JPEG)
    answer = signed_in(member("ana")).post("/me/faces/@ana", form(picture=heavy))
    assert answer.status_code == 422
    assert "12 MB" in answer.content.decode()


def test_a_picture_of_a_stopped_face_is_not_there() -> None:
    ana = member("ana")
    acts.set_picture(face_of(ana), photo().read())
    blob = picture_of(face_of(ana))
    acts.close(face_of(ana))
    assert Client().get(f"/media/avatar/{blob}").status_code == 404


@pytest.mark.parametrize("name", ["x", "..", "%2e%2e%2fsecret.key", "0" * 32 + ".webp", "a" * 500])
def test_only_pictures_of_faces_are_served(name: str) -> None:
    assert Client().get(f"/media/avatar/{name}").status_code == 404


def test_a_private_file_is_not_served_as_a_picture() -> None:
    blob = blobs.put(b"private", "webp")
    assert Client().get(f"/media/avatar/{blob}").status_code == 404


def test_a_picture_opens_no_session(client: Client, django_assert_num_queries: Any) -> None:
    ana = member("ana")
    acts.set_picture(face_of(ana), photo().read())
    browser, page = signed_in(ana), f"/media/avatar/{picture_of(face_of(ana))}"
    # Who is kept out of the site is read once and remembered.
    browser.get("/media/avatar/nothing")
    with django_assert_num_queries(1):
        answer = browser.get(page)
    assert answer.status_code == 200
    assert "Cookie" not in answer.get("Vary", "")


def test_closing_a_face_asks_first_and_can_be_taken_back() -> None:
    ana = member("ana")
    work = acts.create(ana, FaceDraft(handle="analopez"))
    browser = signed_in(ana)
    browser.post("/me/faces/@analopez", form(picture=photo()))
    assert picture_of(work) in browser.get("/me/faces").content.decode()
    assert "Close @analopez?" in browser.get("/me/faces/@analopez/close").content.decode()
    assert reads.card(work).state == "active"
    browser.post("/me/faces/@analopez/close")
    assert reads.card(work).state == "closing"
    grid = browser.get("/me/faces").content.decode()
    assert "/me/faces/@analopez/reopen" in grid
    assert picture_of(work) not in grid, "its picture is not served, so its initials stand there"
    browser.post("/me/faces/@analopez/reopen")
    assert reads.card(work).state == "active"


def test_without_an_active_face_one_lands_where_one_is_made_or_kept() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    browser.post("/me/faces/@ana/close")
    assert browser.get("/compose")["Location"] == "/me/faces"
    assert browser.get("/me/faces").status_code == 200
    bare = Member.objects.create_user("bare@example.org", "x")
    browser = signed_in(bare)
    assert browser.get("/")["Location"] == "/me/faces/new"
    assert browser.get("/me/faces/new").status_code == 200
    assert browser.get("/me").status_code == 200


def recently(browser: Client) -> Client:
    """A browser in which the password was just given."""
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def test_closing_the_account_asks_for_the_password_and_hides_all() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    assert browser.get("/me/close")["Location"].startswith("/account/reauthenticate/")
    recently(browser)
    assert "30 days" in browser.get("/me/close").content.decode()
    assert browser.post("/me/close")["Location"] == "/"
    closing = browser.get("/me")
    assert closing.status_code == 403
    assert b"Keep my account" in closing.content
    assert Client().get("/media/avatar/x").status_code == 404
    assert browser.post("/halted/reopen")["Location"] == "/me"
    assert browser.get("/me").status_code == 200


def test_the_last_operator_stays() -> None:
    browser = recently(signed_in(member("boss", role="operator")))
    answer = browser.post("/me/close")
    assert answer.status_code == 422
    assert b"last operator" in answer.content


def test_a_warning_shows_until_it_is_read() -> None:
    operator, ana = member("boss", role="operator"), member("ana")
    site.warn(operator, face_of(ana), "Please be <b>kind</b>.")
    browser = signed_in(ana)
    page = browser.get("/me").content.decode()
    assert "Please be &lt;b&gt;kind&lt;/b&gt;." in page
    number = re.findall(r"/me/warnings/(\d+)/read", page)[0]
    assert signed_in(operator).post(f"/me/warnings/{number}/read").status_code == 404
    browser.post(f"/me/warnings/{number}/read")
    assert "Please be" not in browser.get("/me").content.decode()
    assert browser.post(f"/me/warnings/{number}/read").status_code == 404


def test_a_face_with_a_language_of_its_own_is_named_where_that_of_the_account_is_chosen() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    assert "/me/faces/@ana" not in browser.get("/me/settings").content.decode().split("<main", 1)[1]
    assert browser.post("/me/faces/@ana", form(language="de")).status_code == 302
    page = browser.get("/me/settings").content.decode().split("<main", 1)[1]
    assert 'href="/me/faces/@ana"' in page
    assert "<bdi>Deutsch</bdi>" in page


def test_settings_are_kept_and_nonsense_is_not() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    browser.post("/me/settings", {"language": "de", "home_order": "people", "theme": "dark"})
    assert reads.face(face_of(ana)).settings.home_order == "people"
    page = browser.get("/me").content.decode().replace("\n", " ")
    assert 'data-theme="dark"' in page
    assert '<html lang="de"' in page
    assert (
        browser.post("/me/settings", {"language": "xx", "home_order": "loud", "theme": "neon"}).status_code
        == 422
    )


def test_times_are_told_by_the_clock_of_the_face() -> None:
    ana = member("ana")
    acts.edit(face_of(ana), FaceDraft(name="Ana", time_zone="Asia/Tokyo"))
    acts.create(ana, FaceDraft(handle="analopez", time_zone="UTC"))
    acts.close(acts.create(ana, FaceDraft(handle="thirdface")))
    browser = signed_in(ana)
    tokyo = browser.get("/me/faces").content.decode()
    browser.post("/switch", {"face": "analopez"})
    utc = browser.get("/me/faces").content.decode()
    moments = re.compile(r"<time[^>]*>[^<]*</time>")
    assert moments.findall(tokyo)
    assert moments.findall(tokyo) != moments.findall(utc)


def test_sessions_are_listed_and_can_be_ended() -> None:
    ana = member("ana")
    here, there = Client(), Client()
    for browser in (here, there):
        assert browser.post("/account/login/", {"login": ana.email, "password": PASSWORD}).status_code == 302
    assert there.get("/me").status_code == 200
    assert here.get("/account/sessions/").status_code == 200
    here.post("/account/sessions/")
    assert there.get("/me").status_code == 302
    assert here.get("/me").status_code == 200


def test_no_page_ties_two_faces_of_a_member() -> None:
    """What others get of two faces shares no address, file or number, and tells no birthday."""
    ana = member("ana")
    work = acts.create(ana, FaceDraft(handle="analopez"))
    private = face_of(ana)
    acts.set_picture(private, photo().read())
    acts.set_picture(work, photo().read())
    one, two = (
        set(re.findall(r"\w{6,}", repr(reads.profile(None, handle)))) for handle in ("ana", "analopez")
    )
    shared = {word for word in one & two if any(mark.isdigit() for mark in word)}
    assert shared == set()
    assert "made_at" not in reads.FaceCard.__struct_fields__
    assert abs(reads.card(private).public_id - reads.card(work).public_id) > 1_000_000


def test_a_purged_account_leaves_no_file() -> None:
    from datetime import timedelta

    from hedgerow.kernel import clock

    ana = member("ana")
    acts.set_picture(face_of(ana), photo().read())
    blob = picture_of(face_of(ana))
    members.close(ana.pk)
    assert blobs.path(blob).exists()
    members.purge_due(clock.now() + timedelta(days=31))
    assert not blobs.path(blob).exists()
    assert not list((Path(settings.DATA_DIR) / "blobs").rglob(blob))
    assert not Face.objects.filter(handle="ana").exists()


def test_new_posts_vanish_as_this_face_chose() -> None:
    ana = member("ana")
    client = signed_in(ana)
    said = {"language": "en", "home_order": "newest", "theme": "", "vanish_after": "86400"}
    assert client.post("/me/settings", said).status_code == 302
    assert '<option value="86400" selected>' in client.get("/me/settings").content.decode()
    assert (
        '<option value="86400" selected>' in client.get("/compose").content.decode().split('id="vanish"')[1]
    )
    assert client.post("/me/settings", {**said, "vanish_after": ""}).status_code == 302
    assert (
        '<option value="86400" selected>'
        not in client.get("/compose").content.decode().split('id="vanish"')[1]
    )


def test_faces_of_one_name_are_told_apart_by_their_buttons() -> None:
    ana = member("ana")
    browser = signed_in(ana)
    for handle in ("ana_one", "ana_two"):
        browser.post("/me/faces/new", form(name="Ana", handle=handle))
    page = browser.get("/me/faces").content.decode()
    others = re.findall(r'name="face"\s+value="(\w+)"[^>]*>(.*?)</button>', page, re.S)
    assert {handle for handle, _words in others} == {"ana", "ana_one"}
    for handle, words in others:
        assert f"@{handle}" in re.sub(r"<[^>]+>", "", words), handle
