"""`./hedgerow exposure --since … --door …`: whose posts an accident touched, and telling them."""

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from hedgerow.delivery.leaving import acts, reads
from hedgerow.kernel.clock import now
from hedgerow.people.faces import reads as faces

WRONG = 2
KEPT = reads.KEPT
KNOWN = ", ".join(reads.DOORS)
NOT_NOTED = {
    "web": "Pages are not noted as they are read. The web server's own log says what was asked for.",
    "feed": "Feeds hold public posts alone, and of those nothing is noted.",
}


class Command(BaseCommand):
    help = (
        "Lists the authors and the posts that are not public which left the site by these doors in this time:"
        " numbers and kinds of audience, no words. With --tell each author is told in plain words, once."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", required=True, help="a moment, as 2026-11-22T08:00 (UTC)")
        parser.add_argument("--until", help="the same; now, if not given")
        parser.add_argument("--door", action="append", help=f"{KNOWN}; several times for several")
        parser.add_argument("--tell", action="store_true", help="tell the authors, each of them once")

    def handle(self, *args: Any, **options: Any) -> None:
        doors = options["door"] or list(reads.DOORS)
        for door in doors:
            if door not in reads.DOORS:
                self._stop(NOT_NOTED.get(door, f"There is no door {door}. There are: {KNOWN}."))
        since = self._moment(options["since"])
        until = self._moment(options["until"]) if options["until"] else now()
        if since > now():
            self._stop("--since lies in the future.")
        if until <= since:
            self._stop("--until comes after --since.")
        if since < now() - KEPT:
            self.stderr.write(f"What left is known for {KEPT.days} days; of what was before nothing is.")
        found = reads.exposed(since, until, doors)
        for each in found:
            self._list(each)
        posts = sum(len(each.posts) for each in found)
        self.stdout.write(f"{_number(len(found), 'author')}, {_number(posts, 'post')}")
        if options["tell"]:
            # The same accident is the same, whenever the command is given again.
            incident = f"{since:%Y-%m-%dT%H:%M} {','.join(sorted(doors))}"
            told = sum(acts.tell(incident, each, since, until) for each in found)
            self.stdout.write(f"{told} told, {len(found) - told} were told before or are gone")

    def _moment(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self._stop(f"{text} is no moment. Write it as 2026-11-22T08:00.")
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _list(self, exposed: reads.Exposed) -> None:
        card = faces.cards([exposed.author]).get(exposed.author)
        name = f"@{card.address}" if card else "somebody who is gone"
        self.stdout.write(f"{name}: {_number(len(exposed.posts), 'post')}")
        for post in exposed.posts:
            doors, readers = ", ".join(post.doors), _number(post.people, "person", "people")
            self.stdout.write(f"  {post.public_id}  for {post.scope}  by {doors}  to {readers}")

    def _stop(self, words: str) -> NoReturn:
        self.stderr.write(words)
        sys.exit(WRONG)


def _number(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
