"""Accepted quietly, accepted plainly: two followers of one face, of whom nothing tells one from the other.

Pat and Pam do the same and have the same done to them, but that Alice accepts Pam quietly. Whatever the
product has to say to each, and of each to others, is one answer once their names are masked.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from hedgerow.boundary import epoch
from hedgerow.delivery.notifications import reads as notifications
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.posts import acts as posts
from tests.cast import PASSWORD, Cast, assemble, filter_some
from tests.mastodon.client import Api

from .browsers import browser, words
from .matrix import ALSO_GIVEN, OF_THE_API_ASKED, ROWS, api_address, api_arguments, api_routes, routes

pytestmark = pytest.mark.django_db

PLAIN, QUIET = "pat", "pam"
BOTH = (PLAIN, QUIET)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """The cast and our two, whom Alice follows, and who see what they may of all she says from then on."""
    epoch.forget()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            made = assemble()
            _let_in(made)
            filter_some(made)
            run_due()
            yield made
            transaction.set_rollback(True)
    epoch.forget()


def _let_in(cast: Cast) -> None:
    for name in BOTH:
        draft = FaceDraft(handle=name, name=name.title(), locked=False, no_index=True, colour=3)
        member = members.register(
            f"{name}@example.org", PASSWORD, name, name, freely=True, confirmed=True, draft=draft
        )
        cast.members[name], cast.faces[name] = member, face_reads.own(member.pk)[0].id
        contacts.follow(cast.faces[name], cast.alice)
        contacts.follow(cast.faces["heidi"], cast.faces[name])
    contacts.accept(cast.alice, cast.faces[PLAIN], follow_back=True)
    contacts.accept(cast.alice, cast.faces[QUIET], follow_back=True, quietly=True)
    faces.set_settings(cast.alice, messages_from="contacts")
    garden = cast.circles["Garden"]
    circles.put_in(cast.alice, garden, [cast.faces[name] for name in BOTH])
    in_garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    named = Choice("chosen", people=[cast.public(name) for name in BOTH])
    cast.say("for_all", "alice", audience=Choice("public"), may_reply="followers", may_quote="followers")
    cast.say("for_them", "alice", audience=named)
    cast.say("in_garden", "alice", audience=in_garden)
    for name in BOTH:
        posts.react(cast.faces[name], cast.posts["for_all"], "🌱")
        conversations.begin(cast.faces[name], [cast.alice], Said(text="hello"))
        cast.say(f"post_of_{name}", name, text="here", audience=Choice("followers"))
        cast.say(f"words_of_{name}", name, text="good", reply_to=cast.posts[f"post_of_{name}"])


def plain(cast: Cast, answer: Any) -> tuple[int, str]:
    """Status and words, without what is one of the two's own: names, numbers, moments, what is random."""
    text = words(answer)
    for name in BOTH:
        text = text.replace(str(cast.public(name)), "~")
        text = re.sub(rf"\b(words_of_|post_of_)?{name}\b", "~", text, flags=re.IGNORECASE)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)?", "", text)
    text = re.sub(r"\b[A-Za-z0-9_-]{43,}\b|\b\d{12,}\b", "", text)
    text = re.sub(r'name="(token|key)"\s+value="[^"]+"|\d\d:\d\d:\d\d', "", text)
    headers = r"('Content-Length', '\d+')|('ETag', '[^']*')|('X-RateLimit-\w+', '[^']*')"
    return answer.status_code, re.sub(rf"{headers}|\s+", "", text)


def assert_alike(cast: Cast, first: Any, second: Any, where: str) -> None:
    one, other = plain(cast, first), plain(cast, second)
    assert one[0] == other[0], where
    place = next((at for at, pair in enumerate(zip(one[1], other[1], strict=False)) if pair[0] != pair[1]), 0)
    assert one[1] == other[1], (
        where,
        *(text[max(0, place - 200) : place + 200] for text in (one[1], other[1])),
    )


SAID = ("public", "circle", "for_all", "for_them", "in_garden", f"words_of_{PLAIN}")


def concerns(cast: Cast, given: dict[str, Any]) -> bool:
    """Is it about none of the cast's many other posts and faces, which `test_matrix.py` asks for?"""
    others = {number for name, number in cast.posts.items() if name not in SAID}
    return others.isdisjoint(given.values()) and given.get("handle", "alice") == "alice"


