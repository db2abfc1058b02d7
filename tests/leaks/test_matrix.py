"""Every address, asked by everybody in the cast: no post stands in an answer to one who may not see it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hedgerow.boundary import epoch
from hedgerow.boundary.plain import world
from hedgerow.boundary.reference import sees
from hedgerow.kernel.jobs import run_due
from hedgerow.talk.audit.reads import facts
from tests.cast import Cast, assemble, filter_some, gather_all, mark
from tests.mastodon.client import Api

from .matrix import (
    ALSO_GIVEN,
    OF_THE_ACCOUNT,
    OF_THE_API_ASKED,
    ROWS,
    api_address,
    api_arguments,
    api_routes,
    routes,
)
from .talks import converse

pytestmark = pytest.mark.django_db

VIEWERS = [
    "bob",
    "carol",
    "dan",
    "erin",
    "frank",
    "grace",
    "heidi",
    "alice_too",
    "judy",
    "keeper",
    "alice",
    None,
]


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One cast for every row: what is asked here only reads."""
    from django.db import transaction

    epoch.forget()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            found = assemble()
            converse(found)
            gather_all(found)
            filter_some(found)
            run_due()
            yield found
            transaction.set_rollback(True)
    epoch.forget()


@pytest.fixture(scope="module")
def allowed(cast: Cast) -> dict[str | None, set[str]]:
    """For each viewer the marks that the reference lets them read."""
    things = {fact.public_id: fact.entry for fact in facts().values()}
    everything = world()
    return {
        viewer: {
            mark(name)
            for name, number in cast.posts.items()
            if sees(everything, cast.faces[viewer] if viewer else None, things[number])
        }
        for viewer in VIEWERS
    }


@pytest.fixture(scope="module")
def clients(cast: Cast) -> dict[str | None, Client]:
    """Everybody signed in with the face that speaks; None is signed out."""
    found: dict[str | None, Client] = {}
    for viewer in VIEWERS:
        client = found[viewer] = Client(raise_request_exception=False)
        if viewer is not None:
            client.force_login(cast.members[viewer])
            session = client.session
            session["face"] = cast.faces[viewer]
            session.save()
    return found


def test_everybody_asks_as_themselves(cast: Cast, clients: dict[str | None, Client]) -> None:
    for viewer, client in clients.items():
        speaks = client.get("/rules").wsgi_request.face_id
        assert speaks == (cast.faces[viewer] if viewer not in (None, "judy") else None), viewer


def test_every_route_has_a_row() -> None:
    missing = [route for route in routes() if route not in ROWS and not route.startswith(OF_THE_ACCOUNT)]
    assert missing == [], "say in tests/leaks/matrix.py with which arguments these are asked"


def test_every_row_has_a_route() -> None:
    assert [route for route in ROWS if route not in routes()] == []


@pytest.mark.parametrize("route", [*ROWS])
def test_nobody_reads_what_they_may_not(
    route: str, cast: Cast, allowed: dict[str | None, set[str]], clients: dict[str | None, Client]
) -> None:
    for kwargs in ROWS[route](cast):
        address = reverse(routes()[route], kwargs=kwargs)
        for viewer in VIEWERS:
            answer = clients[viewer].get(address)
            assert answer.status_code < 500, f"{viewer} at {address}"
            found = marks_in(answer)
            assert found <= allowed[viewer], f"{viewer} at {address} reads {found - allowed[viewer]}"
            if viewer not in ("alice", "keeper"):
                assert "Garden" not in words_of(answer), f"{viewer} at {address} learns of Alice's circle"


def test_every_route_of_the_api_can_be_asked() -> None:
    names = {name for given in api_routes().values() for name in given}
    assert names - set(OF_THE_API_ASKED) == set(), "say in tests/leaks/matrix.py with which arguments"


@pytest.fixture(scope="module")
def apps(cast: Cast) -> dict[str | None, Api]:
    """An app of everybody's, each with a token of its face."""
    return {viewer: Api(cast.faces[viewer] if viewer else None) for viewer in VIEWERS}


@pytest.mark.parametrize("route", [*api_routes()])
def test_no_app_reads_what_its_face_may_not(
    route: str, cast: Cast, allowed: dict[str | None, set[str]], apps: dict[str | None, Api]
) -> None:
    for kwargs in api_arguments(cast, api_routes()[route]):
        address = api_address(route, kwargs)
        for viewer in VIEWERS:
            answer = apps[viewer].get(address, **ALSO_GIVEN.get(route, {}))
            assert answer.status_code < 500, f"{viewer} at {address}"
            found = marks_in(answer)
            assert found <= allowed[viewer], f"{viewer} at {address} reads {found - allowed[viewer]}"
            if viewer not in ("alice", "keeper"):
                assert "Garden" not in words_of(answer), f"{viewer} at {address} learns of Alice's circle"


def marks_in(answer: Any) -> set[str]:
    """The marks of posts in an answer's body and headers."""
    return set(re.findall(r"zqq[a-z]+qqz", words_of(answer)))


def words_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + repr(sorted(answer.headers.items()))
