"""Nobody learns of a strategy or an answer; of a kind answer one alone, and no more than was said."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from hedgerow.delivery.notifications import reads as notifications
from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.jobs import run_due
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.deflecting import acts as deflecting
from hedgerow.people.deflecting import reads as answers
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.models import Face
from hedgerow.people.strategies import acts as strategies
from hedgerow.talk.triage import reads as triage
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, words
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db

WORDS = "Kindqz words only for you"


@pytest.fixture
def cast() -> Cast:
    """Alice keeps two faces apart, Frank asks the private one; her words and choice are marked."""
    found = assemble()
    kept = {"face": found.alice, "work": found.alice_too, "deflection": WORDS, "before": {}}
    strategies.answer(found.members["alice"].pk, list("54321234"))
    strategies.choose(found.members["alice"].pk, "audience", **kept)
    run_due()
    return found


def _everything(cast: Cast, name: str | None) -> str:
    """All that this onlooker reads where a tie between two faces could show."""
    client = browser(cast, name)
    pages = (
        "/", "/requests", "/notifications", "/contacts", "/@alice", "/@quiet_garden", "/contacts/@alice",
        "/contacts/@quiet_garden", "/search?q=quiet_garden", "/search?q=alice", "/site", "/operate/members",
        "/operate/faces/@alice", "/operate/faces/@quiet_garden", "/operate/audit", "/me/export",
    )  # fmt: skip
    return "".join(words(client.get(page)) for page in pages)


def test_a_kind_answer_is_read_by_who_asked_alone(cast: Cast) -> None:
    work = face_reads.card(cast.alice_too)
    sent = browser(cast, "alice").post("/requests/@frank/kindly", {"words": WORDS, "invite": "on"})
    assert sent.status_code == 302
    run_due()
    page = browser(cast, "frank").get("/requests").content.decode()
    assert WORDS in page
    assert f"/contacts/@{work.handle}/follow" in page
    assert [group.kind for group in notifications.page(cast.frank).groups][:1] == ["deflected"]
    for name in [*cast.members, None]:
        if name not in ("alice", "frank"):
            assert WORDS not in _everything(cast, name), name
    assert WORDS not in _everything(cast, "alice_too")
    assert "frank" not in words(browser(cast, "alice_too").get("/requests"))
    assert not mail.outbox or WORDS not in str([letter.body for letter in mail.outbox])


def test_who_was_invited_is_known_as_such_where_they_ask_next_and_to_no_app(cast: Cast) -> None:
    Face.objects.filter(pk=cast.alice_too).update(locked=True)
    work = face_reads.card(cast.alice_too)
    browser(cast, "heidi").post(f"/contacts/@{work.handle}/follow")
    browser(cast, "alice").post("/requests/@frank/kindly", {"words": WORDS, "invite": "on"})
    browser(cast, "frank").post(f"/contacts/@{work.handle}/follow")
    shown = words(browser(cast, "alice_too").get("/requests"))
    assert shown.count("You invited them here.") == 1
    assert "invited" not in words(browser(cast, "alice").get("/requests"))
    asking = Api(cast.alice_too).get("/api/hedgerow/v1/requests").json()
    assert "frank" in {each["account"]["acct"] for each in asking}
    assert "invited" not in str(asking), "an app of one face learns of no other"


@pytest.mark.parametrize("page", ["/@alice", "/contacts/@alice", "/requests"])
def test_who_asked_reads_the_answer_wherever_they_look_and_may_ask_the_other_face(
    cast: Cast, page: str
) -> None:
    work, frank = face_reads.card(cast.alice_too), browser(cast, "frank")
    assert WORDS not in words(frank.get(page))
    browser(cast, "alice").post("/requests/@frank/kindly", {"words": WORDS, "invite": "on"})
    shown = frank.get(page).content.decode()
    assert WORDS in shown
    assert f"/contacts/@{work.handle}/follow" in shown
    frank.post("/contacts/@alice/withdraw")
    assert WORDS not in words(frank.get(page)), "it goes with the request"


def test_who_answered_finds_the_words_on_the_askers_page_and_changes_them(cast: Cast) -> None:
    alice = browser(cast, "alice")
    alice.post("/requests/@frank/kindly", {"words": WORDS})
    shown = alice.get("/contacts/@frank").content.decode()
    assert WORDS in shown
    assert 'href="/requests/@frank/kindly"' in shown
    alice.post("/requests/@frank/kindly", {"words": "Softer words"})
    assert "Softer words</textarea>" in alice.get("/requests/@frank/kindly").content.decode()
    assert "Softer words" in words(browser(cast, "frank").get("/@alice"))


def test_without_the_invitation_no_word_of_the_other_face(cast: Cast) -> None:
    browser(cast, "alice").post("/requests/@frank/kindly", {"words": WORDS})
    run_due()
    page = browser(cast, "frank").get("/requests").content.decode()
    assert WORDS in page
    work = face_reads.card(cast.alice_too)
    assert work.handle not in page
    assert str(work.public_id) not in page


def test_one_tap_asks_the_face_that_was_named_and_it_learns_nothing_more(cast: Cast) -> None:
    browser(cast, "alice").post("/requests/@frank/kindly", {"words": WORDS, "invite": "on"})
    work = face_reads.card(cast.alice_too)
    done = browser(cast, "frank").post(f"/contacts/@{work.handle}/follow", {"next": "/requests"})
    assert done["Location"] == "/requests"
    there = words(browser(cast, "alice_too").get("/requests"))
    assert "Frank" in there
    assert WORDS not in there
    asked = browser(cast, "frank").get("/requests").content.decode()
    assert f"You asked to follow @{work.handle}." in asked
    assert f"/contacts/@{work.handle}/follow" not in asked, "it was asked already"
    contacts.accept(cast.alice_too, cast.frank)
    assert f"You follow @{work.handle}." in words(browser(cast, "frank").get("/@alice"))


def test_whoever_asks_can_be_invited_to_the_face_for_work_and_by_no_button_that_does_not_say_so(
    cast: Cast,
) -> None:
    contacts.label(cast.alice, cast.frank, ["friend"])
    alice, work = browser(cast, "alice"), face_reads.card(cast.alice_too)
    assert 'href="/requests/@frank/kindly"' in alice.get("/requests").content.decode()
    form = words(alice.get("/requests/@frank/kindly"))
    assert f"Invite to @{work.handle}" in form
    assert "Send without the invitation" in form


def test_a_contact_of_the_face_for_work_is_taken_for_a_colleague_and_no_app_is_told(cast: Cast) -> None:
    why = "They are a contact of your face for work."
    assert why not in words(browser(cast, "alice").get("/requests"))
    contacts.follow(cast.alice_too, cast.frank)
    assert why in words(browser(cast, "alice").get("/requests"))
    assert triage.triage(cast.alice, [cast.frank], by_face_alone=True)[cast.frank].by != "face"
    contacts.follow(cast.frank, cast.alice_too)
    assert why not in words(browser(cast, "alice_too").get("/requests")), "one face is not two"


def test_the_answer_ends_with_what_it_rests_on(cast: Cast) -> None:
    deflecting.deflect(cast.alice, cast.frank, WORDS, cast.alice_too)
    assert answers.received(cast.frank)[cast.alice].instead is not None
    faces.close(cast.alice_too)
    assert answers.received(cast.frank)[cast.alice].instead is None
    contacts.withdraw(cast.frank, cast.alice)
    assert answers.received(cast.frank) == {}
    assert all(group.kind != "deflected" for group in notifications.page(cast.frank).groups)
    with pytest.raises(NotFound):
        deflecting.deflect(cast.alice, cast.frank, WORDS, None)


def test_nobody_names_somebody_elses_face_and_nobody_answers_for_another(cast: Cast) -> None:
    for instead in (cast.bob, cast.alice, 10**9):
        with pytest.raises(NotFound):
            deflecting.deflect(cast.alice, cast.frank, WORDS, instead)
    assert browser(cast, "bob").get("/requests/@frank/kindly").status_code == 404
    assert browser(cast, "alice_too").get("/requests/@frank/kindly").status_code == 404
    assert browser(cast, "alice").get("/requests/@heidi/kindly").status_code == 404


def test_choice_and_answers_are_on_no_page_of_anybody_else_and_in_no_export(cast: Cast) -> None:
    browser(cast, "alice").post("/me/strategy/choose/custom", {})
    for name in [*cast.members, None]:
        if name != "alice":
            found = _everything(cast, name)
            assert "[5, 4, 3" not in found
            assert "You chose" not in found
            assert WORDS not in found, name


def test_who_works_where_is_never_read_from_the_login_of_who_asks(cast: Cast) -> None:
    """Both logins get mail at one employer: it is not said, since Frank never showed it."""
    for name in ("alice", "frank"):
        EmailAddress.objects.filter(user=cast.members[name]).update(email=f"{name}@acme.example")
    page = browser(cast, "alice").get("/requests").content.decode()
    assert "Frank" in page
    assert "acme" not in page
    draft = faces.draft_of(
        face_reads.face(cast.frank), links=[{"name": "Us", "url": "https://www.acme.example/us"}]
    )
    faces.edit(cast.frank, draft)
    page = browser(cast, "alice").get("/requests").content.decode()
    assert "From work, probably" in page
    assert "links to acme.example" in page
