"""Rows of messages: kept as drawn, yet each reader has its own part; names run their own way."""

from typing import Any

import pytest

from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, photograph

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_kept_row_has_each_readers_own_part_and_never_old_words(cast: Cast) -> None:
    group = acts.begin(cast.alice, [cast.bob, cast.carol], Said("zqqfirstqqz"))
    for face in (cast.bob, cast.carol):
        acts.accept(face, group)
    place = f"/messages/{group}"
    alice, bob, carol = (browser(cast, name) for name in ("alice", "bob", "carol"))
    number = reads.messages(cast.alice, group).items[0].number
    assert "said-mine" in words(alice.get(place))
    assert "said-mine" not in words(bob.get(place))
    bob.post(f"{place}/{number}/react", {"emoji": "👍"})
    assert 'aria-pressed="true"' in words(bob.get(place))
    assert 'aria-pressed="true"' not in words(carol.get(place))
    acts.edit(cast.alice, number, "zqqsecondqqz")
    for each in (alice, bob, carol):
        page = words(each.get(place))
        assert "zqqsecondqqz" in page
        assert "zqqfirstqqz" not in page


def test_a_kept_row_has_each_readers_own_addresses(cast: Cast) -> None:
    alice, bob, carol = (browser(cast, name) for name in ("alice", "bob", "carol"))
    sent = {"to": ["bob", "carol"], "text": "zqqhelloqqz", "do": "send", "pictures": photograph()}
    place = alice.post("/messages/new", sent)["Location"]
    pages = [words(each.get(place)) for each in (bob, carol)]
    first, second = ({part for part in page.split('"') if "grant=" in part} for page in pages)
    assert first
    assert second
    assert first.isdisjoint(second)


def test_a_name_that_runs_the_other_way_turns_no_sentence(cast: Cast) -> None:
    faces.edit(cast.bob, FaceDraft(handle="bob", name="נועה", locked=False))
    group = acts.begin(cast.alice, [cast.bob, cast.carol], Said("one?"))
    acts.accept(cast.bob, group)
    acts.say(cast.bob, group, Said("two?"))
    acts.read_to(cast.bob, group, 2**62)
    place = f"/messages/{group}"
    alice = browser(cast, "alice")
    listed = words(alice.get("/messages"))
    assert "\u2068נועה\u2069:" in listed
    assert '<bdi class="talk-excerpt" dir="auto">two?</bdi>' in listed
    acts.say(cast.alice, group, Said("three"))
    acts.read_to(cast.bob, group, 2**62)
    acts.leave(cast.bob, group)
    assert "\u2068נועה\u2069 left." in words(alice.get(place))
