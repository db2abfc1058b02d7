"""`./hedgerow kill-test --times N`: a real site under load, killed N times, and what it kept."""

import secrets
import shutil
import socket
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.doors.cli.killing.books import Books, Database, Verdict, check_notifications, check_posts
from hedgerow.doors.cli.killing.browser import Browser
from hedgerow.doors.cli.killing.crowd import Crowd, Person
from hedgerow.doors.cli.killing.servers import servers
from hedgerow.doors.cli.killing.site import Site

PASSWORD = secrets.token_urlsafe(16)
NAMES = ("ada", "ben", "cleo", "dora", "emil", "finn", "gita", "hugo")
DELIVERED_SECONDS = 90
LOOK_EVERY = 5
READ_BACK = 3


class Command(BaseCommand):
    help = (
        "Starts a site in a folder of its own, lets people write, answer, react and follow, kills all of its"
        " processes at a random moment and starts it again. With DATABASE_URL and REDIS_URL the site is in"
        " large mode, on a new database beside the one named, which is left alone. Exit code 1 when"
        " something acknowledged is lost or came twice."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--times", type=int, default=50, help="how often to kill it (default 50)")
        parser.add_argument("--people", type=int, default=5, choices=range(2, len(NAMES) + 1), metavar="2-8")
        parser.add_argument("--port", type=int, default=0, help="of the site (default: a free one)")
        parser.add_argument(
            "--seed", type=int, default=None, help="the choices of an earlier run; who is faster stays chance"
        )
        parser.add_argument("--keep", action="store_true", help="keep the folder, to look into it")

    def handle(self, *args: Any, **options: Any) -> None:
        seed = options["seed"] if options["seed"] is not None else secrets.randbelow(2**32)
        folder = Path(tempfile.mkdtemp(prefix="hedgerow-kills-"))
        books = Books()
        try:
            with servers() as large:
                site = Site(folder, options["port"] or _free_port(), large)
                try:
                    verdict = self._run(site, books, options["times"], NAMES[: options["people"]], seed)
                finally:
                    site.kill()
        except RuntimeError as error:
            raise CommandError(f"seed {seed}: {error}") from None
        finally:
            self._leave(folder, options["keep"])
        self._say(verdict, books, options["times"], seed)

    def _leave(self, folder: Path, keep: bool) -> None:
        if keep:
            self.stdout.write(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)

    def _say(self, verdict: Verdict, books: Books, times: int, seed: int) -> None:
        for word, lines in (("lost", verdict.lost), ("doubled", verdict.doubled)):
            for line in lines[:20]:
                self.stdout.write(f"{word}: {line}")
        self.stdout.write(f"seed {seed}; {books.acknowledged():,} acknowledged")
        self.stdout.write(f"{times} kills, {len(verdict.lost)} lost, {len(verdict.doubled)} doubled")
        if verdict.lost or verdict.doubled:
            sys.exit(1)

    def _run(self, site: Site, books: Books, times: int, names: tuple[str, ...], seed: int) -> Verdict:
        random = Random(seed)  # noqa: S311 (moments to repeat, not a secret)
        crowd = Crowd([Person(name, names, books, seed) for name in names])
        self._progress(0, times, books)
        site.start()
        _invite(site, crowd)
        for number in range(1, times + 1):
            crowd.begin()
            _wait_for_a_moment(random, books)
            site.kill()
            crowd.end()
            site.start()
            verdict = _judge(site, books, delivered=number % LOOK_EVERY == 0 or number == times)
            _read_back(crowd, random, books, verdict)
            self._progress(number, times, books)
            if verdict.lost or verdict.doubled:
                break
        if crowd.refused():
            raise RuntimeError("refused without need: " + "; ".join(crowd.refused()[:5]))
        return verdict

    def _progress(self, number: int, times: int, books: Books) -> None:
        line = f"{number} of {times} kills, {books.acknowledged():,} acknowledged"
        self.stderr.write(
            f"\r{line}" if sys.stderr.isatty() else line, ending="" if sys.stderr.isatty() else "\n"
        )
        self.stderr.flush()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _invite(site: Site, crowd: Crowd) -> None:
    """Make everybody's account beside the running site, and sign them in through its door."""
    for person in crowd.people:
        site.account(person.handle, PASSWORD)
        person.browser = Browser(site.port)
        person.browser.sign_in(f"{person.handle}@example.org", PASSWORD)


def _wait_for_a_moment(random: Random, books: Books) -> None:
    """Mostly in the midst of things; sometimes at once, while what the last kill left is taken up again."""
    pause, before, end = threading.Event(), books.acknowledged(), time.monotonic() + 15
    if random.random() > 0.2:
        while books.acknowledged() == before and time.monotonic() < end:
            pause.wait(0.01)
    pause.wait(random.uniform(0, 1.5))


def _judge(site: Site, books: Books, *, delivered: bool) -> Verdict:
    """Look into the database. With `delivered`, wait first until everybody was told everything."""
    verdict, database = Verdict(), site.look()
    try:
        verdict.lost += [f"soundness of the database: {line}" for line in database.broken()]
        check_posts(books, database, verdict)
        if delivered:
            _wait_for_delivery(database)
            verdict.lost += [f"{count} events given up" for count in [database.failed_events()] if count]
            check_notifications(books, database, verdict)
    finally:
        database.close()
    return verdict


def _wait_for_delivery(database: Database) -> None:
    pause, end = threading.Event(), time.monotonic() + DELIVERED_SECONDS
    while left := database.open_events():
        if time.monotonic() > end:
            raise RuntimeError(f"{left} events are still on their way after {DELIVERED_SECONDS} s")
        pause.wait(0.05)


def _read_back(crowd: Crowd, random: Random, books: Books, verdict: Verdict) -> None:
    """Some of what was acknowledged, read by somebody else through the door."""
    known = books.known()
    for said in random.sample(known, min(READ_BACK, len(known))):
        browser = random.choice(crowd.people).browser
        if browser is not None:
            page = browser.get(f"/@{said.author}/{said.post}")
            if page.status != 200 or said.mark not in page.body:
                verdict.lost.append(f"page of {said.mark} by {said.author}: {page.status}")
