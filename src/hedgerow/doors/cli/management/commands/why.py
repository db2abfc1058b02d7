"""`./hedgerow why POST FACE`: which rule lets this face see this post, or keeps it from it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hedgerow.doors.cli import reasons
from hedgerow.kernel.errors import NotFound
from hedgerow.people.console import reads as faces
from hedgerow.talk.console import reads as posts

SEES, DOES_NOT, UNKNOWN = 0, 1, 2

WARNING = "This tells private facts: how somebody sorts their contacts. It is for whoever runs this machine."


class Command(BaseCommand):
    help = (
        "Says which rule lets a face see a post or keeps it out. Exit code: 0 it sees it, 1 not, 2 unknown."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("post", metavar="POST", help="its number or its whole address")
        parser.add_argument("face", metavar="FACE", help="@handle, or nobody for somebody signed out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            post = posts.post(reasons.number_in(options["post"]))
            viewer = None if options["face"] == "nobody" else faces.face(options["face"])
        except NotFound:
            self.stderr.write("There is no such post, or no such face.")
            sys.exit(UNKNOWN)
        self.stderr.write(WARNING)
        told = reasons.why(viewer, post)
        self.stdout.write("\n".join(told.words))
        sys.exit(SEES if told.sees else DOES_NOT)
