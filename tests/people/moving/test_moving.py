"""Moving in through the pages that people use: what was found, what is done, and taking it back."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hedgerow.boundary import acts as engine
from hedgerow.kernel import blobs, clock
from hedgerow.kernel.jobs import run_due
from hedgerow.kernel.writing import write
from hedgerow.people.circles import reads as circles
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.members import acts as members
from hedgerow.people.models import AddressEntry, Greeting, Import, Invitation, Member
from hedgerow.people.moving import jobs, reads
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from tests.cast import PASSWORD, Cast, assemble, mark
from tests.leaks.browsers import browser, read_everywhere

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parent / "corpus"
HERE = settings.DOMAIN


@pytest.fixture
def cast(db: None) -> Cast:
    made = assemble()
    run_due()
    return made


def bring(client: Client, text: str, name: str = "people.csv") -> str:
    """Upload a file and have it read; the address of its page."""
    file = io.BytesIO(text.encode())
    file.name = name
    answer = client.post("/me/import", {"file": file})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    run_due()
    return str(answer["Location"])


def say_yes(client: Client, page: str, **choice: Any) -> str:
    """Tick what the page ticks, run it, and read the result."""
    shown = client.get(page).content.decode()
    fields = {
        "circle": re.findall(r'name="circle"\s+value="([^"]+)"', shown),
        "shown": re.findall(r'name="shown" value="(\d+)"', shown),
        "person": re.findall(r'name="person" value="(\d+)"', shown),
        "follow": "yes",
    }
    assert client.post(page, {**fields, **choice, "do": "run"}).status_code == 302
    run_due()
    return client.get(page).content.decode()


LISTS = f"Neighbours,carol@{HERE}\nNeighbours,heidi@{HERE}\nNeighbours,ana@elsewhere.example\n"


def test_lists_become_circles_with_those_who_are_here(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS, "lists.csv")
    shown = alice.get(page).content.decode()
    assert "2 people are here already" in shown
    assert "1 person is not known here" in shown
    result = say_yes(alice, page)
    assert "1 circle was made" in result
    circle = next(row for row in circles.on_trays(cast.alice) if row.name == "Neighbours")
    assert {cast.carol, cast.heidi} == set(engine.members(circle.id))
    relation = contacts.relation(cast.alice, cast.heidi)
    assert relation.following or relation.requested
    assert [entry.name for entry in reads.book(cast.alice).entries] == ["ana"]


def test_nothing_happens_before_yes_and_nothing_after_no(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS, "lists.csv")
    blob = Import.objects.get().blob
    assert not contacts.relation(cast.alice, cast.heidi).requested
    alice.post(page, {"do": "drop"})
    assert not Import.objects.exists()
    assert not AddressEntry.objects.exists()
    assert not blobs.path(blob).exists()
    assert alice.get(page).status_code == 404


def test_who_is_unticked_stays_out(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS, "lists.csv")
    say_yes(alice, page, person=[], circle=[])
    assert not contacts.relation(cast.alice, cast.heidi).requested
    assert not AddressEntry.objects.exists()
    assert all(row.name != "Neighbours" for row in circles.on_trays(cast.alice))


def test_the_whole_import_is_taken_back(cast: Cast) -> None:
    alice = browser(cast, "alice")
    before = contacts.relation(cast.alice, cast.carol), contacts.relation(cast.alice, cast.heidi)
    page = bring(alice, LISTS, "lists.csv")
    say_yes(alice, page)
    (entry,) = reads.book(cast.alice).entries
    alice.post(f"/me/import/book/{entry.key}/link")
    assert Invitation.objects.get(face=cast.alice).uses_left == 1
    assert alice.get(page + "/undo").status_code == 200
    assert alice.post(page + "/undo").status_code == 302
    after = contacts.relation(cast.alice, cast.carol), contacts.relation(cast.alice, cast.heidi)
    assert after == before
    assert all(row.name != "Neighbours" for row in circles.on_trays(cast.alice))
    assert not AddressEntry.objects.exists()
    assert Invitation.objects.get(face=cast.alice).uses_left == 0
    assert "taken back" in alice.get(page).content.decode()


def test_undo_keeps_what_was_there_before_and_what_came_after(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, f"Garden,bob@{HERE}\nGarden,heidi@{HERE}\nNew,heidi@{HERE}\n", "lists.csv")
    say_yes(alice, page)
    new = next(row for row in circles.on_trays(cast.alice) if row.name == "New")
    with write():
        engine.join(new.id, [cast.carol])
    alice.post(page + "/undo")
    assert cast.bob in engine.members(cast.circles["Garden"])
    assert cast.heidi not in engine.members(cast.circles["Garden"])
    assert engine.members(new.id) == [cast.carol], "her circle now, with somebody else in it"


def test_undo_ends_after_thirty_days(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS, "lists.csv")
    say_yes(alice, page)
    Import.objects.update(at=clock.now() - timedelta(days=31))
    assert alice.get(page + "/undo").status_code == 404
    assert alice.post(page + "/undo").status_code == 404


def test_the_same_file_twice_adds_nothing(cast: Cast) -> None:
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, LISTS, "lists.csv"))
    people, number = AddressEntry.objects.count(), len(circles.on_trays(cast.alice))
    again = bring(alice, LISTS, "lists.csv")
    assert "1 person is in your address book already" in alice.get(again).content.decode()
    say_yes(alice, again)
    assert AddressEntry.objects.count() == people
    assert len(circles.on_trays(cast.alice)) == number


def test_who_is_brought_in_sees_nothing_of_the_past(cast: Cast) -> None:
    alice = browser(cast, "alice")
    before = read_everywhere(cast, browser(cast, "heidi"))
    say_yes(alice, bring(alice, f"Garden,heidi@{HERE}\n", "lists.csv"))
    assert cast.heidi in engine.members(cast.circles["Garden"])
    assert read_everywhere(cast, browser(cast, "heidi")) == before
    assert mark("circle") not in before


def test_an_e_mail_address_finds_nobody(cast: Cast) -> None:
    """Heidi's member has this address: a file that holds it must not tell that she is here."""
    alice = browser(cast, "alice")
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Heidi\nEMAIL:heidi@example.org\nEND:VCARD\n"
    page = bring(alice, card, "people.vcf")
    assert "here already" not in alice.get(page).content.decode()
    say_yes(alice, page)
    kept = AddressEntry.objects.get()
    assert kept.here is None
    assert "example.org" not in repr(vars(kept))


