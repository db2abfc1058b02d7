"""`./hedgerow demo`: builds the demonstration's world in an empty folder."""

from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from hedgerow.doors.cli.demo import story
from hedgerow.doors.cli.demo.building import Builder


class Command(BaseCommand):
    help = "Builds the demonstration's world, once, in a folder that has no people."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        if get_user_model()._default_manager.exists():
            raise CommandError("There are people here already. The demonstration wants an empty folder.")
        begun = monotonic()

        def tell(line: str) -> None:
            self.stdout.write(f"{monotonic() - begun:5.1f} s  {line}")
            self.stdout.flush()

        tell("building a small world to look around in")
        try:
            groups = story.read()
            Builder(groups, tell).build()
        except story.Broken as error:
            raise CommandError(f"The story does not fit together: {error}") from error
        note = Path(settings.DATA_DIR) / "demo.json"
        note.write_bytes(msgspec.json.format(msgspec.json.encode(_list(groups))))
        tell("done")


def _list(groups: list[story.Group]) -> list[dict[str, Any]]:
    """Who can be looked around as, for the start page."""
    return [
        {
            "name": group.name,
            "about": group.about,
            "people": [
                {
                    "who": person.who,
                    "handles": [face.handle for face in group.face if face.member == person.member],
                }
                for person in group.person
            ],
        }
        for group in groups
    ]