def _news(face: int) -> list[int]:
    return [group.public_id for group in notifications.page(face).groups]


def turned(cast: Cast, address: str) -> str:
    """The address that is to Pam what this one is to Pat."""
    own = [
        [cast.posts[f"words_of_{name}"], cast.posts[f"post_of_{name}"], *_news(cast.faces[name])]
        for name in BOTH
    ]
    numbers = {str(a): str(b) for one in (own, own[::-1]) for a, b in zip(*one, strict=True)}
    return re.sub(r"\d{12,}", lambda found: numbers.get(found[0], found[0]), address)


@pytest.fixture(scope="module")
def browsers(cast: Cast) -> dict[str, Client]:
    return {name: browser(cast, name) for name in (*BOTH, "heidi", "bob")}


def test_every_page_says_the_same_to_both(cast: Cast, browsers: dict[str, Client]) -> None:
    asked = 0
    for route, arguments in ROWS.items():
        for given in filter(partial(concerns, cast), arguments(cast)):
            address = reverse(routes()[route], kwargs=given)
            first, second = browsers[PLAIN].get(address), browsers[QUIET].get(turned(cast, address))
            assert_alike(cast, first, second, address)
            asked += first.status_code == 200
    assert asked > 60


def test_every_method_of_the_api_says_the_same_to_both(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMITS = False
    apps, asked = {name: Api(cast.faces[name]) for name in BOTH}, 0
    for route, names in api_routes().items():
        for given in filter(partial(concerns, cast), api_arguments(cast, names)):
            address = api_address(route, given)
            also = ALSO_GIVEN.get(route, {})
            first, second = apps[PLAIN].get(address, **also), apps[QUIET].get(turned(cast, address), **also)
            assert_alike(cast, first, second, address)
            asked += first.status_code == 200
    assert asked > 60
    assert "account" in OF_THE_API_ASKED


@pytest.mark.parametrize("viewer", ["heidi", "bob"])
def test_others_are_told_the_same_of_both(cast: Cast, browsers: dict[str, Client], viewer: str) -> None:
    app = Api(cast.faces[viewer])
    numbers = {name: str(cast.public(name)) for name in BOTH}
    for route, names in api_routes().items():
        if names == ["account"]:
            first, second = (app.get(api_address(route, {"account": numbers[name]})) for name in BOTH)
            assert_alike(cast, first, second, route)
    for route in routes():
        if route.count("<") == 1 and "<str:handle>" in route:
            address = f"/{route}".replace("<str:handle>", "{}")
            first, second = (browsers[viewer].get(address.format(name)) for name in BOTH)
            assert_alike(cast, first, second, route)


def test_what_both_do_is_answered_alike(cast: Cast) -> None:
    apps = {name: Api(cast.faces[name]) for name in BOTH}
    alice, post = f"/api/v1/accounts/{cast.public('alice')}", cast.posts["for_all"]
    for act, given in (
        ("/api/v1/statuses", {"status": "yes", "in_reply_to_id": str(post)}),
        ("/api/v1/statuses", {"status": "look", "quoted_status_id": str(post)}),
        ("/api/v1/statuses", {"status": "@alice a word", "visibility": "direct"}),
        (f"/api/v1/statuses/{post}/favourite", {}),
        (f"{alice}/follow", {"notify": True}),
        (f"{alice}/endorse", {}),
        (f"{alice}/unfollow", {}),
        (f"{alice}/follow", {}),
    ):
        with transaction.atomic():
            first, second = (apps[name].post(act, **given) for name in BOTH)
        assert_alike(cast, first, second, act)
        assert first.status_code == 200, act


def test_alice_means_one_of_them_by_her_followers(cast: Cast) -> None:
    """What the tests above would miss if acceptance were plain for both."""
    # They asked anew, at the end of the test above, or follow as they did: either way she says yes again.
    for name in BOTH:
        contacts.accept(cast.alice, cast.faces[name], quietly=name == QUIET)
    cast.say("followers_only", "alice", audience=Choice("followers"))
    seen = {name: Api(cast.faces[name]) for name in BOTH}
    at = f"/api/v1/statuses/{cast.posts['followers_only']}"
    assert [seen[name].get(at).status_code for name in BOTH] == [200, 404]
