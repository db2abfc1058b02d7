"""Signing up through its real page, in each way a site can be open."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.models import Job
from hedgerow.kernel.writing import write
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.web.someone import PASSWORD, face_of, member, signed_in

pytestmark = pytest.mark.django_db

SIGN_UP = "/account/signup/"
OTHER = "a gate and a hedge"


def said(**changes: str) -> dict[str, str]:
    return {
        "name": "Ana López",
        "handle": "ana",
        "email": "ana@example.org",
        "password1": PASSWORD,
        **changes,
    }


def opened(way: str, *, confirm: bool = False) -> None:
    site.change(None, SiteDraft(registration=way, confirm_email=confirm))


def error_at(answer: Any, field: str) -> str:
    """The message next to this field on the page."""
    page = answer.content.decode()
    found = re.search(rf'id="id_{field}_error">.*?<span>(.*?)</span>', page, re.S)
    return " ".join(found.group(1).split()) if found else ""


def test_three_screens_of_which_two_can_be_skipped(client: Client) -> None:
    opened("open")
    answer = client.post(SIGN_UP, said())
    assert answer.status_code == 302
    assert answer["Location"] == "/welcome/face"
    second = client.get("/welcome/face")
    assert b"/welcome/circle" in second.content
    assert client.post("/welcome/face", {"bio": "Walks **slowly**."})["Location"] == "/welcome/circle"
    assert "<strong>slowly</strong>" in faces.profile(None, "ana").bio_html
    third = client.get("/welcome/circle")
    assert b"Skip" in third.content
    assert client.post("/welcome/circle", {"name": "Family"})["Location"] == "/me/strategy?first"
    beyond = client.get("/me/strategy?first").content.decode()
    assert "One more thing, if you like" in beyond
    assert "One more thing" not in client.get("/me/strategy").content.decode()
    again = client.post("/welcome/circle", {"name": "Family"})
    assert again.status_code in {302, 422}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"handle": "аna"}, "handle"),
        ({"handle": "ana lopez"}, "handle"),
        ({"handle": "admin"}, "handle"),
        ({"handle": "ADMIN_"}, "handle"),
        ({"handle": "an\u202ea"}, "handle"),
        ({"handle": "x" * 31}, "handle"),
        ({"handle": ""}, "handle"),
        ({"name": ""}, "name"),
        ({"name": "\u200b\u200b"}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"email": "nonsense"}, "email"),
        ({"email": ""}, "email"),
        ({"password1": "short"}, "password1"),
        ({"password1": "password123"}, "password1"),
        ({"password1": ""}, "password1"),
    ],
)
def test_what_is_wrong_stands_next_to_its_field_and_the_rest_is_kept(
    client: Client, changes: dict[str, str], field: str
) -> None:
    opened("open")
    given = said(**changes)
    answer = client.post(SIGN_UP, given)
    assert answer.status_code == 422
    assert error_at(answer, field)
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    kept = "handle" if field != "handle" else "email"
    assert f'value="{given[kept]}"' in page
    assert PASSWORD not in page
    assert not Member.objects.exists()


def test_a_handle_that_looks_like_anothers_is_taken(client: Client) -> None:
    opened("open")
    member("ana_lopez")
    answer = client.post(SIGN_UP, said(handle="ana_l0pez"))
    assert "taken" in error_at(answer, "handle")


@pytest.mark.parametrize("confirm", [False, True])
def test_a_double_submit_makes_one_member(client: Client, confirm: bool) -> None:
    opened("open", confirm=confirm)
    client.post(SIGN_UP, said())
    again = client.post(SIGN_UP, said())
    assert again.status_code == 302
    assert Member.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_at_the_same_time_makes_one_member() -> None:
    opened("open", confirm=True)
    browsers = [Client() for _ in range(3)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(_sign_up_and_close, browsers))
    assert answers == [(302, "/account/confirm-email/")] * 3
    (member,) = Member.objects.all()
    run_due()
    link = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", str(mail.outbox[0].body))
    assert link
    # Whichever answer the browser kept, its letter lets it in.
    assert browsers[0].post(link[1])["Location"] == "/welcome/face"
    assert Face.objects.get(member=member).handle == "ana"


def _sign_up_and_close(client: Client) -> tuple[int, str]:
    answer = client.post(SIGN_UP, said())
    connection.close()
    return answer.status_code, answer["Location"]


def test_without_confirmation_nobody_learns_who_has_an_account(client: Client) -> None:
    opened("open")
    ana = member("ana")
    asked = ((ana.email, "eve"), ("new@example.org", "ed"))
    joined = [
        Client().post(SIGN_UP, said(handle=handle, email=email, password1=OTHER)) for email, handle in asked
    ]
    assert {(answer.status_code, answer["Location"]) for answer in joined} == {(302, "/welcome/face")}
    # Signing in again tells nothing either, and each comes to their own.
    for email, handle in asked:
        browser = Client()
        assert sign_in(browser, email, OTHER).status_code == 302
        assert f'href="/@{handle}"' in browser.get("/me").content.decode()
    hers = Client()
    assert sign_in(hers, ana.email, PASSWORD).status_code == 302
    assert 'href="/@ana"' in hers.get("/me").content.decode()
    assert sign_in(Client(), ana.email, "none of both").status_code != 302
    # Whoever reads the mail of that address gets a letter for the login that confirmed it, and no other.
    Client().post("/account/password/reset/", {"email": ana.email})
    run_due()
    assert [letter.to for letter in mail.outbox] == [[ana.email]]
    # Whoever is asked to confirm later cannot take it from her: no letter lets them.
    opened("open", confirm=True)
    mail.outbox.clear()
    assert Client().post(SIGN_UP, said(handle="eve2", email=ana.email)).status_code == 302
    run_due()
    assert ["/account/confirm-email/" in str(letter.body) for letter in mail.outbox] == [False]


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def test_closed_says_so_and_takes_nobody(client: Client) -> None:
    opened("closed")
    assert b"Nobody can join at the moment" in client.get(SIGN_UP).content
    client.post(SIGN_UP, said())
    assert not Member.objects.exists()


def test_an_invitation_works_once_and_its_link_fills_it_in(client: Client) -> None:
    opened("invitation")
    operator = member("boss", role="operator")
    code = invitations.make(operator, uses=1)
    assert error_at(client.post(SIGN_UP, said()), "invitation")
    assert error_at(client.post(SIGN_UP, said(invitation="wrong")), "invitation")
    landed = client.get(f"/join/{code}", follow=True)
    assert f'value="{code}"' in landed.content.decode()
    assert client.post(SIGN_UP, said(invitation=code)).status_code == 302
    late = Client().post(SIGN_UP, said(handle="ben", email="ben@example.org", invitation=code))
    assert "used up" in error_at(late, "invitation")
    assert Member.objects.count() == 2


def test_a_revoked_invitation_lets_nobody_in(client: Client) -> None:
    opened("invitation")
    operator = member("boss", role="operator")
    code = invitations.make(operator, uses=5)
    boss = signed_in(operator)
    assert code in boss.get("/operate/invitations").content.decode()
    number = int(
        re.findall(r"/operate/invitations/(\d+)/revoke", boss.get("/operate/invitations").content.decode())[0]
    )
    assert boss.post(f"/operate/invitations/{number}/revoke").status_code == 302
    assert boss.post(f"/operate/invitations/{number}/revoke").status_code == 404
    assert error_at(client.post(SIGN_UP, said(invitation=code)), "invitation")


def test_who_asks_to_join_sees_waiting_and_nothing_else_until_let_in(client: Client) -> None:
    opened("approval")
    operator = member("boss", role="operator")
    assert error_at(client.post(SIGN_UP, said()), "why")
    client.post(SIGN_UP, said(why="I live next door."))
    for page in ("/", "/me", "/compose", "/operate", "/@boss", "/account/email/"):
        answer = client.get(page)
        assert answer.status_code == 403
        assert b"Waiting for approval" in answer.content
    assert client.get("/rules").status_code == 200
    assert Client().get("/@ana").status_code == 404
    boss = signed_in(operator)
    asks = boss.get("/operate/requests").content.decode()
    assert "I live next door." in asks
    waiting = Member.objects.get(email="ana@example.org")
    assert boss.post(f"/operate/requests/{waiting.pk}/approve").status_code == 302
    assert client.get("/me").status_code == 200
    run_due()
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"]]
    assert boss.post(f"/operate/requests/{waiting.pk}/approve").status_code == 404


def test_who_is_declined_is_told_why_and_forgotten(client: Client) -> None:
    opened("approval")
    boss = signed_in(member("boss", role="operator"))
    client.post(SIGN_UP, said(why="Please."))
    waiting = Member.objects.get(email="ana@example.org")
    assert boss.get(f"/operate/requests/{waiting.pk}/decline").status_code == 200
    boss.post(f"/operate/requests/{waiting.pk}/decline", {"reason": "Only for our street."})
    run_due()
    assert "Only for our street." in mail.outbox[0].body
    assert not Member.objects.filter(email="ana@example.org").exists()
    assert not Job.objects.filter(args__contains="ana@example.org").exists()
    assert client.get("/me").status_code == 302
    opened("open")
    assert Client().post(SIGN_UP, said()).status_code == 302


def test_a_request_can_be_withdrawn(client: Client) -> None:
    opened("approval")
    client.post(SIGN_UP, said(why="Please."))
    assert client.get("/halted/withdraw").status_code == 200
    assert client.post("/halted/withdraw").status_code == 200
    assert not Member.objects.exists()
    assert not Face.objects.filter(handle="ana").exists()


def test_the_address_is_confirmed_by_a_link_before_anything_else(client: Client) -> None:
    opened("open", confirm=True)
    site.change(None, SiteDraft(name="Lindenhof, our street"))
    answer = client.post(SIGN_UP, said(), follow=True)
    assert b"ana@example.org" in answer.content or b"confirm" in answer.content.lower()
    assert client.get("/me").status_code == 302
    assert (
        Client().post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})["Location"]
        != "/"
    )
    run_due()
    letter = mail.outbox[0]
    assert letter.to == ["ana@example.org"]
    link = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", str(letter.body))
    assert link
    assert letter.from_email == '"Lindenhof, our street" <no-reply@localhost>'
    # The login is known by this very address: it is not said to belong to itself.
    assert str(letter.body).count("ana@example.org") == 0
    page = client.get(link.group(1))
    assert page.status_code == 200
    assert page.content.decode().count("ana@example.org") == 1
    assert client.get("/me").status_code == 302
    assert client.post(link.group(1))["Location"] == "/welcome/face"
    assert client.get("/me").status_code == 200


def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(client: Client) -> None:
    opened("open", confirm=True)
    member("ana")
    fresh = client.post(SIGN_UP, said(handle="benny", email="ben@example.org"), follow=True)
    known = Client().post(SIGN_UP, said(handle="carla", email="ana@example.org"), follow=True)
    assert (fresh.status_code, fresh.redirect_chain) == (known.status_code, known.redirect_chain)
    scrub = re.compile(rb'(csrf-token" content="|csrfmiddlewaretoken" value=")[^"]+')
    assert scrub.sub(b"", fresh.content).replace(b"ben@", b"ana@") == scrub.sub(b"", known.content)
    assert Client().get("/@carla").status_code == 404
    run_due()
    told = [letter for letter in mail.outbox if letter.to == ["ana@example.org"]]
    assert len(told) == 1
    assert "already" in str(told[0].body)


def test_a_wrong_password_and_an_unknown_address_are_one_answer(client: Client) -> None:
    member("ana")
    wrong = client.post("/account/login/", {"login": "ana@example.org", "password": "not the one"})
    unknown = Client().post("/account/login/", {"login": "nob@example.org", "password": "not the one"})
    scrub = re.compile(rb'(csrf-token" content="|csrfmiddlewaretoken" value=")[^"]+')
    assert scrub.sub(b"", wrong.content).replace(b"ana@", b"nob@") == scrub.sub(b"", unknown.content)


def test_a_forgotten_password_is_answered_alike_for_known_and_unknown(client: Client) -> None:
    member("ana")
    known = client.post("/account/password/reset/", {"email": "ana@example.org"}, follow=True)
    unknown = Client().post("/account/password/reset/", {"email": "nob@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    run_due()
    letter = next(letter for letter in mail.outbox if letter.to == ["ana@example.org"])
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", str(letter.body))
    assert link
    form = client.get(link.group(1), follow=True)
    there = form.redirect_chain[-1][0]
    done = client.post(
        there,
        {"password1": "another hedge, another gate", "password2": "another hedge, another gate"},
        follow=True,
    )
    main = done.content.decode().partition("<main")[2]
    assert 'href="/account/login/"' in main, "the way on"
    login = Client().post(
        "/account/login/", {"login": "ana@example.org", "password": "another hedge, another gate"}
    )
    assert login.status_code == 302


def test_too_many_wrong_passwords_are_slowed_down(client: Client) -> None:
    member("ana")
    answers = [
        client.post("/account/login/", {"login": "ana@example.org", "password": f"wrong {n}"})
        for n in range(12)
    ]
    late = client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert late.status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    assert all(answer.status_code < 500 for answer in answers)


def test_a_form_without_its_token_is_refused() -> None:
    opened("open")
    answer = Client(enforce_csrf_checks=True).post(SIGN_UP, said())
    assert answer.status_code == 403
    assert not Member.objects.exists()


def test_wrong_methods() -> None:
    somebody = signed_in(member("ana"))
    assert somebody.post("/join").status_code == 405
    assert somebody.get("/language").status_code == 405
    assert somebody.get("/halted/reopen").status_code == 405
    assert somebody.delete("/welcome/face").status_code == 405


def test_the_second_screen_refuses_what_is_no_picture(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    opened("open")
    client.post(SIGN_UP, said())
    broken = SimpleUploadedFile("me.png", b"not a picture", content_type="image/png")
    answer = client.post("/welcome/face", {"bio": "Kept words", "picture": broken})
    assert answer.status_code == 422
    assert error_at(answer, "picture")
    assert "Kept words" in answer.content.decode()


def test_the_language_of_a_page_is_kept_for_browser_and_member() -> None:
    somebody = signed_in(member("ana"))
    answer = somebody.post("/language", {"language": "de", "next": "https://evil.example/"})
    assert answer["Location"] == "/"
    assert '<html lang="de"' in somebody.get("/me").content.decode().replace("\n", " ")
    assert somebody.post("/language", {"language": "xx"}).status_code == 302
    assert Member.objects.get().language == "de"


def test_registering_frees_nothing_when_it_fails() -> None:
    """All or nothing: a refused handle leaves no login and uses no invitation."""
    opened("invitation")
    operator = member("boss", role="operator")
    code = invitations.make(operator, uses=1)
    from hedgerow.kernel.errors import Refused

    with pytest.raises(Refused):
        members.register("x@example.org", PASSWORD, "boss", "X", invitation=code)
    assert not Member.objects.filter(email="x@example.org").exists()
    assert invitations.open_now().filter(code=code).exists()


@pytest.mark.parametrize(
    ("said_zone", "kept"),
    [("Europe/Lisbon", "Europe/Lisbon"), ("Mars/Base", "UTC"), ("../../etc/passwd", "UTC"), ("", "UTC")],
)
def test_the_first_face_lives_by_the_clock_of_the_browser(client: Client, said_zone: str, kept: str) -> None:
    opened("open")
    assert b"data-time-zone" in client.get(SIGN_UP).content
    client.post(SIGN_UP, said(time_zone=said_zone))
    assert Face.objects.get(handle="ana").time_zone == kept


def test_a_wrong_file_leaves_one_on_the_third_screen(client: Client) -> None:
    opened("open")
    client.post(SIGN_UP, said())
    form = re.search(r"<form[^>]*enctype.*?</form>", client.get("/welcome/circle").content.decode(), re.S)
    assert form is not None
    address = re.search(r'action="([^"]+)"', form.group())
    sent = dict(re.findall(r'type="hidden" name="(bring)" value="(\w+)"', form.group()))
    wrong = SimpleUploadedFile("notes.txt", b"these are no contacts")
    answer = client.post(address.group(1) if address else "/welcome/circle", {**sent, "file": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="welcome-file-error" role="alert"' in page
    assert "Skip" in page
    assert "Make this circle" in page


def test_joining_by_invitation_says_what_that_is_and_whom_to_ask(client: Client) -> None:
    opened("invitation")
    site.change(None, SiteDraft(contact="help@example.org"))
    ben = member("ben")
    with write():
        code = invitations.invite(face_of(ben)).code
    page = client.get(SIGN_UP).content.decode()
    assert "Ask somebody who is here for one" in page
    assert "mailto:help@example.org" in page
    assert "Ask somebody who is here" in error_at(client.post(SIGN_UP, said(invitation="")), "invitation")
    invited = client.get(f"/join/{code}", follow=True).content.decode()
    assert "You are invited" in invited
    assert "Ask somebody who is here for one" not in invited
    # Who invited is not named, and a code that does not work is no invitation.
    assert not re.search(r"\bben\b", invited.split("<main", 1)[1].lower())
    ended = client.get("/join/nonsense", follow=True).content.decode()
    assert "You are invited" not in ended
    assert "used up or has ended" in ended


def test_too_many_sign_ups_are_told_when_to_try_again(client: Client) -> None:
    answer = client.post("/account/signup/", {"email": "no address"})
    for _ in range(40):
        if answer.status_code == 429:
            break
        answer = client.post("/account/signup/", {"email": "no address"})
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert f"in {answer['Retry-After']} second" in answer.content.decode()
