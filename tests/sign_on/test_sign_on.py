"""Somebody joins and signs in through their organisation: every step over HTTP, at a real provider."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client, override_settings

from hedgerow.config import sign_on
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import reads as faces
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.models import Invitation, Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.conftest import free_port, wait_until_healthy
from tests.sign_on.provider import CLIENT, SECRET
from tests.web.someone import member, signed_in

pytestmark = pytest.mark.django_db

START = "/account/oidc/sso/login/"
BACK = "http://testserver/account/oidc/sso/login/callback/"
JOIN = "/account/3rdparty/signup/"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The issuer's address."""
    port = free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.sign_on.provider", str(port), BACK],
        cwd=Path(__file__).parents[2],
        env=environment,
    )
    wait_until_healthy(f"http://127.0.0.1:{port}", alive=lambda: process.poll() is None)
    yield f"http://127.0.0.1:{port}/o"
    process.terminate()
    process.wait(10)


@pytest.fixture(autouse=True)
def organisation(provider: str) -> Iterator[None]:
    """This site knows the provider, and anybody may join."""
    with known(provider):
        site.change(None, SiteDraft(registration="open", confirm_email=True))
        yield


def known(url: str, *, trusts: bool = False) -> Any:
    providers = sign_on.providers(url, CLIENT, SECRET, "Acme", "groups", trusts)
    return override_settings(SOCIALACCOUNT_PROVIDERS=providers, OIDC_URL=url, OIDC_NAME="Acme")


def come_as(client: Client, name: str, process: str = "login") -> Any:
    """Through the provider's door as one of its people; what our door says then."""
    sent = client.post(f"{START}?process={process}")
    assert sent.status_code == 302, sent.content
    said = requests.get(f"{sent['Location']}&as={name}", allow_redirects=False, timeout=10)
    assert said.headers["location"].startswith(BACK), said.headers
    return client.get(said.headers["location"].removeprefix("http://testserver"))


def joined(client: Client, name: str, /, **said: str) -> Any:
    answer = come_as(client, name)
    assert answer["Location"] == JOIN
    return client.post(JOIN, {"name": "Ana", "handle": "ana_l", "email": "ana@acme.example", **said})


def speaks(client: Client) -> str | None:
    """The handle of the face that is signed in."""
    found = client.get("/rules").wsgi_request.face  # type: ignore[attr-defined]
    return found.handle if found else None


def test_somebody_joins_and_comes_again(client: Client) -> None:
    page = client.get("/account/login/").content.decode()
    assert "Go on with Acme" in page
    assert come_as(client, "ana")["Location"] == JOIN
    form = client.get(JOIN).content.decode()
    assert 'value="Ana López"' in form
    assert 'value="ana_lopez"' in form
    assert 'value="ana@acme.example"' in form
    answer = client.post(JOIN, {"name": "Ana", "handle": "ana_l", "email": "ana@acme.example"})
    assert answer["Location"] == "/welcome/face", answer.content
    assert speaks(client) == "ana_l"
    assert not mail.outbox, "the organisation vouched for the address"
    again = Client()
    assert come_as(again, "ana").status_code == 302
    assert speaks(again) == "ana_l"
    assert Member.objects.count() == 1


def test_what_the_organisation_said_is_not_kept(client: Client) -> None:
    joined(client, "ana")
    come_as(Client(), "ana")
    assert [account.extra_data for account in SocialAccount.objects.all()] == [{}]


def test_another_address_is_confirmed_first(client: Client) -> None:
    answer = joined(client, "ana", email="ana@home.example")
    assert "confirm" in answer["Location"]
    assert speaks(client) is None


def test_an_address_that_nobody_vouched_for_is_confirmed_first(client: Client) -> None:
    answer = joined(client, "ben", email="ben@acme.example")
    assert "confirm" in answer["Location"]
    assert speaks(client) is None


def test_an_address_that_nobody_vouched_for_tells_nothing_of_who_is_here(client: Client) -> None:
    known = member("dora").email
    answers = [
        joined(client, "ana", email=known, handle="one"),
        joined(Client(), "ben", email="new@home.example", handle="two"),
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, "/account/confirm-email/")
    }
    assert [Client().get(f"/@{handle}").status_code for handle in ("one", "two")] == [404, 404]
    run_due()
    told = {letter.to[0]: "/account/confirm-email/" in str(letter.body) for letter in mail.outbox}
    assert told == {known: False, "new@home.example": True}


def test_without_an_address_one_is_asked_for(client: Client) -> None:
    answer = joined(client, "cleo", email="")
    assert answer.status_code == 422
    assert b"id_email_error" in answer.content


def test_a_taken_handle_keeps_what_was_said(client: Client) -> None:
    member("taken")
    answer = joined(client, "ana", handle="taken", name="Ana of Acme")
    assert answer.status_code == 422
    assert b"id_handle_error" in answer.content
    assert b"Ana of Acme" in answer.content
    assert (
        client.post(JOIN, {"name": "Ana", "handle": "ana_l", "email": "ana@acme.example"}).status_code == 302
    )


