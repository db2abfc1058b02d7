"""Contacts, circles, requests and one person, driven through their addresses."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads
from hedgerow.talk.models import Report
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.people import cast as players
from tests.people.cast import Cast

pytestmark = pytest.mark.django_db

SignedIn = Callable[[int], Client]


def key(owner: int, circle: int) -> str:
    return str(next(row.public_id for row in circle_reads.rows(owner) if row.id == circle))


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def said(answer: Any) -> str:
    """What a reader sees, without the markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def inside(circle: int) -> set[int]:
    return set(engine.members(circle))


def write_to(cast: Cast, circle: int, times: int = 1, without: int | None = None) -> None:
    left_out = [int(key(cast.alice, without))] if without else []
    for number in range(times):
        choice = Choice("chosen", [int(key(cast.alice, circle))], without_circles=left_out)
        posts.publish(cast.alice, Draft(text=f"Up the hill {number}", audience=choice))


PAGES = ["/contacts", "/contacts/find", "/contacts/find?q=bob", "/contacts/shut", "/circles", "/requests"]


@pytest.mark.parametrize("page", [*PAGES, "/contacts/@bob", "/contacts/@bob/report", "/contacts/@bob/block"])
def test_every_page_opens_for_a_face_and_for_nobody_else(cast: Cast, signed_in: SignedIn, page: str) -> None:
    assert signed_in(cast.alice).get(page).status_code == 200
    answer = Client().get(page)
    assert (answer.status_code, "/account/login/" in answer["Location"]) == (302, True)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_page_says_what_to_do_next(signed_in: SignedIn, page: str) -> None:
    ana = players.join("ana")
    answer = signed_in(ana).get(page)
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode().split("<main", 1)[1]


