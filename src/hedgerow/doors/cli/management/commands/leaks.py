"""`./hedgerow leaks --checks N`: a random world, every room's reads, and the reference.

With `--door mastodon` an app asks instead of us, in this process and of a site that another one serves.
"""

import secrets
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from hedgerow.doors.cli.progress import Progress
from hedgerow.doors.cli.worlds import at_a_door
from hedgerow.doors.cli.worlds.auditing import Audit, Viewer
from hedgerow.doors.cli.worlds.happenings import Happenings
from hedgerow.kernel.jobs import run_due

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Builds a random world in a database of its own and asks every read whether somebody sees what they"
        " must not. One check is one viewer and one thing. Exit code 1 when there is a leak or a loss."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--checks", type=int, default=100_000, help="at least so many (default 100,000)")
        parser.add_argument("--door", choices=["mastodon"], help="ask as an app asks, not the rooms")
        parser.add_argument("--seed", type=int, default=None, help="the world of an earlier run")

    def handle(self, *args: Any, **options: Any) -> None:
        seed = options["seed"] if options["seed"] is not None else secrets.randbelow(2**32)
        with tempfile.TemporaryDirectory(prefix="hedgerow-leaks-") as folder:
            _own_database(Path(folder))
            try:
                with _asking(options["door"], Path(folder)) as ask:
                    checks, wrong, losses = self._run(options["checks"], seed, ask)
            finally:
                connection.close()
        for line in [*wrong[:SHOWN], *losses[:SHOWN]]:
            self.stdout.write(line)
        for read, count in checks.most_common():
            self.stdout.write(f"{count:>10,}  {read}")
        self.stdout.write(f"seed {seed}; kept back without need: {len(losses)}")
        self.stdout.write(f"{checks.total()} checks, {len(wrong)} leaks")
        if wrong or losses:
            sys.exit(1)

    def _run(self, wanted: int, seed: int, ask: "Ask") -> tuple[Counter[str], list[str], list[str]]:
        random = Random(seed)  # noqa: S311 (a world to repeat, not a secret)
        happenings = Happenings(seed)
        happenings.live(2500)
        checks: Counter[str] = Counter()
        progress = Progress(self.stderr)
        wrong: list[str] = []
        losses: list[str] = []
        while checks.total() < wanted:
            happenings.live(40)
            run_due()
            audit = Audit(random, happenings.faces, happenings.settled)
            for viewer in [None, *random.sample(happenings.faces, 12)]:
                ask(audit, viewer)
            checks += audit.checks
            wrong += audit.leaks
            losses += audit.losses
            progress.tell(checks.total(), wanted, f"{checks.total():,} checks, {len(wrong)} leaks")
        progress.end()
        return checks, wrong, losses


Ask = Callable[[Audit, Viewer], None]


@contextmanager
def _asking(door: str | None, folder: Path) -> Iterator[Ask]:
    """Who asks: the rooms' reads, or an app at two sites with the same data."""
    if door is None:
        yield Audit.ask
        return
    with at_a_door.served(folder) as there:
        askers = [at_a_door.App("here", at_a_door.Here()), at_a_door.App("there", there)]

        def ask(audit: Audit, viewer: Viewer) -> None:
            for each in askers:
                each.ask(audit, viewer)

        yield ask


def _own_database(folder: Path) -> None:
    """An empty embedded database that is gone afterwards: the site's own is not touched."""
    if connection.vendor != "sqlite":
        raise SystemExit(
            "leaks builds a world of its own in the embedded database: run it without DATABASE_URL"
        )
    connection.close()
    connection.settings_dict["NAME"] = str(folder / "hedgerow.sqlite3")
    settings.RATE_LIMITS = False
    call_command("migrate", verbosity=0)
