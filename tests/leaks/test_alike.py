"""Missing and forbidden are one answer: in status, in bytes and in headers, for everybody who may not see.

What an address says itself is masked (its own number or handle), and what is random in every answer (the
token of forms, times of day in headers). Nothing else may differ.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hedgerow.boundary import epoch
from hedgerow.kernel.ids import random_id, timed_id_at
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from tests.cast import Cast, assemble

from .browsers import bring, browser, sent, words
from .matrix import routes

pytestmark = pytest.mark.django_db

VIEWERS = ("heidi", "frank", "dan", "grace", "erin", "carol", "alice_too", "keeper", None)
NEVER = timed_id_at(1_700_000_000_000)
"""The number of a post that never was."""
NEVER_MEDIA = random_id()
NO_CIRCLE = random_id()
NO_HANDLE = "neverwas"

Ask = Callable[[Client, str], Any]


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for all: nothing that is asked here is done."""
    epoch.forget()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            made = assemble()
            _more_to_hide(made)
            run_due()
            yield made
            transaction.set_rollback(True)
    epoch.forget()


def _more_to_hide(cast: Cast) -> None:
    """A picture for the circle, and a face of Bob's that is being closed."""
    alice = browser(cast, "alice")
    cast.posts["picture"] = bring(alice)
    fields = {"text": "look", "picture": cast.posts["picture"], "circle": cast.circle_id("Garden")}
    cast.posts["with_picture"] = sent(alice.post("/compose", {"way": "circles", **fields}))
    cast.faces["closing"] = faces.create(
        cast.members["bob"], FaceDraft(handle="leaving", name="Leaving", no_index=False)
    )
    faces.close(cast.faces["closing"])
    draft = FaceDraft(handle="unconfirmed", name="Unconfirmed", no_index=False)
    new = members.register("new@example.org", "x", "", "", draft=draft)
    cast.faces["unconfirmed"] = face_reads.own(new.pk)[0].id


@pytest.fixture(scope="module")
def browsers(cast: Cast) -> dict[str | None, Client]:
    return {name: browser(cast, name) for name in VIEWERS}


def plain(answer: Any, *own: object) -> tuple[int, str]:
    """Status, headers and body without what is random in each, and without the address's own words."""
    text = words(answer)
    # The token of forms, as masked anew in each answer; and the key of a composer.
    text = re.sub(r"\b[A-Za-z0-9]{64}\b", "", text)
    text = re.sub(r'name="token"\s+value="[^"]+"', "", text)
    text = re.sub(r"('Content-Length', '\d+')", "", text)
    for word in own:
        text = text.replace(str(word), "~")
    cookies = sorted((name, morsel["max-age"], morsel["path"]) for name, morsel in answer.cookies.items())
    return answer.status_code, text + repr(cookies)


def assert_alike(forbidden: Any, missing: Any, own: object, never: object, where: str) -> None:
    first, second = plain(forbidden, own), plain(missing, never)
    assert first[0] == second[0], where
    assert first[1] == second[1], where


def hidden_from(cast: Cast, name: str | None) -> list[int]:
    """The posts of the cast that this viewer may not see, by the reference."""
    from hedgerow.boundary.plain import world
    from hedgerow.boundary.reference import sees
    from hedgerow.talk.audit.reads import facts

    things = {fact.public_id: fact.entry for fact in facts().values()}
    viewer = cast.faces[name] if name else None
    everything = world()
    return [
        number
        for number in cast.posts.values()
        if number in things and not sees(everything, viewer, things[number])
    ]


@pytest.mark.parametrize("name", VIEWERS)
def test_a_hidden_posts_page_is_a_missing_posts_page(
    cast: Cast, browsers: dict[str | None, Client], name: str | None
) -> None:
    client, hidden = browsers[name], hidden_from(cast, name)
    assert len(hidden) >= 4
    for handle in ("alice", "bob", "heidi"):
        missing = client.get(f"/@{handle}/{NEVER}")
        assert missing.status_code == 404
        for post in hidden:
            assert_alike(client.get(f"/@{handle}/{post}"), missing, post, NEVER, f"/@{handle}/{post}")


def acts_on_posts() -> list[str]:
    """Every address about one post below /p/, from the table of addresses."""
    found = [route for route in routes() if re.fullmatch(r"p/<\w+:post>/[\w-]+", route)]
    assert len(found) >= 15
    return [route.rpartition("/")[2] for route in found]


FORM = {
    "emoji": "🌱",
    "text": "words",
    "to": "me",
    "way": "public",
    "category": "spam",
    "words": "words",
    "hidden": "1",
}


@pytest.mark.parametrize("act", acts_on_posts())
def test_acts_on_a_hidden_post_are_acts_on_a_missing_one(
    cast: Cast, browsers: dict[str | None, Client], act: str
) -> None:
    for name, client in browsers.items():
        hidden = hidden_from(cast, name)
        for ask in (
            lambda client, path: client.get(path),
            lambda client, path: client.post(path, FORM),
            lambda client, path: client.post(path, FORM, headers={"HX-Request": "true"}),
        ):
            missing = ask(client, f"/p/{NEVER}/{act}")
            # Who is signed out is shown the words that were sent, with the way to sign in.
            assert missing.status_code in ({302, 404, 405} if name else {302, 403, 404, 405})
            for post in hidden[:6]:
                assert_alike(ask(client, f"/p/{post}/{act}"), missing, post, NEVER, f"{name} /p/{post}/{act}")