def test_acts_answer_to_posts_only(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    for name in (
        "follow",
        "unfollow",
        "withdraw",
        "unblock",
        "mute",
        "unmute",
        "labels",
        "circles",
        "boosts",
    ):
        assert client.get(f"/contacts/@bob/{name}").status_code == 405
    for page in ("/contacts/move", "/contacts/not-now", "/requests/@frank"):
        assert client.get(page).status_code == 405
    assert client.post("/contacts").status_code == 405


def test_every_act_needs_the_token_of_the_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(players.member_of(cast.alice))
    assert client.post("/contacts/@bob/block").status_code == 403
    assert not reads.relation(cast.alice, cast.bob).blocking


# --- the contacts page --------------------------------------------------------------------------------


def test_the_grid_shows_contacts_and_trays(cast: Cast, signed_in: SignedIn) -> None:
    page = said(signed_in(cast.alice).get("/contacts"))
    for name in ("Bob", "Carol", "Dan", "Erin", "Hiking", "Not these", "4 people"):
        assert name in page
    for name in ("Judy", "Grace", "Heidi", "Frank"):
        assert name not in page


def test_the_grid_is_filtered(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    contacts.label(cast.alice, cast.dan, ["client"])
    found = client.get(f"/contacts?circle={key(cast.alice, cast.hiking)}&q=bo")
    assert [tile["face"].handle for tile in found.context["tiles"]] == ["bob"]
    found = client.get("/contacts?label=client")
    assert [tile["face"].handle for tile in found.context["tiles"]] == ["dan"]
    assert "Nobody fits" in said(client.get("/contacts?q=zzz"))


def test_people_are_put_into_a_circle_and_back(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    work = circles.make(cast.alice, "Work")
    people = [str(cast.public(cast.bob)), str(cast.public(cast.dan))]
    answer = client.post("/contacts/move", {"person": people, "put": key(cast.alice, work)}, follow=True)
    assert inside(work) == {cast.bob, cast.dan}
    assert "2 people are in Work now and see new posts only." in said(answer)
    undo = re.search(r'formaction="(/contacts/undo/[^"]+)"', answer.content.decode())
    assert undo is not None
    for _twice in range(2):
        assert client.post(undo[1]).status_code == 302
    assert inside(work) == set()
    assert signed_in(cast.bob).post(undo[1]).status_code == 404
    assert signed_in(cast.alice).post(undo[1]).status_code == 404, "another session's undo is nobody's"


def test_the_plain_form_with_its_select_works_without_scripts(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    bob = str(cast.public(cast.bob))
    sent = {"person": bob, "to": key(cast.alice, cast.excluded), "out": key(cast.alice, cast.hiking)}
    assert client.post("/contacts/move", sent).status_code == 302
    assert cast.bob not in inside(cast.hiking)
    assert cast.bob in inside(cast.excluded)


def test_people_are_chosen_for_the_circle_one_came_from(cast: Cast, signed_in: SignedIn) -> None:
    alice, hiking = signed_in(cast.alice), key(cast.alice, cast.hiking)
    assert f'href="/contacts?into={hiking}"' in text(alice.get(f"/circles/{hiking}"))
    page = text(alice.get(f"/contacts?into={hiking}"))
    assert "Put them into" in page
    assert re.search(rf'<option value="{hiking}" selected>', page)
    assert alice.get("/contacts?into=123").status_code == 404


def test_everybody_that_the_filter_found_is_moved(cast: Cast, signed_in: SignedIn) -> None:
    work = circles.make(cast.alice, "Work")
    sent = {"everyone": "yes", "kind": "followers", "put": key(cast.alice, work)}
    signed_in(cast.alice).post("/contacts/move", sent)
    assert inside(work) == {cast.bob, cast.dan, cast.erin}


def test_a_circle_is_made_on_the_way(cast: Cast, signed_in: SignedIn) -> None:
    sent = {"person": str(cast.public(cast.dan)), "put": "new", "name": "Lyon"}
    for _twice in range(2):
        signed_in(cast.alice).post("/contacts/move", sent)
    made = [circle for circle in circle_reads.on_trays(cast.alice) if circle.name == "Lyon"]
    assert [inside(circle.id) for circle in made] == [{cast.dan}]


def test_what_is_missing_is_said_and_the_choice_kept(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    dan = str(cast.public(cast.dan))
    nobody = client.post("/contacts/move", {"put": key(cast.alice, cast.hiking)})
    assert (nobody.status_code, "Choose somebody first." in said(nobody)) == (422, True)
    nowhere = client.post("/contacts/move", {"person": dan, "to": ""})
    assert (nowhere.status_code, "Choose a circle." in said(nowhere)) == (422, True)
    assert f'value="{dan}" checked' in text(nowhere)
    unnamed = client.post("/contacts/move", {"person": dan, "put": "new", "name": " "})
    assert (unnamed.status_code, "Give the circle a name." in said(unnamed)) == (422, True)
    long = client.post("/contacts/move", {"person": dan, "put": "new", "name": "x" * 200})
    assert (long.status_code, "x" * 200 in text(long)) == (422, True)


HOSTILE = ["x", "-1", "0", "1e3", "²", "9" * 400, "1'--", "\x00", "<script>", "null", "1.0", "٣"]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_numbers_are_answered_calmly(cast: Cast, signed_in: SignedIn, value: str) -> None:
    client = signed_in(cast.alice)
    good = str(cast.public(cast.bob))
    for sent in (
        {"person": value, "put": key(cast.alice, cast.hiking)},
        {"person": good, "put": value},
        {"person": good, "take": value},
        {"person": good, "to": value, "out": value},
        {"everyone": "yes", "circle": value, "put": key(cast.alice, cast.hiking)},
        {"person": good, "put": "new", "name": value * 3},
    ):
        assert client.post("/contacts/move", sent).status_code in {302, 404, 422}
    for page in (f"/contacts?circle={value}", f"/contacts?start={value}", f"/contacts?label={value}"):
        assert client.get(page).status_code in {200, 404}


def test_somebody_elses_circle_is_a_page_that_does_not_exist(cast: Cast, signed_in: SignedIn) -> None:
    theirs, missing = key(cast.alice, cast.hiking), str(2**61 + 12345)
    bob = signed_in(cast.bob)
    carol = str(cast.public(cast.carol))
    for path in ("/circles/{}", "/circles/{}/close", "/contacts?circle={}"):
        answers = [bob.get(path.format(public_id)) for public_id in (theirs, missing)]
        assert [answer.status_code for answer in answers] == [404, 404]
        bodies = {
            _stable(answer, public_id) for answer, public_id in zip(answers, (theirs, missing), strict=True)
        }
        assert len(bodies) == 1
    for path, sent in (
        ("/circles/{}/rename", {"name": "Mine"}),
        ("/circles/{}/close", {}),
        ("/contacts/move", {"person": carol, "put": "{}"}),
        ("/contacts/move", {"person": carol, "take": "{}"}),
        ("/contacts/@carol/circles", {"circle": "{}"}),
    ):
        for public_id in (theirs, missing):
            fields = {name: value.format(public_id) for name, value in sent.items()}
            assert bob.post(path.format(public_id), fields).status_code == 404


def _stable(answer: Any, public_id: str = "no id") -> str:
    """A page without what differs by request: its address and the token of its forms."""
    page = answer.content.decode().replace(public_id, "ID")
    return re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", page)


def test_a_removal_that_hides_posts_says_how_many_before_it_happens(cast: Cast, signed_in: SignedIn) -> None:
    write_to(cast, cast.hiking, times=2)
    client = signed_in(cast.alice)
    sent = {
        "person": str(cast.public(cast.bob)),
        "take": key(cast.alice, cast.hiking),
        "next": "/contacts?q=b",
    }
    asked = client.post("/contacts/move", sent)
    assert asked.status_code == 200
    assert "Bob will no longer see 2 posts of yours." in said(asked)
    assert cast.bob in inside(cast.hiking), "nothing happened yet"
    form = asked.content.decode().split('<form class="confirm"')[1].split("</form>")[0]
    done = client.post("/contacts/move", dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)))
    assert done["Location"] == "/contacts?q=b"
    assert cast.bob not in inside(cast.hiking)


def test_one_post_is_said_in_the_singular(cast: Cast, signed_in: SignedIn) -> None:
    write_to(cast, cast.hiking)
    sent = {"person": str(cast.public(cast.bob)), "take": key(cast.alice, cast.hiking)}
    assert "Bob will no longer see 1 post of yours." in said(
        signed_in(cast.alice).post("/contacts/move", sent)
    )


def test_joining_a_circle_that_keeps_people_out_says_what_it_hides(cast: Cast, signed_in: SignedIn) -> None:
    write_to(cast, cast.hiking, without=cast.excluded)
    sent = {"person": str(cast.public(cast.bob)), "put": key(cast.alice, cast.excluded)}
    asked = signed_in(cast.alice).post("/contacts/move", sent, headers={"HX-Request": "true"})
    assert "Bob will no longer see 1 post of yours." in said(asked)
    assert "<html" not in text(asked), "in a sheet, without the frame"
    assert cast.bob not in inside(cast.excluded)


def test_many_at_once_are_asked_for_with_a_number(signed_in: SignedIn) -> None:
    ana = players.join("ana")
    crowd = players.crowd(ana, 40)
    circle = circles.make(ana, "Crowd")
    circles.move(ana, [(circle, face) for face in crowd], [])
    posts.publish(ana, Draft(text="To all", audience=Choice("chosen", [int(key(ana, circle))])))
    sent = {"everyone": "yes", "take": key(ana, circle)}
    asked = signed_in(ana).post("/contacts/move", sent)
    assert "This concerns 40 people and up to 1 post of yours that names this circle." in said(asked)
    signed_in(ana).post("/contacts/move", {**sent, "sure": "yes"})
    assert inside(circle) == set()


def test_a_redirect_never_leaves_the_site(cast: Cast, signed_in: SignedIn) -> None:
    for wanted in ("https://evil.example/", "//evil.example", "\\\\evil.example", "javascript:alert(1)"):
        sent = {"person": str(cast.public(cast.dan)), "put": key(cast.alice, cast.hiking), "next": wanted}
        assert signed_in(cast.alice).post("/contacts/move", sent)["Location"] == "/contacts"


def test_a_suggestion_asks_and_can_be_waved_away(cast: Cast, signed_in: SignedIn) -> None:
    for face in (cast.dan, cast.heidi):
        contacts.label(cast.alice, face, ["family"])
    client = signed_in(cast.alice)
    assert "You labelled 2 people family who are in no circle. Make a circle?" in said(
        client.get("/contacts")
    )
    client.post("/contacts/not-now", {"suggestion": "family"})
    assert "Make a circle?" not in said(client.get("/contacts"))


def test_many_contacts_cost_no_more_queries_than_few(signed_in: SignedIn) -> None:
    counted = []
    for handle, number in (("ana", 30), ("ben", 300)):
        owner = players.join(handle)
        crowd = players.crowd(owner, number, handle)
        circle = circles.make(owner, "Half")
        circles.move(owner, [(circle, face) for face in crowd[::2]], [])
        client = signed_in(owner)
        client.get("/contacts")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/contacts")
        assert answer.context["page"].total == number
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 20


def test_paging_reaches_everybody_once(signed_in: SignedIn) -> None:
    ana = players.join("ana")
    players.crowd(ana, 250)
    client, address, found = signed_in(ana), "/contacts", []
    while address:
        page = client.get(address)
        found += [tile["value"] for tile in page.context["tiles"]]
        address = page.context["more"]
    assert len(found) == len(set(found)) == 250


# --- circles ------------------------------------------------------------------------------------------


def test_circles_are_made_renamed_and_closed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    made = client.post("/circles", {"name": "Lyon"})
    assert made.status_code == 302
    assert client.post("/circles", {"name": "Lyon"})["Location"] == made["Location"]
    refused = client.post("/circles", {"name": "  "})
    assert (refused.status_code, "Give the circle a name." in said(refused)) == (422, True)
    place = made["Location"]
    client.post(f"{place}/rename", {"name": "Lyon and around"})
    assert "Lyon and around" in said(client.get(place))
    taken = client.post(f"{place}/rename", {"name": "Hiking"})
    assert taken.status_code == 422
    assert 'value="Hiking"' in text(taken)
    assert client.post(f"{place}/close").status_code == 302
    assert client.get(place).status_code == 404
    assert client.post(f"{place}/close").status_code == 404


def test_closing_says_what_follows(cast: Cast, signed_in: SignedIn) -> None:
    write_to(cast, cast.hiking, times=3)
    page = said(signed_in(cast.alice).get(f"/circles/{key(cast.alice, cast.hiking)}/close"))
    assert "You sent 3 posts to this circle." in page
    assert cast.bob in inside(cast.hiking)


def test_a_circle_shows_who_is_in_it_and_what_it_was_sent(cast: Cast, signed_in: SignedIn) -> None:
    write_to(cast, cast.hiking)
    page = said(signed_in(cast.alice).get(f"/circles/{key(cast.alice, cast.hiking)}"))
    for words in ("Bob", "Carol", "Erin", "3 people", "Up the hill 0"):
        assert words in page
    assert "Dan" not in page


def test_followers_have_a_page_without_a_name_to_change(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    followers = next(row for row in circle_reads.rows(cast.alice) if row.kind == "followers")
    page = client.get(f"/circles/{followers.public_id}")
    assert "Followers" in said(page)
    assert "/rename" not in text(page)
    assert client.post(f"/circles/{followers.public_id}/rename", {"name": "Mine"}).status_code == 404
    assert client.post(f"/circles/{followers.public_id}/close").status_code == 404


def test_a_hostile_name_is_shown_as_words(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    client.post("/circles", {"name": "<img src=x onerror=alert(1)>"})
    for page in ("/circles", "/contacts", "/contacts/@bob"):
        assert "<img src=x" not in text(client.get(page))


# --- requests -----------------------------------------------------------------------------------------


def test_requests_are_answered(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    assert "We met at the lake" in said(client.get("/requests"))
    for _twice in range(2):
        assert client.post("/requests/@frank", {"answer": "accept-back"}).status_code == 302
    assert reads.relation(cast.alice, cast.frank).mutual
    assert "Nobody is waiting" in said(client.get("/requests"))


def test_to_who_was_declined_everything_looks_as_before(cast: Cast, signed_in: SignedIn) -> None:
    frank = signed_in(cast.frank)
    pages = ("/requests", "/contacts/@alice", "/contacts", "/circles")
    before = [_stable(frank.get(page)) for page in pages]
    signed_in(cast.alice).post("/requests/@frank", {"answer": "decline"})
    assert [_stable(frank.get(page)) for page in pages] == before


def test_an_answer_to_nothing_or_of_no_kind(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    for handle, sent in (("heidi", "accept"), ("heidi", "decline"), ("nobody", "accept"), ("frank", "maybe")):
        assert client.post(f"/requests/@{handle}", {"answer": sent}).status_code == 404


# --- one person ---------------------------------------------------------------------------------------


def test_following_asking_and_withdrawing(cast: Cast, signed_in: SignedIn) -> None:
    heidi = signed_in(cast.heidi)
    heidi.post("/contacts/@bob/follow")
    assert cast.bob in reads.follows(cast.heidi)
    answer = heidi.post("/contacts/@alice/follow", {"note": "Hello"}, follow=True)
    assert "You asked to follow Alice." in said(answer)
    heidi.post("/contacts/@alice/withdraw")
    assert not reads.relation(cast.heidi, cast.alice).requested
    long = heidi.post("/contacts/@alice/follow", {"note": "x" * 301})
    assert (long.status_code, "up to 300" in said(long)) == (422, True)
    myself = heidi.post("/contacts/@heidi/follow")
    assert myself.status_code == 404


def test_unfollowing_says_what_mutual_followers_would_lose(cast: Cast, signed_in: SignedIn) -> None:
    contacts.follow(cast.alice, cast.bob)
    posts.publish(cast.alice, Draft(text="For us", audience=Choice("mutuals")))
    client = signed_in(cast.alice)
    assert "Bob will no longer see 1 post of yours." in said(client.post("/contacts/@bob/unfollow"))
    assert reads.relation(cast.alice, cast.bob).following
    client.post("/contacts/@bob/unfollow", {"sure": "yes"})
    assert not reads.relation(cast.alice, cast.bob).following


def test_removing_a_follower_says_what_they_lose(cast: Cast, signed_in: SignedIn) -> None:
    posts.publish(cast.alice, Draft(text="For all of you", audience=Choice("followers")))
    client = signed_in(cast.alice)
    assert "Bob will no longer see 1 post of yours." in said(client.get("/contacts/@bob/remove"))
    client.post("/contacts/@bob/remove")
    assert not reads.relation(cast.alice, cast.bob).followed_by


def test_labels_and_circles_of_one_person(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    client.post("/contacts/@heidi/labels", {"label": ["friend", "client"], "own": "choir, neighbour"})
    assert reads.labels(cast.alice, [cast.heidi])[cast.heidi] == ["friend", "client", "choir", "neighbour"]
    refused = client.post("/contacts/@heidi/labels", {"label": ["friend"], "own": "x" * 60})
    assert (refused.status_code, "x" * 60 in text(refused)) == (422, True)
    client.post("/contacts/@heidi/circles", {"circle": [key(cast.alice, cast.hiking)]})
    assert cast.heidi in inside(cast.hiking)
    client.post("/contacts/@heidi/circles", {})
    assert cast.heidi not in inside(cast.hiking)


def test_a_label_that_posts_are_for_says_what_changes(cast: Cast, signed_in: SignedIn) -> None:
    contacts.label(cast.alice, cast.bob, ["friend"])
    label = next(row.public_id for row in circle_reads.rows(cast.alice) if row.kind == "label")
    posts.publish(cast.alice, Draft(text="Friends", audience=Choice("chosen", [label])))
    asked = signed_in(cast.alice).post("/contacts/@bob/labels", {"label": ["colleague"]})
    assert "Bob will no longer see 1 post of yours." in said(asked)
    assert reads.labels(cast.alice, [cast.bob])[cast.bob] == ["friend"]


def test_muting_with_an_end(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    client.post("/contacts/@bob/mute", {"hours": "24"})
    assert reads.relation(cast.alice, cast.bob).muted_until is not None
    client.post("/contacts/@carol/mute", {"hours": "zzz"})
    assert reads.relation(cast.alice, cast.carol).muted_until is None
    page = said(client.get("/contacts/shut"))
    assert "Bob" in page
    assert "Carol" in page
    client.post("/contacts/@bob/unmute")
    assert reads.muted(cast.alice) == {cast.carol}


def test_blocking_and_unblocking(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    for _twice in range(2):
        assert client.post("/contacts/@bob/block").status_code == 302
    assert "Unblock" in said(client.get("/contacts/@bob"))
    client.post("/contacts/@bob/unblock")
    assert boundary.vetoed(cast.bob) == frozenset()


def test_to_who_is_blocked_the_blocker_is_like_nobody(cast: Cast, signed_in: SignedIn) -> None:
    grace = signed_in(cast.grace)
    for act in ("", "/report", "/block", "/remove"):
        pages = [grace.get(f"/contacts/@{handle}{act}") for handle in ("alice", "alicf")]
        assert [page.status_code for page in pages] == [404, 404]
        assert len({_stable(page).replace("alicf", "alice") for page in pages}) == 1
    for act in ("follow", "mute", "labels", "circles", "block", "report"):
        assert grace.post(f"/contacts/@alice/{act}").status_code == 404


def test_a_report_reaches_the_moderators_with_words_alone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.alice)
    wrong = client.post("/contacts/@bob/report", {"category": "dull", "words": "He is rude"})
    assert (wrong.status_code, "He is rude" in said(wrong)) == (422, True)
    client.post("/contacts/@bob/report", {"category": "spam", "words": "He sells things"})
    made = Report.objects.get()
    assert (made.about_id, made.words, made.copies) == (cast.bob, "He sells things", [])


def test_finding_people(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.heidi)
    assert "Bob" in said(client.get("/contacts/find?q=bob"))
    assert "Nobody by that name" in said(client.get("/contacts/find?q=zzzz"))
    assert client.get("/contacts/find", {"q": "%\x00_'"}).status_code == 200
    assert "Alice" not in said(signed_in(cast.grace).get("/contacts/find?q=alice"))


def test_addresses_have_names() -> None:
    assert reverse("contact", args=["ana"]) == "/contacts/@ana"
    assert reverse("circle", args=[7]) == "/circles/7"