def test_an_address_known_here_signs_nobody_in_unless_the_operator_trusts_it(
    client: Client, provider: str
) -> None:
    from allauth.account.models import EmailAddress

    who = member("ana_here")
    EmailAddress.objects.filter(user=who).update(email="ana@acme.example")
    Member.objects.filter(pk=who.pk).update(email="ana@acme.example")
    answer = joined(client, "ana")
    assert answer.status_code == 422
    assert b"connect the two" in answer.content
    assert speaks(client) is None
    with known(provider, trusts=True):
        trusted = Client()
        come_as(trusted, "ana")
        assert speaks(trusted) == "ana_here"


def test_an_account_is_connected_and_parted_again() -> None:
    who = member("ana_here")
    client = signed_in(who)
    client.post("/account/reauthenticate/", {"password": "a hedge has gates"})
    come_as(client, "ana", process="connect")
    assert b"Acme" in client.get("/account/3rdparty/").content
    through = Client()
    come_as(through, "ana")
    assert speaks(through) == "ana_here"
    account = SocialAccount.objects.get()
    client.post("/account/3rdparty/", {"account": str(account.pk)})
    assert not SocialAccount.objects.exists()
    assert come_as(Client(), "ana")["Location"] == JOIN


def test_a_group_is_an_invitation(client: Client) -> None:
    keeper = member("keeper", role=Member.Role.OPERATOR)
    site.change(None, SiteDraft(registration="invitation", confirm_email=True))
    assert come_as(client, "ana")["Location"] == JOIN
    assert b"id_invitation" in client.get(JOIN).content
    refused = client.post(JOIN, {"name": "Ana", "handle": "ana_l", "email": "ana@acme.example"})
    assert refused.status_code == 422
    invitations.make(keeper, group="staff", uses=1)
    page = client.get(JOIN)
    assert b"id_invitation" not in page.content
    assert b"invited as somebody from Acme" in page.content
    answer = client.post(JOIN, {"name": "Ana", "handle": "ana_l", "email": "ana@acme.example"})
    assert answer["Location"] == "/welcome/face"
    assert Invitation.objects.get().uses_left == 0


def test_a_group_lets_in_who_would_wait_for_approval(client: Client) -> None:
    keeper = member("keeper", role=Member.Role.OPERATOR)
    site.change(None, SiteDraft(registration="approval", confirm_email=True))
    invitations.make(keeper, group="staff", uses=5)
    joined(client, "ana")
    assert Member.objects.get(email="ana@acme.example").state == Member.State.ACTIVE


def test_the_code_of_a_group_lets_nobody_else_in(client: Client) -> None:
    keeper = member("keeper", role=Member.Role.OPERATOR)
    site.change(None, SiteDraft(registration="invitation", confirm_email=True))
    code = invitations.make(keeper, group="staff", uses=5)
    answer = joined(client, "ben", email="ben@acme.example", handle="ben", invitation=code)
    assert answer.status_code == 422
    assert b"id_invitation_error" in answer.content


def test_nobody_joins_a_closed_site(client: Client) -> None:
    site.change(None, SiteDraft(registration="closed", confirm_email=True))
    answer = come_as(client, "ana")
    assert answer.status_code == 200
    assert not SocialAccount.objects.exists()
    assert Member.objects.count() == 0


def test_an_operator_makes_an_invitation_for_a_group() -> None:
    client = signed_in(member("keeper", role=Member.Role.OPERATOR))
    client.post("/operate/invitations", {"note": "", "uses": "20", "days": "", "group": "staff"})
    page = client.get("/operate/invitations").content.decode()
    assert "<bdi>staff</bdi>" in page
    assert "/join/" not in page


def test_a_stranger_cannot_finish_what_another_browser_began(client: Client) -> None:
    sent = client.post(START)
    said = requests.get(f"{sent['Location']}&as=ana", allow_redirects=False, timeout=10)
    other = Client()
    answer = other.get(said.headers["location"].removeprefix("http://testserver"))
    assert answer.status_code in {401, 403} or b"went wrong" in answer.content
    assert speaks(other) is None


def test_a_provider_that_is_away_says_so_plainly(client: Client) -> None:
    with known(f"http://127.0.0.1:{free_port()}/o"):
        answer = client.post(START, follow=True)
    assert answer.status_code == 401
    assert b"went wrong" in answer.content


def test_without_a_provider_there_is_no_door(client: Client) -> None:
    with override_settings(SOCIALACCOUNT_PROVIDERS={}, OIDC_URL=""):
        assert client.post(START).status_code == 404
        assert b"oidc" not in client.get("/account/login/").content
        assert b"oidc" not in client.get("/account/signup/").content


def test_no_face_is_told_to_the_organisation(client: Client) -> None:
    sent = client.post(START)
    assert "handle" not in sent["Location"]
    joined(client, "ana")
    faces_known = [card.handle for card in faces.own(Member.objects.get().pk)]
    assert faces_known == ["ana_l"]
