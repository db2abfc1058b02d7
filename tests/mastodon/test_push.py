"""Push to apps, against a push service of the tests' own; and markers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hedgerow.kernel.jobs import run_due
from hedgerow.people.apps import acts as apps
from hedgerow.people.apps.reads import bearer
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.emoji import acts as emoji
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.talk.posts import acts as posts
from tests.cast import Cast
from tests.mastodon.client import Api
from tests.push_service import Device, PushService
from tests.talk.media.test_media import png

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]
ADDRESS = "/api/v1/push/subscription"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.ALLOW_LOOPBACK = True
    with PushService() as running:
        yield running
    assert running.wrong == []


def subscribe(api: Api, device: Device, *types: str, standard: bool = True, **data: Any) -> dict[str, Any]:
    alerts = dict.fromkeys(types, True)
    where = {**device.subscription, "standard": standard}
    answer = api.post(ADDRESS, subscription=where, data={"alerts": alerts, **data})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("standard", [True, False])
def test_an_app_is_told_what_it_asked_for(api: Who, cast: Cast, service: PushService, standard: bool) -> None:
    device, app = service.device("phone"), api("heidi")
    said = subscribe(app, device, "mention", standard=standard)
    assert said["alerts"] == {"mention": True}
    site = api(None).get("/api/v2/instance").json()
    assert said["server_key"] == site["configuration"]["vapid"]["public_key"]
    mine = cast.say("pushed", "heidi", audience=Choice("public"))
    posts.react(cast.bob, mine, "❤")
    cast.say("pushing", "bob", text="hello @heidi", audience=Choice("public"))
    run_due()
    (told,) = device.told
    assert told["access_token"] == app.token
    assert told["notification_type"] == "mention"
    assert "Bob" in told["title"]
    assert told["body"].startswith("hello")
    assert told["icon"].startswith("http")
    shown = app.get(f"/api/v1/notifications/{told['notification_id']}").json()
    assert shown["type"] == "mention"


def test_the_code_of_a_names_emoji_is_not_spelled_out(api: Who, cast: Cast, service: PushService) -> None:
    emoji.bring(cast.members["keeper"], "blobcat", png(64, 64))
    faces.edit(cast.bob, faces.draft_of(face_reads.face(cast.bob), name="Bob :blobcat:"))
    device = service.device("phone")
    subscribe(api("heidi"), device, "mention")
    cast.say("pushing", "bob", text="hello @heidi", audience=Choice("public"))
    run_due()
    (told,) = device.told
    assert told["title"] == "Bob mentioned you"


def test_words_of_limited_posts_stay_here(api: Who, cast: Cast, service: PushService) -> None:
    device = service.device("phone")
    subscribe(api("heidi"), device, "mention")
    for_heidi = Choice("chosen", people=[cast.public("heidi")])
    cast.say("limited_push", "bob", text="a secret @heidi", audience=for_heidi)
    run_due()
    assert [told["body"] for told in device.told] == [""]


def test_whose_doings_and_changing_it(api: Who, cast: Cast, service: PushService) -> None:
    device, app = service.device("phone"), api("heidi")
    subscribe(app, device, "mention", policy="followed")
    contacts.follow(cast.heidi, cast.bob)
    for name in ("bob", "carol"):
        cast.say(f"{name}_pushes", name, text="hello @heidi", audience=Choice("public"))
    run_due()
    (told,) = device.told
    assert "Bob" in told["title"]
    changed = app.put(ADDRESS, data={"alerts": {"mention": False, "follow": "1"}, "policy": "all"}).json()
    assert changed["alerts"] == {"mention": False, "follow": True}
    assert app.get(ADDRESS).json() == changed
    cast.say("bob_again", "bob", text="hello @heidi", audience=Choice("public"))
    run_due()
    assert len(device.told) == 1
    assert app.put(ADDRESS, data={"policy": "loud"}).status_code == 422


def test_it_dies_with_its_token_and_when_taken_back(api: Who, cast: Cast, service: PushService) -> None:
    first, second = service.device("phone"), service.device("tablet")
    app, other = api("heidi"), api("heidi")
    subscribe(app, first, "mention")
    subscribe(other, second, "mention")
    assert other.delete(ADDRESS).json() == {}
    assert other.get(ADDRESS).status_code == 404
    cast.say("before_it_ends", "bob", text="hello @heidi", audience=Choice("public"))
    run_due()
    assert (len(first.told), len(second.told)) == (1, 0)
    known = bearer(app.token)
    assert known is not None
    cast.say("just_before", "bob", text="hello again @heidi", audience=Choice("public"))
    apps.take_away(known.member or 0, known.token)
    run_due()
    assert len(first.told) == 1


def test_what_is_no_subscription(api: Who, cast: Cast, service: PushService) -> None:
    app, device = api("heidi"), service.device("phone")
    assert app.get(ADDRESS).status_code == 404
    assert app.put(ADDRESS, data={"alerts": {}}).status_code == 404
    assert app.post(ADDRESS).status_code == 422
    wrong = {**device.subscription, "keys": {"p256dh": "x", "auth": "y"}}
    assert app.post(ADDRESS, subscription=wrong).status_code == 422
    assert app.post(ADDRESS, subscription={**device.subscription, "endpoint": "ftp://x"}).status_code == 422
    assert api("heidi", "read write").get(ADDRESS).status_code == 403


def test_markers(api: Who, cast: Cast) -> None:
    alice, address = api("alice"), "/api/v1/markers"
    assert alice.get(address, **{"timeline[]": ["home"]}).json() == {}
    said = alice.post(address, home={"last_read_id": "5"}).json()
    assert (said["home"]["last_read_id"], said["home"]["version"]) == ("5", 0)
    again = alice.form(address, {"home[last_read_id]": "7"}).json()
    assert (again["home"]["last_read_id"], again["home"]["version"]) == ("7", 1)
    assert alice.get(address, **{"timeline[]": ["home", "notifications"]}).json() == again
    assert alice.post(address, home={"last_read_id": "x"}).status_code == 422
    assert api("bob").get(address, **{"timeline[]": ["home"]}).json() == {}
    run_due()
    count = "/api/v1/notifications/unread_count"
    assert alice.get(count).json()["count"] > 0
    newest = alice.get("/api/v1/notifications").json()[0]["id"]
    alice.post(address, notifications={"last_read_id": newest})
    assert alice.get(count).json()["count"] == 0
