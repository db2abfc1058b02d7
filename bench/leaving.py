"""`./hedgerow bench leaving`: what noting where posts went costs an app's hot read, on and off.

A small world of its own: forty posts for followers, a page of twenty of them as an app gets it, from the
boundary to the bytes. *Off* is the same work with nothing noted; both in one run, in turns.
"""

# ruff: noqa: E402
import atexit
import os
import shutil
import tempfile
from pathlib import Path

from bench import stage

FOLDER = Path(tempfile.mkdtemp(prefix="hedgerow-bench-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("HEDGEROW_")]:
    del os.environ[_name]
os.environ.update(stage._surroundings(FOLDER))

import django

django.setup()

from django.core.management import call_command
from django.http import HttpRequest

from hedgerow.delivery.leaving import acts as leaving
from hedgerow.delivery.leaving import waiting
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.making import statuses
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.posts.reads import Shown

POSTS, PAGE, TIMES, TURNS = 40, 20, 100, 5
AT_MOST = 1.05
"""At most so many times the read with nothing noted."""


def run() -> None:
    """Tell the figures."""
    call_command("migrate", verbosity=0)
    author, reader = (_person(name) for name in ("author", "reader"))
    contacts.follow(reader, author)
    for number in range(POSTS):
        words = f"Thought {number}: what is said to followers alone. " * 3
        posts.publish(author, Draft(text=words, audience=Choice("followers")))
    caller = Caller(HttpRequest(), reader, None, None, None, frozenset())

    def page() -> None:
        shown = reads.by_author(reader, author, limit=PAGE).shown
        assert len(shown) == PAGE
        statuses.listed(caller, shown)

    def read() -> None:
        for _ in range(TIMES):
            page()

    page()
    leaving.flush()
    note = waiting.note
    times: dict[str, list[float]] = {"on": [], "off": []}
    for _ in range(TURNS):
        for name, how in (("off", _nothing), ("on", note)):
            waiting.note = how
            times[name].append(stage.cpu(read, TIMES))
    on, off = min(times["on"]), min(times["off"])
    baseline = ("the same with nothing noted", off)
    stage.figure("20 posts for followers to an app, noted before", on, "us", None, baseline)
    stage.compare("the same beside nothing noted", on / off, AT_MOST)
    first = stage.cpu(page, 1, before=waiting.forget)
    waiting.note = _nothing
    alone = stage.cpu(page, 1)
    waiting.note = note
    stage.figure("20 posts to an app, each for the first time", first, "us", None, (baseline[0], alone))

    def wait_again() -> None:
        waiting.forget()
        page()

    noting = stage.cpu(leaving.flush, PAGE, before=wait_again)
    stage.figure("noting one of them, later", noting, "us", None, baseline)


def _nothing(reader: int, post: Shown) -> None:
    """Nothing is noted."""


def _person(name: str) -> int:
    draft = FaceDraft(handle=name, name=name.title(), locked=False)
    member = members.register(
        f"{name}@example.org", "quite a long hedge 7", name, name, freely=True, confirmed=True, draft=draft
    )
    return faces.own(member.pk)[0].id


if __name__ == "__main__":
    run()
