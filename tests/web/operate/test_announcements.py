"""Announcements: said by operators on their page, shown to everybody on home and in apps, until put away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.announcements import acts, reads
from hedgerow.people.announcements.acts import Said
from hedgerow.people.models import Announcement, AuditEntry
from tests.cast import Cast, assemble
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
PAGE = "/operate/announcements"
API = "/api/v1/announcements"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def browser(cast: Cast) -> Browser:
    def of(name: str) -> Client:
        client = Client()
        client.force_login(cast.members[name])
        return client

    return of


def home(client: Client) -> str:
    return client.get("/").content.decode()


def announce(browser: Browser, **said: Any) -> Announcement:
    answer = browser("keeper").post(PAGE, {"text": "The **pond** is open :frog:", **said})
    assert answer.status_code == 302, answer.content.decode()
    return Announcement.objects.latest("id")


def test_an_operator_tells_everybody_and_each_puts_it_away(cast: Cast, browser: Browser) -> None:
    row = announce(browser)
    bob, carol = browser("bob"), browser("carol")
    assert "<strong>pond</strong> is open" in home(bob)
    assert "pond" not in home(Client())
    assert bob.post(f"/announcements/{row.public_id}/put-away").status_code == 302
    assert "<strong>pond</strong>" not in home(bob)
    assert "<strong>pond</strong>" in home(carol)
    keeper = browser("keeper")
    keeper.post(
        f"{PAGE}/{row.pk}", {"text": "The pond is shut", "all_day": "on", "starts_at": "2030-05-01T09:00"}
    )
    assert "pond is shut" in home(carol)
    assert 'value="2030-05-01T00:00"' in keeper.get(f"{PAGE}/{row.pk}").content.decode()
    keeper.post(f"{PAGE}/{row.pk}/end")
    assert "pond" not in home(carol)
    assert carol.post(f"/announcements/{row.public_id}/put-away").status_code == 404
    keeper.post(f"{PAGE}/{row.pk}/remove")
    assert not Announcement.objects.exists()
    acts_done = AuditEntry.objects.filter(act__startswith="announcement").values_list("act", "subject")
    assert list(acts_done) == [
        (f"announcement.{act}", f"announcement {row.pk}") for act in ("make", "change", "end", "remove")
    ]
    assert "Ended an announcement" in keeper.get("/operate/audit").content.decode()


def test_only_operators_announce(cast: Cast, browser: Browser) -> None:
    row = announce(browser)
    for address in (PAGE, f"{PAGE}/{row.pk}", f"{PAGE}/{row.pk}/end", f"{PAGE}/{row.pk}/remove"):
        assert browser("bob").post(address, {"text": "Mine"}).status_code == 404
    assert reads.shown()[0].text == "The **pond** is open :frog:"


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"text": "  "}, "text", "required"),
        ({"ends_at": "2030-01-01T10:00"}, "starts_at", "when it begins"),
        ({"starts_at": "2030-01-02T10:00", "ends_at": "2030-01-01T10:00"}, "ends_at", "before it begins"),
        ({"starts_at": "2020-01-01T10:00", "ends_at": "2020-01-02T10:00"}, "ends_at", "over before anybody"),
        ({"starts_at": "never"}, "starts_at", "valid date"),
    ],
)
def test_what_is_wrong_stands_next_to_its_field(
    cast: Cast, browser: Browser, said: dict[str, str], field: str, words: str
) -> None:
    answer = browser("keeper").post(PAGE, {"text": "The pond", **said})
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not Announcement.objects.exists()


def test_it_begins_and_ends_by_itself(cast: Cast) -> None:
    now, keeper = clock.now(), cast.members["keeper"]
    later = Said("Soon", now, now + timedelta(hours=2), publish_at=now + timedelta(hours=1))
    number = acts.make(keeper, later)
    run_due()
    assert reads.notes(cast.bob) == []
    assert [row.state for row in reads.listed(keeper)] == ["waiting"]
    row = Announcement.objects.get(pk=number)
    for publish_at, ends_at, shown in (
        (now, now + timedelta(hours=2), True),
        (now - timedelta(hours=2), now - timedelta(seconds=1), False),
    ):
        Announcement.objects.filter(pk=row.pk).update(publish_at=publish_at, ends_at=ends_at)
        from hedgerow.people.announcements.jobs import look

        look.call(row.pk)
        look.call(row.pk)
        assert [each.text for each in reads.notes(cast.bob)] == ["Soon"] * shown
        assert Announcement.objects.get(pk=row.pk).told is shown
    assert [row.state for row in reads.listed(keeper)] == ["over"]


def test_apps_list_dismiss_and_react(cast: Cast, browser: Browser) -> None:
    announce(browser, starts_at="2030-05-01T10:00", ends_at="2030-05-01T12:00")
    bob, carol = Api(cast.bob), Api(cast.faces["carol"])
    (found,) = bob.get(API).json()
    assert set(found) == {
        "id", "content", "starts_at", "ends_at", "all_day", "published_at", "updated_at", "read", "mentions",
        "statuses", "tags", "emojis", "reactions",
    }  # fmt: skip
    assert (found["read"], found["reactions"]) == (False, [])
    assert found["content"] == "<p>The <strong>pond</strong> is open :frog:</p>"
    at = f"{API}/{found['id']}"
    for _ in range(2):
        assert bob.put(f"{at}/reactions/🐸").json() == {}
    carol.put(f"{at}/reactions/🐸")
    (seen,) = carol.get(API).json()
    assert seen["reactions"] == [{"name": "🐸", "count": 2, "me": True}]
    assert bob.delete(f"{at}/reactions/🐸").json() == {}
    assert bob.delete(f"{at}/reactions/🐸").status_code == 404
    assert bob.get(API).json()[0]["reactions"] == [{"name": "🐸", "count": 1, "me": False}]
    for name in ("frog", "two words", "🐸🐸"):
        refused = bob.put(f"{at}/reactions/{name}")
        assert refused.status_code == 422
        assert refused.json()["error"] == "Validation failed: Name is not a recognized emoji"
    signs = ("🐸", "🌱", "🌳", "🌼", "🌻", "🌵", "🍀", "🌾", "🍄")
    assert [bob.put(f"{at}/reactions/{sign}").status_code for sign in signs] == [200] * 8 + [422]
    assert bob.post(f"{at}/dismiss").json() == {}
    assert (bob.get(API).json()[0]["read"], carol.get(API).json()[0]["read"]) == (True, False)
    assert reads.notes(cast.bob) == []
    assert bob.put(f"{API}/12345/reactions/🐸").status_code == 404
    assert bob.post(f"{API}/12345/dismiss").status_code == 404
    assert Api(cast.bob, "read").post(f"{at}/dismiss").status_code == 403
    assert Api(None).get(API).status_code == 401
