"""`./hedgerow reindex`: everything that can be found is taken in anew."""

from typing import Any

from django.core.management.base import BaseCommand

from hedgerow.people.faces import finding as people
from hedgerow.talk.searching import acts as posts


class Command(BaseCommand):
    help = "Makes the search index anew from what is written. Meanwhile the site finds less."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        faces = people.rebuild()
        total = posts.total()
        made = posts.rebuild(lambda count: self._tell(min(count, total), total))
        self.stderr.write("")
        self.stdout.write(f"{faces:,} faces and {made:,} posts can be found.")

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done:,} of {total:,} posts", ending="")
        self.stderr.flush()
