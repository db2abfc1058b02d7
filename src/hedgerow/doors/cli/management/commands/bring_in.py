"""`./hedgerow import FACE FILE`: what the page of moving in does, for whoever holds the machine."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.kernel import jobs
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.console import reads as faces
from hedgerow.people.moving import acts, reads
from hedgerow.people.moving.reads import ImportShown
from hedgerow.talk.moving import acts as posts

PAUSE = 0.2


class Command(BaseCommand):
    help = (
        "Brings a file into a face: contacts, or an archive of posts, which are for nobody but that face. "
        "With --look it only says what is in it."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("face", metavar="FACE", help="@handle")
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--look", action="store_true", help="say what is in it and take nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            actor = faces.face(options["face"])
            number = _begin(actor, options["file"])
        except NotFound:
            raise CommandError("There is no such face.") from None
        except (Refused, OSError) as error:
            raise CommandError(getattr(error, "message", str(error))) from None
        self._tell(_wait(actor, number))
        if options["look"]:
            acts.drop(actor, number)
            return
        _run(actor, number)
        self._tell(_wait(actor, number))

    def _tell(self, brought: ImportShown) -> None:
        if brought.state == "failed":
            raise CommandError(brought.why)
        numbers = ((name, value) for name, value in brought.counts.items() if isinstance(value, int))
        said = ", ".join(f"{name} {value}" for name, value in numbers)
        self.stdout.write(f"{brought.state}: {said}")
        for line, why, words in brought.lines:
            self.stdout.write(f"  line {line}: {why} {words}")


def _begin(actor: int, path: Path) -> int:
    with path.open("rb") as file:
        size = path.stat().st_size
        if acts.kind_of(file, path.name) in reads.POST_KINDS:
            return posts.begin(actor, file, size, path.name)
        return acts.begin(actor, file, size, path.name)


def _run(actor: int, number: int) -> None:
    if reads.brought(actor, number).kind in reads.POST_KINDS:
        posts.run(actor, number, {})
    else:
        acts.run(actor, number)


def _wait(actor: int, number: int) -> ImportShown:
    """Do what is due until a job, here or in a worker, is done with it."""
    while (brought := reads.brought(actor, number)).under_way:
        jobs.run_due()
        time.sleep(PAUSE)
    return brought
