"""`./hedgerow export FACE FILE`: what the page of moving out does, for whoever holds the machine."""

import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.kernel import jobs
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.console import reads as faces
from hedgerow.talk.moving import acts, reads

PAUSE = 0.2


class Command(BaseCommand):
    help = "Makes an archive of one face, as its owner could. It holds private things: keep it well."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("face", metavar="FACE", help="@handle")
        parser.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            actor = faces.face(options["face"])
            acts.ask_for_archive(actor)
        except NotFound:
            raise CommandError("There is no such face.") from None
        except Refused as error:
            raise CommandError(error.message) from None
        while (export := reads.last(actor)) is not None and export.under_way:
            jobs.run_due()
            time.sleep(PAUSE)
        if export is None or not export.path:
            raise CommandError("The archive could not be made; the log says why.")
        shutil.copyfile(reads.file(actor, export.path.rpartition("/")[2]), options["file"])
        options["file"].chmod(0o600)
        self.stdout.write(f"{options['file']}: {export.size:,} bytes")
