"""Where posts that are not public went, calling them back, and what an accident touched."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django.utils.formats import date_format

from hedgerow.delivery.leaving import acts, reads, waiting
from hedgerow.delivery.models import Left
from hedgerow.delivery.telling import acts as telling
from hedgerow.delivery.telling.rules import Ways
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import AuditEntry, Face
from hedgerow.talk.posts import reads as posts
from tests.delivery.telling.test_push import browser, told
from tests.delivery.world import follow, join, say, to
from tests.mastodon.client import Api
from tests.push_service import PushService

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    waiting.forget()
    yield
    waiting.forget()


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    settings.ALLOW_LOOPBACK = True
    with PushService() as running:
        yield running


def doors(author: int, post: int) -> dict[str, tuple[int, int]]:
    acts.flush()
    return {went.door: (went.people, went.with_words) for went in reads.of(author, post)}


def test_a_post_is_noted_once_a_reader_as_it_leaves_by_mail_by_push_and_into_an_app(
    service: PushService,
) -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    told(ben, service)
    telling.choose_ways(ben, {"named": Ways(True, True, True)})
    secret = say(ana, "a secret", audience=to(ben, eva))
    open_to_all = say(ana, "for all @ben")
    run_due()
    for _ in range(2):
        assert Api(eva).get(f"/api/v1/statuses/{secret}").status_code == 200
        assert Api(eva).get(f"/api/v1/statuses/{open_to_all}").status_code == 200
        assert Api(ana).get(f"/api/v1/statuses/{secret}").status_code == 200
    assert doors(ana, secret) == {"mail": (1, 0), "push": (1, 0), "app": (1, 1)}
    assert doors(ana, open_to_all) == {}
    with pytest.raises(NotFound):
        reads.of(ben, secret)
    readers = set(Left.objects.values_list("reader", flat=True))
    assert not readers & {ana, ben, eva}
    page = browser(ana).get(f"/p/{secret}/went").content.decode()
    for words in ("By e-mail, at once", "Into an app", "A few people", "It cannot be called back."):
        assert words in page
    for name in ("Ben", "Eva"):
        assert name not in page[page.index("went-rows") :]
    assert "Where it went" in browser(ana).get(f"/p/{secret}/more").content.decode()


def test_a_note_is_noted_with_its_words_where_its_receiver_lets_them_out() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    telling.choose(ben, excerpts=True)
    acts.left("note", ben, posts.by_author(ben, ana).shown, words=True)
    secret = say(ana, "a secret", audience=to(ben))
    acts.left("note", ben, posts.by_author(ben, ana).shown, words=True)
    assert doors(ana, secret) == {"note": (1, 1)}


def test_calling_back_leaves_it_to_its_author_and_closes_what_browsers_show(service: PushService) -> None:
    ana, ben = join("ana"), join("ben")
    device = told(ben, service)
    secret = say(ana, "a secret", audience=to(ben))
    run_due()
    assert browser(ben).post(f"/p/{secret}/went").status_code == 404
    assert browser(ana).post(f"/p/{secret}/went").status_code == 302
    run_due()
    first, last = device.told[0], device.told[-1]
    assert (last["tag"], last["gone"]) == (first["tag"], True)
    assert "secret" not in str(last)
    assert "Ana" not in str(last)
    with pytest.raises(NotFound):
        posts.post(ben, secret)
    assert "Call it back" not in browser(ana).get(f"/p/{secret}/went").content.decode()


def test_an_operator_hears_whom_an_accident_touched_and_tells_each_once() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    secret = say(ana, "a secret", audience=to(ben))
    say(eva, "another", audience=to(ben))
    Face.objects.filter(pk=ana).update(time_zone="Asia/Tokyo")
    Api(ben).get(f"/api/v1/statuses/{secret}")
    acts.flush()
    began = clock.now() - timedelta(hours=1)
    since = f"{began:%Y-%m-%dT%H:%M}"

    def run(*arguments: str) -> str:
        said = StringIO()
        call_command("exposure", "--since", since, *arguments, stdout=said)
        return said.getvalue()

    listed = run("--door", "app")
    assert "@ana: 1 post\n" in listed
    assert f"{secret}  for some  by app  to 1 person\n" in listed
    assert "secret" not in listed.replace(str(secret), "")
    assert "eva" not in listed
    assert "0 authors" in run("--door", "mail")
    assert "1 told, 0" in run("--door", "app", "--tell")
    assert "0 told, 1" in run("--door", "app", "--tell")
    run_due()
    [letter] = [each for each in mail.outbox if "may have been read" in each.subject]
    assert letter.to == ["ana@example.org"]
    assert "1 post of yours that is not public left it" in str(letter.body)
    [warning] = faces.warnings(ana)
    assert "Where it went" in warning.text
    there = timezone.localtime(began, ZoneInfo("Asia/Tokyo"))
    assert f"{date_format(there, 'DATE_FORMAT')}, {there:%H:%M}" in warning.text, (
        "when it was, by the author's clock"
    )
    assert "moderator" not in browser(ana).get("/me").content.decode()
    told_of = browser(ana).get("/notifications").content.decode()
    assert "Something went wrong on this site, and it concerns what you wrote" in told_of
    assert "moderator" not in told_of
    assert AuditEntry.objects.filter(act="exposure.tell").count() == 1
    for wrong in (
        ("--door", "web"),
        ("--door", "x"),
        ("--until", "2000-01-01"),
        ("--until", "soon"),
        ("--since", "2999-01-01"),
    ):
        with pytest.raises(SystemExit) as stopped:
            call_command("exposure", "--since", since, *wrong, stderr=StringIO())
        assert stopped.value.code == 2
    said = StringIO()
    call_command("exposure", "--since", "2000-01-01", stdout=StringIO(), stderr=said)
    assert "of what was before nothing is" in said.getvalue()


def test_what_left_is_forgotten_with_its_author_and_after_half_a_year() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    for author in (ana, eva):
        secret = say(author, "a secret", audience=to(ben))
        acts.left("mail", ben, [posts.post(ben, secret)], words=False)
    acts.forget(eva)
    assert set(Left.objects.values_list("author", flat=True)) == {ana}
    with time_machine.travel(clock.now() + timedelta(days=181), tick=False):
        assert acts.tidy() == 1
