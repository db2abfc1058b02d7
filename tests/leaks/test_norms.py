"""How a group uses its conversation: read by whoever is in it now, by nobody else, and nothing of before."""

import pytest
from django.test import Client

from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from tests.cast import Cast, assemble
from tests.mastodon.client import Api

from .browsers import browser, words

pytestmark = pytest.mark.django_db

WAYS = ("", "/write", "/before")
FIRST, SECOND, THIRD = "We meet at the old mill", "We answer by Friday", "We answer on Monday"


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def write(cast: Cast, who: str, group: int, text: str) -> None:
    now = reads.norms(cast.faces[who], group)
    acts.say_norms(cast.faces[who], group, text, now.number if now else None)


@pytest.fixture
def group(cast: Cast) -> int:
    """Alice, Bob and Dan agree on something, and on something else; Carol comes in, Dan is taken out."""
    people = [cast.faces[name] for name in ("bob", "dan")]
    group = acts.begin(cast.alice, people, Said("Shall we write it down?"))
    for name in ("bob", "dan"):
        acts.accept(cast.faces[name], group)
    write(cast, "alice", group, FIRST)
    write(cast, "bob", group, SECOND)
    acts.add(cast.alice, group, [cast.carol])
    acts.accept(cast.carol, group)
    acts.remove(cast.alice, group, cast.dan)
    write(cast, "bob", group, THIRD)
    return group


def seen(cast: Cast, who: str, group: int) -> list[str]:
    """What somebody finds of it on its pages, and everywhere else in the conversation."""
    client = browser(cast, who)
    pages = [
        client.get(f"/messages/{group}{way}") for way in ("", "/people", *("/norms" + way for way in WAYS))
    ]
    said = "".join(words(page) for page in pages)
    return [text for text in (FIRST, SECOND, THIRD) if text in said]


def test_who_is_in_it_reads_what_it_says_now_and_what_held_since_they_came(cast: Cast, group: int) -> None:
    assert seen(cast, "alice", group) == seen(cast, "bob", group) == [FIRST, SECOND, THIRD]
    assert seen(cast, "carol", group) == [SECOND, THIRD], "what had ended when she came is the past"


def test_nobody_else_finds_out_that_there_is_one(cast: Cast, group: int) -> None:
    outside = ["dan", "erin", "frank", "grace", "heidi", "alice_too", "judy", "keeper"]
    for name in outside:
        client = browser(cast, name)
        for way in WAYS:
            there, nowhere = (client.get(f"/messages/{n}/norms{way}") for n in (group, 2**61 + 5))
            assert there.status_code == nowhere.status_code != 200, (name, way)
            assert not any(text in words(there) for text in (FIRST, SECOND, THIRD)), (name, way)
        answer = client.post(f"/messages/{group}/norms/write", {"text": "Mine", "seen": ""})
        assert answer.status_code == client.post(f"/messages/{2**61 + 5}/norms/write").status_code
        assert client.post(f"/messages/{group}/norms/discuss").status_code != 302 or name == "judy"
    assert Client().get(f"/messages/{group}/norms").status_code == 302
    assert reads.norms(cast.alice, group).text == THIRD  # type: ignore[union-attr]


def test_no_app_reads_more_of_it_than_its_face(cast: Cast, group: int) -> None:
    at = f"/api/hedgerow/v1/conversations/{group}/norms"
    for name, now, before in (
        ("alice", THIRD, [SECOND, FIRST]),
        ("bob", THIRD, [SECOND, FIRST]),
        ("carol", THIRD, [SECOND]),
    ):
        app = Api(cast.faces[name])
        assert app.get(at).json()["text"] == now
        assert [each["text"] for each in app.get(f"{at}/before").json()] == before, name
    nowhere = at.replace(str(group), str(2**61 + 5))
    for name in ("dan", "erin", "frank", "grace", "heidi", "alice_too", "keeper"):
        app = Api(cast.faces[name])
        for ask in (
            lambda app, at: app.get(at),
            lambda app, at: app.get(f"{at}/before"),
            lambda app, at: app.put(at, text="Mine"),
            lambda app, at: app.post(f"{at}/discuss"),
        ):
            there, missing = ask(app, at), ask(app, nowhere)
            assert (there.status_code, there.content) == (404, missing.content), name
    assert reads.norms(cast.alice, group).text == THIRD  # type: ignore[union-attr]


def test_leaving_ends_it_at_once_and_coming_back_reveals_nothing_from_between(cast: Cast, group: int) -> None:
    acts.leave(cast.bob, group)
    assert browser(cast, "bob").get(f"/messages/{group}/norms").status_code == 404
    write(cast, "alice", group, "While Bob was away")
    write(cast, "alice", group, "Now that Bob is back")
    acts.add(cast.alice, group, [cast.bob])
    client = browser(cast, "bob")
    said = words(client.get(f"/messages/{group}/norms")) + words(
        client.get(f"/messages/{group}/norms/before")
    )
    assert "Now that Bob is back" in said
    assert "While Bob was away" not in said
    assert THIRD not in said


def test_a_block_hides_who_changed_it_and_not_what_it_says(cast: Cast, group: int) -> None:
    contacts.block(cast.alice, cast.bob)
    page = words(browser(cast, "alice").get(f"/messages/{group}/norms"))
    assert THIRD in page
    assert "Last changed by" not in page
    assert "Last changed by" in words(browser(cast, "carol").get(f"/messages/{group}/norms"))


def test_a_conversation_of_two_has_none(cast: Cast) -> None:
    two = acts.begin(cast.alice, [cast.bob], Said("Hello"))
    client = browser(cast, "alice")
    assert [client.get(f"/messages/{two}/norms{way}").status_code for way in WAYS] == [404] * 3
    assert client.post(f"/messages/{two}/norms/write", {"text": "x", "seen": ""}).status_code == 404
