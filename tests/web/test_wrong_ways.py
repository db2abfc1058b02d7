"""What somebody meets who comes a wrong way: an address of forms, a session that ended, an id too large."""

import pytest
from django.test import Client

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


def test_a_number_that_no_id_can_be_is_nobodys():
    assert faces.by_public_ids([2**63, 2**70, -1]) == {}
