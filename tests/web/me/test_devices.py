"""Where one is signed in: devices by names that people know."""

import pytest
from django.test import Client

from hedgerow.doors.web.templatetags.devices import device
from tests.web.someone import PASSWORD, member

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
SAID = {
    WINDOWS: "Firefox on Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36 Edg/126.0.0.0": "Edge on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/120.0 Safari/604.1": (
        "Chrome on iPad"
    ),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4 Safari/605.1.15": "Safari on Mac",
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/125.0 Mobile Safari/537.36": (
        "Chrome on Android"
    ),
    "Mozilla/5.0 (X11; Linux x86_64)": "A browser on Linux",
    "curl/8.5": "Something that does not say what it is",
    "": "Something that does not say what it is",
}


@pytest.mark.parametrize(("said", "name"), SAID.items())
def test_a_device_is_called_as_people_call_it(said: str, name: str) -> None:
    assert device(said) == name


@pytest.mark.django_db
def test_the_page_names_devices_and_signs_out_the_others() -> None:
    member("ana")
    here, there = (entered(said) for said in (WINDOWS, "curl/8.5"))
    html = here.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in html
    assert "Something that does not say what it is" in html
    assert "Gecko" not in html
    here.post("/account/sessions/")
    assert there.get("/me").status_code == 302
    alone = here.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in alone
    assert "Sign out everywhere else" not in alone


def entered(user_agent: str) -> Client:
    """A browser in which Ana signed in by her password."""
    client = Client(HTTP_USER_AGENT=user_agent)
    answer = client.post("/account/login/", {"login": "ana@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.mark.django_db
def test_one_browser_is_signed_out_and_the_others_stay() -> None:
    member("ana")
    member("ben")
    here, lost, kept = (entered(said) for said in (WINDOWS, "curl/8.5", WINDOWS))
    page = here.get("/account/sessions/").content.decode()
    row = next(part for part in page.split('<li class="device">') if "does not say what it is" in part)
    end = row.split('action="')[1].split('"')[0]
    other = Client()
    other.post("/account/login/", {"login": "ben@example.org", "password": PASSWORD})
    assert other.post(end).status_code == 404
    assert lost.get("/me").status_code == 200
    assert "Signed out there" in here.post(end, follow=True).content.decode()
    assert lost.get("/me").status_code == 302
    assert (here.get("/me").status_code, kept.get("/me").status_code) == (200, 200)
    assert here.post(end).status_code == 404
    # The one in use has its own way out.
    mine = next(part for part in page.split('<li class="device">') if "this one" in part)
    assert "/end" not in mine
