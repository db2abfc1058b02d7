"""Writing, as a browser without scripts does it: what is sent, what comes back, and what is never lost."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hedgerow.kernel import limits
from hedgerow.people.audiences import acts as audience_acts
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.models import Media
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from tests.delivery.world import another_face, follow, join, pid, say, to

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def drawing(name: str = "river.png", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A small picture."""
    import pyvips

    made = pyvips.Image.black(*size, bands=3).copy(interpretation="srgb")
    return SimpleUploadedFile(name, made.pngsave_buffer(), "image/png")


def circle(owner: int, name: str, *people: int) -> str:
    """A circle with these people; its key."""
    made = circles.make(owner, name)
    circles.move(owner, [(made, face) for face in people], [])
    return next(one.key for one in circle_reads.on_trays(owner) if one.id == made)


def written(face: int) -> list[reads.Shown]:
    """What a face wrote, as it sees it, newest first."""
    kinds = ("posts", "replies")
    found = [post for kind in kinds for post in reads.by_author(face, face, kind=kind).shown]
    return sorted(found, key=lambda post: -post.public_id)


def texts(answer: object) -> str:
    """The page's HTML."""
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def field(html: str, name: str) -> str:
    """The value of a field of the composer."""
    found = re.search(rf'name="{name}"\s+value="([^"]*)"', html)
    assert found, name
    return found[1]


def composer(html: str) -> str:
    """The composer's part of a page."""
    return html[html.index("data-composer=") : html.index("</form>", html.index("data-composer="))]


def test_whoever_is_signed_out_signs_in_first() -> None:
    for answer in (Client().get("/compose"), Client().post("/compose", {"text": ""})):
        assert answer.status_code == 302
        assert "/account/login" in answer["Location"]


def test_the_composer_says_who_speaks_and_who_will_read(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ben, ana)
    follow(cleo, ana)
    html = texts(browser_of(ana).get("/compose"))
    assert "<strong>Ana</strong>" in html
    assert "Your followers: 2 people" in html
    assert "2 people will be able to read this." in html


def test_sending_publishes_to_whom_was_chosen(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    answer = browser_of(ana).post(
        "/compose", {"text": "Sunday?", "way": "circles", "circle": hiking, "face": "ana", "language": "de"}
    )
    post = written(ana)[0]
    assert answer.status_code == 302
    assert answer["Location"] == post.url
    assert post.told.sentence == "Hiking"
    assert post.body.language == "de"
    assert reads.post(ben, post.public_id)
    said = texts(browser_of(ben).get(post.url))
    assert "Sunday?" in said
    assert "Hiking" not in said


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Your followers"),
        ({"way": "public"}, "Public"),
        ({"way": "site"}, "Everybody on this site"),
        ({"way": "me"}, "Only you"),
        ({"way": "circles"}, "Only you"),
        ({"way": "circles", "circle": "followers"}, "Your followers"),
        ({"way": "circles", "circle": ["followers", "mutuals"]}, "Your followers and your mutual followers"),
        ({"circle": "mutuals"}, "Your mutual followers"),
    ],
)
def test_each_way_to_choose(browser_of: Browser, fields: dict[str, object], sentence: str) -> None:
    ana = join("ana")
    assert browser_of(ana).post("/compose", {"text": "hello", **fields}).status_code == 302
    assert written(ana)[0].told.sentence == sentence


