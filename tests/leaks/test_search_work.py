"""A hidden hit changes neither what is found nor the work of finding it: counted in steps, not by a clock."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from django.db import connection

from hedgerow.boundary import epoch
from hedgerow.boundary.reads import PUBLIC, audience, clause
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.talk.bulk import acts as bulk
from hedgerow.talk.bulk.acts import NewPost
from hedgerow.talk.posts.reads import Shown
from hedgerow.talk.searching import acts, suggestions
from hedgerow.talk.searching import reads as searching
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db

HIDDEN = 5_000
RARE = "chrysoprase"


@pytest.fixture
def cast() -> Cast:
    found = assemble()
    publicly = audience([clause([PUBLIC])])
    begin = now_us() - 10_000_000
    with write():
        bulk.publish(
            [
                NewPost(found.alice, f"Pebbles {n} on the shore #stones", begin + n, publicly)
                for n in range(300)
            ]
        )
    run_due()
    return found


def told(one: Shown) -> tuple[Any, ...]:
    """A post as pages show it: some of it is made only when it is asked for."""
    return one.listed, one.json, one.author, one.marks, one.told, one.may_reply, one.may_boost, one.pictures


def everything(viewer: int, word: str) -> tuple[Any, ...]:
    asked = searching.read(word)
    found = searching.posts(viewer, asked)
    return (
        [told(one) for one in found.shown],
        msgspec.structs.replace(found, shown=[]),
        searching.tags(viewer, word),
        suggestions.meant(viewer, searching.read(word[:-1])),
    )


def together() -> None:
    """In how many parts the index lies depends on how much was written lately, by whomever: in one."""
    with write():
        acts.index.tidy(acts.ALL_PAGES)


def steps(work: Callable[[], object]) -> int:
    """The steps that the database takes for this."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 1)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return count


def test_five_thousand_hidden_hits_change_nothing(cast: Cast) -> None:
    # Heidi is not in the circle, Carol joined it later, Dan was taken out of it.
    watched = {"carol": cast.carol, "dan": cast.dan, "heidi": cast.heidi}
    words = (RARE, "pebbles", "stones")
    for viewer in watched.values():
        everything(viewer, RARE)
    together()
    with_none = {
        (name, word): (everything(viewer, word), steps(lambda v=viewer, w=word: everything(v, w)))  # type: ignore[misc]
        for name, viewer in watched.items()
        for word in words
    }
    garden = audience([clause([cast.circles["Garden"]])])
    long_ago = now_us() - 90 * 24 * 3600 * 1_000_000
    with write():
        bulk.publish(
            [NewPost(cast.alice, f"{RARE} {n} #{RARE}", long_ago + n * 1_000, garden) for n in range(HIDDEN)]
        )
    run_due()
    together()
    epoch.forget()
    for viewer in watched.values():
        everything(viewer, RARE)
    for (name, word), (found, work) in with_none.items():
        viewer = watched[name]
        assert everything(viewer, word) == found, (name, word)
        now = steps(lambda v=viewer, w=word: everything(v, w))  # type: ignore[misc]
        assert now <= work * 1.05 + 50, (name, word, work, now)
    assert searching.posts(cast.alice, searching.read(RARE)).count == 101


def test_what_a_block_hides_is_not_walked_over(cast: Cast) -> None:
    together()
    everything(cast.alice, RARE)
    found, work = everything(cast.alice, RARE), steps(lambda: everything(cast.alice, RARE))
    publicly = audience([clause([PUBLIC])])
    begin = now_us() - 2_000_000
    with write():
        bulk.publish([NewPost(cast.grace, f"{RARE} {n}", begin + n * 1_000, publicly) for n in range(1_000)])
    run_due()
    together()
    everything(cast.alice, RARE)
    assert everything(cast.alice, RARE) == found
    assert steps(lambda: everything(cast.alice, RARE)) <= work * 1.05 + 50
    assert searching.posts(cast.heidi, searching.read(RARE)).count == 101
