"""A group's page "How we use this": from a template, written together, talked about where they talk."""

import re

import pytest
from django.test import Client

from hedgerow.talk.conversations import acts
from hedgerow.talk.conversations.acts import Said
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def group(cast: Cast) -> str:
    people = [cast.faces[name] for name in ("bob", "carol")]
    number = acts.begin(cast.alice, people, Said("Shall we write it down?"))
    for face in people:
        acts.accept(face, number)
    return f"/messages/{number}"


def version(client: Client, group: str) -> str:
    """The version that a form was drawn for."""
    form = words(client.get(f"{group}/norms/write"))
    return re.findall(r'name="seen" value="(\d*)"', form)[0]


def test_a_group_begins_with_questions_and_everybody_in_it_writes(cast: Cast, group: str) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    assert f'href="{group}/norms"' in words(alice.get(f"{group}/people"))
    assert "Nothing is written here yet" in words(alice.get(f"{group}/norms"))
    assert "## Who comes in" in words(alice.get(f"{group}/norms/write"))
    sent = {"text": "## Calm\n\nWe answer tomorrow.", "seen": version(alice, group)}
    assert alice.post(f"{group}/norms/write", sent).status_code == 302
    assert "Calm</h" in words(bob.get(f"{group}/norms"))
    assert "changed how you use this" in words(bob.get(group))
    again = {"text": "## Calm\n\nWe answer on Monday.", "seen": version(bob, group)}
    bob.post(f"{group}/norms/write", again)
    assert "Last changed by" in words(alice.get(f"{group}/norms"))
    assert "We answer tomorrow." in words(alice.get(f"{group}/norms/before"))


def test_nobody_writes_over_words_they_have_not_seen(cast: Cast, group: str) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    seen = version(alice, group)
    bob.post(f"{group}/norms/write", {"text": "Bob was first.", "seen": version(bob, group)})
    answer = alice.post(f"{group}/norms/write", {"text": "Alice was first.", "seen": seen})
    assert answer.status_code == 422
    page = words(answer)
    assert "Somebody changed it meanwhile" in page
    assert "Bob was first." in page
    assert "Alice was first." in page
    seen = re.findall(r'name="seen" value="(\d*)"', page)[0]
    assert alice.post(f"{group}/norms/write", {"text": "Both.", "seen": seen}).status_code == 302
    assert "Both." in words(bob.get(f"{group}/norms"))


def test_it_is_talked_about_where_they_talk_once(cast: Cast, group: str) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    assert alice.post(f"{group}/norms/discuss", {"key": "a"}).status_code == 404, "nothing is written yet"
    alice.post(f"{group}/norms/write", {"text": "We answer tomorrow.", "seen": ""})
    for _time in range(2):
        answer = alice.post(f"{group}/norms/discuss", {"key": "one-press"})
        assert answer["Location"] == f"{group}#end"
    said = words(bob.get(group))
    assert said.count("How do we want to use this?") == 1
    assert f"{group}/norms" in said
