"""A session and its member come in one statement; it ends at once: ended, outlived, or by a new password."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hedgerow.people.models import Member
from tests.web.someone import PASSWORD, member, signed_in

pytestmark = pytest.mark.django_db

ME = "/me"


def by_password(login: Member) -> Client:
    """A browser in which this member signed in on the page for it."""
    browser = Client()
    browser.post("/account/login/", {"login": login.email, "password": PASSWORD})
    assert browser.get(ME).status_code == 200
    return browser


def test_who_asks_is_known_by_one_statement():
    browser = by_password(member("ana"))
    browser.get(ME)
    with CaptureQueriesContext(connection) as sent:
        assert browser.get(ME).status_code == 200
    asked = [one["sql"] for one in sent if "session" in one["sql"] or "people_member" in one["sql"]]
    assert len(asked) == 1


def test_a_session_that_is_gone_or_too_old_signs_nobody_in():
    ana = member("ana")
    gone, old = by_password(ana), by_password(ana)
    Session.objects.filter(session_key=gone.session.session_key).delete()
    assert gone.get(ME).status_code == 302
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=old.session.session_key).update(expire_date=past)
    assert old.get(ME).status_code == 302


def test_a_new_password_signs_out_whoever_knew_the_old_one():
    ana = member("ana")
    browser = by_password(ana)
    ana.set_password("another-pass-word")
    ana.save()
    assert browser.get(ME).status_code == 302


def test_a_session_is_its_own_members_whatever_the_list_of_sessions_says():
    ana, ben = member("ana"), member("ben")
    browser = by_password(ana)
    UserSession.objects.filter(session_key=browser.session.session_key).update(user=ben)
    page = browser.get("/me/settings", follow=True).content
    assert b"@ana" in page
    assert b"@ben" not in page


def test_a_session_that_no_list_names_is_known_too():
    assert signed_in(member("ana")).get(ME).status_code == 200


def test_a_suspended_members_next_request_says_so():
    ana = member("ana")
    browser = by_password(ana)
    Member.objects.filter(pk=ana.pk).update(state=Member.State.SUSPENDED)
    assert browser.get(ME).status_code == 403


def test_what_does_not_come_with_the_session_is_read_when_asked_for():
    ana = member("ana")
    browser = by_password(ana)
    seen = browser.get(ME).wsgi_request.user
    assert seen.joined_at == Member.objects.get(pk=ana.pk).joined_at
