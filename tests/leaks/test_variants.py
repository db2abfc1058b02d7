"""A reader of one variant, in a world with the others and in one without: every answer is the same.

Both worlds are made of the same cast and taken back. Masked is what is random or moves by itself: numbers,
moments, tokens. And two things that are the same for everybody in public: how much a face says there, and
when it last did. Whoever signs out reads the public variant; the composer says so.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.clock import to_us
from hedgerow.kernel.ids import timed_ms
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads as post_reads
from hedgerow.talk.posts.acts import Draft, Variation
from hedgerow.talk.variants import reads as variants
from tests.cast import Cast, assemble, filter_some
from tests.mastodon.client import Api

from .browsers import browser, words
from .matrix import ALSO_GIVEN, ROWS, api_address, api_arguments, api_routes, routes

pytestmark = pytest.mark.django_db

Answers = dict[str, tuple[int, str]]
SPECIAL, OWN = "Come to the greenhouse on Sunday", "The garden opens in spring"


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for all: what is done in a world is taken back with it."""
    epoch.forget()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            made = assemble()
            filter_some(made)
            run_due()
            yield made
            transaction.set_rollback(True)
    epoch.forget()


def in_a_world(cast: Cast, make: Callable[[], int | None], reader: str | None) -> Answers:
    """What this reader is told everywhere where `make` said something; the id of what they read of it."""
    point = transaction.savepoint()
    epoch.forget()
    limits.forget_all()
    try:
        own = make()
        run_due()
        return {**pages(cast, reader, own), **methods(cast, reader, own)}
    finally:
        transaction.savepoint_rollback(point)
        epoch.forget()


def concerning(cast: Cast, own: int | None, given: dict[str, Any]) -> dict[str, Any] | None:
    """What a row is asked with, where it is about the reader's variant or about none of the cast's posts."""
    swapped = {name: (own or 5 if value == cast.posts["public"] else value) for name, value in given.items()}
    hidden = set(cast.posts.values()) & set(swapped.values())
    return None if hidden or given.get("handle", "alice") not in ("alice", "heidi") else swapped


ELSEWHERE = re.compile(r"operate|me/|account/|oauth|join|/api/v1/admin|.*(notification|pending|group_key)>")
"""What says nothing of posts, or is asked with numbers of everybody's notifications, which no two worlds
share: the lists of a reader's own are asked.
"""


def pages(cast: Cast, reader: str | None, own: int | None) -> Answers:
    """Every page that could show a post; of those about one, those about the reader's own variant."""
    client, found = browser(cast, reader), Answers()
    for route, arguments in ROWS.items():
        for place, given in enumerate(arguments(cast) if not ELSEWHERE.match(route) else ()):
            asked = concerning(cast, own, given)
            if asked is not None:
                address = reverse(routes()[route], kwargs=asked)
                found[f"/{route} {place}"] = plain(client.get(address))
    return found


def methods(cast: Cast, reader: str | None, own: int | None) -> Answers:
    """Every method of the API likewise."""
    app, found = Api(cast.faces[reader] if reader else None), Answers()
    for route, names in api_routes().items():
        for place, given in enumerate(api_arguments(cast, names) if not ELSEWHERE.match(route) else ()):
            asked = concerning(cast, own, given)
            if asked is not None:
                found[f"{route} {place}"] = plain(
                    app.get(api_address(route, asked), **ALSO_GIVEN.get(route, {}))
                )
    return found


PUBLIC_FACTS = r'"(?:statuses_count|status_count|statuses)":"?\d+"?|"last_status_at":("[\d-]+"|null)'


def plain(answer: Any) -> tuple[int, str]:
    """Status and words, without numbers of posts, moments, and what is random in every answer."""
    text = re.sub(PUBLIC_FACTS, "", words(answer))
    text = re.sub(r"<time.*?</time>", "", text, flags=re.DOTALL)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?", "", text)
    text = re.sub(r"\b[A-Za-z0-9_-]{43,}\b|\b\d{12,}\b", "", text)
    text = re.sub(r'name="(token|key)"\s+value="[^"]+"|\d\d:\d\d:\d\d', "", text)
    headers = r"('Content-Length', '\d+')|('ETag', '[^']*')|('X-RateLimit-\w+', '[^']*')"
    return answer.status_code, re.sub(rf"{headers}|\s+", "", text)


def assert_alike(one: Answers, other: Answers) -> None:
    assert one.keys() == other.keys()
    for where, answer in one.items():
        assert answer == other[where], told(where, answer, other[where])
    assert sum(status == 200 for status, _ in one.values()) > 60


def told(where: str, *answers: tuple[int, str]) -> str:
    """Where two answers part."""
    texts = [f"{status} {text}" for status, text in answers]
    pairs = enumerate(zip(*texts, strict=False))
    place = next((at for at, pair in pairs if len(set(pair)) > 1), 0)
    return "\n".join([where, *(text[max(0, place - 150) : place + 300] for text in texts)])


def garden(cast: Cast) -> Choice:
    return Choice("chosen", circles=[cast.circle_id("Garden")])


