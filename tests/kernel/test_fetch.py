"""The safe fetcher: it reaches whom it should, and nobody can aim it at us."""

import gzip
import http.server
import threading
import zlib
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import fetch as module
from hedgerow.kernel.fetch import FetchFailed, FetchRefused, check_url, fetch, is_public

Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A server on this machine that answers what a test tells it to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies: dict[str, Reply] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    def says(self, path: str, status: int, body: bytes = b"", **headers: str) -> None:
        def reply(to: http.server.BaseHTTPRequestHandler) -> None:
            to.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                to.send_header(name.replace("_", "-"), value)
            to.end_headers()
            to.wfile.write(body)

        self.replies[path] = reply


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    settings.ALLOW_LOOPBACK = True

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append((self.command, self.path, sent, self.rfile.read(length)))
            try:
                found.replies[self.path](self)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()


def get(url: str, **options: Any) -> module.Fetched:
    return fetch(url, **({"accept": "text/html", "max_bytes": 10_000, "timeout": 20.0} | options))


def test_it_fetches(site: Site) -> None:
    site.says("/a", 200, b"hello", Content_Type="text/plain", Set_Cookie="a=1")
    answer = get(site.url + "/a")
    assert (answer.status, answer.body, answer.url) == (200, b"hello", site.url + "/a")
    assert answer.headers["content-type"] == "text/plain"
    get(site.url + "/a")
    assert "cookie" not in site.asked[1][2]
    assert site.asked[1][2]["user-agent"].startswith("Hedgerow")


def test_an_unhappy_status_is_an_answer(site: Site) -> None:
    site.says("/a", 404, b"no")
    assert get(site.url + "/a").status == 404


def test_post_with_headers(site: Site) -> None:
    site.says("/a", 202)
    answer = get(
        site.url + "/a", method="POST", body=b"{}", headers={"Signature": "s", "Host": "evil.example"}
    )
    assert answer.status == 202
    command, _, headers, body = site.asked[0]
    assert (command, body, headers["signature"]) == ("POST", b"{}", "s")
    assert headers["host"].startswith("127.0.0.1")


def test_redirects_are_followed_three_times(site: Site) -> None:
    site.says("/0", 200, b"there")
    for hop in range(1, 5):
        site.says(f"/{hop}", 302, Location=f"/{hop - 1}")
    assert get(site.url + "/3").body == b"there"
    assert get(site.url + "/3").url == site.url + "/0"
    with pytest.raises(FetchRefused):
        get(site.url + "/4")


def test_a_post_is_not_redirected(site: Site) -> None:
    site.says("/a", 307, Location="/b")
    assert get(site.url + "/a", method="POST", body=b"x").status == 307
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "gopher://a.example/",
        "http://[::ffff:10.0.0.1]/",
    ],
)
def test_a_redirect_is_checked_like_a_first_address(site: Site, target: str) -> None:
    site.says("/a", 302, Location=target)
    with pytest.raises(FetchRefused):
        get(site.url + "/a")


def test_headers_do_not_travel_to_another_origin(site: Site) -> None:
    other = site.url.replace("127.0.0.1", "localhost")
    site.says("/a", 302, Location=other + "/b")
    site.says("/b", 200)
    get(site.url + "/a", headers={"Signature": "secret"})
    assert "signature" in site.asked[0][2]
    assert "signature" not in site.asked[1][2]


def test_too_large_is_refused_packed_or_not(site: Site) -> None:
    site.says("/plain", 200, b"x" * 10_001)
    site.says("/fits", 200, b"x" * 10_000)
    site.says("/bomb", 200, gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    site.says("/deflated", 200, zlib.compress(b"\0" * 50_000_000), Content_Encoding="deflate")
    site.says("/packed", 200, gzip.compress(b"y" * 5000), Content_Encoding="gzip")
    site.says("/broken", 200, b"not gzip", Content_Encoding="gzip")
    site.says("/strange", 200, b"x", Content_Encoding="br")
    assert len(get(site.url + "/fits").body) == 10_000
    assert get(site.url + "/packed").body == b"y" * 5000
    for path in ("/plain", "/bomb", "/deflated"):
        with pytest.raises(FetchRefused):
            get(site.url + path)
    for path in ("/broken", "/strange"):
        with pytest.raises(FetchFailed):
            get(site.url + path)


def test_a_server_that_drips_does_not_hold_us(site: Site) -> None:
    ended = threading.Event()

    def drip(to: http.server.BaseHTTPRequestHandler) -> None:
        while not ended.wait(0.02):
            to.wfile.write(b"H")
            to.wfile.flush()

    def drip_body(to: http.server.BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        drip(to)

    site.replies |= {"/headers": drip, "/body": drip_body}
    for path in site.replies:
        with pytest.raises(FetchFailed):
            get(site.url + path, timeout=0.3, max_bytes=1 << 30)
    ended.set()


def test_a_name_is_connected_to_the_address_that_was_checked(
    site: Site, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second look-up answers something else; there is no second look-up."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    monkeypatch.setattr(module, "resolve", resolve)
    site.says("/", 200, b"ok")
    assert get(site.url.replace("127.0.0.1", "rebind.example") + "/").body == b"ok"
    assert asked == ["rebind.example"]


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "resolve", lambda host, port: ["93.184.215.14", "192.168.0.1"])
    with pytest.raises(FetchRefused):
        get("http://mixed.example/")


def test_no_such_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError("no")

    monkeypatch.setattr(module, "resolve", resolve)
    with pytest.raises(FetchFailed):
        get("http://nowhere.example/")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ],
)
def test_this_machine_is_out_of_reach(host: str, settings: Any) -> None:
    settings.ALLOW_LOOPBACK = False
    with pytest.raises((FetchRefused, FetchFailed)) as refused:
        get(f"http://{host}/")
    assert "ConnectError" not in str(refused.value)


PRIVATE = """
10.1.2.3 172.16.0.1 192.168.1.1 127.0.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 239.1.1.1
240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fc00::1 fd12::1 ff02::1 2001:db8::1
::ffff:10.0.0.1 ::ffff:127.0.0.1 64:ff9b::a00:1 64:ff9b::7f00:1 64:ff9b:1::1 2002:a00:1::1
2002:7f00:1:: ::10.0.0.1 fec0::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses_however_wrapped(address: str, settings: Any) -> None:
    settings.ALLOW_LOOPBACK = False
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
)
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_as_public_as_itself(address: Any) -> None:
    number = int(address)
    for wrapped in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert is_public(ip_address(wrapped.to_bytes(16, "big"))) == is_public(address)


WRONG = ["ftp://a.example/", "//a.example/", "a.example", "http:///x", "http://a.example:22/", "javascript:1"]
WRONG += [
    "http://a.example:99999/",
    "http://u:p@a.example/",
    "http://u@a.example/",
    "http://a b/",
    "http://[::1",
]
WRONG += ["http://a.example/\r\nX: y", "http://a.example/" + "x" * 3000]


@pytest.mark.parametrize("url", WRONG)
def test_addresses_we_do_not_take(url: str, settings: Any) -> None:
    settings.ALLOW_LOOPBACK = False
    with pytest.raises(FetchRefused):
        check_url(url)


def test_the_environment_names_no_proxy(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.says("/", 200, b"direct")
    assert get(site.url + "/").body == b"direct"
