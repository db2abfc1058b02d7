"""The page of what a face keeps."""

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft

from ..someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


def test_what_is_kept_stands_there_as_long_as_it_may_be_seen() -> None:
    writer, reader = member("writer"), member("reader")
    post = posts.publish(face_of(writer), Draft("A gate in the hedge", Choice("site")))
    posts.bookmark(face_of(reader), post)
    browser = signed_in(reader)
    assert "A gate in the hedge" in browser.get("/me/bookmarks").content.decode()
    assert "A gate in the hedge" not in signed_in(writer).get("/me/bookmarks").content.decode()
    posts.narrow(face_of(writer), post, Choice("nobody"))
    page = browser.get("/me/bookmarks").content.decode()
    assert "A gate in the hedge" not in page
    assert "No bookmarks yet" in page


def test_who_is_signed_out_signs_in_first() -> None:
    assert Client().get("/me/bookmarks").status_code == 302
