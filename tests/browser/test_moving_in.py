"""Somebody new, with people they know from elsewhere: from signing up to a post for the right two circles."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.site import acts as site
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.posts import reads as posts
from tests.web.someone import face_of, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FEW = 12


def _where_it_is_noon() -> str:
    """A zone in which it is about twelve now. The signs of these zones run against the usual."""
    ahead = 12 - clock.now().hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


LIVES = {"Acme": "At Acme", "Lyon": "In Lyon", "": "Tea"}


class Hand:
    """Does one thing after the other on a page, and counts them."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def fill(self, label: str, text: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def press(self, what: Any) -> None:
        self.count += 1
        what.click()

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True).first)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """Thirty people of this site, ten of each life, and the file that another site gives of them."""
    lines = ["Account address,Show boosts"]
    for number in range(30):
        life = list(LIVES)[number // 10]
        face = face_of(member(f"person{number}"))
        said = face_reads.face(face)
        faces.edit(face, faces.draft_of(said, bio=LIVES[life], locked=False))
        lines.append(f"person{number}@{settings.DOMAIN},true")
    file = tmp_path / "following_accounts.csv"
    file.write_text("\n".join(lines))
    return file


@pytest.mark.parametrize(
    ("name", "handle"), [("Łukasz Żółć", "lukasz_zolc"), ("Jørgen Weiß", "jorgen_weiss"), ("نور", "")]
)
def test_a_handle_is_proposed_with_every_letter_of_the_name(new_context: Any, name: str, handle: str) -> None:
    site.change(member("keeper", role="operator"), site.SiteDraft(registration="open"))
    page = new_context().new_page()
    page.goto("/account/signup/")
    page.get_by_label("Name", exact=True).fill(name)
    expect(page.get_by_label("Handle")).to_have_value(handle)


def test_from_sign_up_to_a_first_post_for_two_circles_in_under_twelve(new_context: Any, known: Path) -> None:
    keeper = member("keeper", role="operator")
    site.change(keeper, site.SiteDraft(registration="open", confirm_email=False))
    # Where it is day: at night the guard would ask once more before the post goes.
    page = new_context(viewport={"width": 1280, "height": 900}, timezone_id=_where_it_is_noon()).new_page()
    hand = Hand(page)
    page.goto("/account/signup/")
    hand.fill("Name", "Núria Bell")
    expect(page.get_by_label("Handle")).to_have_value("nuria_bell")
    hand.fill("E-mail address", "nuria@example.org")
    hand.fill("Password", "a hedge has gates")
    hand.button("Sign up")
    hand.press(page.get_by_role("link", name="Skip", exact=True))
    hand.count += 1
    page.locator("#welcome-file").wait_for()
    # Before the scripts have come, choosing a file only chooses it.
    page.wait_for_load_state("load")
    page.set_input_files("#welcome-file", known)
    page.wait_for_url(re.compile(r"/me/import/\d+$"))
    run_due()
    hand.button("Bring them in")
    run_due()
    expect(page.get_by_text("Circles to begin with")).to_be_visible(timeout=15_000)
    hand.button("Choose Custom")
    page.wait_for_url("**/compose")
    hand.fill("What would you like to say?", "A picnic for Acme, and whoever came from Lyon")
    hand.press(page.get_by_role("button", name=re.compile("Looks like")))
    expect(page.locator("#composer-audience > summary")).to_contain_text("Acme")
    hand.button("Post")
    page.wait_for_url(re.compile(r"/@nuria_bell/\d+$"))
    assert hand.count < FEW, hand.count
    face = face_reads.by_handles(["nuria_bell"])["nuria_bell"]
    readers = posts.who(face, int(page.url.rpartition("/")[2]))
    assert {reader.face.handle for reader in readers.people} == {f"person{number}" for number in range(20)}
    member_of = face_reads.face(face).member
    assert member_of is not None
    assert strategies.held(member_of).chosen == "custom"
