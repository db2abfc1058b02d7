"""`./hedgerow reindex`: everything that can be found is taken in anew."""

from typing import Any

from django.core.management.base import BaseCommand

from hedgerow.doors.cli.progress import Progress
from hedgerow.people.faces import finding as people
from hedgerow.talk.searching import acts as posts


class Command(BaseCommand):
    help = "Makes the search index anew from what is written. Meanwhile the site finds less."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        faces = people.rebuild()
        total = posts.total()
        progress = Progress(self.stderr)

        def tell(count: int) -> None:
            done = min(count, total)
            progress.tell(done, total, f"{done:,} of {total:,} posts")

        made = posts.rebuild(tell)
        progress.end()
        self.stdout.write(f"{faces:,} faces and {made:,} posts can be found.")
