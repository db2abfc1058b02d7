"""Running the site on a phone: what a wide screen shows in columns is read without moving it sideways."""

from typing import Any

import pytest
from playwright.sync_api import expect

from hedgerow.people.invitations import acts as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member
from tests.delivery.world import join
from tests.web.reading.test_browser import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT = "element => element.scrollWidth > element.clientWidth"


@pytest.mark.parametrize("path", ["/operate/audit", "/operate/members"])
def test_no_table_is_cut(new_context: Any, path: str) -> None:
    boss = join("boss")
    login = Member.objects.get(faces=boss)
    members.appoint(None, login.pk, "operator")
    login.refresh_from_db()
    Member.objects.filter(pk=login.pk).update(email="somebody-with-a-long-name@a-long-domain.example.org")
    invitations.make(login, uses=3, note="For the neighbours")
    page = signed_in(new_context, boss, viewport={"width": 390, "height": 844})
    page.goto(path)
    table = page.locator(".wide-table")
    expect(table).to_be_visible()
    assert not table.evaluate(CUT)
    assert not page.locator("html").evaluate(CUT)
