"""`./hedgerow prepare`: what a start does when the program or the folder is new."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from hedgerow.doors.cli import founding, upgrade


class Command(BaseCommand):
    help = "Brings the tables up to date and, in the demo's folder, builds its world once."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        upgrade.upgrade(self._tell)
        folder = Path(settings.DATA_DIR)
        if get_user_model()._default_manager.filter(role="operator").exists():
            (folder / founding.OPERATOR).touch()
        if settings.DEMO and not (folder / "demo.built").exists() and "demo" in get_commands():
            call_command("demo")
            (folder / "demo.built").touch()

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
