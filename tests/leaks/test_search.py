"""Searching in any world: what is found is what the reference lets somebody see and what holds the words."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hedgerow.boundary import epoch
from hedgerow.doors.cli.worlds.auditing import Audit
from hedgerow.doors.cli.worlds.happenings import Happenings
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.searching import words
from hedgerow.people.contacts import reads as contacts
from hedgerow.talk.models import Post
from hedgerow.talk.searching import reads as searching

pytestmark = [pytest.mark.django_db, pytest.mark.both]

MANY = 10_000


@pytest.fixture
def rolled_back() -> Any:
    """Runs a world and takes it back."""

    def run(work: Any) -> None:
        epoch.forget()
        around = transaction.atomic()
        around._from_testcase = True  # type: ignore[attr-defined]
        with around:
            work()
            transaction.set_rollback(True)
        epoch.forget()

    return run


@examples(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
@example(seed=18064675)  # an author behind the post of somebody who blocked them
def test_anybody_finds_what_they_see_and_what_holds_the_words(
    rolled_back: Any, settings: Any, seed: int
) -> None:
    settings.RATE_LIMITS = False
    rolled_back(lambda: ask_everybody(seed))


def ask_everybody(seed: int) -> None:
    world = Happenings(seed, members_count=6)
    world.live(250)
    run_due()
    audit = Audit(world.random, world.faces)
    said = {
        row.pk: words.words_of(row.text)
        for row in Post.objects.unguarded(reason="what a test compares with").filter(
            boost_of=None, conversation=None
        )
    }
    for viewer in [None, *world.faces]:
        muted = contacts.muted(viewer) if viewer is not None else frozenset()
        for word in ("words", "garden", "lyon"):
            found = searching.posts(viewer, searching.read(word), limit=MANY)
            truth = [
                post
                for post in audit.allowed(viewer)
                if word in said.get(post, ()) and audit.facts[post].entry.author not in muted
            ]
            newest_first = sorted(truth, key=lambda post: -audit.facts[post].public_id)
            assert [each.id for each in found.shown] == newest_first
            assert found.count == min(len(truth), 101)
