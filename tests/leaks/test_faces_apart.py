"""Blocking one face of somebody tells nothing of their other faces: no number, no missing name or word."""

import pytest

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as faces_of
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft, publish, react
from tests.cast import Cast, assemble
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db

OF_NIGHT = b'"username":"night"'


@pytest.fixture
def cast() -> Cast:
    """Grace, whom Alice blocks by that name, is in Alice's circle as Night, too."""
    found = assemble()
    contacts.unblock(found.alice, found.grace)
    found.faces["night"] = faces.create(found.members["grace"], FaceDraft(handle="night", name="Night"))
    contacts.follow(found.night, found.alice)
    contacts.accept(found.alice, found.night)
    return found


def test_the_other_face_stays_in_the_list_of_readers_and_in_the_number(cast: Cast) -> None:
    post = publish(cast.alice, Draft(text="for those who follow", audience=Choice("followers")))
    before = posts.who(cast.alice, post)
    told = audiences.preview(cast.alice, Choice("followers"))
    contacts.block(cast.alice, cast.grace)
    after = posts.who(cast.alice, post)
    assert {reader.face.id for reader in after.people} == {reader.face.id for reader in before.people}
    assert after.count == before.count
    assert audiences.preview(cast.alice, Choice("followers")).count == told.count
    assert posts.explain_for(cast.alice, post, cast.night).reason.sees


def test_all_the_same_it_sees_nothing_any_more(cast: Cast) -> None:
    post = publish(cast.alice, Draft(text="for those who follow", audience=Choice("followers")))
    thing = posts.thing(cast.alice, post)
    assert boundary.check(cast.night, thing)
    contacts.block(cast.alice, cast.grace)
    assert not boundary.check(cast.night, thing)


def test_the_blocker_reads_the_other_face_as_before(cast: Cast) -> None:
    """What vanished together with the block would tell who else its member is: not a post, not a name."""
    night = cast.faces["night"]
    contacts.follow(cast.alice, night)
    contacts.accept(night, cast.alice)
    bread = publish(cast.bob, Draft(text="bread at four", audience=Choice("public")))
    publish(night, Draft(text="stars over the river", audience=Choice("public")))
    publish(night, Draft(text="so early", reply_to=bread))
    publish(night, Draft(text="good evening @alice", audience=Choice("public")))
    react(night, bread, "🌱")
    run_due()
    app = Api(cast.alice)
    account = faces_of.card(night).public_id
    asked = (
        "/api/v1/timelines/home", "/api/v1/timelines/public", f"/api/v1/accounts/{account}/statuses",
        f"/api/v1/statuses/{bread}/context", f"/api/v1/statuses/{bread}/favourited_by",
        "/api/v2/search?q=stars&type=statuses", "/api/v2/search?q=night&type=accounts",
        "/api/v1/notifications",
    )  # fmt: skip

    def told() -> dict[str, int]:
        return {address: app.get(address).content.count(OF_NIGHT) for address in asked}

    before = told()
    assert all(before.values()), "there is something to lose everywhere"
    contacts.block(cast.alice, cast.grace)
    run_due()
    assert told() == before


def test_nothing_of_the_other_face_reaches_the_blocker_from_then_on(cast: Cast) -> None:
    night = cast.faces["night"]
    contacts.block(cast.alice, cast.grace)
    publish(night, Draft(text="good evening @alice", audience=Choice("public")))
    run_due()
    assert b"evening" not in Api(cast.alice).get("/api/v1/notifications").content


def test_unblocking_one_of_two_named_faces_leaves_the_other_alone_blocked(cast: Cast) -> None:
    night = cast.faces["night"]
    post = publish(cast.grace, Draft(text="words of Grace", audience=Choice("public")))
    own = publish(cast.alice, Draft(text="words of Alice", audience=Choice("public")))
    contacts.block(cast.alice, cast.grace)
    contacts.block(cast.alice, night)
    contacts.unblock(cast.alice, cast.grace)
    assert boundary.check(cast.alice, posts.thing(cast.grace, post))
    assert not boundary.check(cast.grace, posts.thing(cast.alice, own))
    contacts.unblock(cast.alice, night)
    assert boundary.check(cast.grace, posts.thing(cast.alice, own))
