"""`./hedgerow screens`: a picture of every page, from a demonstration of its own."""

import signal
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.doors.cli import folder
from hedgerow.doors.cli.demo import album, camera, stage

MINUTES = 25


class Command(BaseCommand):
    help = "Photographs every page on a phone and a desktop, by day and by night, and in other languages."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=folder.ROOT / "docs" / "screens", metavar="DIR")
        parser.add_argument("--only", default="", metavar="WORD", help="pages whose name begins with it")
        parser.add_argument("--port", type=int, default=0, help="where its own server listens")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        # Ended from outside, it still ends its server.
        signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
        shots = [shot for shot in album.SHOTS if shot.name.startswith(options["only"])]
        if not shots:
            raise CommandError(f"No page is called {options['only']}.")
        options["to"].mkdir(parents=True, exist_ok=True)
        self._tell("Building a demonstration to photograph")
        try:
            with stage.served(options["port"]) as url:
                taker = camera.Camera(url, options["to"], self._tell, began + MINUTES * 60)
                taken = taker.take(shots)
        except (stage.Failed, camera.NoBrowser) as error:
            raise CommandError(str(error)) from None
        self._tell(f"{taken} pictures of {len(shots)} pages in {options['to']}")
        if taker.problems:
            raise CommandError("These could not be taken:\n  " + "\n  ".join(taker.problems))

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
