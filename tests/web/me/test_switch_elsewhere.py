"""A page drawn for one face, in another tab, does not act as the face one changed to since."""

import pytest
from django.test import Client

from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_a_form_of_the_face_before_is_refused_after_the_change() -> None:
    cast = assemble()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.members["alice"])
    session = browser.session
    session["face"] = cast.alice
    session.save()
    old = token(browser, "/contacts/@heidi")
    browser.post("/switch", {"face": "quiet_garden", "next": "/", "csrfmiddlewaretoken": old})
    stale = browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": old})
    assert stale.status_code == 403
    fresh = token(browser, "/contacts/@heidi")
    assert browser.post("/contacts/@heidi/follow", {"csrfmiddlewaretoken": fresh}).status_code == 302


def token(browser: Client, address: str) -> str:
    page = browser.get(address).content.decode()
    return page.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
