"""What is said now and then without anything having happened: a silence, and a year gone by."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from hedgerow.delivery.models import Notification
from hedgerow.delivery.notifications import acts, calmly, reads, words
from hedgerow.delivery.telling import acts as telling
from hedgerow.delivery.telling.rules import Ways
from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face, Mark, Member
from hedgerow.talk.conversations import acts as conversations
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.delivery.telling.test_push import told
from tests.push_service import PushService

from .world import join, kinds, say

pytestmark = pytest.mark.django_db


def sunday(weeks: int = 0, hour: int = 10) -> datetime:
    """A Sunday to come at this hour (UTC)."""
    here = clock.now().replace(hour=hour, minute=0)
    return here + timedelta(days=6 - here.weekday() + 7 * (weeks + 1))


@pytest.fixture
def close() -> Callable[[int, int, int], None]:
    """Mark somebody close, so many days ago."""

    def mark(owner: int, face: int, days: int) -> None:
        contacts.close(owner, face, True)
        rows = Mark.objects.filter(owner=owner, face=face)
        rows.update(at=clock.now() - timedelta(days=days))

    return mark


def named(face: int) -> list[str]:
    """Of whose silence a face was told, the newest first."""
    return [group.faces[0].handle for group in reads.page(face).groups if group.kind == "unspoken"]


def test_a_silence_with_somebody_close_is_told_once_a_week_at_most_and_each_once(
    close: Callable[[int, int, int], None],
) -> None:
    ana, ben, cleo, dora = (join(name) for name in ("ana", "ben", "cleo", "dora"))
    for other, days in ((ben, 100), (cleo, 200), (dora, 20)):
        close(ana, other, days)
    calmly.silences(sunday() - timedelta(days=1))
    calmly.silences(sunday(hour=7))
    assert named(ana) == [], "not on another day, nor before its hour"
    for hour in (9, 10, 20):
        calmly.silences(sunday(hour=hour))
        Notification.objects.update(at=sunday(hour=9))
    assert named(ana) == ["cleo"], "the longest silence, once"
    calmly.silences(sunday(1))
    assert sorted(named(ana)) == ["ben", "cleo"]
    Notification.objects.update(at=sunday(1))
    calmly.silences(sunday(2))
    assert sorted(named(ana)) == ["ben", "cleo"], "the same silence is not told again"
    assert kinds(ben) == kinds(cleo) == [], "nobody else hears of it"
    contacts.close(ana, ben, False)
    assert named(ana) == ["cleo"], "who is close no more is named no more"
    said = words.words(reads.page(ana).groups[0])
    assert "Cleo" in said
    assert str(Mark.objects.get(face=cleo).at.year) in said or "since" in said


def test_words_of_any_kind_end_a_silence_but_not_those_one_cannot_see(
    close: Callable[[int, int, int], None],
) -> None:
    ana, ben, cleo, dora = (join(name) for name in ("ana", "ben", "cleo", "dora"))
    for other in (ben, cleo, dora):
        close(ana, other, 300)
    posts.publish(ben, Draft(text="yes", reply_to=say(ana)))
    conversations.begin(ana, [cleo], Said(text="how are you"))
    say(dora, "about @ana", Choice("nobody"))
    assert Post.objects.unguarded(reason="a test").count() == 4
    calmly.silences(sunday())
    assert named(ana) == ["dora"]


def test_silences_keep_to_the_hour_of_the_place_and_can_be_switched_off(
    close: Callable[[int, int, int], None],
) -> None:
    ana, ben = join("ana"), join("ben")
    close(ana, ben, 300)
    Face.objects.filter(pk=ana).update(time_zone="Pacific/Auckland")
    telling.choose(ana, weekday=0, hour=8)
    monday_there = datetime(2031, 6, 1, 21, tzinfo=UTC)  # Monday, 9 in the morning in Auckland
    calmly.silences(monday_there - timedelta(hours=2))
    assert named(ana) == []
    acts.wish(ana, {"unspoken": "none"})
    calmly.silences(monday_there)
    assert named(ana) == []
    acts.wish(ana, {"unspoken": "all"})
    calmly.silences(monday_there)
    assert named(ana) == ["ben"]


def test_a_year_is_told_once_and_can_be_switched_off() -> None:
    ana, ben, cleo = (join(name) for name in ("ana", "ben", "cleo"))
    acts.wish(ben, {"yearly": "none"})
    Face.objects.filter(pk__in=(ana, ben)).update(made_at=clock.now() - timedelta(days=368))
    for days in (0, 1, 20):
        calmly.years(clock.now() + timedelta(days=days))
    assert (kinds(ana), kinds(ben), kinds(cleo)) == (["yearly"], [], [])
    assert words.url(reads.page(ana).groups[0]) == "/me/yearly"
    calmly.years(clock.now() + timedelta(days=366))
    assert kinds(ana) == ["yearly", "yearly"]


def test_a_silence_and_a_year_are_told_by_the_ways_the_face_chose_and_to_nobody_else(
    close: Callable[[int, int, int], None], settings: Any
) -> None:
    settings.ALLOW_LOOPBACK = True
    ana, ben = join("ana"), join("ben")
    Member.objects.filter(pk=faces.face(ana).member).update(language="de")
    telling.choose_ways(ana, dict.fromkeys(("unspoken", "yearly"), Ways(push=True, mail=True, note=False)))
    close(ana, ben, 300)
    Face.objects.filter(pk=ana).update(made_at=clock.now() - timedelta(days=367))
    with PushService() as service:
        devices = [told(face, service, name) for face, name in ((ana, "hers"), (ben, "his"))]
        calmly.silences(sunday())
        calmly.years(clock.now())
        run_due()
        [hers, his] = [sorted(message["title"] for message in device.told) for device in devices]
        assert service.wrong == []
    assert len(hers) == 2
    assert hers[0].startswith("Du hast seit ")
    assert hers[0].endswith("nicht mit Ben gesprochen")
    assert hers[1].startswith("Ein Jahr ist vorbei.")
    assert his == []
    assert {letter.to[0] for letter in mail.outbox} == {"ana@example.org"}
    assert "nicht mit Ben gesprochen" in str([letter.body for letter in mail.outbox])
