"""What every answer of a served site has, asked over a real connection."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from django.templatetags.static import static

from hedgerow.config import statics

pytestmark = pytest.mark.django_db(transaction=True)


def fetch(url: str, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> "Answer":
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(url).port, timeout=20)
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    answer = Answer(response.status, response.headers, response.read())
    connection.close()
    return answer


class Answer:
    def __init__(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


def test_a_page_carries_every_secure_header(live_server_url: str) -> None:
    page = fetch(live_server_url, "/account/login/")
    assert page.status == 200
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert "private" in page.headers["Cache-Control"]
    for cookie in page.headers.get_all("Set-Cookie"):  # type: ignore[attr-defined]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_a_foreign_host_is_refused(live_server_url: str) -> None:
    assert fetch(live_server_url, "/account/login/", Host="elsewhere.example").status == 400


def test_a_form_without_its_token_is_refused(live_server_url: str) -> None:
    form = "application/x-www-form-urlencoded"
    assert fetch(live_server_url, "/account/login/", "POST", b"login=a", Content_Type=form).status == 403


def test_a_huge_form_field_is_refused_without_a_server_error(live_server_url: str) -> None:
    form = "application/x-www-form-urlencoded"
    body = b"login=" + b"x" * (2 << 20)
    assert 400 <= fetch(live_server_url, "/account/login/", "POST", body, Content_Type=form).status < 500


def test_files_of_the_program_are_kept_for_long_and_packed(live_server_url: str) -> None:
    path = static("django_htmx/htmx-2.min.js")
    whole = fetch(live_server_url, path)
    assert whole.status == 200
    assert "immutable" in whole.headers["Cache-Control"]
    packed = fetch(live_server_url, path, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.body) < len(whole.body)
    again = fetch(live_server_url, path, If_None_Match=whole.headers["ETag"])
    assert (again.status, again.body) == (304, b"")


def test_an_older_address_of_a_file_still_works_but_is_not_kept(live_server_url: str) -> None:
    old = fetch(live_server_url, "/static/00000000/django_htmx/htmx-2.min.js")
    assert old.status == 200
    assert old.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "name", ["../config/settings.py", "%2e%2e/config/settings.py", "web", "", "nothing.js"]
)
def test_only_known_files_are_files(live_server_url: str, name: str) -> None:
    assert fetch(live_server_url, f"/static/{statics.stamp()}/{name}").status == 404


def test_head_gives_the_length_and_no_body(live_server_url: str) -> None:
    path = static("django_htmx/htmx-2.min.js")
    head = fetch(live_server_url, path, "HEAD")
    assert head.body == b""
    assert int(head.headers["Content-Length"]) == len(fetch(live_server_url, path).body)
    assert fetch(live_server_url, "/account/login/", "HEAD").body == b""


@pytest.mark.browser
def test_a_browser_finds_the_sign_in_page_within_the_policy(page, live_server_url: str) -> None:  # type: ignore[no-untyped-def]
    answer = page.goto("/account/login/")
    assert answer.status == 200
    assert page.locator("input[name=login]").count() == 1
