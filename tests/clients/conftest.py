"""One served site for real clients. People join it as the users of an app do."""

import time
from collections.abc import Callable, Iterator
from threading import Event
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from mastodon import Mastodon
from tests.start.sites import PASSWORD, Running, let_app_in

SWITCHES = ("--open-registration", "--no-confirmation", "--no-rate-limits", "--allow-loopback")
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = ["read", "write", "follow", "push"]
Join = Callable[[str], Mastodon]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of its own, as outside test-suites are pointed at."""
    with Running(tmp_path_factory.mktemp("clients"), *SWITCHES) as running:
        yield running


@pytest.fixture(scope="session")
def app(site: Running) -> tuple[str, str]:
    """Mastodon.py, registered: the id and the secret."""
    made: tuple[str, str] = Mastodon.create_app(
        "Mastodon.py", api_base_url=site.url, scopes=SCOPES, redirect_uris=OUT_OF_BAND
    )
    return made


@pytest.fixture(scope="session")
def join(site: Running, app: tuple[str, str]) -> Join:
    """`join("ann")` makes an account by the app and gives a client that speaks for it; the second time the
    same one.
    """
    known: dict[str, Mastodon] = {}

    def client(name: str) -> Mastodon:
        if name not in known:
            known[name] = Mastodon(*app, api_base_url=site.url, version_check_mode="created")
            known[name].create_account(name, PASSWORD, f"{name}@example.org", agreement=True, scopes=SCOPES)
        return known[name]

    return client


def code_for(site: Running, asking: dict[str, str], name: str) -> str:
    """What a person copies into an app that cannot be sent back to."""
    with httpx.Client(base_url=site.url) as browser:
        sent = let_app_in(browser, asking, f"{name}@example.org", name)
    return parse_qs(urlsplit(sent).query)["code"][0]


def wait_until(so: Callable[[], bool]) -> None:
    """What follows an act is told a moment later."""
    end, pause = time.monotonic() + 20, Event()
    while not so():
        assert time.monotonic() < end
        pause.wait(0.05)