@pytest.mark.parametrize("field", ["reply", "quote"])
def test_answering_a_hidden_post_is_answering_a_missing_one(
    cast: Cast, browsers: dict[str | None, Client], field: str
) -> None:
    for name, client in browsers.items():
        for ask in (
            lambda client, number: client.get(f"/compose?{field}={number}"),
            lambda client, number: client.post(
                "/compose", {field: number, "text": "words", "token": "a", "way": "public"}
            ),
            lambda client, number: client.post("/compose/audience", {field: number, "way": "public"}),
        ):
            missing = ask(client, NEVER)
            assert missing.status_code in ({302, 404} if name else {302, 403, 404})
            for post in hidden_from(cast, name)[:6]:
                assert_alike(ask(client, post), missing, post, NEVER, f"{name}: {field} {post}")


@pytest.mark.parametrize(
    "address",
    [
        "/circles/{}",
        "/in/{}",
        "/circles/{}/rename",
        "/circles/{}/close",
        "/compose?to={}",
        "/contacts?circle={}",
    ],
)
def test_somebody_elses_circle_is_no_circle(
    cast: Cast, browsers: dict[str | None, Client], address: str
) -> None:
    for name, client in browsers.items():
        for circle in ("Garden", "Out"):
            number = cast.circle_id(circle)
            for ask in (
                lambda client, path: client.get(path),
                lambda client, path: client.post(path, {"name": "mine", "sure": "1"}),
            ):
                forbidden, missing = (
                    ask(client, address.format(number)),
                    ask(client, address.format(NO_CIRCLE)),
                )
                assert_alike(forbidden, missing, number, NO_CIRCLE, f"{name} {address}")


def test_filling_somebody_elses_circle_is_filling_no_circle(
    cast: Cast, browsers: dict[str | None, Client]
) -> None:
    number, bob = cast.circle_id("Garden"), cast.public("bob")
    for name, client in browsers.items():
        for fields in (
            {"to": "{}", "face": bob, "sure": "1"},
            {"from": "{}", "face": bob, "sure": "1"},
        ):
            first, second = (
                client.post(
                    "/contacts/move", {key: str(value).format(which) for key, value in fields.items()}
                )
                for which in (number, NO_CIRCLE)
            )
            assert_alike(first, second, number, NO_CIRCLE, f"{name} {fields}")
        for fields in ({"way": "circles"}, {"way": "site"}):
            key = "circle" if fields["way"] == "circles" else "without"
            first, second = (
                client.post(
                    "/compose",
                    {
                        **fields,
                        key: f"circle-{which}" if key == "without" else which,
                        "text": "x",
                        "token": "t",
                    },
                )
                for which in (number, NO_CIRCLE)
            )
            assert_alike(first, second, number, NO_CIRCLE, f"{name} {fields}")


@pytest.mark.parametrize("query", ["", "?size=small", "?grant=nonsense"])
def test_a_hidden_picture_is_a_missing_picture(
    cast: Cast, browsers: dict[str | None, Client], query: str
) -> None:
    picture, post = cast.posts["picture"], cast.posts["with_picture"]
    asked = 0
    for name, client in browsers.items():
        if post not in hidden_from(cast, name):
            continue
        for path, own, never in (("/media/{}", picture, NEVER_MEDIA), ("/media/card/{}", post, NEVER)):
            forbidden, missing = client.get(path.format(own) + query), client.get(path.format(never) + query)
            assert forbidden.status_code == 404
            assert_alike(forbidden, missing, own, never, f"{name} {path}{query}")
        asked += 1
    assert asked >= 6


GONE = {"judy": "suspended", "leaving": "closing", "unconfirmed": "new"}


def kinds_of_pages() -> list[str]:
    """Every address with a handle in it that others than its owner may ask."""
    own = ("me/", "operate/")
    return [route for route in routes() if "<str:handle>" in route and not route.startswith(own)]


@pytest.mark.parametrize("route", kinds_of_pages())
def test_a_face_that_is_hidden_is_a_face_that_never_was(
    cast: Cast, browsers: dict[str | None, Client], route: str
) -> None:
    """Suspended, being closed, or with a block in between: like a handle that nobody ever had."""
    for name, client in browsers.items():
        hidden = [*GONE, *(["alice"] if name == "grace" else [])]
        for ask in (
            lambda client, path: client.get(path),
            lambda client, path: client.post(path, {"answer": "accept", "category": "spam", "words": "w"}),
        ):
            for handle in hidden:
                path = "/" + route.replace("<number:post>", str(NEVER))
                own = path.replace("<str:handle>", handle)
                never = path.replace("<str:handle>", NO_HANDLE)
                assert_alike(ask(client, own), ask(client, never), handle, NO_HANDLE, f"{name} {own}")


def test_operators_pages_are_no_pages_to_others(cast: Cast, browsers: dict[str | None, Client]) -> None:
    for name, client in browsers.items():
        if name == "keeper":
            continue
        missing = client.get("/operate/no-such-page")
        for route in routes():
            if route.startswith("operate") and "<" not in route:
                answer = client.get(f"/{route}")
                assert answer.status_code == 404, route
                assert_alike(answer, missing, f"/{route}", "/operate/no-such-page", f"{name} {route}")


def test_the_search_for_people_finds_nobody_who_is_hidden(
    cast: Cast, browsers: dict[str | None, Client]
) -> None:
    for name, client in browsers.items():
        for handle in (*GONE, *(["alice"] if name == "grace" else [])):
            for path in ("/contacts/find?find={}", "/contacts?find={}", "/compose/people?find={}"):
                own, never = client.get(path.format(handle)), client.get(path.format(NO_HANDLE))
                assert_alike(own, never, handle, NO_HANDLE, f"{name} {path} {handle}")
