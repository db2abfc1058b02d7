"""What somebody meets who comes a wrong way: an address of forms, a session that ended, an id too large."""

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from hedgerow.doors.web.errors import server_error
from hedgerow.people.faces import reads as faces
from tests.web.someone import member, signed_in

pytestmark = pytest.mark.django_db


def test_an_address_of_forms_answers_a_visit_with_a_page():
    answer = signed_in(member("ana")).get("/language")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert b"Nothing was changed" in answer.content


def test_a_form_sent_after_signing_out_offers_to_sign_in():
    answer = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    assert answer.status_code == 403
    assert b'href="/account/login/"' in answer.content.partition(b'<div class="wrong">')[2]


@pytest.mark.parametrize("address", ["/compose", "/messages/new", "/drafts/save"])
def test_words_sent_after_the_session_ended_are_shown_and_not_lost(address: str):
    answer = Client().post(address, {"text": "three pages about the sea", "way": "public"})
    assert answer.status_code == 403
    assert b"three pages about the sea</textarea>" in answer.content
    assert b'href="/account/login/"' in answer.content.partition(b'<div class="wrong">')[2]


def test_who_is_signed_out_and_said_nothing_is_asked_to_sign_in():
    assert Client().post("/compose", {"text": " "})["Location"] == "/account/login/?next=/"


def test_a_number_that_no_id_can_be_is_nobodys():
    assert faces.by_public_ids([2**63, 2**70, -1]) == {}


def test_a_failure_of_ours_is_told_in_the_language_of_the_page_and_names_its_picture():
    with translation.override("ar"):
        page = server_error(RequestFactory().get("/")).content.decode()
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count('rel="icon"') == 1
