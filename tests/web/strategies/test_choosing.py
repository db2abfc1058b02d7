"""Eight statements, four strategies: what is shown is what is set, and one tap takes it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from hedgerow.kernel import clock
from hedgerow.people.audiences import acts as default_audience
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces import reads as face_reads
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member, Strategy
from hedgerow.people.strategies import reads as strategies
from hedgerow.talk.guarding import acts as guarding
from hedgerow.talk.guarding import reads as guard
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db

OPEN_AT_HEART = ["1", "5", "5", "1", "1", "5", "5", "1"]


@pytest.fixture
def nora() -> Member:
    return member("nora")


@pytest.fixture
def page(nora: Member) -> Client:
    return signed_in(nora)


def answers(values: list[str]) -> dict[str, str]:
    return {f"s{number}": value for number, value in enumerate(values)}


def held(face: int) -> dict[str, Any]:
    facts, wishes = face_reads.face(face), guard.settings(face)
    return {
        "audience": audiences.default_choice(face), "locked": facts.locked, "bio": facts.bio,
        "settings": facts.settings, "level": wishes.level, "every": wishes.every_post,
        "circles": wishes.circles,
    }  # fmt: skip


def test_a_minute_of_statements_recommends_and_says_why(page: Client) -> None:
    shown = page.get("/me/strategy").content.decode()
    assert shown.count("<fieldset") == 8
    assert shown.count('type="radio"') == 40
    shown = page.post("/me/strategy", answers(OPEN_AT_HEART), follow=True).content.decode()
    first = shown.index("suits your answers")
    assert shown.index("<strong>Open</strong>") < first < shown.index("<strong>Audience</strong>")
    again = page.get("/me/strategy").content.decode()
    assert len(re.findall(r'name="s\d"\s+value="\d"\s+checked', again)) == 8


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["5", "5"], "too few statements"),
        (["5"] * 8, "one side as much as for the other"),
        (["3"] * 8, "one side as much as for the other"),
    ],
)
def test_too_few_or_flat_answers_recommend_nothing_and_say_so(
    page: Client, given: list[str], says: str
) -> None:
    shown = page.post("/me/strategy", answers(given), follow=True).content.decode()
    assert says in shown
    assert "Back to the statements" in shown
    assert "suits your answers" not in shown
    assert "may suit you" not in shown
    again = page.get("/me/strategy").content.decode()
    assert len(re.findall(r'value="\d"\s+checked', again)) == len(given)


def test_where_one_axis_is_open_two_are_named_and_none_is_pushed(page: Client) -> None:
    given = answers(["5", "3", "1", "3", "5", "3", "1", "3"])
    shown = page.post("/me/strategy", given, follow=True).content.decode()
    assert "your answers leave open" in shown
    assert shown.count(">may suit you<") == 2
    assert "suits your answers" not in shown
    assert shown.index("<strong>Custom</strong>") < shown.index("<strong>Audience</strong>")
    assert shown.index("<strong>Audience</strong>") < shown.index("<strong>Open</strong>")


def test_skipping_recommends_nothing_and_keeps_nothing(page: Client, nora: Member) -> None:
    assert "suits your answers" not in page.get("/me/strategy/choose").content.decode()
    page.post("/me/strategy", {})
    assert "suits your answers" not in page.get("/me/strategy/choose").content.decode()


@pytest.mark.parametrize("name", ["open", "content", "custom"])
def test_choosing_sets_what_was_shown_and_undo_brings_it_back(page: Client, nora: Member, name: str) -> None:
    face = face_of(nora)
    circles.make(face, "Hiking")
    before = held(face)
    shown = page.get(f"/me/strategy/choose/{name}").content.decode()
    changes = shown.count("<ins>")
    assert changes
    page.post(f"/me/strategy/choose/{name}", {"line": "My own views."})
    after = held(face)
    assert page.get(f"/me/strategy/choose/{name}").content.decode().count("<ins>") == 0
    wanted = {"open": Choice("public"), "content": Choice("followers"), "custom": Choice("nobody")}
    assert after["audience"] == wanted[name]
    assert after["every"] == (name == "content")
    assert after["settings"].suggests == (name == "custom")
    assert after["settings"].readers_note == (name == "open")
    assert ("My own views." in after["bio"]) == (name == "open")
    assert list(after["circles"].values()) == (["gentle"] if name == "custom" else [])
    assert page.get("/me/strategy").content.decode().count("As it was before") == 1
    page.post("/me/strategy/undo")
    assert held(face) == before
    assert page.post("/me/strategy/undo").status_code == 404


def test_what_was_changed_by_hand_since_stays(page: Client, nora: Member) -> None:
    face = face_of(nora)
    page.post("/me/strategy/choose/content", {})
    faces.edit(face, faces.draft_of(face_reads.face(face), locked=True, bio="Sings"))
    page.post("/me/strategy/choose/open", {"line": "For myself."})
    faces.edit(face, faces.draft_of(face_reads.face(face), bio="Sings louder"))
    page.post("/me/strategy/undo")
    found = held(face)
    assert (found["bio"], found["locked"]) == ("Sings louder", True)
    assert found["every"] is False


def changes(shown: str) -> list[tuple[str, str]]:
    """What a page says would change: from what, to what."""
    said = re.sub(r'<span class="hidden-words">[^<]*</span>', "", shown)
    return [
        (was.strip(), then.strip())
        for was, then in re.findall(r"<del>(.*?)</del>\s*<ins>(.*?)</ins>", said, re.S)
    ]


def test_one_tap_takes_back_all_that_one_choice_after_another_set(page: Client, nora: Member) -> None:
    face = face_of(nora)
    work = faces.create(nora, faces.FaceDraft(handle="n_berg", name="Nora Berg"))
    circles.make(face, "Hiking")
    faces.edit(face, faces.draft_of(face_reads.face(face), bio="Sings in a choir", locked=False))
    guarding.tune(work, level="off")
    before = held(face), held(work)
    page.post("/me/strategy/choose/open", {"line": "My own views."})
    page.post("/me/strategy/choose/open", {"line": "For myself."})
    assert held(face)["bio"] == "Sings in a choir\n\nFor myself."
    for name in ("audience", "content", "custom"):
        shown = page.get(f"/me/strategy/choose/{name}").content.decode()
        assert ("For myself.", "nothing") in changes(shown), name
    page.post("/me/strategy/choose/audience", {"private": "nora", "work": "n_berg", "deflection": "Kindly"})
    assert held(face)["bio"] == "Sings in a choir"
    assert (held(face)["locked"], held(work)["level"]) == (True, "on")
    shown = page.get("/me/strategy/choose/custom").content.decode()
    assert "What it sets for @n_berg" in shown
    assert ("waits for your answer", "follows you at once") in changes(shown)
    page.post("/me/strategy/choose/custom", {})
    assert held(work) == before[1]
    assert list(held(face)["circles"].values()) == ["gentle"]
    assert page.get("/me/strategy/choose/custom").content.decode().count("<ins>") == 0
    page.post("/me/strategy/undo")
    assert (held(face), held(work)) == before
    assert strategies.held(nora.pk).chosen == ""
    assert page.post("/me/strategy/undo").status_code == 404


def test_an_audience_whose_circle_is_gone_since_never_comes_back_wider(page: Client, nora: Member) -> None:
    face = face_of(nora)
    circle = circles.make(face, "Hiking")
    named = next(one for one in circle_reads.on_trays(face) if one.id == circle)
    default_audience.remember_default(face, Choice("chosen", circles=[named.public_id]))
    page.post("/me/strategy/choose/open", {"line": ""})
    circles.close(face, circle)
    assert page.get("/me/strategy/choose/custom").status_code == 200
    page.post("/me/strategy/undo")
    assert held(face)["audience"] == Choice("nobody")


def test_audience_makes_the_face_for_work_and_ties_it_to_nothing(page: Client, nora: Member) -> None:
    sent = {"private": "nora", "work": "new", "name": "Nora Berg", "handle": "n_berg", "deflection": "Kindly"}
    assert page.post("/me/strategy/choose/audience", {**sent, "handle": ""}).status_code == 422
    assert page.post("/me/strategy/choose/audience", {**sent, "handle": "nora"}).status_code == 422
    assert page.post("/me/strategy/choose/audience", {**sent, "deflection": "x" * 301}).status_code == 422
    assert page.post("/me/strategy/choose/audience", {**sent, "work": "nora"}).status_code == 422
    assert page.post("/me/strategy/choose/audience", sent).status_code == 302
    private, work = (card.id for card in face_reads.own(nora.pk))
    assert (guard.settings(private).level, guard.settings(work).level) == ("gentle", "on")
    assert face_reads.face(private).locked
    for shown in (Client().get("/@nora"), Client().get("/@n_berg"), signed_in(member("zoe")).get("/@nora")):
        body = shown.content.decode()
        assert not ("n_berg" in body and "@nora" in body)
    assert "Your face @n_berg stays" in page.post("/me/strategy/undo", follow=True).content.decode()
    assert guard.settings(work).level == "gentle"
    assert len(face_reads.own(nora.pk)) == 2


def test_audience_sets_nothing_for_faces_whose_plan_was_not_shown(page: Client, nora: Member) -> None:
    faces.create(nora, faces.FaceDraft(handle="n_berg", name="Nora Berg"))
    shown = page.get("/me/strategy/choose/audience?private=n_berg&work=nora").content.decode()
    assert shown.index("What it sets for @n_berg") < shown.index("What it sets for @nora")
    assert 'name="shown" value="n_berg nora"' in shown
    sent = {"private": "nora", "work": "n_berg", "deflection": "", "shown": "n_berg nora"}
    again = page.post("/me/strategy/choose/audience", sent)
    assert again.status_code == 422
    assert 'name="shown" value="nora n_berg"' in again.content.decode()
    assert strategies.held(nora.pk).chosen == ""
    assert page.post("/me/strategy/choose/audience", {**sent, "shown": "nora n_berg"}).status_code == 302


def test_the_kind_answer_is_kept_where_it_is_read_and_only_by_who_has_one(page: Client, nora: Member) -> None:
    assert page.post("/me/strategy/answer", {"deflection": "Gladly at work"}).status_code == 404
    sent = {"private": "nora", "work": "new", "name": "N", "handle": "n_berg", "deflection": "Kindly"}
    page.post("/me/strategy/choose/audience", sent)
    assert ">Kindly</textarea>" in page.get("/me/strategy").content.decode()
    page.post("/me/strategy/answer", {"deflection": "Gladly at work"})
    assert ">Gladly at work</textarea>" in page.get("/me/strategy").content.decode()
    assert (
        "at most" in page.post("/me/strategy/answer", {"deflection": "x" * 301}, follow=True).content.decode()
    )
    assert strategies.held(nora.pk).deflection == "Gladly at work"


def test_somebody_elses_face_is_nobodys_to_choose_for(page: Client, nora: Member) -> None:
    zoe = member("zoe")
    sent = {"private": "nora", "work": "zoe", "deflection": ""}
    assert page.post("/me/strategy/choose/audience", sent).status_code == 422
    assert held(face_of(zoe))["level"] == "gentle"
    assert not Strategy.objects.exists()


def test_content_looks_twice_at_each_post(page: Client, nora: Member) -> None:
    # By day: at night another reason stands beside this one.
    with time_machine.travel(clock.now().replace(hour=12) + timedelta(days=1)):
        page.post("/me/strategy/choose/content", {})
        asked = page.post("/compose", {"text": "Good morning", "token": "t1"})
        assert asked.status_code == 422
        body = asked.content.decode()
        assert "You asked for a second look" in body
        assert 'name="not_again"' not in body
        mark = re.findall(r'name="looked" value="(\w+)"', body)
        sent = page.post("/compose", {"text": "Good morning", "token": "t1", "looked": mark})
        assert sent.status_code == 302


def test_custom_begins_with_nobody_and_the_circles_open(page: Client, nora: Member) -> None:
    circles.make(face_of(nora), "Hiking")
    answer = page.post("/me/strategy/choose/custom", {})
    assert answer["Location"] == "/compose"
    shown = page.get("/compose").content.decode()
    assert "Only you, until you choose somebody" in shown
    assert re.search(r'id="composer-audience"\s+data-open-wide', shown)


def test_it_is_forgotten_on_a_word_and_with_the_account(page: Client, nora: Member) -> None:
    page.post("/me/strategy", answers(OPEN_AT_HEART))
    page.post("/me/strategy/choose/content", {})
    page.post("/me/strategy/forget")
    found = strategies.held(nora.pk)
    assert (found.chosen, found.answers, found.before, found.face) == ("", [], {}, None)
    assert held(face_of(nora))["every"]
    page.post("/me/strategy/choose/content", {})
    members.purge_due(members.close(nora.pk))
    assert not Strategy.objects.exists()


def test_what_goes_to_a_circle_gets_the_look_it_was_given(page: Client, nora: Member) -> None:
    face = face_of(nora)
    keys = {name: own(face, circles.make(face, name)) for name in ("Hiking", "Clients")}
    page.post("/me/guard/circles", {f"circle-{keys['Hiking']}": "off", f"circle-{keys['Clients']}": "on"})
    assert sorted(guard.settings(face).circles.values()) == ["off", "on"]
    said = {"text": "Call +44 7700 900123", "way": "circles"}
    for number, (names, status) in enumerate(
        ((["Hiking"], 302), (["Clients"], 422), (["Hiking", "Clients"], 422))
    ):
        sent = {**said, "token": f"t{number}", "circle": [keys[name] for name in names]}
        assert page.post("/compose", sent).status_code == status, names
    assert page.post("/me/guard/circles", {f"circle-{keys['Hiking']}": "loud"}).status_code == 422
    # Another face's circle is nobody's to tune: what names it is passed over.
    other = signed_in(member("zoe"))
    assert other.post("/me/guard/circles", {f"circle-{keys['Hiking']}": "on"}).status_code == 302
    assert sorted(guard.settings(face).circles.values()) == ["off", "on"]


def test_a_circle_named_in_the_text_is_offered_before_any_post(page: Client, nora: Member) -> None:
    face = face_of(nora)
    for name in ("Lyon", "Acme Boats", "Ana"):
        circles.make(face, name)
    said = page.post("/compose/likely", {"text": "acme boats: a picnic in Lyon!"}).content.decode()
    assert "Looks like Acme Boats and Lyon" in said
    assert (
        "Looks like" not in page.post("/compose/likely", {"text": "Lyonnais bananas, acme"}).content.decode()
    )
    page.post("/me/strategy/choose/content", {})
    assert 'id="composer-likely"' not in page.get("/compose").content.decode()


def own(face: int, circle: int) -> str:
    return next(one.key for one in circle_reads.on_trays(face) if one.id == circle)


def test_what_would_change_stands_apart_from_what_stays_as_it_is(page: Client, nora: Member) -> None:
    face = face_of(nora)
    guarding.tune(face, level="on")
    shown = page.get("/me/strategy/choose/content").content.decode()
    changes, same = re.split(r"settings? stays? as (?:it is|they are)", shown)
    assert "before a post leaves" in same, "the guard looks for all of it already"
    assert "<ins>" in changes
    assert "<ins>" not in same
