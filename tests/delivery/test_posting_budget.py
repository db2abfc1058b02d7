"""What a post costs: so many statements, however many it is told to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hedgerow.boundary import acts as engine
from hedgerow.boundary import epoch
from hedgerow.boundary import reads as boundary
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.kernel import jobs
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from tests.mastodon.client import Api

from .world import follow, join, say, to

pytestmark = pytest.mark.django_db

MOST = 61
MOST_OF_AN_APP = 13
"""Until the app has its answer, of a post that names nobody."""
MOST_BEHIND = 23
"""With all that follows it; for a crowd of posts as well, which are handed on together."""


def _statements(author: int, text: str, choice: Choice) -> int:
    with CaptureQueriesContext(connection) as captured:
        say(author, text, choice)
        jobs.run_due()
    return len(captured)


def _circle(author: int, people: list[int], name: str) -> Choice:
    number = circles.make(author, name)
    with write():
        engine.join(number, people)
    return Choice(
        "chosen", circles=[row.public_id for row in boundary.circles_of(author) if row.id == number]
    )


def test_a_post_costs_the_same_for_a_circle_of_200_as_of_20() -> None:
    author, people = _crowd(200)
    few, many = _circle(author, people[:20], "Few"), _circle(author, people, "Many")
    text = "Soup is ready, @p0 and @p1. #rain"
    for choice in (few, many):
        say(author, text, choice)
        jobs.run_due()
    small, large = _statements(author, text, few), _statements(author, text, many)
    assert small == large
    assert large <= MOST


def test_a_post_to_200_by_name_costs_no_statement_a_recipient() -> None:
    """Each of them is told: asked for together, also when nothing is remembered of them."""
    author, people = _crowd(200)
    for choice in (to(*people[:20]), to(*people)):
        say(author, "First", choice)
        jobs.run_due()
    epoch.forget()
    small = _statements(author, "Again", to(*people[:20]))
    epoch.forget()
    large = _statements(author, "Once more", to(*people))
    assert notifications.unseen(people[-1]) == 2
    assert large - small <= 10, "a few statements more: so many rows go into one at most"


def test_an_app_posts_in_few_statements_and_a_crowd_of_posts_shares_those_behind_it() -> None:
    api = Api(join("author"))

    def posts(count: int) -> None:
        for _ in range(count):
            assert (
                api.post("/api/v1/statuses", status="Soup is ready.", visibility="public").status_code == 200
            )

    posts(2)
    jobs.run_due()
    with CaptureQueriesContext(connection) as until_answered:
        posts(1)
    assert len(until_answered) <= MOST_OF_AN_APP
    for crowd in (1, 8):
        with CaptureQueriesContext(connection) as behind:
            jobs.run_due()
        assert len(behind) <= MOST_BEHIND, crowd
        posts(8)


def _crowd(count: int) -> tuple[int, list[int]]:
    """Somebody, and so many who follow."""
    author = join("author")
    people = [join(f"p{number}") for number in range(count)]
    for face in people:
        follow(face, author)
    jobs.run_due()
    return author, people
