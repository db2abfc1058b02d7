"""`./hedgerow backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hedgerow.doors.cli.backup import write_backup


class Command(BaseCommand):
    help = "Keeps everything, media included, in one file. The site may go on running."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a name that ends in .tar.gz")
        parser.add_argument("--replace", action="store_true", help="write over a file of that name")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"].resolve()
        if target.exists() and not options["replace"]:
            raise CommandError(f"{target} is there already. Choose another name, or add --replace.")
        count = write_backup(target, lambda line: self.stdout.write(line))
        size = target.stat().st_size / 1e6
        self.stdout.write(f"{target}: {count} files, {size:.1f} MB.")
        self.stdout.write("It holds the site's key: keep it where only you can read it.")
