"""Mails about a login: in their receiver's language, and honest where there is no login."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override

from hedgerow.kernel.jobs import run_due
from hedgerow.people.members import acts as members
from hedgerow.people.site.reads import site
from tests.web.auth.test_signing_up import opened
from tests.web.someone import PASSWORD, member, signed_in

pytestmark = pytest.mark.django_db

RESET, CHANGE = "/account/password/reset/", "/account/password/change/"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


def the_letter() -> mail.EmailMessage:
    run_due()
    (letter,) = mail.outbox
    return letter


def greets_in(language: str, letter: mail.EmailMessage) -> bool:
    with override(language):
        greeting = gettext("Hello from %(site)s,") % {"site": site().name}
    with override("en"):
        assert greeting != gettext("Hello from %(site)s,") % {"site": site().name}
    return greeting in str(letter.body)


def test_who_reads_german_gets_german_whoever_asked() -> None:
    mia = member("mia")
    members.set_language(mia.pk, "de")
    Client(**ENGLISH).post(RESET, {"email": mia.email})
    assert greets_in("de", the_letter())


def test_a_word_about_a_change_comes_in_the_language_of_the_member() -> None:
    mia = member("mia")
    members.set_language(mia.pk, "de")
    client = signed_in(mia)
    client.cookies["django_language"] = "en"
    new = {"oldpassword": PASSWORD, "password1": "a gate and a hedge", "password2": "a gate and a hedge"}
    assert client.post(CHANGE, new, **ENGLISH).status_code == 302
    assert greets_in("de", the_letter())


@pytest.mark.parametrize(("way", "leads"), [("invitation", False), ("closed", False), ("open", True)])
def test_an_address_without_a_login_is_told_what_happened(client: Client, way: str, leads: bool) -> None:
    """A sign-up link stands in it only where one can sign up by it."""
    opened(way)
    client.post(RESET, {"email": "stranger@example.org"})
    letter = the_letter()
    assert letter.to == ["stranger@example.org"]
    assert "asked for a new password" in str(letter.body)
    assert "no login with this address" in str(letter.body)
    assert ("/account/signup/" in str(letter.body)) == leads
