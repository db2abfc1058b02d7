"""`./hedgerow load-ego-network DIR`: SNAP's ego networks as a world to try things on."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.doors.cli.worlds import ego, settling
from hedgerow.kernel.errors import Refused

MOST_POSTS = 1_000_000


class Command(BaseCommand):
    help = "Loads a folder of SNAP ego networks (107.feat, 107.edges, 107.circles, …): all of it or nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--posts", type=_posts, default=0, metavar="N", help="make up N posts, too")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, other posts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            network = ego.read(options["folder"])
        except ego.Broken as error:
            raise CommandError(f"{error} Nothing was loaded.") from None
        self._tell(f"Read {len(network.egos)} ego networks from {options['folder']}.")
        try:
            made = settling.settle(network, posts=options["posts"], seed=options["seed"], tell=self._tell)
        except Refused as error:
            raise CommandError(f"{error.message} Is this network here already? Nothing was loaded.") from None
        self._tell(
            f"Loaded {made.faces:,} faces, {made.ties:,} mutual ties, {made.circles:,} circles"
            f" and {made.posts:,} posts."
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _posts(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= MOST_POSTS):
        raise ArgumentTypeError(f"a number from 0 to {MOST_POSTS:,} belongs here, not {text!r}")
    return int(text)
