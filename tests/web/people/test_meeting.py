"""Somebody who knows nobody yet is shown who lets themselves be found, and nobody else."""

import pytest

from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/contacts/find"])
def test_those_who_wish_it_can_be_met(path: str) -> None:
    new, ana, _shy, shut = (member(handle) for handle in ("new", "ana", "shy", "shut"))
    for who in (ana, shut):
        facts = face_reads.face(face_of(who))
        faces.edit(face_of(who), faces.draft_of(facts, no_index=False))
    contacts.block(face_of(shut), face_of(new))
    page = signed_in(new).get(path).content.decode()
    assert "/contacts/@ana/follow" in page
    assert "@shy" not in page
    assert "@shut" not in page
    contacts.follow(face_of(new), face_of(ana))
    assert "/contacts/@ana/follow" not in signed_in(new).get(path).content.decode()


@pytest.mark.parametrize("path", ["/site", "/explore"])
def test_an_empty_list_of_posts_offers_the_first_act(path: str) -> None:
    page = signed_in(member("new")).get(path).content.decode()
    assert 'class="button button-primary" href="/compose"' in page
    assert "/contacts/find" in page