def test_people_by_name_and_without_somebody(browser_of: Browser) -> None:
    ana, ben, cleo, dora = join("ana"), join("ben"), join("cleo"), join("dora")
    hiking = circle(ana, "Hiking", ben, cleo)
    fields = {
        "text": "hello",
        "way": "circles",
        "circle": hiking,
        "person": str(pid(dora)),
        "without": [f"person-{pid(cleo)}"],
    }
    browser_of(ana).post("/compose", fields)
    post = written(ana)[0]
    assert post.told.sentence == "Hiking and Dora, without Cleo"
    assert [face for face in (ben, cleo, dora) if reads.shown(face, [post.id])] == [ben, dora]
    site = {"text": "the site", "way": "site", "without": [f"circle-{hiking}"]}
    browser_of(ana).post("/compose", site)
    seen = [face for face in (ben, cleo, dora) if reads.shown(face, [written(ana)[0].id])]
    assert seen == [dora]


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "circles", "circle": "123"},
        {"way": "circles", "circle": "hiking"},
        {"way": "circles", "circle": "9" * 40},
        {"way": "circles", "person": "-1"},
        {"way": "circles", "person": "12345", "circle": "followers"},
        {"way": "everybody"},
        {"way": "public", "without": "circle-followers"},
        {"way": "site", "without": "somebody"},
        {"way": "site", "without": "person-x"},
        {"way": "circles", "circle": "followers", "without": "circle-77"},
        {"way": "\x00"},
    ],
)
def test_an_audience_that_cannot_be_is_an_error_and_the_draft_is_kept(
    browser_of: Browser, fields: dict[str, str]
) -> None:
    ana = join("ana")
    data = {"text": "my own words", "note": "a note", "language": "pt", **fields}
    answer = browser_of(ana).post("/compose", data)
    html = texts(answer)
    assert answer.status_code == 422
    assert "my own words</textarea>" in html
    assert field(html, "note") == "a note"
    assert re.search(r'value="pt"[^>]*selected', html)
    assert 'id="composer-audience-error"' in html
    assert not written(ana)


