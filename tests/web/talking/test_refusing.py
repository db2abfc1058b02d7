"""A request is refused where it stands: its sender is blocked, or what they said handed to the moderators."""

from typing import Any

import pytest

from hedgerow.boundary import reads as boundary
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.models import Report
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_blocking_from_a_request(cast: Cast) -> None:
    asked = acts.begin(cast.heidi, [cast.bob], Said("zqqhelloqqz"))
    bob = browser(cast, "bob")
    assert f"/messages/{asked}/refuse" in words(bob.get(f"/messages/{asked}"))
    assert "Heidi" in words(bob.get(f"/messages/{asked}/refuse"))
    answer = bob.post(f"/messages/{asked}/refuse", {"do": "block", "who": "heidi"}, follow=True)
    assert "is blocked" in words(answer)
    assert reads.requests(cast.bob).items == []
    assert bob.get(f"/messages/{asked}").status_code == 404
    assert cast.heidi in boundary.vetoed(cast.bob)
    assert Report.objects.count() == 0


def test_a_report_carries_copies_of_what_this_sender_said_and_of_nothing_else(cast: Cast) -> None:
    group = acts.begin(cast.heidi, [cast.bob, cast.dan], Said("zqqnastyqqz"))
    acts.say(cast.dan, group, Said("zqqinnocentqqz"))
    bob = browser(cast, "bob")
    page = words(bob.get(f"/messages/{group}/refuse"))
    assert 'value="heidi"' in page
    assert 'value="dan"' in page
    sent = {"do": "report", "who": "heidi", "words": "She writes to everybody"}
    again = bob.post(f"/messages/{group}/refuse", sent)
    assert again.status_code == 422
    assert "She writes to everybody" in words(again)
    assert reads.requests(cast.bob).items
    bob.post(f"/messages/{group}/refuse", {**sent, "category": "spam"})
    report = Report.objects.get()
    assert report.about_id == cast.heidi
    assert "zqqnastyqqz" in str(report.copies)
    assert "zqqinnocentqqz" not in str(report.copies)
    assert reads.requests(cast.bob).items == []
    assert cast.heidi not in boundary.vetoed(cast.bob)


def test_nobody_is_refused_in_a_conversation_they_are_not_in(cast: Cast) -> None:
    asked = acts.begin(cast.heidi, [cast.bob], Said("zqqhelloqqz"))
    assert browser(cast, "carol").get(f"/messages/{asked}/refuse").status_code == 404
    bob = browser(cast, "bob")
    assert bob.post(f"/messages/{asked}/refuse", {"do": "block", "who": "carol"}).status_code == 404
    assert browser(cast, "heidi").get(f"/messages/{asked}/refuse").status_code == 404
