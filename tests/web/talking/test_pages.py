"""Messages through the browser's door, without scripts."""

import io
import re
from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel.fetch import Fetched
from hedgerow.kernel.jobs import run_due
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.cards import jobs as cards
from hedgerow.talk.conversations import acts, reads, rules
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.conversations.listing import AT_ONCE
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


def words(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, *to: str, **fields: Any) -> Any:
    return client.post("/messages/new", {"to": list(to), "text": "zqqhelloqqz", "do": "send", **fields})


def test_who_wants_no_numbers_sees_none_of_messages_either(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    send(alice, "bob")
    assert "nav-count" in words(bob.get("/rules"))
    bob.post("/notifications/settings/preset", {"preset": "calm"})
    assert "nav-count" not in words(bob.get("/rules"))
    assert "talk-unread" in words(bob.get("/messages"))


def test_a_message_stands_in_the_list_and_in_search_as_it_reads(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    place = send(alice, "bob", text="Fish & *chips*, **now**.")["Location"]
    run_due()
    for page in ("/messages", f"{place}/search?q=chips"):
        assert ">Fish &amp; chips, now.</bdi>" in words(bob.get(page))


def test_from_a_page_to_a_conversation_and_back_and_forth(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    assert "/messages/new?to=bob" in words(alice.get("/@bob"))
    page = words(alice.get("/messages/new?to=bob"))
    assert 'value="bob"' in page
    place = send(alice, "bob")["Location"]
    assert "zqqhelloqqz" in words(alice.get(place))
    assert alice.get("/messages/new?to=bob")["Location"] == place
    listed = words(bob.get("/messages"))
    assert "zqqhelloqqz" in listed
    assert "talk-unread" in listed
    assert "nav-count" in words(bob.get("/rules"))
    assert "zqqhelloqqz" in words(bob.get(place))
    assert "talk-unread" not in words(bob.get("/messages"))
    assert bob.post(place, {"text": "zqqbackqqz"}).status_code == 302
    page = words(alice.get(place))
    assert "zqqbackqqz" in page
    assert "Seen by Bob" in page


def test_somebody_without_a_conversation_learns_what_to_do(cast: Cast) -> None:
    assert "Write a message" in words(browser(cast, "heidi").get("/messages"))
    assert "No requests" in words(browser(cast, "heidi").get("/messages/requests"))


def test_a_refused_message_keeps_the_words(cast: Cast) -> None:
    answer = send(browser(cast, "grace"), "alice")
    assert answer.status_code == 422
    assert "zqqhelloqqz" in words(answer)
    heidi = browser(cast, "heidi")
    place = send(heidi, "bob")["Location"]
    for _ in range(rules.MOST_UNANSWERED - 1):
        assert heidi.post(place, {"text": "hello?"}).status_code == 302
    answer = heidi.post(place, {"text": "zqqmoreqqz"})
    assert answer.status_code == 422
    assert "zqqmoreqqz" in words(answer)
    assert "answered" in words(answer)


def test_a_form_drawn_for_another_face_says_nothing(cast: Cast) -> None:
    alice = browser(cast, "alice")
    place = send(alice, "bob")["Location"]
    answer = alice.post(place, {"text": "zqqslipqqz", "face": str(cast.public("alice_too"))})
    assert answer.status_code == 422
    assert "zqqslipqqz" not in words(browser(cast, "bob").get(place))


def test_a_request_is_accepted_or_put_out_of_the_way(cast: Cast) -> None:
    heidi, bob = browser(cast, "heidi"), browser(cast, "bob")
    place = send(heidi, "bob")["Location"]
    assert "zqqhelloqqz" not in words(bob.get("/messages"))
    assert "zqqhelloqqz" in words(bob.get("/messages/requests"))
    assert "Accept" in words(bob.get(place))
    assert "Seen by" not in words(heidi.get(place))
    assert bob.post(f"{place}/answer", {"answer": "accept"}).status_code == 302
    assert "zqqhelloqqz" in words(bob.get("/messages"))
    assert heidi.post(place, {"text": "thanks"}).status_code == 302


def test_pictures_and_files_go_along_and_files_are_for_keeping(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    plan = io.BytesIO(b"<script>alert(1)</script>")
    # As browsers write a quotation mark in the name of a file.
    plan.name = "plan %22B%22.html"
    place = send(alice, "bob", pictures=photograph(), files=plan)["Location"]
    page = words(bob.get(place))
    picture = re.search(r'<img src="([^"]+)"', page[page.index('class="said ') :])
    file = re.search(r'class="said-file" href="([^"]+)"', page)
    assert picture
    assert file
    assert bob.get(picture[1].replace("&amp;", "&")).status_code == 200
    answer = bob.get(file[1].replace("&amp;", "&"))
    assert answer["Content-Disposition"] == 'attachment; filename="plan \\"B\\".html"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert browser(cast, "heidi").get(file[1].partition("?")[0]).status_code == 404
    contacts.block(cast.bob, cast.alice)
    assert bob.get(file[1].replace("&amp;", "&")).status_code == 404


def test_editing_reacting_and_deleting(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    place = send(alice, "bob")["Location"]
    number = reads.messages(cast.alice, int(place.rpartition("/")[2])).items[0].number
    assert "zqqhelloqqz" in words(alice.get(f"{place}/{number}/edit"))
    assert bob.get(f"{place}/{number}/edit").status_code == 404
    assert alice.post(f"{place}/{number}/edit", {"text": "zqqbetterqqz"}).status_code == 302
    assert bob.post(f"{place}/{number}/react", {"emoji": "👍"}).status_code == 302
    page = words(bob.get(place))
    assert "zqqbetterqqz" in page
    assert "edited" in page
    assert 'aria-pressed="true"' in page
    assert bob.post(f"{place}/{number}/delete").status_code == 404
    assert alice.post(f"{place}/{number}/delete").status_code == 302
    assert "zqqbetterqqz" not in words(bob.get(place))
    assert alice.post(f"/p/{number}/undo-delete", follow=True).status_code == 200
    assert "zqqbetterqqz" in words(bob.get(place))


def test_a_group_is_named_grows_and_is_left(cast: Cast) -> None:
    alice, bob, carol = (browser(cast, name) for name in ("alice", "bob", "carol"))
    place = send(alice, "bob", "dan", name="Hedge")["Location"]
    assert bob.post(f"{place}/people", {"to": "carol"}).status_code == 302
    page = words(carol.get(place))
    assert "zqqhelloqqz" not in page
    assert "Bob brought you in." in page
    assert alice.post(f"{place}/remove", {"who": "dan"}).status_code == 302
    assert "Alice took Dan out." in words(bob.get(place))
    assert "zqqhelloqqz" not in words(browser(cast, "dan").get(place))
    assert bob.post(f"{place}/name", {"name": "Meadow"}).status_code == 302
    assert "Meadow" in words(alice.get(place))
    assert bob.post(f"{place}/mute", {"mute": "1"}).status_code == 302
    assert "Muted" in words(bob.get(place))
    assert "Leave Meadow?" in words(bob.get(f"{place}/leave"))
    assert bob.post(f"{place}/leave").status_code == 302
    page = words(bob.get(place))
    assert "You left" in page
    assert "A conversation you are no longer in" in page
    assert "Meadow" not in page
    assert "Bob left." in words(alice.get(place))


def test_the_address_of_a_message_leads_to_its_place(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    place = send(alice, "bob")["Location"]
    number = reads.messages(cast.alice, int(place.rpartition("/")[2])).items[0].number
    assert bob.get(f"/@alice/{number}")["Location"].startswith(place)
    assert browser(cast, "heidi").get(f"/@alice/{number}").status_code == 404
    assert "Bob" in words(alice.get(f"/p/{number}/who"))


def test_older_messages_are_reached_by_links(cast: Cast) -> None:
    two = acts.begin(cast.alice, [cast.bob], Said("zqqoldestqqz"))
    for number in range(60):
        acts.say(cast.alice, two, Said(f"n{number}"))
    bob = browser(cast, "bob")
    page = words(bob.get(f"/messages/{two}"))
    assert "zqqoldestqqz" not in page
    older = re.search(r'href="(/messages/\d+\?before=\d+)"', page)
    assert older
    assert "zqqoldestqqz" in words(bob.get(older[1]))
    assert "<html" not in words(bob.get(older[1], headers={"HX-Request": "true"}))


def test_older_conversations_are_reached_by_a_link(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMITS = False
    for number in range(AT_ONCE + 1):
        acts.accept(cast.bob, acts.begin(cast.alice, [cast.bob, cast.carol], Said(f"zqn{number}qz")))
    bob = browser(cast, "bob")
    page = words(bob.get("/messages"))
    assert "zqn0qz" not in page
    older = re.search(r'href="(/messages\?below=\d+)"', page)
    assert older
    rest = words(bob.get(older[1]))
    assert "zqn0qz" in rest
    assert "zqn1qz" not in rest
    assert bob.get("/messages?below=99999999999999999999").status_code == 200


def test_a_picture_is_described_line_by_line(cast: Cast) -> None:
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    pictures = [photograph(), photograph()]
    place = send(alice, "bob", pictures=pictures, alt="A red gate\n\nThe garden\nin May")["Location"]
    page = words(bob.get(place))
    assert 'alt="A red gate"' in page
    assert 'alt="The garden\nin May"' in page
    answer = alice.post(place, {"text": "", "pictures": photograph(), "alt": "x" * 5000})
    assert answer.status_code == 422
    assert "x" * 5000 in words(answer)


def test_a_link_in_a_message_shows_its_card_to_those_who_read_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = b'<title>zqqcardqqz</title><meta property="og:image" content="/p.png">'
    answers = {"": Fetched("https://example.org/walk", 200, {"content-type": "text/html"}, page)}
    still = Fetched("https://example.org/p.png", 200, {"content-type": "image/png"}, photograph().read())
    monkeypatch.setattr(cards, "fetch", lambda url, **_: still if url.endswith(".png") else answers[""])
    alice, bob = browser(cast, "alice"), browser(cast, "bob")
    place = send(alice, "bob", text="Look: https://example.org/walk")["Location"]
    assert "zqqcardqqz" not in words(bob.get(place))
    run_due()
    page_of = words(bob.get(place))
    assert "zqqcardqqz" in page_of
    picture = re.search(r'<img src="(/media/card/[^"]+)"', page_of)
    assert picture
    url = picture[1].replace("&amp;", "&")
    assert bob.get(url)["Cache-Control"] == "private, no-store"
    assert browser(cast, "heidi").get(url.partition("?")[0]).status_code == 404
    contacts.block(cast.bob, cast.alice)
    assert bob.get(url).status_code == 404


def test_words_are_found_inside_one_conversation_by_those_who_saw_them(cast: Cast) -> None:
    alice, bob, carol = (browser(cast, name) for name in ("alice", "bob", "carol"))
    group = send(alice, "bob", "dan", text="zqqearlyqqz marmalade")["Location"]
    other = send(alice, "bob", text="zqqotherqqz marmalade")["Location"]
    bob.post(f"{group}/people", {"to": "carol"})
    run_due()
    found = words(bob.get(f"{group}/search?q=marmalade"))
    assert "zqqearlyqqz" in found
    assert "zqqotherqqz" not in found
    assert "zqqearlyqqz" not in words(carol.get(f"{group}/search?q=marmalade"))
    assert browser(cast, "heidi").get(f"{other}/search?q=marmalade").status_code == 404


def test_settings_are_of_the_face(cast: Cast) -> None:
    alice = browser(cast, "alice")
    assert alice.post("/messages/settings", {"messages_from": "nobody"}).status_code == 302
    assert send(browser(cast, "bob"), "alice").status_code == 422
    assert send(browser(cast, "bob"), "quiet_garden").status_code == 302


def test_a_page_of_messages_costs_a_bounded_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    two = 0
    bob = browser(cast, "bob")
    for name in ("alice", "dan", "carol", "heidi"):
        two = acts.begin(cast.faces[name], [cast.bob], Said("hello"))
        acts.accept(cast.bob, two)
        for _ in range(12):
            acts.say(cast.faces[name], two, Said("hello"))
    bob.get("/messages")
    with django_assert_max_num_queries(24):
        bob.get("/messages")
    with django_assert_max_num_queries(40):
        bob.get(f"/messages/{two}")
