"""The site as an app: what a device is told of it, and what other apps share with it."""

import json
import re
from io import BytesIO

import pytest
import pyvips
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.someone import member, signed_in

pytestmark = pytest.mark.django_db


def test_the_manifest_says_what_the_app_is(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    said = json.loads(answer.content)
    assert said["start_url"] == said["scope"] == "/"
    assert said["display"] == "standalone"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in said["icons"]}
    assert said["share_target"]["action"] == "/share"


def test_each_icon_has_the_size_it_says() -> None:
    from hedgerow.config import statics

    for name, size in (("192", 192), ("512", 512), ("maskable-512", 512), ("touch-180", 180)):
        _status, _headers, body = statics.answer(f"/static/x/web/app-icons/{name}.png", {})
        image = pyvips.Image.pngload_buffer(body)
        assert (image.width, image.height) == (size, size)


def test_worker_offline_page_and_manifest_are_the_same_for_everybody() -> None:
    ana = signed_in(member("ana"))
    for path in ("/sw.js", "/offline", "/manifest.webmanifest"):
        mine, nobodys = ana.get(path), Client().get(path)
        plain = [
            re.sub(rb'(csrf-token" content=|csrfmiddlewaretoken" value=)"[^"]*"', b"", a.content)
            for a in (mine, nobodys)
        ]
        assert plain[0] == plain[1], path
        assert b"ana" not in mine.content.lower().replace(b"manage", b"")
    assert ana.get("/sw.js")["Cache-Control"] == "no-cache"
    assert ana.get("/sw.js")["Service-Worker-Allowed"] == "/"


def test_what_browsers_ask_for_of_their_own_accord_is_a_picture(client: Client) -> None:
    kind, _slash, name = client.get("/favicon.ico")["Location"].partition("/web/")
    from hedgerow.config import statics

    status, headers, _body = statics.answer(f"{kind}/web/{name}", {})
    assert status == 200
    assert (b"content-type", b"image/png") in headers


def test_a_page_lets_its_worker_and_its_manifest_in(client: Client) -> None:
    answer = client.get("/about")
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert "manifest-src 'self'" in answer["Content-Security-Policy"]
    assert b'rel="manifest"' in answer.content


def _picture() -> SimpleUploadedFile:
    data = pyvips.Image.black(64, 48, bands=3).copy(interpretation="srgb").pngsave_buffer()
    return SimpleUploadedFile("walk.png", BytesIO(data).read(), "image/png")


def test_what_is_shared_stands_in_the_composer_and_nothing_is_sent() -> None:
    ana = Client(enforce_csrf_checks=True)
    ana.force_login(member("ana"))
    given = {
        "title": "A walk",
        "text": "by the river",
        "url": "https://example.org/walk",
        "pictures": _picture(),
    }
    html = ana.post("/share", given).content.decode()
    assert "by the river" in html
    assert "https://example.org/walk" in html
    assert re.search(r'name="picture"\s+value="\d+"', html)
    assert "by the river" not in ana.get("/@ana").content.decode()


def test_another_site_shares_nothing() -> None:
    ana = signed_in(member("ana"))
    answer = ana.post("/share", {"text": "buy this"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 302
    assert answer["Location"] == "/compose"
    assert Client().post("/share", {"title": "x"})["Location"].startswith("/account/login")
    assert b"a shared word</textarea>" in Client().post("/share", {"text": "a shared word"}).content
