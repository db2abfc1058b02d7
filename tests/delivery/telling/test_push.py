"""Messages on devices, against a push service of the tests' own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from hedgerow.delivery.models import PushSubscription
from hedgerow.delivery.telling import acts, pushing
from hedgerow.delivery.telling.pushing import NotTaken
from hedgerow.kernel import clock
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Member
from hedgerow.talk.posts import acts as posts
from tests.delivery.world import another_face, deliver, follow, join, say, suspend, to
from tests.push_service import Device, PushService

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.ALLOW_LOOPBACK = True
    with PushService() as running:
        yield running
    assert running.wrong == []


def member_of(face: int) -> Member:
    return Member.objects.get(pk=faces.face(face).member)


def browser(face: int) -> Client:
    client = Client()
    client.force_login(member_of(face))
    session = client.session
    session["face"] = face
    session.save()
    return client


def allow(client: Client, device: Device) -> None:
    answer = client.post("/push/listen", device.subscription, content_type="application/json")
    assert answer.status_code == 204, answer.content


def told(face: int, service: PushService, name: str = "one") -> Device:
    """A device on which this face is told."""
    device = service.device(name)
    allow(browser(face), device)
    return device


def test_a_device_is_told_encrypted_and_signed(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    say(ben, "hello **there** @ana")
    run_due()
    (message,) = device.told
    assert message["title"] == "Ben mentioned you"
    assert "hello there" in message["body"]
    answer = browser(ana).get(message["url"])
    assert answer.status_code == 302
    assert device.headers[0]["urgency"] == "high"
    assert device.headers[0]["topic"].isalnum()


def test_words_that_are_not_public_stay_here_unless_allowed(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    say(ben, "a secret", audience=to(ana))
    run_due()
    assert device.told[0]["title"] == "Ben wrote to you by name"
    assert "secret" not in str(device.told)
    acts.choose(ana, excerpts=True)
    say(ben, "a secret", audience=to(ana))
    run_due()
    assert "a secret" in device.told[1]["body"]


def test_of_one_post_the_newer_message_takes_the_place_of_the_older(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    first, second = (say(ben, f"{n} @ana") for n in "ab")
    run_due()
    posts.react(ana, first, "🌱")
    tags = [message["tag"] for message in device.told]
    assert len(set(tags)) == 2
    topics = {headers["topic"] for headers in device.headers}
    assert len(topics) == 2
    assert not any(str(first) in topic or str(second) in topic for topic in topics)


def test_much_at_once_is_one_message(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    for n in range(6):
        say(ben, f"{n} @ana")
    run_due()
    (message,) = device.told
    assert "and 5 things more" in message["title"]
    assert message["url"] == "/notifications"


def test_what_may_not_be_seen_any_more_is_not_sent(service: PushService) -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    device = told(ana, service)
    gone, narrowed = say(ben, "one @ana"), say(ben, "two @ana")
    deliver()
    posts.delete(ben, gone)
    posts.narrow(ben, narrowed, to(ben))
    run_due()
    assert device.told == []
    say(ben, "three @ana")
    deliver()
    suspend(ana, keeper)
    run_due()
    assert device.told == []


def test_a_device_whose_session_ended_is_told_nothing(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device, client = service.device("one"), browser(ana)
    allow(client, device)
    client.post("/account/logout/")
    assert not PushSubscription.objects.exists()
    other = told(ana, service, "two")
    Session.objects.all().delete()
    say(ben, "hello @ana")
    run_due()
    assert device.told == other.told == []


def test_a_device_that_is_gone_is_forgotten(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    device.answers.append((410, {}))
    say(ben, "hello @ana")
    run_due()
    assert not PushSubscription.objects.exists()


def test_a_busy_service_is_asked_again_when_it_says(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    device.answers.append((429, {"retry-after": "120"}))
    say(ben, "hello @ana")
    run_due()
    assert device.told == []
    run_due(clock.now() + timedelta(seconds=60))
    assert device.told == []
    run_due(clock.now() + timedelta(seconds=125))
    assert len(device.told) == 1


def test_a_broken_service_is_tried_again_and_given_up_after_days(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    device.answers.append((503, {}))
    say(ben, "hello @ana")
    run_due(strict=False)
    assert device.told == []
    run_due(clock.now() + timedelta(seconds=10), strict=False)
    assert len(device.told) == 1
    assert PushSubscription.objects.get().failing_since is None
    PushSubscription.objects.update(failing_since=clock.now() - timedelta(days=4))
    device.answers.append((503, {}))
    with pytest.raises(NotTaken):
        pushing.try_out(PushSubscription.objects.get().pk)
    assert not PushSubscription.objects.exists()


def test_at_night_messages_wait_and_come_as_one(service: PushService) -> None:
    from hedgerow.delivery.models import Telling

    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    acts.snooze(ana, "hour")
    for n in range(5):
        say(ben, f"{n} @ana")
        run_due()
    assert device.told == []
    Telling.objects.update(snoozed_until=clock.now() - timedelta(seconds=1))
    run_due(clock.now() + timedelta(hours=1, minutes=1))
    assert len(device.told) == 1


def test_who_ends_the_quiet_early_is_told_at_once(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    around = clock.now().replace(tzinfo=None)
    night = {n: (around + timedelta(hours=h)).time() for n, h in (("quiet_from", -1), ("quiet_to", 1))}
    for begin, end in (
        (lambda: acts.snooze(ana, "hour"), lambda: acts.snooze(ana, "")),
        (lambda: acts.choose(ana, **night), lambda: acts.choose(ana, quiet_from=None)),
    ):
        begin()
        kept, gone = say(ben, "this stays @ana"), say(ben, "this goes @ana")
        run_due()
        assert device.told == []
        posts.delete(ben, gone)
        end()
        run_due()
        (message,) = device.told
        assert message["tag"] == f"post-{kept}"
        device.told.clear()


def test_two_faces_on_one_device_are_told_apart(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    quiet, device = another_face(ana, "quiet"), service.device("one")
    client = browser(ana)
    allow(client, device)
    session = client.session
    session["face"] = quiet
    session.save()
    allow(client, device)
    say(ben, "hello @quiet")
    run_due()
    assert device.told[0]["body"].startswith("@quiet")
    assert "@ana" not in str(device.told)
    answer = browser(ana).get(device.told[0]["url"])
    assert b"This is for @quiet" in answer.content
    assert browser(ben).get(device.told[0]["url"]).status_code == 404


def test_a_trial_message_arrives(service: PushService) -> None:
    ana = join("ana")
    device, client = service.device("one"), browser(ana)
    allow(client, device)
    client.post("/notifications/settings/trial", {"by": "push"})
    run_due()
    assert [message["title"] for message in device.told] == ["It works"]


def test_stopping_on_this_device(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device, client = service.device("one"), browser(ana)
    allow(client, device)
    assert client.post("/push/stop").status_code == 204
    say(ben, "hello @ana")
    run_due()
    assert device.told == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/x",
        "https://push.example.org:8443/x",
        "ftp://x/",
        "nonsense",
        "https://a:b@x/",
    ],
)
def test_only_addresses_a_browser_would_give_are_kept(endpoint: str, settings: Any) -> None:
    ana = join("ana")
    client = browser(ana)
    given = {**PushService().device("one").subscription, "endpoint": endpoint}
    assert client.post("/push/listen", given, content_type="application/json").status_code == 422
    assert client.post("/push/listen", b"{", content_type="application/json").status_code == 422
    with pytest.raises(Refused):
        acts.listen(ana, client.session.session_key or "", "https://push.example.org/x", "AAAA", "AAAA")


def test_no_message_goes_to_a_private_address(service: PushService, settings: Any) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ana, service)
    settings.ALLOW_LOOPBACK = False
    follow(ana, ben)
    say(ben, "hello @ana")
    run_due(strict=False)
    assert device.told == []
