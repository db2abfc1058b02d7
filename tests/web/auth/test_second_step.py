"""The second step of signing in: codes of an app, and passkeys in a real browser."""

import re
import time
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from tests.web.someone import PASSWORD, member

LOGIN = {"login": "ana@example.org", "password": PASSWORD}


def code_of(secret: str, later: int = 0) -> str:
    """What an authenticator app would show now, or so many steps later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


def setting_up() -> tuple[Client, str]:
    """Ana's browser where an authenticator app is being set up, and its secret."""
    browser = Client()
    browser.post("/account/login/", LOGIN)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    return browser, re.findall(r'value="([A-Z2-7]{32})"', page)[0]


@pytest.mark.django_db
def test_a_code_of_an_app_is_asked_for_once_it_is_set_up() -> None:
    member("ana")
    browser, secret = setting_up()
    assert browser.post("/account/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert browser.get("/account/2fa/recovery-codes/").status_code == 200

    other = Client()
    assert other.post("/account/login/", LOGIN)["Location"].startswith("/account/2fa/authenticate/")
    assert other.get("/me").status_code == 302
    answer = other.post("/account/2fa/authenticate/", {"code": "123456"})
    assert answer.status_code == 200
    assert "Enter the code from your app" in answer.content.decode()
    assert "Use a security key" not in answer.content.decode(), "there is none"
    assert other.get("/me").status_code == 302


@pytest.mark.django_db
def test_a_code_is_good_for_once() -> None:
    """Whoever looked over a shoulder does not come in by it, not even by the one that turned the app on."""
    member("ana")
    browser, secret = setting_up()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
        assert not _comes_in(code_of(secret))
        clock.shift(30)
        assert _comes_in(code_of(secret))
        assert not _comes_in(code_of(secret))


@pytest.mark.django_db
def test_a_code_that_changes_while_it_is_typed_is_taken_and_good_for_once() -> None:
    member("ana")
    browser, secret = setting_up()
    with time_machine.travel(timezone.now().replace(second=0, microsecond=0), tick=False) as clock:
        browser.post("/account/2fa/totp/activate/", {"code": code_of(secret)})
        clock.shift(120)
        typed, ahead = code_of(secret), code_of(secret, later=1)
        clock.shift(30)
        assert _comes_in(typed)
        assert not _comes_in(typed)
        # Used early, it is not good for another time once its own moment comes, nor after that.
        clock.shift(-30)
        assert _comes_in(ahead)
        for _ in range(2):
            clock.shift(30)
            assert not _comes_in(ahead)
        stale = code_of(secret)
        clock.shift(60)
        assert not _comes_in(stale)


def _comes_in(code: str) -> bool:
    other = Client()
    other.post("/account/login/", LOGIN)
    other.post("/account/2fa/authenticate/", {"code": code})
    return other.get("/me").status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_signs_in_without_a_password(new_context: Any) -> None:
    member("ana")
    context = new_context()
    page = context.new_page()
    _give_authenticator(context, page)
    _sign_in(page)
    page.goto("/account/2fa/webauthn/add/")
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.wait_for_url("**/webauthn/add/**")
    page.fill("#id_name", "My key")
    if page.locator("#id_passwordless").count():
        page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)
    context.clear_cookies()
    page.goto("/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/me")
    expect(page.locator("main")).to_contain_text("@ana")

    context.clear_cookies()
    page.goto("/account/login/")
    page.fill("#id_login", "ana@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("main form button >> nth=0")
    page.wait_for_url("**/2fa/authenticate/**")
    expect(page.locator("main")).to_contain_text("Use your security key, or enter a recovery code")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "/account/" not in url)


def _give_authenticator(context: Any, page: Any) -> None:
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def _sign_in(page: Any) -> None:
    page.goto("/account/login/")
    page.fill("#id_login", "ana@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("main form button >> nth=0")
    page.wait_for_url(lambda url: "/account/" not in url)
