"""`./hedgerow bench` without a name: which figures there are. With a name, `doors.cli.main` runs its file."""

import ast
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from hedgerow.doors.cli import folder

HELPERS = {"__init__", "bare", "loading", "network", "people", "server", "stage", "worlds"}


class Command(BaseCommand):
    help = "Lists the benchmarks. Each prints one JSON line for each figure."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("./hedgerow bench NAME [--network DIR]\n")
        for path in sorted((folder.ROOT / "bench").glob("*.py")):
            if path.stem not in HELPERS:
                self.stdout.write(f"  {path.stem:10} {_purpose(path)}")


def _purpose(path: Path) -> str:
    """The first line of a file's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n")[0]
