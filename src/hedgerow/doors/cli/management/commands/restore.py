"""`./hedgerow restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hedgerow.doors.cli.backup import read_backup


class Command(BaseCommand):
    help = "Puts a backup in the place of what is there. The site must not run. What was there is kept."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        kept = read_backup(options["file"].resolve(), lambda line: self.stdout.write(line))
        before = f"What was there before is kept in {kept}." if kept else "Nothing was there before."
        self.stdout.write(f"Restored. {before}")
