"""A handle belongs to whoever confirms first; who comes later chooses another one and loses nothing else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hedgerow.kernel import clock, limits
from hedgerow.kernel.jobs import run_due
from hedgerow.people.apps import acts as apps
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member
from tests.mastodon.client import Api
from tests.web.auth.test_confirming import letters, link_in
from tests.web.auth.test_signing_up import SIGN_UP, error_at, opened, said
from tests.web.someone import PASSWORD, member, signed_in

pytestmark = pytest.mark.django_db

FIRST, SECOND = "ana@example.org", "anna@example.org"
CHOOSE = "/halted/handle"


@pytest.fixture(autouse=True)
def _nobody_tried() -> None:
    cache.clear()
    limits.forget_all()


def wished(way: str = "open", **more: str) -> tuple[Client, Client]:
    """Two browsers in which two people signed up for one handle; the first has confirmed."""
    opened(way, confirm=True)
    first, second = Client(), Client()
    assert first.post(SIGN_UP, said(email=FIRST, **more)).status_code == 302
    cache.clear()
    assert second.post(SIGN_UP, said(email=SECOND, name="Anna", **more)).status_code == 302
    first.post(link_in(letters(FIRST)[0]))
    return first, second


def test_the_second_to_confirm_chooses_another_handle_and_goes_on(client: Client) -> None:
    first, second = wished()
    assert 'href="/@ana"' in first.get("/me").content.decode()
    second.post(link_in(letters(SECOND)[0]))
    for page in ("/", "/me", "/compose", "/welcome/face"):
        assert second.get(page)["Location"] == CHOOSE
    asked = second.get(CHOOSE).content.decode()
    assert "somebody else has got @ana" in asked
    for wrong, words in (
        ("ana", "taken"),
        ("an_a!", "only the letters"),
        ("admin", "kept"),
        ("", "required"),
    ):
        answer = second.post(CHOOSE, {"handle": wrong})
        assert (answer.status_code, words in error_at(answer, "handle")) == (422, True), wrong
    assert second.post(CHOOSE, {"handle": "anna"})["Location"] == "/welcome/face"
    assert second.get("/welcome/face").status_code == 200
    face = Face.objects.get(handle="anna")
    assert (face.name, face.member and face.member.email) == ("Anna", SECOND)
    assert [client.get(page).status_code for page in ("/@ana", "/@anna")] == [200, 200]
    assert second.get(CHOOSE).status_code == 404


def test_they_may_leave_and_choose_another_day() -> None:
    _, second = wished()
    second.post(link_in(letters(SECOND)[0]))
    assert second.post("/account/logout/").status_code == 302
    members.end_unconfirmed(clock.now() + 2 * members.CONFIRM_WITHIN)
    later = Client()
    later.post("/account/login/", {"login": SECOND, "password": PASSWORD})
    assert later.get("/")["Location"] == CHOOSE
    assert later.post(CHOOSE, {"handle": "anna"})["Location"] == "/welcome/face"


def test_who_did_not_confirm_chooses_nothing() -> None:
    _, second = wished()
    assert second.get(CHOOSE)["Location"].startswith("/account/login/")
    assert signed_in(member("ben")).post(CHOOSE, {"handle": "benny"}).status_code == 404
    assert Face.objects.filter(handle="ana").count() == 2


def test_where_an_operator_says_yes_the_handle_comes_first() -> None:
    _, second = wished("approval", why="I sing.")
    boss = signed_in(member("boss", role="operator"))
    second.post(link_in(letters(SECOND)[0]))
    assert SECOND not in boss.get("/operate/requests").content.decode()
    assert second.post(CHOOSE, {"handle": "anna"}).status_code == 302
    assert b"Waiting for approval" in second.get("/").content
    assert SECOND in boss.get("/operate/requests").content.decode()
    boss.post(f"/operate/requests/{Member.objects.get(email=SECOND).pk}/approve")
    assert 'href="/@anna"' in second.get("/me").content.decode()


def test_an_app_is_told_to_send_them_to_the_site() -> None:
    opened("open", confirm=True)
    app = apps.register("Tusk", ["app://x"], "read write")
    alone = Api(token=apps.let_in_itself(app.app, "read write"))
    given = {"username": "ana", "email": SECOND, "password": PASSWORD, "agreement": True}
    theirs = Api(token=alone.post("/api/v1/accounts", **given).json()["access_token"])
    member("ana")
    Client().post(link_in(letters(SECOND)[0]))
    asked = theirs.get("/api/v1/accounts/verify_credentials")
    assert asked.status_code == 403
    assert "choose another handle" in asked.json()["error"]
    assert theirs.get("/api/v1/emails/check_confirmation").json() is True
    browser = Client()
    browser.post("/account/login/", {"login": SECOND, "password": PASSWORD})
    browser.post(CHOOSE, {"handle": "anna"})
    assert theirs.get("/api/v1/accounts/verify_credentials").json()["acct"] == "anna"


@pytest.mark.parametrize("by", ["signing in", "the hour"])
def test_where_nobody_has_to_confirm_any_more_everybody_comes_in(client: Client, by: str) -> None:
    opened("open", confirm=True)
    client.post(SIGN_UP, said())
    assert Client().get("/@ana").status_code == 404
    opened("open", confirm=False)
    if by == "the hour":
        members.end_unconfirmed()
        assert Client().get("/@ana").status_code == 200
    later = Client()
    later.post("/account/login/", {"login": FIRST, "password": PASSWORD})
    assert later.get("/me").status_code == 200
    assert Client().get("/@ana").status_code == 200


def test_operators_see_who_is_on_the_way_and_stop_nobody_who_is_not_here(client: Client) -> None:
    opened("open", confirm=True)
    boss = signed_in(member("boss", role="operator"))
    client.post(SIGN_UP, said())
    new = Member.objects.get(email=FIRST)
    page = boss.get(f"/operate/members/{new.pk}").content.decode()
    assert "signing up" in page
    assert "Suspend" not in page
    assert boss.post(f"/operate/members/{new.pk}/suspend", {"reason": "x"}).status_code == 404
    assert Member.objects.get(pk=new.pk).state == "new"


def test_a_link_that_was_ended_is_not_opened_by_who_never_confirmed(client: Client) -> None:
    opened("invitation", confirm=True)
    boss = signed_in(member("boss", role="operator"))
    code = made(boss)
    client.post(SIGN_UP, said(invitation=code))
    number = boss.get("/operate/invitations").content.decode().split("/revoke")[0].rpartition("/")[2]
    assert boss.post(f"/operate/invitations/{number}/revoke").status_code == 302
    members.end_unconfirmed(clock.now() + 2 * members.CONFIRM_WITHIN)
    assert not Member.objects.filter(email=FIRST).exists()
    assert "You are invited" not in Client().get(f"/join/{code}", follow=True).content.decode()


def made(boss: Client) -> Any:
    from hedgerow.people.invitations import acts as invitations

    return invitations.make(Member.objects.get(email="boss@example.org"), uses=2)


def test_nobody_is_told_of_who_was_never_here(client: Client) -> None:
    """An address that a letter reaches is theirs alone: the operator's no is written to nobody else."""
    opened("approval", confirm=True)
    boss = signed_in(member("boss", role="operator"))
    member("ana")
    client.post(SIGN_UP, said(handle="eve", why="I sing."))
    run_due()
    eve = Member.objects.get(faces__handle="eve")
    for answer in ("approve", "decline"):
        assert boss.post(f"/operate/requests/{eve.pk}/{answer}", {"reason": ""}).status_code == 404
    assert len(letters(FIRST)) == 1
