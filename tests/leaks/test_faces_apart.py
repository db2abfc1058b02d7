"""Blocking one face of somebody tells nothing of their other faces: no number, no missing name."""

import pytest

from hedgerow.boundary import reads as boundary
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.posts import reads as posts
from hedgerow.talk.posts.acts import Draft, publish
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


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
