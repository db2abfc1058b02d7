"""The yearly look: what a face keeps open to whom, for itself alone."""

from datetime import timedelta

import pytest

from hedgerow.boundary.models import Membership
from hedgerow.kernel.clock import now_us
from hedgerow.people.circles import acts as circles
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.yearly import reads
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db

TWO_YEARS_US = int(timedelta(days=800).total_seconds() * 1_000_000)


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def test_everything_worth_a_look_is_gathered_with_its_remedy(cast: Cast) -> None:
    contacts.label(cast.alice, cast.bob, ["colleague"])
    contacts.label(cast.alice, cast.bob, [])
    contacts.label(cast.alice, cast.carol, ["colleague"])
    circles.make(cast.alice, "Chess")
    contacts.accept(cast.alice, cast.frank, quietly=True)
    Membership.objects.filter(face=cast.carol).update(since=now_us() - TWO_YEARS_US)
    year = reads.gather(cast.alice)
    assert [one.face.handle for one in year.most][:2] == ["bob", "erin"]
    assert {one.face.handle for one in year.most}.isdisjoint({"frank", "grace", "heidi"})
    assert [one.face.handle for one in year.left] == ["bob"]
    assert [circle.name for circle in year.unused] == ["Chess"]
    assert [card.handle for card in year.silent] == ["carol"]
    assert [card.handle for card in year.quiet] == ["frank"]
    page = words(browser(cast, "alice").get("/me/yearly"))
    for remedy in ("/contacts/@bob/sees", "/messages/new?to=carol", "/contacts/@frank/fully"):
        assert remedy in page, remedy


def test_nobody_else_finds_anything_of_it(cast: Cast) -> None:
    contacts.accept(cast.alice, cast.frank, quietly=True)
    page = words(browser(cast, "frank").get("/me/yearly"))
    assert "All is well" in page