def test_somebody_elses_circle_is_as_unknown_as_any(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hers = circle(ben, "Secret", ana)
    fields = {"text": "hello", "way": "circles"}
    known = browser_of(ana).post("/compose", {**fields, "circle": hers})
    unknown = browser_of(ana).post("/compose", {**fields, "circle": "2305843009213693952"})
    assert known.status_code == unknown.status_code == 422
    assert "Secret" not in texts(known)
    assert plain(texts(known)) == plain(texts(unknown))
    assert not written(ana)


def plain(html: str) -> str:
    """A page without what is made anew for each."""
    html = re.sub(r'(content|value)="[A-Za-z0-9]{64}"', "", html)
    return re.sub(r'name="token"\s+value="[^"]+"', "", html)


def test_a_person_who_blocked_is_not_named_by_asking(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    contacts.block(ben, ana)
    answer = browser_of(ana).post("/compose", {"text": "x", "way": "circles", "person": str(pid(ben))})
    assert answer.status_code == 422
    assert "Ben" not in texts(answer)
    assert "Ben" not in texts(browser_of(ana).get("/compose/people?find=ben"))


def test_the_same_submit_twice_is_one_post(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    token = field(texts(client.get("/compose")), "token")
    assert len(token) > 20
    sent = [client.post("/compose", {"text": "once", "token": token, "way": "public"}) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    assert sent[0]["Location"] == sent[1]["Location"]
    assert len(written(ana)) == 1


def test_words_changed_after_a_lost_answer_are_another_post(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    for text in ("The first words", "Quite other words"):
        answer = client.post("/compose", {"text": text, "way": "public", "token": "lost-answer"})
        assert answer.status_code == 302
    assert len(written(ana)) == 2


def test_posting_in_one_tab_leaves_another_tab_s_form_good(browser_of: Browser) -> None:
    client = browser_of(join("ana"))
    client.get("/compose")
    before = client.cookies["hedgerow-csrf"].value
    assert client.post("/compose", {"text": "From the first tab", "way": "public"}).status_code == 302
    client.get("/compose")
    assert client.cookies["hedgerow-csrf"].value == before


def test_a_refused_draft_keeps_its_token_and_is_sent_once_corrected(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    html = texts(client.post("/compose", {"text": "", "token": "one-token"}))
    assert field(html, "token") == "one-token"
    assert client.post("/compose", {"text": "now", "token": "one-token"}).status_code == 302
    assert len(written(ana)) == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\t "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "x" * 400_000}, "text"),
        ({"text": "x", "note": "n" * 201}, "note"),
        ({"text": "x", "language": "not a language"}, "language"),
        ({"text": "x", "may_reply": "anyone"}, "may_reply"),
        ({"text": "x", "picture": "77"}, "pictures"),
        ({"text": "x", "picture": "river"}, "pictures"),
        ({"text": "x", "face": "somebody"}, "text"),
    ],
)
def test_what_cannot_be_sent_says_so_beside_its_field(
    browser_of: Browser, fields: dict[str, str], wrong: str
) -> None:
    ana = join("ana")
    answer = browser_of(ana).post("/compose", {"way": "public", **fields})
    html = texts(answer)
    assert answer.status_code == 422
    assert f'id="composer-{wrong}-error"' in html
    assert fields["text"].strip() in html
    assert re.search(r'value="public"\s+checked', html)
    assert not written(ana)


@pytest.mark.parametrize(
    "text", ["a\x00b", "\ud800", "‮gnihton", "[x](javascript:alert(1))", "<script>alert(1)</script>", "𝕳" * 40]
)
def test_odd_words_are_no_trouble(browser_of: Browser, text: str) -> None:
    ana = join("ana")
    client = browser_of(ana)
    data = {"text": text.encode("utf-8", "replace").decode(), "way": "public", "note": "\x00 odd"}
    answer = client.post("/compose", data)
    assert answer.status_code == 302
    html = texts(client.get(answer["Location"]))
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_a_body_beyond_all_measure_is_refused_without_falling(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    assert client.post("/compose", {"text": "x" * (2 << 20)}).status_code == 413
    assert client.post("/compose", {f"circle{n}": "1" for n in range(3000)}).status_code == 400
    raw = client.post("/compose", b"\xff\xfe=\x00&%zz", content_type="application/x-www-form-urlencoded")
    assert raw.status_code == 422
    broken = client.post("/compose", b"--x\r\nnonsense", content_type="multipart/form-data; boundary=x")
    assert broken.status_code in {400, 422}
    assert not written(ana)


# --- pictures -----------------------------------------------------------------------------------------


def test_pictures_come_with_their_words_and_in_their_order(browser_of: Browser) -> None:
    ana = join("ana")
    data = {
        "text": "two",
        "way": "public",
        "pictures": [drawing(), drawing("b.png")],
        "new_alt": ["one", "two"],
    }
    assert browser_of(ana).post("/compose", data).status_code == 302
    assert [picture.alt for picture in written(ana)[0].pictures] == ["one", "two"]


def test_pictures_already_brought_survive_an_error(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    data = {"text": "x" * 5001, "pictures": [drawing(), drawing("b.png")], "new_alt": ["a barge", ""]}
    html = texts(client.post("/compose", data))
    kept = re.findall(r'name="picture" value="(\d+)" checked', html)
    assert len(kept) == 2
    assert 'value="a barge"' in html
    thumb = re.search(r'<img src="(/media/[^"]+)"', html)
    assert thumb
    assert client.get(thumb[1].replace("&amp;", "&")).status_code == 200
    again = {
        "text": "short",
        "picture": kept[::-1],
        f"alt-{kept[0]}": "a red barge",
        f"alt-{kept[1]}": "bread",
    }
    assert client.post("/compose", again).status_code == 302
    assert [picture.alt for picture in written(ana)[0].pictures] == ["bread", "a red barge"]


def test_a_picture_unticked_is_left_out(browser_of: Browser) -> None:
    ana = join("ana")
    keep, leave = (posts.bring_picture(ana, drawing().read(), alt) for alt in ("kept", "left"))
    browser_of(ana).post("/compose", {"text": "x", "picture": str(keep), f"alt-{leave}": "left"})
    assert [int(picture.id) for picture in written(ana)[0].body.pictures] == [keep]


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a" + b"\xff" * 200]
)
def test_a_broken_file_is_named_and_all_else_is_kept(browser_of: Browser, data: bytes) -> None:
    ana = join("ana")
    sent = {"text": "my words", "pictures": [SimpleUploadedFile("odd.png", data), drawing()]}
    answer = browser_of(ana).post("/compose", sent)
    html = texts(answer)
    assert answer.status_code == 422
    assert "my words" in html
    assert 'id="composer-pictures-error"' in html
    assert len(re.findall(r'name="picture" value="(\d+)" checked', html)) == 1
    assert not written(ana)


def test_more_pictures_than_a_post_holds(browser_of: Browser) -> None:
    ana = join("ana")
    answer = browser_of(ana).post(
        "/compose", {"text": "x", "pictures": [drawing(f"{n}.png") for n in range(9)]}
    )
    html = texts(answer)
    assert answer.status_code == 422
    assert "At most 8 pictures." in html
    assert len(re.findall(r'name="picture" value="\d+" checked', html)) == 9


def test_somebody_elses_picture_is_none_of_mine(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hers = posts.bring_picture(ben, drawing().read(), "hers")
    answer = browser_of(ana).post("/compose", {"text": "x", "picture": str(hers), f"alt-{hers}": "mine now"})
    assert answer.status_code == 422
    assert Media.objects.get(public_id=hers).alt == "hers"
    assert not written(ana)


def test_alternative_text_that_is_too_long(browser_of: Browser) -> None:
    ana = join("ana")
    picture = posts.bring_picture(ana, drawing().read(), "")
    answer = browser_of(ana).post(
        "/compose", {"text": "x", "picture": str(picture), f"alt-{picture}": "a" * 1501}
    )
    assert answer.status_code == 422
    assert 'id="composer-pictures-error"' in texts(answer)
    assert "a" * 1501 in texts(answer)


def test_one_picture_ahead_of_its_post(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    answer = client.post("/compose/pictures", {"pictures": drawing(), "new_alt": "a barge"})
    assert answer.status_code == 200
    number = re.search(r'name="picture" value="(\d+)" checked', texts(answer))
    assert number
    for wrong in ({}, {"pictures": SimpleUploadedFile("x.png", b"no")}, {"pictures": [drawing(), drawing()]}):
        refused = client.post("/compose/pictures", wrong)
        assert refused.status_code == 422
        assert "text/plain" in refused["Content-Type"]
    assert client.post(f"/compose/pictures/{number[1]}/discard").status_code == 204
    assert client.post(f"/compose/pictures/{number[1]}/discard").status_code == 404
    assert not Media.objects.exists()


# --- the default, the circle one comes from, and people -----------------------------------------------


def test_the_default_is_remembered_when_asked_and_only_then(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    client = browser_of(ana)
    client.post("/compose", {"text": "x", "way": "circles", "circle": hiking})
    assert audiences.default_choice(ana) == Choice("followers")
    client.post("/compose", {"text": "x", "way": "circles", "circle": hiking, "remember": "on"})
    assert audiences.default_choice(ana) == Choice("chosen", circles=[int(hiking)])
    assert "Hiking: 1 person" in texts(client.get("/compose"))
    client.post("/compose", {"text": "as usual"})
    assert written(ana)[0].told.sentence == "Hiking"


def test_a_default_that_cannot_be_meant_any_more_lets_one_write_on(browser_of: Browser) -> None:
    ana = join("ana")
    hiking = circle(ana, "Hiking")
    audience_acts.remember_default(ana, Choice("chosen", circles=[int(hiking)]))
    circles.close(ana, circle_reads.by_public_id(ana, int(hiking)).id)
    client = browser_of(ana)
    html = texts(client.get("/compose"))
    assert "One of these circles is not there any more" in html
    answer = client.post("/compose", {"text": "kept words"})
    assert answer.status_code == 422
    assert "kept words" in texts(answer)
    assert client.post("/compose", {"text": "kept words", "way": "me"}).status_code == 302
    assert client.get(f"/p/{say(ana)}/boost").status_code == 200


def test_writing_to_a_circle(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    html = texts(browser_of(ana).get(f"/compose?to={hiking}"))
    assert "Hiking: 1 person" in html
    assert re.search(rf'value="{hiking}"\s+checked', html)
    for key in ("77", "x", "9" * 30):
        assert browser_of(ana).get(f"/compose?to={key}").status_code == 404
    assert browser_of(ben).get(f"/compose?to={hiking}").status_code == 404


def test_a_text_shared_from_elsewhere(browser_of: Browser) -> None:
    url = "/compose?title=A+bridge&text=%3Cb%3E&url=https%3A%2F%2Fexample.org"
    html = texts(browser_of(join("ana")).get(url))
    assert "A bridge\n\n&lt;b&gt;\n\nhttps://example.org</textarea>" in html


def test_people_found_without_scripts_come_with_the_draft(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    client = browser_of(ana)
    for data in ({"do": "find", "find": "be"}, {"find": "be"}):
        html = texts(client.post("/compose", {"text": "my words", "way": "circles", **data}))
        assert "my words" in html
        assert f'name="person"\n                   value="{pid(ben)}"' in html
    answer = client.post("/compose", {"text": "my words", "find-without": "be"})
    assert f'value="person-{pid(ben)}"' in texts(answer)
    assert re.search(r'class="more-choices not-public"\s+open>', texts(answer)), "who was found is in sight"
    assert not written(ana)
    assert "Ben" in texts(client.get("/compose/people?find=be"))
    assert f'value="person-{pid(ben)}"' in texts(client.get("/compose/people?field=without&find-without=be"))
    assert client.get("/compose/people?find=%00%ff").status_code == 200
    assert "Ben" not in texts(client.get("/compose/people"))


def test_who_may_surprise_is_left_out_by_one_button_without_scripts(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circle(ana, "Hiking", ben, cleo)
    contacts.label(ana, cleo, ["manager"])
    client = browser_of(ana)
    out = f"leave-out-person-{pid(cleo)}"
    assert f'value="{out}"' in texts(client.get(f"/compose?to={hiking}"))
    fields = {"text": "my words", "way": "circles", "circle": hiking}
    html = texts(client.post("/compose", {**fields, "do": out}))
    assert "my words" in html
    assert "Hiking, without Cleo: 1 person" in html
    assert re.search(rf'name="without"\s+value="person-{pid(cleo)}"\s+checked', html)
    assert out not in html, "nobody is named twice"
    assert not written(ana)
    assert client.post("/compose", {**fields, "without": f"person-{pid(cleo)}"}).status_code == 302
    post = written(ana)[0]
    assert reads.shown(ben, [post.id])
    assert not reads.shown(cleo, [post.id])


def test_leaving_out_begins_with_what_is_chosen(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(ben, ana)
    follow(cleo, ana)
    contacts.label(ana, cleo, ["manager"])
    client, out = browser_of(ana), f"leave-out-person-{pid(cleo)}"
    short = texts(client.post("/compose/choices", {"do": out}))
    assert "Your followers, without Cleo: 1 person" in short, "nothing was named, so the usual is meant"
    named = {"way": "circles", "person": [pid(ben), pid(cleo)]}
    assert "Ben: 1 person" in texts(client.post("/compose/choices", {**named, "do": out})), (
        "a name is taken off"
    )
    answer = client.post("/compose/choices", {"way": "circles", "person": [pid(cleo)], "do": out})
    assert "Only you, until you choose somebody" in texts(answer)


# --- the sentence while one chooses -------------------------------------------------------------------


def test_the_sentence_follows_the_choice(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circle(ana, "Hiking", ben, cleo)
    contacts.label(ana, cleo, ["manager"])
    client = browser_of(ana)
    html = texts(client.post("/compose/audience", {"way": "circles", "circle": hiking}))
    assert "Hiking: 2 people" in html
    assert "2 people will be able to read this." in html
    assert "you labelled them manager" in html
    assert "Only you, until you choose somebody" in texts(
        client.post("/compose/audience", {"way": "circles"})
    )
    assert "Everybody will be able" in texts(client.post("/compose/audience", {"way": "public"}))
    assert "not there any more" in texts(client.post("/compose/audience", {"way": "circles", "circle": "7"}))
    assert client.post("/compose/audience", {"reply": "77"}).status_code == 404
    assert client.get("/compose/audience").status_code == 405


# --- answering ----------------------------------------------------------------------------------------


def test_an_answer_says_only_whose_post_is_seen(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circle(ana, "Hiking", ben, cleo)
    post = say(ana, "Sunday?", Choice("chosen", circles=[int(hiking)]))
    client = browser_of(ben)
    html = composer(texts(client.get(f"/compose?reply={post}")))
    assert "Those who see Ana’s post" in html
    assert "Hiking" not in html
    assert "people will be able" not in html
    assert 'name="way"' not in html
    answer = client.post("/compose", {"text": "I come", "reply": str(post)})
    assert answer.status_code == 302
    assert "Hiking" not in texts(client.get(answer["Location"]))
    assert reads.post(cleo, written(ben)[0].public_id).answers


def test_acting_in_a_thread_is_explained_once(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hello")
    client = browser_of(ben)
    said = "Whoever reads this thread will see that you answered in it"
    assert said in texts(client.get(f"/compose?reply={post}"))
    assert said in texts(client.get(f"/@ana/{post}"))
    client.post("/compose", {"text": "hi", "reply": str(post)})
    assert said not in texts(client.get(f"/compose?reply={post}"))
    assert said not in texts(browser_of(ana).get(f"/compose?reply={post}"))


def test_what_may_not_be_seen_cannot_be_answered_and_looks_missing(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hidden = say(ana, "secret", Choice("nobody"))
    client = browser_of(ben)
    for kind in ("reply", "quote"):
        assert client.get(f"/compose?{kind}={hidden}").status_code == 404
        pages = [
            client.post("/compose", {"text": "kept words", kind: str(number), "way": "public", "token": "t"})
            for number in (hidden, hidden + 1)
        ]
        assert [answer.status_code for answer in pages] == [404, 404]
        assert "kept words" in texts(pages[0])
        assert re.search(r'value="me"\s+checked', texts(pages[0]))
        assert plain(texts(pages[0])) == plain(texts(pages[1]))
    assert client.get("/compose?reply=x").status_code == 404
    assert not written(ben)


def test_a_closed_thread_keeps_the_draft(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "hello")
    posts.thread_settings(ana, post, "all", True)
    answer = browser_of(ben).post("/compose", {"text": "my words", "reply": str(post)})
    assert answer.status_code == 422
    assert "This thread is closed." in texts(answer)
    assert "my words" in texts(answer)


def test_quoting(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "worth reading")
    client = browser_of(ben)
    html = texts(client.get(f"/compose?quote={post}"))
    assert "worth reading" in html
    assert 'name="way"' in html
    client.post("/compose", {"text": "look", "quote": str(post), "way": "public"})
    quote = written(ben)[0].quote
    assert not isinstance(quote, str)
    assert quote is not None
    assert quote.public_id == post


def test_another_face_than_the_one_addressed_is_asked_first(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    work = another_face(ana, "ana_work")
    post = say(ben, "@ana_work the papers are ready")
    client = browser_of(ana)
    assert "Who answers?" in texts(client.get(f"/compose?reply={post}"))
    first = client.post(
        "/compose", {"text": "thank you", "reply": str(post), "pictures": drawing(), "new_alt": "a stamp"}
    )
    html = texts(first)
    assert first.status_code == 422
    assert "thank you" in html
    # By handles: two faces may have one name.
    assert set(re.findall(r"Answer as (\S+)", html)) == {"@ana", "@ana_work"}
    assert not written(ana)
    assert not written(work)
    kept = re.findall(r'name="picture" value="(\d+)" checked', html)
    data = {
        "text": "thank you",
        "reply": str(post),
        "picture": kept,
        f"alt-{kept[0]}": "a stamp",
        "face": "ana",
    }
    answer = client.post("/compose", {**data, "sure": "ana_work"})
    assert answer.status_code == 302
    assert not written(ana)
    mine = written(work)[0]
    assert [picture.alt for picture in mine.pictures] == ["a stamp"]
    assert mine.body.pictures[0].id not in kept
    assert client.session["face"] == work
    files = Media.objects.values_list("blob", "small_blob")
    assert len({name for pair in files for name in pair}) == 2 * len(files)


def test_the_other_face_may_answer_all_the_same(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    work = another_face(ana, "ana_work")
    mine = say(work, "who knows the customs office?")
    answer = say(ben, "I do", Choice(), reply_to=mine)
    client = browser_of(ana)
    assert client.post("/compose", {"text": "me too", "reply": str(answer)}).status_code == 422
    sent = client.post("/compose", {"text": "me too", "reply": str(answer), "sure": "ana"})
    assert sent.status_code == 302
    assert written(ana)[0].author.handle == "ana"
    for sure in ("ben", "nobody", "\x00"):
        assert client.post("/compose", {"text": "x", "reply": str(answer), "sure": sure}).status_code == 422


def test_nobody_is_asked_where_the_other_face_does_not_see_the_post(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    another_face(ana, "ana_work")
    post = say(ben, "@ana_work between us", to(ana))
    assert "Who answers?" not in texts(browser_of(ana).get(f"/compose?reply={post}"))


def test_too_much_at_once_keeps_the_draft(browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    from hedgerow.kernel.errors import TooMany

    def refuse(key: str, **_: object) -> None:
        raise TooMany(17)

    ana = join("ana")
    client = browser_of(ana)
    monkeypatch.setattr(limits, "allow", refuse)
    for more in ({}, {"pictures": drawing()}):
        answer = client.post("/compose", {"text": "my words", **more})
        assert answer.status_code == 429
        assert answer["Retry-After"] == "17"
        assert "my words" in texts(answer)
        assert "17 seconds" in texts(answer)


def test_the_way_back_stays_on_this_site(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    assert client.post("/compose", {"text": "a", "next": "/@ana"})["Location"] == "/@ana"
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert client.post("/compose", {"text": "a", "next": elsewhere})["Location"].startswith("/@ana/")


def test_who_may_reply_is_chosen_while_writing(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    browser_of(ana).post("/compose", {"text": "mine alone", "way": "public", "may_reply": "nobody"})
    post = written(ana)[0]
    assert not reads.post(ben, post.public_id).may_reply
    html = texts(browser_of(ben).get(post.url))
    assert "Only the author of this thread may reply." in html
    assert "data-composer" not in html


@pytest.mark.parametrize(("setting", "why"), [
    ("followers", "Only those who follow the author of this thread may reply."),
    ("mentioned", "Only those whom the author of this thread mentioned may reply."),
    ("nobody", "Only the author of this thread may reply."),
])  # fmt: skip
def test_who_may_not_reply_reads_why_and_keeps_the_words(browser_of: Browser, setting: str, why: str) -> None:
    ana, ben = join("ana"), join("ben")
    post = say(ana, "mine")
    client = browser_of(ben)
    assert "data-composer" in texts(client.get(f"/@ana/{post}"))
    posts.thread_settings(ana, post, setting)
    assert why in texts(client.get(f"/@ana/{post}"))
    answer = client.post("/compose", {"text": "kept words", "reply": str(post), "way": "parent"})
    assert answer.status_code == 422
    assert why in texts(answer)
    assert "kept words" in texts(answer)


def test_the_composer_asks_little_of_the_database(browser_of: Browser, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    ana = join("ana")
    people = [join(f"walker{letter}") for letter in "abcdefghkmnp"]
    for one in people:
        follow(one, ana)
    circle(ana, "Hiking", *people)
    client = browser_of(ana)
    client.get("/compose")
    with django_assert_max_num_queries(30):
        client.get("/compose")


# --- on top of home -----------------------------------------------------------------------------------


def test_home_begins_with_a_composer_whose_choice_comes_when_asked_for(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    follow(ben, ana)
    client = browser_of(ana)
    html = composer(texts(client.get("/")))
    assert "Your followers: 1 person" in html
    assert 'name="way"' not in html
    brought = texts(client.post("/compose/choices", {"way": "circles", "circle": hiking}))
    assert "Hiking: 1 person" in brought
    assert re.search(rf'value="{hiking}"\s+checked', brought)
    assert "<html" not in brought
    looked = texts(client.post("/compose", {"text": "my words", "do": "look", "next": "/"}))
    assert "my words</textarea>" in looked
    assert 'name="way"' in looked
    assert not written(ana)
    assert client.post("/compose", {"text": "from home", "next": "/"})["Location"] == "/"
    assert written(ana)[0].told.sentence == "Your followers"
    assert "data-composer" not in texts(client.get(f"/?before={written(ana)[0].public_id}"))


def test_home_stands_though_the_default_cannot_be_meant_any_more(browser_of: Browser) -> None:
    ana = join("ana")
    hiking = circle(ana, "Hiking")
    audience_acts.remember_default(ana, Choice("chosen", circles=[int(hiking)]))
    circles.close(ana, circle_reads.by_public_id(ana, int(hiking)).id)
    html = texts(browser_of(ana).get("/"))
    assert "One of these circles is not there any more" in html
    assert "Not sent yet" not in html


def test_where_it_went_is_said_as_a_sentence(browser_of: Browser) -> None:
    ana = join("ana")
    browser = browser_of(ana)
    for fields, said in (({"way": "public"}, "Sent to everybody."), ({}, "Sent to: Your followers")):
        answer = browser.post("/compose", {"text": f"a walk {len(said)}", **fields}, follow=True)
        assert said in texts(answer)
