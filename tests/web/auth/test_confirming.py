"""While an address waits to be confirmed: what one can do about a letter that does not come."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.invitations import reads
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member
from tests.web.auth.test_signing_up import SIGN_UP, opened, said
from tests.web.someone import PASSWORD, face_of, member, signed_in

pytestmark = pytest.mark.django_db

AGAIN, OVER = "/account/confirm-email/again", "/account/confirm-email/over"


def letters(address: str) -> list[str]:
    """What was written to this address."""
    run_due()
    return [str(letter.body) for letter in mail.outbox if letter.to == [address]]


def link_in(letter: str) -> str:
    found = re.search(r"https?://[^/\s]+(/account/confirm-email/\S+)", letter)
    assert found
    return found.group(1)


def test_the_letter_is_sent_again_but_not_without_end(client: Client) -> None:
    opened("open", confirm=True)
    page = client.post(SIGN_UP, said(), follow=True).content.decode()
    assert AGAIN in page
    assert OVER in page
    for _ in range(2):
        assert "several already" not in client.post(AGAIN, follow=True).content.decode()
    assert len(letters("ana@example.org")) == 3
    assert "several already" in client.post(AGAIN, follow=True).content.decode()
    assert len(letters("ana@example.org")) == 3
    cache.clear()  # an hour later
    assert "several already" not in client.post(AGAIN, follow=True).content.decode()
    assert len(letters("ana@example.org")) == 4


def test_that_a_letter_left_is_said_once_and_names_the_address(client: Client) -> None:
    opened("open", confirm=True)
    page = client.post(SIGN_UP, said(), follow=True).content.decode()
    assert page.count("We sent you an e-mail") == 1
    assert "Confirmation email sent" not in page
    assert page.count("ana@example.org") == 1
    # Asking once more is another act, and says that it was done.
    assert "Confirmation email sent to ana@example.org" in client.post(AGAIN, follow=True).content.decode()
    # Without anything that waits, the page names nobody.
    assert "@example.org" not in Client().get("/account/confirm-email/").content.decode()


def test_who_begins_anew_with_the_same_address_gets_a_letter_that_works(client: Client) -> None:
    opened("open", confirm=True)
    client.post(SIGN_UP, said())
    client.post(OVER)
    client.post(SIGN_UP, said(handle="ana_m"))
    first, second = letters("ana@example.org")
    assert b"Yes, confirm it" not in Client().get(link_in(first)).content
    assert client.post(link_in(second))["Location"] == "/welcome/face"
    assert Face.objects.get(member__email="ana@example.org").handle == "ana_m"


def test_with_a_wrong_address_one_begins_anew_with_the_same_handle_and_invitation(client: Client) -> None:
    opened("invitation", confirm=True)
    with write():
        code = invitations.invite(face_of(member("ben"))).code
    client.post(SIGN_UP, said(email="anna@exmaple.org", invitation=code))
    first = letters("anna@exmaple.org")[0]
    anew = client.post(OVER, follow=True)
    assert anew.redirect_chain == [(f"{SIGN_UP}?invitation={code}", 302)]
    assert "You are invited" in anew.content.decode()
    assert not Member.objects.filter(email="anna@exmaple.org").exists()
    client.post(SIGN_UP, said(invitation=code))
    # Whoever got the letter to the wrong address confirms nothing by it.
    assert b"Yes, confirm it" not in Client().get(link_in(first)).content
    assert client.post(link_in(letters("ana@example.org")[0]))["Location"] == "/welcome/face"
    assert Face.objects.get(handle="ana").member.email == "ana@example.org"


def test_of_a_known_address_nothing_is_learned_and_nothing_is_lost(client: Client) -> None:
    opened("open", confirm=True)
    member("ana")
    client.post(SIGN_UP, said(handle="carla"))
    cache.clear()
    again = client.post(AGAIN, follow=True)
    fresh = Client()
    fresh.post(SIGN_UP, said(handle="benny", email="ben@example.org"))
    cache.clear()
    known = fresh.post(AGAIN, follow=True)
    assert (again.status_code, again.redirect_chain) == (known.status_code, known.redirect_chain)
    assert client.post(OVER)["Location"] == fresh.post(OVER)["Location"] == SIGN_UP
    assert [str(face) for face in Face.objects.filter(member__email="ana@example.org")] == ["@ana"]
    assert not Member.objects.filter(email="ben@example.org").exists()


def test_who_was_in_once_loses_nothing_by_it(client: Client) -> None:
    """The operator asks for confirmation later than they came."""
    opened("open")
    client.post(SIGN_UP, said())
    opened("open", confirm=True)
    later = Client()
    later.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    later.post(OVER)
    assert Face.objects.filter(handle="ana").exists()


def test_without_anything_that_waits_one_is_asked_to_sign_in(client: Client) -> None:
    assert client.post(AGAIN)["Location"] == "/account/login/"
    assert client.post(OVER)["Location"] == SIGN_UP
    assert client.get(AGAIN).status_code == 405


def signed_in_by_hand() -> Client:
    """Another browser, in which who signed up says address and password."""
    browser = Client()
    browser.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    return browser


def test_who_confirmed_elsewhere_is_led_through_the_welcome_once(client: Client) -> None:
    opened("open", confirm=True)
    client.post(SIGN_UP, said())
    Client().post(link_in(letters("ana@example.org")[0]))
    elsewhere = signed_in_by_hand()
    assert elsewhere.get("/")["Location"] == "/welcome/face"
    assert elsewhere.get("/welcome/face").status_code == 200
    assert elsewhere.get("/").status_code == 200
    assert signed_in_by_hand().get("/").status_code == 200


def test_who_was_let_in_by_an_operator_is_led_through_the_welcome_too(client: Client) -> None:
    opened("approval", confirm=True)
    client.post(SIGN_UP, said(why="I sing."))
    client.post(link_in(letters("ana@example.org")[0]))
    assert client.get("/").status_code == 403
    members.approve(member("boss", role="operator"), Member.objects.get(email="ana@example.org").pk)
    assert client.get("/")["Location"] == "/welcome/face"
    assert client.get("/welcome/face").status_code == 200
    assert client.get("/").status_code == 200


def test_an_invitation_taken_by_who_has_not_confirmed_is_not_called_ended(client: Client) -> None:
    opened("invitation", confirm=True)
    boss = member("boss", role="operator")
    code = invitations.make(boss, note="For Ana")
    listed = "/operate/invitations"
    client.post(SIGN_UP, said(invitation=code))
    outside = Client().get(f"{SIGN_UP}?invitation={code}").content.decode()
    assert "works again after a week" in outside
    assert Client().get(f"{SIGN_UP}?invitation=none").content.decode().count("works again after a week") == 1
    shown = signed_in(boss).get(listed).content.decode()
    assert "taken for now" in shown
    assert ">ended<" not in shown
    members.end_unconfirmed(clock.now() + members.CONFIRM_WITHIN + timedelta(hours=1))
    shown = signed_in(boss).get(listed).content.decode()
    assert "1 person can join" in shown
    assert "taken for now" not in shown


def test_a_revoked_invitation_does_not_come_back_when_a_sign_up_ends(client: Client) -> None:
    opened("invitation", confirm=True)
    boss = member("boss", role="operator")
    code = invitations.make(boss)
    client.post(SIGN_UP, said(invitation=code))
    page = signed_in(boss).get("/operate/invitations").content.decode()
    revoke = re.search(r"/operate/invitations/\d+/revoke", page)
    assert revoke
    assert signed_in(boss).post(revoke.group(0)).status_code == 302
    assert ">ended<" in signed_in(boss).get("/operate/invitations").content.decode()
    members.end_unconfirmed(clock.now() + members.CONFIRM_WITHIN + timedelta(hours=1))
    assert not reads.can_join_with(code)


def test_who_never_confirms_is_forgotten_after_some_days(client: Client) -> None:
    opened("open", confirm=True)
    client.post(SIGN_UP, said())
    later = Client()
    after = clock.now() + members.CONFIRM_WITHIN
    members.end_unconfirmed(after - timedelta(hours=1))
    assert Face.objects.filter(handle="ana").exists()
    members.end_unconfirmed(after + timedelta(hours=1))
    assert not Member.objects.filter(email="ana@example.org").exists()
    assert Client().get("/@ana").status_code == 404
    # Nobody is let in by the old letter, and the person it belongs to joins like anybody.
    assert b"Yes, confirm it" not in Client().get(link_in(letters("ana@example.org")[0])).content
    mail.outbox.clear()
    cache.clear()
    assert later.post(SIGN_UP, said())["Location"] == "/account/confirm-email/"
    assert later.post(link_in(letters("ana@example.org")[0]))["Location"] == "/welcome/face"


@pytest.mark.parametrize("stays", ["confirmed", "waits for an operator", "nobody asks any more"])
def test_nobody_else_is_ended(client: Client, stays: str) -> None:
    opened("approval" if "operator" in stays else "open", confirm=True)
    client.post(SIGN_UP, said(why="I sing."))
    if stays != "nobody asks any more":
        client.post(link_in(letters("ana@example.org")[0]))
    else:
        opened("open")
    late = clock.now() + 2 * members.CONFIRM_WITHIN
    members.end_unconfirmed(late)
    opened("open", confirm=True)
    members.end_unconfirmed(late)
    assert Member.objects.filter(email="ana@example.org").exists()
