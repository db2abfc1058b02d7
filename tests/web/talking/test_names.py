"""Who can be written to is offered by name."""

import re

import pytest

from hedgerow.people.contacts import acts as contacts
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


def test_people_offered_for_a_conversation_have_their_names() -> None:
    ana, ben = member("ana"), member("ben")
    contacts.follow(face_of(ana), face_of(ben))
    page = signed_in(ana).get("/messages/new", {"find": "ben"}).content.decode()
    assert re.search(r'value="ben"[^>]*>.*?<bdi class="chip-name">\s*Ben\s*</bdi>', page, re.DOTALL)
