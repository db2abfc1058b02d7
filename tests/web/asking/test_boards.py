"""Who sees a collection and why, for its author and its readers; leaving somebody out lets nobody else in."""

import pytest
from django.test import Client

from hedgerow.boundary import acts as engine
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.writing import write
from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.collections import acts as boards
from hedgerow.talk.collections import reads
from tests.cast import Cast

from .test_readers import VIEWERS, Browser, main

pytestmark = pytest.mark.django_db


def make(cast: Cast, audience: Choice) -> int:
    return boards.make(cast.alice, boards.Draft("Leaves", audience=audience))


def in_garden(cast: Cast) -> Choice:
    return Choice("chosen", circles=[cast.circle_id("Garden")])


def sees(face: int | None, board: int) -> bool:
    try:
        reads.one(face, board)
    except NotFound:
        return False
    return True


def test_its_author_reads_who_and_why_from_its_page_on(cast: Cast, browser_of: Browser) -> None:
    board = make(cast, in_garden(cast))
    alice = browser_of(cast.alice)
    assert f"/collections/{board}/who" in alice.get(f"/@alice/collections/{board}").content.decode()
    said = main(alice, f"/collections/{board}/who")
    # Carol joined before it was made, as everybody there did.
    assert "3 people can see this" in said
    assert "Bob @bob In Garden" in said
    assert "Each post on it is there only for those it was written for." in said
    assert "Dan was in Garden and no longer is." in main(alice, f"/collections/{board}/who?face=dan")
    with write():
        engine.join(cast.circles["Garden"], [cast.heidi])
    asked = main(alice, f"/collections/{board}/who?face=heidi")
    assert "Heidi came into Garden after you chose whom it is for." in asked


@pytest.mark.parametrize("choice", [Choice("public"), Choice("site"), Choice("followers"), Choice("nobody")])
def test_the_answer_is_the_boundarys_own(cast: Cast, browser_of: Browser, choice: Choice) -> None:
    board = make(cast, choice)
    alice = browser_of(cast.alice)
    for name in ("bob", "carol", "dan", "frank", "grace", "heidi"):
        said = main(alice, f"/collections/{board}/who?face={name}")
        assert (f"Yes, {name.title()} can see it." in said) is sees(cast.faces[name], board), name
        assert (f"No, {name.title()} cannot see it." in said) is not sees(cast.faces[name], board), name


@pytest.mark.parametrize("scope", ["public", "site", "followers", "garden"])
def test_leaving_one_out_holds_at_once_and_nobody_gains(cast: Cast, browser_of: Browser, scope: str) -> None:
    board = make(cast, in_garden(cast) if scope == "garden" else Choice(scope))  # type: ignore[arg-type]
    with write():
        # Came too late for what is for the circle, and must not come in with the change.
        engine.join(cast.circles["Garden"], [cast.heidi])
    before = {name for name in VIEWERS if sees(cast.faces[name], board)}
    assert "bob" in before
    answer = browser_of(cast.alice).post(f"/collections/{board}/who", {"without": str(cast.public("bob"))})
    assert answer.status_code == 302
    assert {name for name in VIEWERS if sees(cast.faces[name], board)} == before - {"bob"}


def test_only_me_is_one_press(cast: Cast, browser_of: Browser) -> None:
    board = make(cast, Choice("public"))
    browser_of(cast.alice).post(f"/collections/{board}/who", {"way": "me"})
    assert not sees(None, board)
    assert not any(sees(cast.faces[name], board) for name in VIEWERS)
    assert "Nobody but you can see this" in main(browser_of(cast.alice), f"/collections/{board}/who")


def test_a_reader_is_told_why_without_circle_or_number(cast: Cast, browser_of: Browser) -> None:
    board = make(cast, in_garden(cast))
    bob = browser_of(cast.bob)
    assert f"/collections/{board}/why" in bob.get(f"/@alice/collections/{board}").content.decode()
    said = main(bob, f"/collections/{board}/why")
    assert "Alice addressed it to some people, you among them." in said
    assert "Garden" not in said
    named = make(cast, Choice("chosen", people=[cast.public("bob")]))
    assert main(bob, f"/collections/{named}/why") == said
    public = make(cast, Choice("public"))
    assert "It is public." in " ".join(main(Client(), f"/collections/{public}/why").split())


def test_it_is_not_there_for_anybody_else(cast: Cast, browser_of: Browser) -> None:
    board = make(cast, in_garden(cast))
    for name in ("dan", "grace", "heidi", "alice_too"):
        client = browser_of(cast.faces[name])
        for page in ("who", "why"):
            missing = client.get(f"/collections/{2**61 + 11}/{page}")
            hidden = client.get(f"/collections/{board}/{page}")
            assert hidden.status_code == missing.status_code == 404
            assert client.post(f"/collections/{board}/who", {"way": "me"}).status_code == 404
    assert browser_of(cast.bob).get(f"/collections/{board}/who").status_code == 404
    assert browser_of(cast.bob).post(f"/collections/{board}/who", {"way": "me"}).status_code == 404
