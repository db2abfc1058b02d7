"""What every test may ask for: a served site and a browser. `tests/settings.py` makes the data folder."""

import asyncio
import hashlib
import os
import random
import shutil
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

# No test is held to a clock, and how quickly an example is drawn depends on what else the machine does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def free_port() -> int:
    """A loopback port that nobody listens on, below those from which the system takes one for each connection
    that goes out: such a one could be gone before it is listened on.
    """
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def wait_until_healthy(url: str, seconds: float = 30, alive: Any = lambda: True) -> None:
    """Returns when the site at `url` answers; fails when it ended or the time is up."""
    end = time.monotonic() + seconds
    pause = threading.Event()
    while time.monotonic() < end and alive():
        try:
            with urllib.request.urlopen(url + "/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pause.wait(0.02)
    raise AssertionError(f"{url} did not come up")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """A test's database begins anew, with the same small numbers for other things; so does its clock, which
    would never run back after a test that looked into the future.
    """
    from hedgerow.boundary import epoch
    from hedgerow.kernel import clock, epochs
    from hedgerow.kernel.jobs import periodic

    clock._last = epochs.epochs._reserved = 0
    epoch.forget()
    periodic.look_again()


@pytest.fixture(autouse=True)
def _as_at_the_start() -> None:
    """Every test begins in the site's language, and with nothing learned of how any face writes."""
    from django.conf import settings
    from django.utils import translation

    from hedgerow.talk.guessing import reads as guessing

    translation.activate(settings.LANGUAGE_CODE)
    guessing._models.clear()


def _migrated(config: pytest.Config) -> Path | None:
    """Where the empty database of these migrations is kept between runs; None where nothing is kept."""
    from django.db import connection

    if connection.vendor != "sqlite" or not hasattr(config, "cache"):
        return None
    told = hashlib.sha256((config.rootpath / "requirements-dev.txt").read_bytes())
    for migration in sorted((config.rootpath / "src").glob("**/migrations/*.py")):
        told.update(str(migration).encode() + migration.read_bytes())
    return Path(config.cache.mkdir("migrated")) / f"{told.hexdigest()}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Begin with a copy of the database that an earlier run migrated: 92 migrations take 15 s."""
    from django.db import connection

    kept = _migrated(request.config)
    if kept is None or not kept.exists():
        return False
    shutil.copyfile(kept, connection.settings_dict["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, django_db_keepdb: bool
) -> None:
    """Keep it where it was migrated anew."""
    from django.db import connection

    kept = _migrated(request.config)
    if kept is None or django_db_keepdb:
        return
    made = kept.with_suffix(f".{os.getpid()}")
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(made)])
    made.rename(kept)


class Served:
    """The real front under granian, in a thread of the test process: it shares the test's database."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._server: Any = None
        self._thread = threading.Thread(target=self._live, name="front", daemon=True)
        self._thread.start()
        wait_until_healthy(self.url, alive=self._thread.is_alive)

    def _live(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        from granian.constants import Interfaces
        from granian.server.embed import Server

        from hedgerow.config.asgi import app

        self._server = Server(
            app,
            address="127.0.0.1",
            port=self.port,
            interface=Interfaces.ASGI,
            log_enabled=False,
        )
        await self._server.serve()

    def stop(self) -> None:
        """Ends the server and waits for its thread."""
        self._loop.call_soon_threadsafe(self._server.stop)
        self._thread.join(20)


@pytest.fixture(scope="session")
def _served(django_db_setup: None, django_db_blocker: Any) -> Iterator[Served]:
    from hedgerow.delivery.leaving import waiting

    # A thread that writes by itself and a test that holds a transaction open wait for each other.
    waiting.SECONDS = threading.TIMEOUT_MAX
    with django_db_blocker.unblock():
        served = Served()
        yield served
        served.stop()


@pytest.fixture
def live_server_url(_served: Served, transactional_db: None) -> str:
    """The address of a served site that sees what the test writes; the database is emptied afterwards.

    One server for the whole run. For a world shared by many tests, use `served_url` and keep your own.
    """
    return _served.url


@pytest.fixture(scope="session")
def served_url(_served: Served) -> str:
    """The same address without any care for the database."""
    return _served.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium for the whole run."""
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_context(browser: Any, live_server_url: str) -> Iterator[Any]:
    """Makes browser contexts (one a person) on the served site; they refuse every other host.

    `new_context(locale="de", viewport={"width": 390, "height": 844})` takes what Playwright's own does. A
    request to another host, an error in a page or a refused script fails the test at its end.
    """
    contexts: list[Any] = []
    wrong: list[str] = []

    def make(**options: Any) -> Any:
        context = browser.new_context(**{"base_url": live_server_url, "locale": "en", **options})
        context.set_default_timeout(10_000)
        context.route("**/*", lambda route: _only_own(route, live_server_url, wrong))
        context.on("weberror", lambda error: wrong.append(f"error in a page: {error.error}"))
        context.on("console", lambda line: _note_refusals(line, wrong))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not wrong, wrong


def _only_own(route: Any, own: str, wrong: list[str]) -> None:
    if route.request.url.startswith((own + "/", "data:", "blob:")):
        route.continue_()
    else:
        wrong.append(f"request to another host: {route.request.url}")
        route.abort()


def _note_refusals(line: Any, wrong: list[str]) -> None:
    if line.type == "error" and "Content Security Policy" in line.text:
        wrong.append(line.text)


@pytest.fixture
def page(new_context: Any) -> Any:
    """One page of one signed-out person, in English."""
    return new_context().new_page()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps a loop running in the main thread, against `asyncio.run`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
