"""A member's own invitations: where they are found, what a link says, and that it can be ended."""

import re
from typing import Any

import pytest
from django.test import Client

from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.models import Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.web.auth.test_signing_up import SIGN_UP, said
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db

INVITE = "/me/invite"


@pytest.fixture
def ana() -> Member:
    site.change(
        None, SiteDraft(name="The Hedge", registration="invitation", members_invite=True, confirm_email=False)
    )
    return member("ana")


def link_of(who: Member, **form: Any) -> str:
    """The path of a link just made."""
    client = signed_in(who)
    page = client.post(INVITE, {"uses": "2", **form}, follow=True).content.decode()
    found = re.search(r'href="https?://[^/"]+(/join/[^"]+)" data-copy', page)
    assert found, page
    return found.group(1)


def opened(link: str, client: Client | None = None) -> str:
    return (client or Client()).get(link, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/me", "/contacts/find", "/"])
def test_a_member_finds_the_way_to_invite(ana: Member, path: str) -> None:
    assert f'href="{INVITE}"' in signed_in(ana).get(path).content.decode()
    site.change(None, SiteDraft(members_invite=False))
    assert f'href="{INVITE}"' not in signed_in(ana).get(path).content.decode()


def test_a_link_says_where_it_leads_and_from_whom_only_if_that_was_wished(ana: Member) -> None:
    quiet, named = link_of(ana), link_of(ana, named="on")
    assert re.search("You are invited to .?The Hedge", opened(quiet))
    assert "@ana" not in opened(quiet)
    assert re.search("Ana.? invites you to .?The Hedge", opened(named))
    assert "@ana" in opened(named)


def test_a_link_of_a_face_that_is_stopped_names_nobody(ana: Member) -> None:
    link = link_of(ana, named="on")
    faces.close(face_of(ana))
    assert "@ana" not in opened(link)


@pytest.mark.parametrize("way", ["invitation", "open"])
def test_who_joined_by_it_may_follow_who_invited(ana: Member, client: Client, way: str) -> None:
    site.change(None, SiteDraft(registration=way))
    facts = face_reads.face(face_of(ana))
    faces.edit(face_of(ana), faces.draft_of(facts, no_index=False))
    link = link_of(ana, named="on")
    assert "invites you to" in opened(link)
    code = link.rpartition("/")[2]
    assert (
        client.post(SIGN_UP, said(handle="ben", email="ben@example.org", invitation=code)).status_code == 302
    )
    assert client.get("/")["Location"] == "/welcome/face"
    assert client.get("/welcome/face").status_code == 200
    for page in ("/welcome/circle", "/", "/contacts/find", "/me"):
        shown = client.get(page).content.decode()
        assert "You came by an invitation of Ana" in shown
        assert "/contacts/@ana/follow" not in shown


def test_used_ended_and_unknown_links_say_the_same(ana: Member, client: Client) -> None:
    ended = link_of(ana, named="on")
    page = signed_in(ana).get(INVITE).content.decode()
    number = re.search(r"/me/invite/(\d+)/end", page)
    assert number
    other = signed_in(member("ben"))
    other.post(f"/me/invite/{number.group(1)}/end")
    assert "@ana" in opened(ended)
    signed_in(ana).post(f"/me/invite/{number.group(1)}/end")
    words = "This invitation is used up or has ended. One that somebody took"
    for link in (ended, "/join/nothing-of-this-kind"):
        shown = opened(link)
        assert words in shown
        assert "Joining" not in shown
        assert "@ana" not in shown


def test_where_everybody_may_join_a_link_that_ended_keeps_nobody_out(ana: Member, client: Client) -> None:
    site.change(None, SiteDraft(registration="open"))
    assert "used up" not in opened("/join/nothing-of-this-kind")
    answer = client.post(SIGN_UP, said(handle="ben", email="ben@example.org", invitation="nothing"))
    assert answer.status_code == 302