def say(cast: Cast, text: str, audience: Choice, *said: Variation) -> int:
    return posts.publish(cast.alice, Draft(text=text, audience=audience, variants=list(said)))


def others_of(cast: Cast, own: int) -> list[int]:
    """The public ids of all variants, in the author's order."""
    [dense] = post_reads.ids_of([own])
    return [one.post for one in variants.tabs(cast.alice, [dense])[dense] if one.post is not None]


def answer_in_public(cast: Cast, post: int) -> None:
    """What people do with what they read in public."""
    posts.publish(cast.heidi, Draft(text="How lovely", reply_to=post))
    posts.react(cast.heidi, post, "🌱")
    posts.boost(cast.frank, post, Choice("public"))


def answer_in_the_garden(cast: Cast, post: int) -> None:
    """What people do with what they read in a circle."""
    posts.publish(cast.erin, Draft(text="I shall bring a cake", reply_to=post))
    posts.react(cast.erin, post, "🌻")
    posts.publish(cast.bob, Draft(text="Me too", reply_to=post))


def test_in_the_circle_nothing_tells_of_the_public_one(cast: Cast) -> None:
    """Not even a quote of it: to them it is as of something deleted."""

    def alone() -> int:
        other = posts.publish(cast.heidi, Draft(text="Mine", audience=Choice("public")))
        special = say(cast, SPECIAL, garden(cast))
        posts.publish(cast.frank, Draft(text="Look", quote_of=other, audience=Choice("public")))
        posts.delete(cast.heidi, other)
        answer_in_the_garden(cast, special)
        return special

    def beside() -> int:
        public = say(cast, OWN, Choice("public"), Variation(garden(cast), SPECIAL))
        special = others_of(cast, public)[0]
        posts.publish(cast.frank, Draft(text="Look", quote_of=public, audience=Choice("public")))
        answer_in_the_garden(cast, special)
        answer_in_public(cast, public)
        return special

    assert_alike(in_a_world(cast, beside, "bob"), in_a_world(cast, alone, "bob"))


@pytest.mark.parametrize("reader", ["heidi", None])
def test_in_public_nothing_tells_of_the_circles_one(cast: Cast, reader: str | None) -> None:
    def made(*said: Variation) -> int:
        public = say(cast, OWN, Choice("public"), *said)
        answer_in_public(cast, public)
        posts.publish(cast.frank, Draft(text="Look", quote_of=public, audience=Choice("public")))
        if said:
            answer_in_the_garden(cast, others_of(cast, public)[0])
            posts.edit(cast.alice, others_of(cast, public)[0], Draft(text="On Monday"))
        return public

    beside = in_a_world(cast, lambda: made(Variation(garden(cast), SPECIAL)), reader)
    assert_alike(beside, in_a_world(cast, made, reader))


@pytest.mark.parametrize("reader", ["erin", "carol"])
def test_among_followers_nothing_tells_of_the_others_nor_that_one_is_left_out(
    cast: Cast, reader: str
) -> None:
    """Erin reads what is for followers, Carol, whom there was something else for, is shown nothing."""
    for_bob, for_carol = (Choice("chosen", people=[cast.public(name)]) for name in ("bob", "carol"))

    def beside() -> int | None:
        own = say(
            cast, OWN, Choice("followers"), Variation(for_bob, SPECIAL), Variation(for_carol, silent=True)
        )
        posts.react(cast.erin, own, "🌱")
        posts.react(cast.bob, others_of(cast, own)[0], "🌻")
        return own if reader == "erin" else None

    def alone() -> int | None:
        if reader == "carol":
            return None
        own = say(cast, OWN, Choice("followers"))
        posts.react(cast.erin, own, "🌱")
        return own

    assert_alike(in_a_world(cast, beside, reader), in_a_world(cast, alone, reader))


def test_no_two_are_said_or_edited_at_one_moment_and_none_is_older_than_what_was_there(cast: Cast) -> None:
    point = transaction.savepoint()
    try:
        plain = say(cast, OWN, Choice("public"))
        for _ in range(20):
            own = say(cast, OWN, Choice("public"), Variation(garden(cast), SPECIAL))
            numbers = others_of(cast, own)
            shown = [post_reads.post(cast.alice, number) for number in numbers]
            assert len({timed_ms(number) for number in numbers}) == len(numbers)
            assert [to_us(each.body.at) // 1000 for each in shown] == [timed_ms(each) for each in numbers]
            assert min(numbers) > plain
            posts.edit_together(cast.alice, [("", number, Draft(text="Again")) for number in numbers])
            edited = [post_reads.post(cast.alice, number).body for number in numbers]
            assert len({each.edited_at for each in edited}) == len(numbers)
            assert all(each.edited_at and each.edited_at > each.at for each in edited)
            before = [post_reads.revisions(cast.alice, number)[0].at for number in numbers]
            assert before == [each.at for each in edited]
            plain = say(cast, OWN, Choice("public"))
            assert plain > max(numbers)
    finally:
        transaction.savepoint_rollback(point)
        epoch.forget()
