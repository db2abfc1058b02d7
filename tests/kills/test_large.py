"""Large mode with real processes: a web process, workers beside it, PostgreSQL and Redis."""

import hashlib
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from hedgerow.doors.cli.killing.browser import Browser
from tests.conftest import free_port, wait_until_healthy
from tests.start.sites import PASSWORD, environment

pytestmark = pytest.mark.slow

SERVER = os.environ.get("HEDGEROW_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432/postgres"
REDIS = os.environ.get("HEDGEROW_TEST_REDIS") or "redis://127.0.0.1:6379/13"
DATABASE = "test_hedgerow_large"
PEOPLE = """
import sys, django; django.setup()
from hedgerow.people.members import acts
from hedgerow.people.faces.acts import FaceDraft
for name in sys.argv[2:]:
    draft = FaceDraft(handle=name, name=name.title(), locked=False)
    email = f"{name}@example.org"
    acts.register(email, sys.argv[1], name, draft.name, freely=True, confirmed=True, draft=draft)
"""


class Office(socketserver.ThreadingTCPServer):
    """A mail server that can fall silent in the middle of a letter, as some do."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.silent = True
        self.came = threading.Semaphore(0)
        self.letters: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?tls=no"


class _Clerk(socketserver.StreamRequestHandler):
    server: Office

    def handle(self) -> None:
        if self.server.silent:
            self.server.came.release()
            self.rfile.read()
            return
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            if not line.upper().startswith(b"DATA"):
                self.wfile.write(b"250 yes\r\n")
                continue
            self.wfile.write(b"354 go on\r\n")
            words = list(iter(self.rfile.readline, b".\r\n"))
            self.server.letters.append(b"".join(words).decode())
            self.wfile.write(b"250 taken\r\n")
            self.server.came.release()


class Large:
    """The processes of one site. Its workers are begun and killed by the tests."""

    def __init__(self, folder: Path, office: Office) -> None:
        self.office, self.port = office, free_port()
        url = urlparse(SERVER)._replace(path=f"/{DATABASE}").geturl()
        more = {"DATABASE_URL": url, "REDIS_URL": REDIS, "HEDGEROW_EMAIL_URL": office.url}
        self.environment = environment(folder, **more)
        self.processes: list[subprocess.Popen[str]] = []

    def begin(self, *words: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "hedgerow", *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def serve(self) -> None:
        web = self.begin(
            *("serve", "--domain", "localhost", "--port", str(self.port), "--no-rate-limits"),
            "--no-confirmation",
        )
        wait_until_healthy(f"http://127.0.0.1:{self.port}", 90, lambda: web.poll() is None)

    def worker(self) -> "subprocess.Popen[str]":
        """One more worker, ready."""
        process = self.begin("worker")
        assert process.stdout is not None
        assert "ready" in process.stdout.readline()
        return process

    def people(self, *names: str) -> None:
        settings = self.environment | {"DJANGO_SETTINGS_MODULE": "hedgerow.config.settings"}
        command = [sys.executable, "-c", PEOPLE, PASSWORD, *names]
        subprocess.run(command, env=settings, check=True, timeout=60)

    def browser(self, name: str) -> Browser:
        browser = Browser(self.port)
        browser.sign_in(f"{name}@example.org", PASSWORD)
        return browser

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return _ask(self.environment["DATABASE_URL"], sql)

    def end(self) -> None:
        for process in self.processes:
            kill(process)


def kill(process: "subprocess.Popen[str]") -> None:
    """SIGKILL for it and whatever it began."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)


def _ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(url, autocommit=True, connect_timeout=3) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def soon(true: Callable[[], bool], what: str, seconds: float = 40) -> None:
    """Returns as soon as it is so."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not true():
        assert time.monotonic() < end, what
        pause.wait(0.1)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Large]:
    import psycopg
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        _ask(SERVER, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        Redis.from_url(REDIS, socket_connect_timeout=3).flushdb()
    except (psycopg.OperationalError, RedisError) as error:
        pytest.skip(f"needs PostgreSQL and Redis: {error}")
    _ask(SERVER, f"CREATE DATABASE {DATABASE}")
    site = Large(tmp_path_factory.mktemp("large"), Office())
    try:
        site.serve()
        site.people("ada", "ben", "cleo")
        yield site
    finally:
        site.end()
        site.office.shutdown()
        _ask(SERVER, f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def test_whatever_it_keeps_in_redis_bears_its_mark(large: Large) -> None:
    from redis import Redis

    large.browser("ada").post("/compose", {"text": "Here.", "token": "mark", "face": "ada", "way": "public"})
    key = (Path(large.environment["HEDGEROW_DATA"]) / "secret.key").read_text().strip()
    mark = hashlib.sha256(b"hedgerow site 1" + key.encode()).hexdigest()[:12]
    kept = [name.decode() for name in Redis.from_url(REDIS).scan_iter()]
    assert kept, "the epoch at least"
    assert [name for name in kept if mark not in name] == []


def test_a_notification_arrives_through_the_worker_and_two_do_not_double(large: Large) -> None:
    ada, ben = large.browser("ada"), large.browser("ben")

    def greet(number: int) -> None:
        form = {"text": f"Hello {number} @ben", "token": f"t{number}", "face": "ada", "way": "public"}
        assert ada.post("/compose", form).done

    def told() -> list[int]:
        kinds = "SELECT post_id, count(*) FROM delivery_notification WHERE kind = 'mention' GROUP BY post_id"
        return [count for _, count in large.ask(kinds)]

    def done() -> bool:
        return large.ask("SELECT count(*) FROM kernel_outgoing WHERE NOT done") == [(0,)]

    greet(0)
    assert not done(), "the web process leaves what follows to the workers"
    assert "Hello 0" not in ben.get("/notifications").body
    first, second = large.worker(), large.worker()
    soon(lambda: "Hello 0" in ben.get("/notifications").body, "the notification arrives")
    for number in range(1, 20):
        greet(number)
    soon(done, "everything is handed on")
    assert told() == [1] * 20
    for process in (first, second):
        kill(process)


def test_what_a_killed_worker_had_begun_is_taken_up_once(large: Large) -> None:
    office = large.office
    somebody = Browser(large.port)
    somebody.get("/account/password/reset/")
    assert somebody.post("/account/password/reset/", {"email": "cleo@example.org"}).status == 302
    worker = large.worker()
    assert office.came.acquire(timeout=30), "the worker is in the middle of the letter"
    kill(worker)
    office.silent = False
    left = large.ask("SELECT attempts, lease_until_us > 0 FROM kernel_job WHERE finished_at_us IS NULL")
    assert left == [(1, True)]
    # Its lease would hold for a minute: let that minute have passed.
    large.ask("UPDATE kernel_job SET lease_until_us = 1 WHERE finished_at_us IS NULL")
    for _ in range(2):
        large.worker()
    assert office.came.acquire(timeout=30), "another worker sends it"
    finished = "SELECT count(*) FROM kernel_job WHERE finished_at_us IS NULL"
    soon(lambda: large.ask(finished) == [(0,)], "it is noted as done")
    assert len(office.letters) == 1
