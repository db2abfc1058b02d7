"""Mails about a login: in their receiver's language, and honest where there is no login."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override

from hedgerow.kernel.jobs import run_due
from hedgerow.people.members import acts as members
from hedgerow.people.site.reads import site
from tests.web.auth.test_signing_up import SIGN_UP, opened, said
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


@pytest.mark.parametrize("leaves", [True, False])
def test_a_site_that_sends_no_mail_says_so_alike_for_known_and_unknown(settings: Any, leaves: bool) -> None:
    settings.MAIL_LEAVES = leaves
    opened("open", confirm=True)
    member("mia")

    def after(path: str, **sent: str) -> str:
        page = Client(**ENGLISH).post(path, sent, follow=True).content.decode()
        main = page[page.index("<main") : page.index("</main")].replace(sent["email"], "(address)")
        return " ".join(re.sub(r'value="[^"]*"', "", main).split())

    new = after(SIGN_UP, **said(email="new@example.org", handle="newcomer"))
    known = after(SIGN_UP, **said(email="mia@example.org", handle="another"))
    asked, unasked = after(RESET, email="mia@example.org"), after(RESET, email="nobody@example.org")
    assert new == known
    assert asked == unasked
    for page in (new, asked):
        assert ("sends no mail yet" in page) is not leaves
        assert ("sent you an e" in page) is leaves
