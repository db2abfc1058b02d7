"""What the composer says of an audience while somebody chooses."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from hedgerow.people.contacts import acts as contacts
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def told(client: Client, **fields: object) -> str:
    """The words of the answer to a choice."""
    answer = client.post("/compose/audience", fields, headers={"HX-Request": "true"})
    assert answer.status_code in (200, 422), answer.status_code
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_how_many_and_which_circles(cast: Cast, browser_of: Browser) -> None:
    said = told(browser_of(cast.alice), way="circles", circle=str(cast.circle_id("Garden")))
    assert "Garden: 3 people" in said


def test_without_somebody(cast: Cast, browser_of: Browser) -> None:
    garden, bob = cast.circle_id("Garden"), cast.public("bob")
    said = told(browser_of(cast.alice), way="circles", circle=str(garden), without=f"person-{bob}")
    assert "Garden, without Bob: 2 people" in said


def test_who_may_surprise_and_why(cast: Cast, browser_of: Browser) -> None:
    contacts.label(cast.alice, cast.bob, ["manager"])
    said = told(browser_of(cast.alice), way="circles", circle=str(cast.circle_id("Garden")))
    assert "1 person you may not have in mind" in said
    assert "Bob you labelled them manager" in said


def test_who_came_since_the_last_post_there(cast: Cast, browser_of: Browser) -> None:
    from hedgerow.boundary import acts as engine
    from hedgerow.kernel.writing import write

    with write():
        engine.join(cast.circles["Garden"], [cast.heidi])
    said = told(browser_of(cast.alice), way="circles", circle=str(cast.circle_id("Garden")))
    assert "Heidi came in after your last post to these people" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"way": "circles", "circle": "12345"},
        {"way": "circles", "person": "12345"},
        {"way": "circles", "circle": "x"},
        {"way": "nonsense"},
        {"way": "site", "without": "x"},
    ],
)
def test_an_unknown_circle_or_person_is_an_error(
    cast: Cast, browser_of: Browser, fields: dict[str, str]
) -> None:
    assert "not there any more" in told(browser_of(cast.alice), **fields)


def test_somebody_elses_circle_is_an_unknown_one(cast: Cast, browser_of: Browser) -> None:
    fields = {"way": "circles", "circle": str(cast.circle_id("Garden"))}
    assert told(browser_of(cast.bob), **fields) == told(browser_of(cast.bob), way="circles", circle="12345")


def test_public_leaves_nobody_out(cast: Cast, browser_of: Browser) -> None:
    said = told(browser_of(cast.alice), way="public", without=f"person-{cast.public('bob')}")
    assert "Public leaves nobody out" in said


def test_an_empty_choice_is_for_nobody(cast: Cast, browser_of: Browser) -> None:
    assert "Only you" in told(browser_of(cast.alice), way="circles")


def test_it_says_when_to_try_again(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    # The bucket fills up meanwhile: on a slow machine it lasts for more than its 120 goes.
    answers = (client.post("/compose/audience", {"way": "me"}).status_code for _ in range(2000))
    assert next(answers) == 200
    assert next(status for status in answers if status != 200) == 429


def test_signed_out_signs_in_first(cast: Cast) -> None:
    assert Client().post("/compose/audience", {"way": "public"}).status_code == 302
    assert Client().get("/compose/people?find=a").status_code == 302


def test_people_by_name(cast: Cast, browser_of: Browser) -> None:
    client = browser_of(cast.alice)
    found = client.get("/compose/people", {"find": "bo"}).content.decode()
    assert f'value="{cast.public("bob")}"' in found
    left = client.get("/compose/people?field=without&find-without=bo").content.decode()
    assert f'value="person-{cast.public("bob")}"' in left
    assert "Grace" not in client.get("/compose/people", {"find": "grace"}).content.decode()