def test_who_blocked_one_is_not_here(cast: Cast) -> None:
    page = bring(browser(cast, "grace"), f"Some,alice@{HERE}\n", "lists.csv")
    assert "here already" not in browser(cast, "grace").get(page).content.decode()


def test_an_import_and_its_people_are_seen_by_their_face_alone(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS + "lonely zqfilezq\n", "lists.csv")
    assert "zqfilezq" in alice.get(page).content.decode(), "the line not understood"
    for name in ("bob", "alice_too", "keeper"):
        other = browser(cast, name)
        assert other.get(page).status_code == 404
        assert other.post(page, {"do": "run"}).status_code == 404
        assert other.get(page + "/undo").status_code == 404
        assert "lists.csv" not in other.get("/me/import").content.decode()
    say_yes(alice, page)
    (entry,) = reads.book(cast.alice).entries
    for name in ("bob", "alice_too", "keeper"):
        other = browser(cast, name)
        assert "elsewhere.example" not in other.get("/me/import/book").content.decode()
        for act in ("link", "take-up"):
            assert other.post(f"/me/import/book/{entry.key}/{act}").status_code == 404
        other.post(f"/me/import/book/{entry.key}/forget")
    assert AddressEntry.objects.filter(public_id=entry.public_id).exists()


def test_an_import_that_is_killed_goes_on_where_it_was(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = bring(alice, LISTS, "lists.csv")
    say_yes(alice, page)
    row = Import.objects.get()
    Import.objects.update(state="running", done=0)
    jobs.carry_out.call(row.pk)
    assert Import.objects.get().made["circles"] == row.made["circles"]
    assert len(Import.objects.get().made["joined"]) == len(row.made["joined"])


def test_blocked_accounts_are_blocked_and_taken_back(cast: Cast) -> None:
    bob = browser(cast, "bob")
    page = bring(bob, f"heidi@{HERE}\nspam@elsewhere.example\n", "blocked_accounts.csv")
    say_yes(bob, page)
    assert contacts.relation(cast.bob, cast.heidi).blocking
    assert not AddressEntry.objects.exists()
    bob.post(page + "/undo")
    assert not contacts.relation(cast.bob, cast.heidi).blocking


def test_bringing_them_in_is_the_first_button_of_the_preview(cast: Cast) -> None:
    alice = browser(cast, "alice")
    page = alice.get(bring(alice, "Garden,bob@elsewhere.example\n", "lists.csv"))
    buttons = re.findall(r'<button[^>]*name="do"\s+value="(\w+)"', page.content.decode())
    assert buttons[0] == "run"
    assert "again" in buttons


def test_a_file_can_be_said_to_be_of_another_kind(cast: Cast) -> None:
    bob = browser(cast, "bob")
    page = bring(bob, f"heidi@{HERE}\n", "accounts.csv")
    assert "Follow those who are here" in bob.get(page).content.decode()
    bob.post(page, {"do": "again", "kind": "mutes"})
    run_due()
    assert "Mute them" in bob.get(page).content.decode()


@pytest.mark.parametrize("text", ["", "what is this", "\x00\x01\x02"])
def test_a_file_that_is_none_of_these_is_refused_with_words(cast: Cast, text: str) -> None:
    file = io.BytesIO(text.encode())
    file.name = "strange.csv"
    answer = browser(cast, "bob").post("/me/import", {"file": file})
    assert answer.status_code == 422
    assert 'id="import-error"' in answer.content.decode()


def test_a_file_nobody_said_yes_to_is_gone_after_a_day(cast: Cast) -> None:
    bring(browser(cast, "alice"), LISTS, "lists.csv")
    jobs.forget_undecided()
    assert Import.objects.exists()
    Import.objects.update(at=clock.now() - timedelta(hours=25))
    jobs.forget_undecided()
    assert not Import.objects.exists()
    assert not AddressEntry.objects.exists()


# --- inviting -----------------------------------------------------------------------------------------


def invite(cast: Cast) -> tuple[Client, str, str]:
    """Alice has Ana in her book, and a link for her; the link's path and her number."""
    site.change(None, SiteDraft(registration="invitation", members_invite=True))
    alice = browser(cast, "alice")
    say_yes(alice, bring(alice, LISTS, "lists.csv"))
    (entry,) = reads.book(cast.alice).entries
    alice.post(f"/me/import/book/{entry.key}/link")
    (entry,) = reads.book(cast.alice).entries
    return alice, entry.link.removeprefix(settings.SITE_URL), entry.key


def join(link: str) -> Client:
    """Sign up by a link, and confirm the address."""
    client = Client()
    target = client.get(link)["Location"]
    code = target.partition("invitation=")[2]
    answer = client.post(
        "/account/signup/",
        {
            "email": "ana@example.net", "password1": PASSWORD, "handle": "ana_s", "name": "Ana",
            "invitation": code,
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:3000]
    members.come_in(Member.objects.get(email="ana@example.net").pk)
    return client


def test_who_joins_by_a_link_is_tied_to_nobody_before_they_say_yes(cast: Cast) -> None:
    alice, link, key = invite(cast)
    join(link)
    greeting = Greeting.objects.get()
    newcomer = greeting.newcomer_id
    assert not contacts.follows(newcomer)
    assert not contacts.follows(cast.alice) & {newcomer}
    assert "They are here now" not in alice.get("/me/import/book").content.decode()
    assert alice.post(f"/me/import/book/{key}/take-up").status_code == 404


def test_a_yes_lets_the_host_take_them_up_into_their_circles(cast: Cast) -> None:
    from hedgerow.people.moving import welcoming

    alice, link, key = invite(cast)
    join(link)
    newcomer = Greeting.objects.get().newcomer_id
    welcoming.answer(newcomer, cast.alice, yes=True)
    assert "They are here now" in alice.get("/me/import/book").content.decode()
    assert alice.post(f"/me/import/book/{key}/take-up").status_code == 302
    circle = next(row for row in circles.on_trays(cast.alice) if row.name == "Neighbours")
    assert newcomer in engine.members(circle.id)
    assert not AddressEntry.objects.filter(public_id=key).exists()


def test_a_no_leaves_nothing(cast: Cast) -> None:
    from hedgerow.people.moving import welcoming

    alice, link, _key = invite(cast)
    join(link)
    newcomer = Greeting.objects.get().newcomer_id
    welcoming.answer(newcomer, cast.alice, yes=False)
    assert not Greeting.objects.exists()
    assert not contacts.follows(newcomer)
    assert "They are here now" not in alice.get("/me/import/book").content.decode()


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (SiteDraft(registration="approval"), "an operator looks at each request"),
        (SiteDraft(registration="closed"), "Nobody can join this site"),
        (SiteDraft(registration="invitation", members_invite=False), "Only the operators"),
    ],
)
def test_links_of_members_work_only_where_the_site_says_so(cast: Cast, draft: SiteDraft, words: str) -> None:
    alice, link, key = invite(cast)
    site.change(None, draft)
    assert words in alice.get("/me/import/book").content.decode()
    alice.post(f"/me/import/book/{key}/link")
    code = link.rpartition("/")[2]
    answer = Client().post(
        "/account/signup/",
        {
            "email": "ana@example.net", "password1": PASSWORD, "handle": "ana_s", "name": "Ana",
            "invitation": code, "why": "",
        },
    )  # fmt: skip
    assert answer.status_code != 302
    assert not Greeting.objects.exists()


def test_operators_do_not_see_members_links(cast: Cast) -> None:
    _alice, link, _key = invite(cast)
    page = browser(cast, "keeper").get("/operate/invitations").content.decode()
    assert link not in page
    assert (
        browser(cast, "keeper")
        .post(f"/operate/invitations/{Invitation.objects.get(face=cast.alice).pk}/revoke")
        .status_code
        == 404
    )
