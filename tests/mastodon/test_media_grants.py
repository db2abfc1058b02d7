"""Pictures that are not public: their addresses work in an app that sends no token with them, for one face,
as long as its token lives and the picture may be seen.
"""

from collections.abc import Callable

import pytest
from django.test import Client

from hedgerow.people.apps import acts as apps
from hedgerow.people.apps import reads as tokens
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def picture_of(api: Api, number: int) -> str:
    """The address of the first picture, as this app gets it."""
    found: str = api.get(f"/api/v1/statuses/{number}").json()["media_attachments"][0]["url"]
    return found.removeprefix("http://localhost:8000")


def fetched(address: str) -> int:
    """Without any token or cookie."""
    return Client(raise_request_exception=False).get(address).status_code


@pytest.fixture
def for_garden(cast: Cast) -> int:
    picture = posts.bring_picture(cast.alice, png(), "a leaf")
    garden = Choice("chosen", circles=[cast.circle_id("Garden")])
    return posts.publish(cast.alice, posts.Draft("look", media=[picture], audience=garden))


def test_an_address_dies_with_its_token(api: Who, cast: Cast, for_garden: int) -> None:
    first, second = api("bob"), api("bob")
    addresses = [picture_of(each, for_garden) for each in (first, second)]
    assert addresses[0] != addresses[1]
    assert [fetched(each) for each in addresses] == [200, 200]
    found = tokens.bearer(first.token)
    assert found is not None
    assert found.member is not None
    apps.take_away(found.member, found.token)
    assert [fetched(each) for each in addresses] == [404, 200]


def test_an_address_dies_with_access(api: Who, cast: Cast, for_garden: int) -> None:
    address = picture_of(api("bob"), for_garden)
    assert fetched(address) == 200
    assert fetched(address.partition("?")[0]) == 404
    posts.narrow(cast.alice, for_garden, Choice("nobody"))
    assert fetched(address) == 404


def test_a_public_picture_has_one_address(api: Who, cast: Cast) -> None:
    picture = posts.bring_picture(cast.alice, png(), "a leaf")
    number = posts.publish(cast.alice, posts.Draft("look", media=[picture], audience=Choice("public")))
    addresses = {picture_of(api(name), number) for name in ("bob", "carol", None)}
    assert len(addresses) == 1
    answer = Client().get(addresses.pop())
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
