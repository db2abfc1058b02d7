"""Connections that stay open while what may be seen changes."""

import http.client
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from hedgerow.kernel.jobs import run_due
from tests.cast import assemble

from .browsers import browser, sent

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_suspended_member_hears_nothing_more_on_an_open_connection(live_server_url: str) -> None:
    cast = assemble()
    run_due()
    cookie = browser(cast, "bob").session.session_key
    line = http.client.HTTPConnection(urlsplit(live_server_url).netloc, timeout=20)
    line.request("GET", "/stream/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    stream = line.getresponse()
    assert stream.status == 200
    assert stream.headers["Cache-Control"] == "no-store"
    assert _until_event(stream, b"notifications")
    suspended = browser(cast, "keeper").post(
        f"/operate/members/{cast.members['bob'].pk}/suspend", {"reason": "a test"}
    )
    assert suspended.status_code == 302
    sent(browser(cast, "alice").post("/compose", {"text": "zqqafterqqz @bob", "way": "site"}))
    run_due()
    rest = stream.read()
    assert b"event: posts" not in rest
    line.close()
    line.request("GET", "/stream/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert line.getresponse().status == 204
    line.close()


def _until_event(stream: http.client.HTTPResponse, name: bytes) -> bool:
    """Read up to an event of this name; the connection's timeout bounds the wait."""
    while line := stream.readline():
        if line.strip() == b"event: " + name:
            return True
    return False
